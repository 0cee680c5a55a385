"""One contribution at the desk: what it is about, what became of it, and what was done with it."""

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from needs.actions.contributions import advance, code
from needs.admin import reading
from needs.admin.desk import address_of, links_to, show
from needs.bundling import Suggestion, ThemeWords, suggest
from needs.models import Contribution, Event, Standing, Theme
from needs.standings import may_move
from offers.models import Topic, TopicGroup
from offers.reference import reference
from workshops.admin.desk import carry_out
from workshops.models import StakeholderGroup

CODES = "needs.change_theme"
# Nobody outside the role "Auswertung" learns group and area where fewer than so many share both.
FEWEST = 10
NOTHING = Suggestion((), (), ())


class CodingForm(forms.Form):
    """Boxes of what is coded, proposed and searched for."""

    searched = forms.CharField(
        label=_("Thema suchen"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    # What the boxes were searched with: when something else is typed, the key that saves searches first.
    was_searched = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    topics = forms.ModelMultipleChoiceField(
        label=_("Themen"), queryset=Topic.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    topic_groups = forms.ModelMultipleChoiceField(
        label=_("Lebensbereiche"),
        queryset=TopicGroup.objects.in_order(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Gebündelte Themen"),
        queryset=Theme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_theme = forms.CharField(
        label=_("Neues gebündeltes Thema"),
        max_length=200,
        required=False,
        help_text=_("Ein kurzer Satz ohne Namen: worum es mehreren geht."),
    )


class StandingForm(forms.Form):
    standing = forms.ChoiceField(label=_("Neuer Stand"))
    reason = forms.CharField(
        label=_("Begründung"),
        max_length=300,
        required=False,
        help_text=_("Wer den Beitrag geschickt hat, liest sie mit seinem Code."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, contribution: Contribution, **kwargs):
        super().__init__(*args, **kwargs)
        # What comes later is said by findings, measures and resolutions.
        own = [Standing.READ, Standing.NOT_FOLLOWED]
        self.fields["standing"].choices = [
            (standing, standing.label) for standing in own if may_move(contribution, standing)
        ]


def visible_to(user):
    """Others than the role "Auswertung" see what is redacted; what they may not see doesn't exist for them."""
    return Contribution.objects.all() if user.has_perm(reading.READS_RAW) else Contribution.objects.released()


def contribution_page(request, contribution: Contribution):
    if request.method == "POST" and not request.user.has_perm(CODES):
        raise PermissionDenied
    coding = CodingForm(_posted(request, "code", "search"), initial=_coded(contribution))
    standing = StandingForm(_posted(request, "advance"), contribution=contribution)
    if _saves(request) and carry_out(coding, lambda typed: _code(request, contribution, typed)):
        return HttpResponseRedirect(next_address(request.user, contribution.pk))
    if "advance" in request.POST and carry_out(standing, lambda typed: _advance(request, contribution, typed)):
        return HttpResponseRedirect(address_of(contribution))
    return _show_contribution(request, contribution, coding, standing)


def _show_contribution(request, contribution: Contribution, coding: CodingForm, standing: StandingForm):
    has_text = contribution.text_deleted_on is None
    is_raw = has_text and reading.read_raw(request, gettext("Freier Text: %(name)s") % {"name": contribution})
    text = contribution.text if is_raw else contribution.redacted
    _offer(coding, text)
    events = Event.objects.with_contribution(contribution).select_related("theme", "other_theme", "by")
    return show(
        request,
        "needs/contribution.html",
        title=_("Zuordnen"),
        row=contribution,
        text=text,
        is_raw=is_raw,
        may_read=has_text and request.user.has_perm(reading.READS_RAW),
        sender=sender_words(contribution, request.user),
        links=links_to(reading.PAGES, request.user, contribution) if may_be_redacted(contribution) else [],
        coding=_groups_of(coding),
        standing=_groups_of(standing),
        standings=standing.fields["standing"].choices,
        errors=[*coding.non_field_errors(), *standing.non_field_errors()],
        may_code=request.user.has_perm(CODES),
        skip=next_address(request.user, contribution.pk),
        events=events.latest_first(),
    )


def may_be_redacted(contribution: Contribution) -> bool:
    """Statements are public in their own words."""
    return contribution.text_deleted_on is None and contribution.statement_id is None


def sender_words(contribution: Contribution, user) -> str:
    """Who said it, as far as this person may know: group and district together only where enough people share both."""
    groups = dict(StakeholderGroup.choices)
    known = [str(groups[group]) for group in contribution.groups]
    known += [contribution.area.name] if contribution.area else []
    may_know = user.has_perm(reading.READS_RAW) or Contribution.objects.like_sender_of(contribution).senders() >= FEWEST
    return ", ".join(known) if may_know else ""


def next_address(user, pk: int) -> str:
    """The next contribution that nobody has said anything about; the list where there is none."""
    waiting = visible_to(user).uncoded().exclude(pk=pk)
    following = waiting.filter(pk__gt=pk).order_by("pk").first() or waiting.in_turn().first()
    return address_of(following) if following else reverse("admin:needs_contribution_changelist")


def _posted(request, *buttons: str):
    """What was typed, if one of these buttons was pressed."""
    return request.POST if any(button in request.POST for button in buttons) else None


def _saves(request) -> bool:
    typed = request.POST
    return "code" in typed and typed.get("searched", "").strip() == typed.get("was_searched", "").strip()


def _groups_of(form: forms.Form) -> AdminForm:
    return AdminForm(form, [(None, {"fields": list(form.fields)})], {})


def _coded(contribution: Contribution) -> dict:
    current = Theme.objects.by_any()
    return {
        "topics": [topic.pk for topic in contribution.topics.all()],
        "topic_groups": [group.pk for group in contribution.topic_groups.all()],
        "themes": list({current[theme.pk].pk for theme in contribution.themes.all()}),
    }


def _code(request, contribution: Contribution, typed: dict) -> Contribution:
    names = ("topics", "topic_groups", "themes", "new_theme")
    chosen = {name: typed[name] for name in names}
    coded = code(contribution_id=contribution.pk, **chosen, by=request.user, now=timezone.now())
    messages.success(request, gettext("%(name)s ist zugeordnet.") % {"name": contribution})
    return coded


def _advance(request, contribution: Contribution, typed: dict) -> bool:
    advance(contribution_ids=[contribution.pk], **typed, by=request.user, now=timezone.now())
    messages.success(request, gettext("Der Stand ist gespeichert."))
    return True


def _offer(form: CodingForm, text: str) -> None:
    """The boxes: what is ticked, what the text may be about, what was searched for; in this order."""
    current, typed = Theme.objects.by_any(), (form["searched"].value() or "").strip()
    if form.is_bound:
        form.data = form.data.copy()
        form.data["was_searched"] = typed
    known, words = reference(), _theme_words(current)
    proposed = suggest(text, reference=known, themes=words)
    searched = suggest(typed, reference=known, themes=words) if typed else NOTHING
    named = [theme.pk for theme in current.values() if typed and typed.casefold() in str(theme).casefold()]
    topics = {topic.slug: topic for topic in Topic.objects.in_order()}
    by_slug = [topics[slug].pk for slug in (*proposed.topics, *searched.topics)]
    names = {topic.pk: topic.plain_name for topic in topics.values()}
    _boxes(form, "topics", names, [*by_slug], {topics[slug].pk for slug in proposed.topics})
    names = {theme.pk: str(theme) for theme in current.values()}
    _boxes(form, "themes", names, [*proposed.themes, *searched.themes, *named], set(proposed.themes))
    groups = {group.pk: group for group in TopicGroup.objects.in_order()}
    names = {pk: group.plain_name for pk, group in groups.items()}
    likely = {pk for pk, group in groups.items() if group.slug in proposed.groups}
    _boxes(form, "topic_groups", names, list(names), likely)


def _boxes(form: CodingForm, field: str, names: dict[int, str], offered: list[int], proposed: set[int]) -> None:
    ticked = {str(value) for value in form[field].value() or ()}
    keys = dict.fromkeys([*(pk for pk in names if str(pk) in ticked), *offered])
    form.fields[field].choices = [
        (pk, gettext("%(name)s (Vorschlag)") % {"name": names[pk]} if pk in proposed else names[pk]) for pk in keys
    ]


def _theme_words(current: dict[int, Theme]) -> list[ThemeWords]:
    """The themes that count, each with the topics of its contributions."""
    topics: dict[int, set[str]] = {theme.pk: set() for theme in current.values()}
    coded = Contribution.objects.filter(themes__isnull=False, topics__isnull=False)
    for theme_id, slug in coded.values_list("themes", "topics__slug").distinct():
        topics[current[theme_id].pk].add(slug)
    return [ThemeWords(pk, current[pk].title, frozenset(slugs)) for pk, slugs in topics.items()]
