"""What is printed for a wave: forms to fill in by hand, and letters with codes. No page shows a code."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from needs import printing
from needs.admin.desk import show_form
from needs.admin.figures import FEWEST
from needs.definitions import frozen_definition, load_definition
from needs.models import Batch, Frame, Language, Letter, Wave
from offers.models import Provider
from offers.printing import PrinterIsBusy, as_response
from workshops.admin.desk import Page, note
from workshops.models import StakeholderGroup


class PaperForm(forms.Form):
    """Which form: for one group or everybody; where organisations are asked, for one of them or any."""

    group = forms.ChoiceField(
        label=_("Für wen"), choices=[("", _("für alle")), *StakeholderGroup.choices], required=False
    )
    provider = forms.ModelChoiceField(
        label=_("Für welche Einrichtung"),
        queryset=Provider.objects.none(),
        empty_label=_("für jede, mit Zeilen zum Ausfüllen"),
        required=False,
    )
    language = forms.ChoiceField(label=_("Sprache"), choices=Language.choices, initial=Language.GERMAN)

    def __init__(self, *args, wave: Wave, **kwargs):
        super().__init__(*args, **kwargs)
        if wave.frame == Frame.ORGANISATIONS:
            del self.fields["group"]
            written = Letter.objects.filter(wave=wave, provider__isnull=False).values("provider")
            self.fields["provider"].queryset = Provider.objects.filter(pk__in=written).order_by("sort_name", "pk")
        else:
            del self.fields["provider"]


class LettersForm(forms.Form):
    batch = forms.TypedChoiceField(
        label=_("Welcher Stapel"), coerce=int, error_messages={"required": _("Wählen Sie einen Stapel.")}
    )

    def __init__(self, *args, wave: Wave, **kwargs):
        super().__init__(*args, **kwargs)
        batches = list(Letter.objects.filter(wave=wave).in_batches())
        # Only where no batch is small: the others and the sum would give it away.
        are_counted = not any(0 < row["letters"] - row["unused"] < FEWEST for row in batches)
        self.fields["batch"].choices = [
            (row["batch"], _batch_words(row, is_counted=are_counted)) for row in batches if row["unused"]
        ]


def paper_page(request, pk: int):
    """The forms of a wave; the office writes the number of the pile on them."""
    wave = get_object_or_404(Wave.objects.for_paper(), pk=pk)
    return _paper(request, wave, row=wave)


def batch_paper_page(request, pk: int):
    """The forms of a pile, with its number."""
    batch = get_object_or_404(Batch, pk=pk)
    return _paper(request, Wave.objects.for_paper().get(pk=batch.wave_id), row=batch, batch=batch)


def _paper(request, wave: Wave, *, row: Wave | Batch, batch: Batch | None = None):
    form = PaperForm(request.POST or None, wave=wave)
    if form.is_valid():
        load = frozen_definition if wave.questionnaire.frozen_at else load_definition
        try:
            content = printing.paper_form(
                load(wave.questionnaire_id), wave, batch=batch, now=timezone.now(), **form.cleaned_data
            )
        except PrinterIsBusy as busy:
            form.add_error(None, str(busy))
        else:
            return as_response(content, filename=f"bogen-{wave.pk}.pdf")
    return show_form(request, form, title=_("Bogen drucken"), button=_("PDF öffnen"), row=row)


def letters_page(request, pk: int):
    """The letters of a batch whose codes nobody has used yet; who printed them stands in the wave's history."""
    wave = get_object_or_404(Wave.objects.for_paper(), pk=pk)
    form = LettersForm(request.POST or None, wave=wave)
    if form.is_valid():
        batch = form.cleaned_data["batch"]
        letters = list(Letter.objects.filter(wave=wave, batch=batch).unused().for_printing())
        try:
            content = printing.letters_of(wave, letters, now=timezone.now())
        except PrinterIsBusy as busy:
            messages.error(request, str(busy))
        else:
            note(request, wave, gettext("Briefe von Stapel %(batch)d gedruckt") % {"batch": batch})
            return as_response(content, filename=f"briefe-{wave.pk}-{batch}.pdf")
    return show_form(
        request,
        form,
        title=_("Briefe drucken"),
        button=_("PDF öffnen"),
        row=wave,
        lines=[] if form.fields["batch"].choices else [_("Hier gibt es keine Briefe, deren Code noch frei ist.")],
    )


def _batch_words(row: dict, *, is_counted: bool) -> str:
    if not is_counted:
        return gettext("Stapel %(batch)d: Briefe mit freiem Code") % row
    words = ngettext(
        "Stapel %(batch)d: %(unused)d Brief mit freiem Code",
        "Stapel %(batch)d: %(unused)d Briefe mit freiem Code",
        row["unused"],
    )
    return words % row


PAGES = (
    Page("<int:pk>/bogen/", "paper", paper_page, "needs.change_wave", _("Bogen drucken")),
    Page("<int:pk>/briefe/drucken/", "print_letters", letters_page, "needs.add_letter", _("Briefe drucken")),
)
BATCH_PAGES = (Page("<int:pk>/drucken/", "paper", batch_paper_page, "needs.add_sheet", _("Bogen drucken")),)
