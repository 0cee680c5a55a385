"""Questionnaires at the desk: versions, what each asks in which order, and how it reads for whom."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from needs import words
from needs.actions.questionnaires import new_version
from needs.actions.refusals import Refusal
from needs.admin.desk import NeedsAdmin, address_of, links_to, say_what_to_do, show
from needs.asking import conditions, gaps
from needs.definitions import Asked, Definition, Step, Subject, load_definition
from needs.models import Frame, Kind, Language, Part, Question, Questionnaire, Repeat
from workshops.admin.desk import Page, note, urls_of
from workshops.models import StakeholderGroup

# Stands for any offer in the preview.
ANY_OFFER = Subject(slug="angebot", name=_("Ihr Angebot"))
# What the preview is of: the name in the address, what can be chosen, what is chosen at first.
CHOICES = (
    ("gruppe", _("Gruppe"), StakeholderGroup.choices, StakeholderGroup.OLDER_PEOPLE),
    ("befragung", _("Befragung"), Frame.choices, Frame.OPEN),
    ("sprache", _("Sprache"), Language.choices, Language.GERMAN),
)
WITHOUT_OPTIONS = {
    Kind.AREA: _("Zur Auswahl stehen die Stadtteile und:"),
    Kind.TOPICS: _("Zur Auswahl stehen die Themen aus dem Katalog und:"),
    Kind.TEXT: _("Hier steht ein Feld für eigene Worte."),
}


@require_POST
def new_version_page(request, pk: int):
    """A button: a draft with the same questions."""
    questionnaire = get_object_or_404(Questionnaire, pk=pk)
    return redirect(address_of(make_new_version(request, questionnaire) or questionnaire))


def make_new_version(request, questionnaire: Questionnaire) -> Questionnaire | None:
    """Do it and say what came of it."""
    try:
        draft = new_version(questionnaire=questionnaire, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, f"„{questionnaire}“: {refusal}")
        return None
    note(request, draft, gettext("Neue Fassung angelegt"))
    messages.success(request, gettext("„%(draft)s“ ist angelegt. Ändern Sie jetzt die Fragen.") % {"draft": draft})
    return draft


@require_GET
def preview_page(request, pk: int):
    """Everything somebody can come to be asked, in order. There is nothing to fill in, so nothing can be sent."""
    questionnaire = get_object_or_404(Questionnaire, pk=pk)
    definition = load_definition(pk)
    chosen = {name: _chosen(request.GET.get(name), choices, first) for name, _label, choices, first in CHOICES}
    asked = definition.asked_of(chosen["gruppe"], frame=chosen["befragung"])
    return show(
        request,
        "needs/preview.html",
        title=_("Vorschau"),
        row=questionnaire,
        choices=[_links(name, label, choices, chosen) for name, label, choices, _first in CHOICES],
        language=chosen["sprache"],
        pages=[_as_read(one, definition, chosen) for one in asked],
    )


def _chosen(typed: str | None, choices, first: str) -> str:
    return typed if typed in dict(choices) else first


def _links(name: str, label: str, choices, chosen: dict[str, str]) -> dict:
    return {
        "label": label,
        "links": [
            {"label": text, "url": f"?{urlencode(chosen | {name: value})}", "is_chosen": value == chosen[name]}
            for value, text in choices
        ],
    }


def _as_read(one: Asked, definition: Definition, chosen: dict[str, str]) -> dict:
    """A question as this group reads it, and the rules that hold for it."""
    question, language = one.question, chosen["sprache"]
    step = Step(question.number, one, _subject(question, definition))
    return {
        "question": question,
        "part": question.get_part_display() if question.part != Part.CORE else "",
        "heading": words.heading(question, language),
        "text": words.question_text(step, [chosen["gruppe"]], language),
        "help": words.help_text(question, language),
        "before_options": WITHOUT_OPTIONS.get(question.kind, ""),
        "options": [words.option_text(option, language) for option in one.options],
        "rules": [*conditions(question, definition.asked), *_rules(question)],
    }


def _subject(question: Question, definition: Definition) -> Subject | None:
    if question.repeat == Repeat.OFFERS:
        return ANY_OFFER
    return next(iter(definition.life_areas), None) if question.repeat else None


def _rules(question: Question) -> list[str]:
    rules = [
        (question.repeat, _("Gefragt wird %(repeat)s.") % {"repeat": question.get_repeat_display()}),
        (question.most, ngettext("Höchstens %(most)d Antwort.", "Höchstens %(most)d Antworten.", question.most or 0)),
        (question.characters, _("Höchstens %(characters)d Zeichen.")),
        (question.is_required, _("Muss beantwortet werden.")),
        (question.may_identify, _("Die Antwort kann eine Person erkennbar machen.")),
        (question.spoken, _("Am Telefon: %(spoken)s")),
    ]
    facts = {"most": question.most, "characters": question.characters, "spoken": question.spoken}
    return [str(sentence) % facts for holds, sentence in rules if holds]


PAGES = (
    Page("<int:pk>/vorschau/", "preview", preview_page, "needs.view_questionnaire", _("Vorschau")),
    Page("<int:pk>/neue-fassung/", "new_version", new_version_page, "needs.add_questionnaire"),
)


@admin.action(description=_("Neue Fassung anlegen"), permissions=["add"])
def make_new_versions(model_admin, request, queryset):
    for questionnaire in queryset.in_order():
        make_new_version(request, questionnaire)


class QuestionnaireForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)

    def _get_validation_exclusions(self):
        # No fields, but they tell versions apart.
        return super()._get_validation_exclusions() - {"number", "frozen_at"}


@admin.register(Questionnaire)
class QuestionnaireAdmin(NeedsAdmin):
    form = QuestionnaireForm
    list_display = ("name", "number", "standing", "size")
    search_fields = ("name",)
    ordering = ("name", "-number")
    fields = ("name",)
    actions = (make_new_versions,)
    change_form_template = "admin/needs/questionnaire.html"

    def get_queryset(self, request):
        return super().get_queryset(request).with_sizes()

    @admin.display(description=_("Stand"), ordering="frozen_at")
    def standing(self, questionnaire):
        return standing_words(questionnaire)

    @admin.display(description=_("Fragen"))
    def size(self, questionnaire):
        return questionnaire.asked

    def has_change_permission(self, request, obj=None):
        return (obj is None or obj.frozen_at is None) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        # Waves and later versions refer to it.
        return False

    def get_readonly_fields(self, request, obj=None):
        # Versions belong together by their name.
        return ("name",) if obj and obj.number > 1 else ()

    def save_model(self, request, obj, form, change):
        if not change:
            obj.made_at = timezone.now()
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(address_of(obj))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= _on_its_page(request, obj, self.has_change_permission(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


def standing_words(questionnaire: Questionnaire) -> str:
    if questionnaire.frozen_at is None:
        return gettext("Entwurf")
    day = date_format(timezone.localdate(questionnaire.frozen_at), "j. F Y")
    return gettext("festgeschrieben am %(day)s") % {"day": day}


def _on_its_page(request, questionnaire: Questionnaire, can_change: bool) -> dict:
    asked = load_definition(questionnaire.pk).asked
    return {
        "standing": standing_words(questionnaire),
        "links": links_to(PAGES, request.user, questionnaire),
        "lines": [{"question": one.question, "conditions": conditions(one.question, asked)} for one in asked],
        "gaps": gaps(asked) if can_change else [],
        "can_change": can_change,
        "can_make_version": questionnaire.frozen_at is not None and request.user.has_perm("needs.add_questionnaire"),
    }
