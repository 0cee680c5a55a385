"""Batches at the desk: what was typed, how well, and where the paper lies until it is destroyed."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from needs.actions import entering as actions
from needs.actions.refusals import Refusal
from needs.admin import entering, paper
from needs.admin.desk import NeedsAdmin, marked, say_what_to_do, show
from needs.models import Batch, Channel, Sheet, Wave
from workshops.admin.desk import Page, note, urls_of

SHEETS_A_PAGE = 50


class DestroyedForm(forms.Form):
    on = forms.DateField(
        label=_("Papier vernichtet am"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=dict.fromkeys(("required", "invalid"), _("Wählen Sie den Tag.")),
    )

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag liegt noch vor uns. Tragen Sie ihn ein, wenn es so weit war."))
        return self.cleaned_data["on"]


def course_page(request, pk: int):
    """What a pile holds, and what comes next with it."""
    batch = _batch(pk)
    form = DestroyedForm(request.POST or None)
    if request.method == "POST" and _destroy_paper(request, batch, form):
        return HttpResponseRedirect(request.path)
    sheets = Sheet.objects.filter(batch=batch).by_number()
    may_type = request.user.has_perm("needs.add_sheet")
    return show(
        request,
        "needs/entering_batch.html",
        title=_("Stand"),
        row=batch,
        # How fast colleagues type is none of their business.
        lines=in_words(batch, with_seconds=not may_type),
        sheets=Paginator(sheets, SHEETS_A_PAGE).get_page(request.GET.get("seite")),
        waiting=sheets.waiting_for_second_entry().count(),
        form=form,
        may_type=may_type and batch.closed_at is None,
        may_note_destroyed=may_type and batch.closed_at and batch.storage_place and not batch.destroyed_on,
    )


def _destroy_paper(request, batch: Batch, form: DestroyedForm) -> bool:
    """Whether it was noted or refused; False where the form has to be put right."""
    if not request.user.has_perm("needs.change_batch"):
        raise PermissionDenied
    if not form.is_valid():
        return False
    done = gettext("Eingetragen: Das Papier ist vernichtet.")
    _take_step(request, batch, lambda: actions.destroy_paper(batch_id=batch.pk, **form.cleaned_data), done)
    return True


def close_page(request, pk: int):
    """Asks once before a pile is closed, and says what nobody has typed a second time yet."""
    batch = _batch(pk)
    if request.method == "POST":
        done = gettext("Stapel abgeschlossen.")
        _take_step(request, batch, lambda: actions.close_batch(batch_id=pk, now=timezone.now()), done)
        return HttpResponseRedirect(reverse(entering.COURSE, args=[pk]))
    waiting = Sheet.objects.filter(batch=batch).waiting_for_second_entry().count()
    return show(request, "needs/entering_close.html", title=_("Stapel abschließen"), row=batch, waiting=waiting)


def _take_step(request, batch: Batch, act: Callable, done: str) -> None:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        note(request, batch, done)
        messages.success(request, done)


def _batch(pk: int) -> Batch:
    return get_object_or_404(Batch.objects.select_related("wave"), pk=pk)


def in_words(batch: Batch, *, with_seconds: bool) -> list[str]:
    """How much was typed, how fast, and how many errors a second person found."""
    if not batch.sheets:
        return [gettext("Noch kein Bogen eingetippt.")]
    seconds = seconds_words(batch) if with_seconds else ""
    return [*filter(None, [typed_words(batch), seconds, compared_words(batch), errors_words(batch)])]


def typed_words(batch: Batch) -> str:
    typed = ngettext("%(count)d Bogen eingetippt.", "%(count)d Bögen eingetippt.", batch.sheets)
    return typed % {"count": batch.sheets}


def seconds_words(batch: Batch) -> str:
    seconds = round(batch.seconds / batch.sheets)
    return gettext("Im Mittel %(seconds)d Sekunden für einen Bogen.") % {"seconds": seconds}


def compared_words(batch: Batch) -> str:
    compared = ngettext(
        "%(compared)d von %(all)d Bogen zweimal eingetippt.",
        "%(compared)d von %(all)d Bögen zweimal eingetippt.",
        batch.sheets,
    )
    return compared % {"compared": batch.compared_sheets, "all": batch.sheets}


def errors_words(batch: Batch) -> str:
    """ "12 von 840 Antworten verschieden: 1,4 Prozent."; empty where nothing was compared."""
    if not batch.compared_answers:
        return ""
    share = number_format(100 * batch.differing_answers / batch.compared_answers, 1)
    return gettext("%(differing)d von %(compared)d Antworten verschieden: %(share)s Prozent.") % {
        "differing": batch.differing_answers,
        "compared": batch.compared_answers,
        "share": share,
    }


class BatchForm(forms.ModelForm):
    """Piles come on paper, by telephone or from a workshop; what is written on screen lies in none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        if "channel" in self.fields:
            self.fields["channel"].choices = [one for one in Channel.choices if one[0] != Channel.ONLINE]
        if "wave" in self.fields:
            self.fields["wave"].queryset = Wave.objects.taking_paper().newest_first()


@admin.register(Batch)
class BatchAdmin(NeedsAdmin):
    form = BatchForm
    list_display = ("name", "wave", "channel", "sheets", "errors", "storage_place", "standing")
    list_display_links = None
    list_filter = ("channel", ("closed_at", admin.EmptyFieldListFilter))
    lookups = ("channel__exact", "closed_at__isempty", "destroyed_on__isnull")
    list_select_related = ("wave",)
    search_fields = ("source", "storage_place")
    ordering = ("-number",)
    fields = ("wave", "channel", "source", "storage_place")

    @admin.display(description=_("Stapel"), ordering="number")
    def name(self, batch):
        return format_html('<a href="{}">{}</a>', reverse(entering.COURSE, args=[batch.pk]), marked(batch))

    @admin.display(description=_("Fehlerquote"))
    def errors(self, batch):
        return errors_words(batch) or gettext("Noch nichts verglichen")

    @admin.display(description=_("Stand"), ordering="closed_at")
    def standing(self, batch):
        if batch.destroyed_on:
            return gettext("Papier vernichtet")
        return gettext("Abgeschlossen") if batch.closed_at else gettext("Offen")

    def get_readonly_fields(self, request, obj=None):
        """Its sheets were counted as what it was added as; only where the paper lies may change."""
        if obj is None:
            return ()
        closed = ("source",) if obj.closed_at else ()
        return ("wave", "channel", *closed, *(("storage_place",) if obj.destroyed_on else ()))

    def save_model(self, request, obj, form, change):
        if change:
            obj.save(update_fields=form.changed_data)
            return
        added = actions.add_batch(**{name: form.cleaned_data[name] for name in self.fields})
        obj.pk, obj.number = added.pk, added.number

    def response_add(self, request, obj, post_url_continue=None):
        """On to the first sheet."""
        return HttpResponseRedirect(reverse(entering.COURSE, args=[obj.pk]))

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


PAGES = (
    Page("<int:pk>/stand/", "course", course_page, "needs.view_batch", _("Stand")),
    Page("<int:pk>/abschliessen/", "close", close_page, "needs.change_batch"),
    *entering.PAGES,
    *paper.BATCH_PAGES,
)
