"""Themes at the desk: what means the same stands together; merging and splitting can be seen and undone."""

from collections.abc import Callable
from functools import cache

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from needs.actions.themes import make_theme, merge, part, rename_theme, split
from needs.admin.coding import FEWEST, visible_to
from needs.admin.desk import NeedsAdmin, address_of, show, show_form
from needs.admin.reading import READS_RAW
from needs.models import Contribution, Event, EventKind, Theme
from offers.models import TopicGroup
from workshops.admin.desk import carry_out

SEES_CONTRIBUTIONS = "needs.view_contribution"
CONTRIBUTIONS_A_PAGE = 25


class ThemeForm(forms.Form):
    title = forms.CharField(
        label=_("Worum es geht"),
        max_length=200,
        help_text=_("Ein kurzer Satz ohne Namen."),
        error_messages={"required": _("Schreiben Sie in einem Satz, worum es geht.")},
    )
    topic_group = forms.ModelChoiceField(
        label=_("Lebensbereich"),
        queryset=TopicGroup.objects.in_order(),
        required=False,
        empty_label=_("ohne"),
    )


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("Vereinen mit"),
        queryset=Theme.objects.none(),
        help_text=_("Die Beiträge zählen dann dort. Im Verlauf können Sie das aufheben."),
        error_messages={"required": _("Wählen Sie das Thema, mit dem dieses vereint wird.")},
    )


class SplitForm(forms.Form):
    title = forms.CharField(
        label=_("Worum es im neuen Thema geht"),
        max_length=200,
        error_messages={"required": _("Schreiben Sie, worum es im neuen Thema geht.")},
    )


class PartForm(forms.Form):
    event = forms.IntegerField(widget=forms.HiddenInput)


FORMS = {"rename": ThemeForm, "merge": MergeForm, "split": SplitForm, "part": PartForm}


def theme_page(request, theme: Theme):
    may_change = request.user.has_perm("needs.change_theme")
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    initial = {"title": theme.title, "topic_group": theme.topic_group_id}
    boxes = {
        step: form(
            request.POST if step in request.POST else None, initial=initial if step == "rename" else None, prefix=step
        )
        for step, form in FORMS.items()
    }
    boxes["merge"].fields["into"].queryset = Theme.objects.current().exclude(pk=theme.pk).in_order()
    step = next((step for step in FORMS if step in request.POST), "")
    if step and (done := carry_out(boxes[step], lambda typed: STEPS[step](request, theme, typed))):
        messages.success(request, gettext("Gespeichert."))
        return HttpResponseRedirect(address_of(done))
    return _show_theme(request, theme, boxes, may_change=may_change)


def _show_theme(request, theme: Theme, boxes: dict[str, forms.Form], *, may_change: bool):
    """Contributions are shown to whom may read them, the log to whom may add to it."""
    rows = visible_to(request.user) if request.user.has_perm(SEES_CONTRIBUTIONS) else Contribution.objects.none()
    page = Paginator(rows.of_theme(theme).order_by("pk"), CONTRIBUTIONS_A_PAGE).get_page(request.GET.get("seite"))
    return show(
        request,
        "needs/theme.html",
        title=_("Thema"),
        row=theme,
        count=count_words(Contribution.objects.of_theme(theme).count(), request.user),
        page=page,
        forms={step: AdminForm(form, [(None, {"fields": list(form.fields)})], {}) for step, form in boxes.items()},
        errors=[error for form in boxes.values() for error in form.non_field_errors()],
        may_change=may_change,
        events=events_of(theme) if may_change else [],
    )


def events_of(theme: Theme) -> list[Event]:
    """The log, the latest first; `can_part` says whether a merge can be undone: it is still so, and the last one."""
    events = list(Event.objects.about(theme).select_related("theme", "other_theme", "by").latest_first())
    undone = set()
    for event in events:
        is_so = event.kind == EventKind.MERGED and event.theme.merged_into_id == event.other_theme_id
        event.can_part = is_so and event.theme_id not in undone
        undone |= {event.theme_id} if event.kind == EventKind.MERGED else set()
    return events


def count_words(count: int, user) -> str:
    """How many say so; few of them describe single people."""
    if count and count < FEWEST and not user.has_perm(READS_RAW):
        return gettext("weniger als %(fewest)d") % {"fewest": FEWEST}
    return str(count)


def _rename(request, theme: Theme, typed: dict) -> Theme:
    return rename_theme(theme_id=theme.pk, **typed, by=request.user, now=timezone.now())


def _merge(request, theme: Theme, typed: dict) -> Theme:
    merge(theme_id=theme.pk, into_id=typed["into"].pk, by=request.user, now=timezone.now())
    return typed["into"]


def _split(request, theme: Theme, typed: dict) -> Theme:
    chosen = [int(pk) for pk in request.POST.getlist("contribution") if pk.isdecimal() and len(pk) < 19]
    visible = visible_to(request.user).filter(pk__in=chosen).values_list("pk", flat=True)
    return split(theme_id=theme.pk, contribution_ids=visible, title=typed["title"], by=request.user, now=timezone.now())


def _part(request, theme: Theme, typed: dict) -> Theme:
    return part(event_id=typed["event"], by=request.user, now=timezone.now())


STEPS: dict[str, Callable[..., Model]] = {"rename": _rename, "merge": _merge, "split": _split, "part": _part}


def count_column(user):
    """How many contributions each theme holds with all that was merged into it; asked once for the whole list."""

    @cache
    def counts() -> dict[int, int]:
        current, held = Theme.objects.by_any(), {}
        for theme_id, contribution_id in Contribution.themes.through.objects.values_list("theme", "contribution"):
            held.setdefault(current[theme_id].pk, set()).add(contribution_id)
        return {pk: len(contributions) for pk, contributions in held.items()}

    @admin.display(description=_("Beiträge"))
    def contributions(theme):
        return count_words(counts().get(theme.pk, 0), user)

    return contributions


@admin.register(Theme)
class ThemeAdmin(NeedsAdmin):
    list_display = ("__str__", "topic_group", "merged_into")
    list_filter = (("topic_group", admin.RelatedOnlyFieldListFilter), ("merged_into", admin.EmptyFieldListFilter))
    lookups = ("topic_group__id__exact", "merged_into__isempty")
    list_select_related = ("topic_group", "merged_into")
    search_fields = ("title",)
    ordering = ("number",)
    actions = None
    show_facets = admin.ShowFacets.NEVER

    def get_list_display(self, request):
        return (*self.list_display, count_column(request.user))

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ThemeForm(request.POST or None)
        made = carry_out(form, lambda typed: make_theme(**typed, by=request.user, now=timezone.now()))
        if made is None:
            title, button = _("Thema anlegen"), _("Anlegen")
            return show_form(request, form, title=title, button=button, model=Theme)
        messages.success(request, gettext("Das Thema ist angelegt."))
        return HttpResponseRedirect(address_of(made))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        theme = self.get_object(request, unquote(object_id))
        if theme is None:
            raise Http404
        return theme_page(request, theme)
