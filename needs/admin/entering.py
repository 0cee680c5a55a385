"""Typing sheets in: one page for a whole form, by keyboard alone; a second person types a sample again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from needs.actions import entering as actions
from needs.actions.refusals import Refusal, SecondEntryIsTooShort
from needs.admin.desk import show
from needs.admin.sheet_form import NewSheetForm, SheetForm
from needs.definitions import Step
from needs.models import Batch, Channel, Kind, Language, Sheet
from needs.words import question_text, value_words
from offers.reference import Reference, reference
from workshops.actions.codes import code_in_words
from workshops.admin.desk import Page, note

COURSE, SHEET, CODE = "admin:needs_batch_course", "admin:needs_batch_sheet", "admin:needs_batch_code"


def sheet_page(request, pk: int):
    """An empty sheet; saved it leads to the next one."""
    batch = _batch(pk)
    if batch.closed_at and request.method != "POST":
        return _to_course(request, batch, str(actions.BatchIsClosed()))
    form = _new_form(request, batch)
    # Enter without the script presses the first button of the page: it looks, and saves nothing.
    is_check = "check" in request.POST or form.is_bound and form.has_new_questions
    sheet = None if is_check else _carry_out(form, lambda: _enter(request, batch, form))
    if sheet is None:
        title = _("Am Telefon fragen") if form.is_spoken else _("Bogen eintippen")
        return _show_form(request, batch, form, title=title, is_checked=is_check and form.is_valid())
    messages.success(request, _saved(sheet))
    return HttpResponseRedirect(reverse(CODE, args=[pk, sheet.number]) if sheet.code_id else reverse(SHEET, args=[pk]))


def _new_form(request, batch: Batch) -> NewSheetForm:
    typed = request.POST or None
    provider_id = actions.provider_of(batch.wave, typed.get("code", "")) if typed and batch.wave.is_invited else None
    return NewSheetForm(
        typed,
        is_invited=batch.wave.is_invited,
        initial={"number": actions.next_number(batch), "opened": int(timezone.now().timestamp())},
        **_paper(batch, provider_id),
    )


def _paper(batch: Batch, provider_id: int | None) -> dict:
    return {
        "steps": actions.printed_steps(batch.wave, provider_id),
        "known": reference(),
        "is_spoken": batch.channel == Channel.PHONE,
    }


def _enter(request, batch: Batch, form: NewSheetForm) -> Sheet:
    now, typed = timezone.now(), form.cleaned_data
    return actions.enter(
        batch_id=batch.pk,
        number=typed["number"],
        data=form.answers,
        code=typed.get("code", ""),
        seconds=int(now.timestamp()) - (typed["opened"] or int(now.timestamp())),
        by=request.user,
        now=now,
    )


def _saved(sheet: Sheet) -> str:
    return ngettext(
        "Bogen %(number)d gespeichert, %(seconds)d Sekunde.",
        "Bogen %(number)d gespeichert, %(seconds)d Sekunden.",
        sheet.seconds,
    ) % {"number": sheet.number, "seconds": sheet.seconds}


def _carry_out(form: SheetForm, act: Callable):
    """What came of saving; None where something has to be put right first: then the form says where."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def code_page(request, pk: int, number: int):
    """What is read out at the end of a call."""
    sheet = _own_sheet(request, pk, number)
    words = code_in_words(sheet.code) if sheet.code else ""
    return show(
        request,
        "needs/entering_code.html",
        title=_("Das Gespräch beenden"),
        row=sheet.batch,
        sheet=sheet,
        code=words,
    )


def correct_page(request, pk: int, number: int):
    """One's own sheet, as it was typed."""
    sheet = _own_sheet(request, pk, number)
    form = SheetForm(request.POST or None, **_paper(sheet.batch, sheet.provider_id))
    form.initial = form.as_initial(sheet.data)
    at = {"batch_id": pk, "number": number, "by": request.user}
    if "check" in request.POST:
        return _show_form(request, sheet.batch, form, title=_correcting(sheet), sheet=sheet, is_checked=form.is_valid())
    if _carry_out(form, lambda: actions.correct(**at, data=form.answers, now=timezone.now())):
        return _to_course(request, sheet.batch, gettext("Bogen %d geändert.") % number, is_done=True)
    return _show_form(request, sheet.batch, form, title=_correcting(sheet), sheet=sheet)


def _correcting(sheet: Sheet) -> str:
    return gettext("Bogen %d ändern") % sheet.number


def remove_page(request, pk: int, number: int):
    """Asks once before a sheet is deleted."""
    sheet = _own_sheet(request, pk, number)
    if request.method != "POST":
        title = gettext("Bogen %d löschen") % number
        return show(request, "needs/entering_remove.html", title=title, row=sheet.batch, wave=sheet.wave, sheet=sheet)
    try:
        actions.remove(batch_id=pk, number=number, by=request.user)
    except Refusal as refusal:
        return _to_course(request, sheet.batch, str(refusal))
    return _to_course(request, sheet.batch, gettext("Bogen %d gelöscht.") % number, is_done=True)


def second_page(request, pk: int, number: int):
    """The same sheet of paper once more, without a look at the first entry until both differ."""
    batch, at = _batch(pk), {"batch_id": pk, "number": number, "by": request.user}
    sheet = Sheet.objects.filter(batch=batch, number=number).first()
    form = SheetForm(request.POST or None, is_again=True, **_paper(batch, sheet and sheet.provider_id))
    title = gettext("Bogen %d noch einmal eintippen") % number
    try:
        actions.second_entry(**at)
    except Refusal as refusal:
        return _refuse_second(request, batch, form, refusal, title=title)
    right = {name.removeprefix("right-"): said for name, said in request.POST.items() if name.startswith("right-")}
    if "check" in request.POST:
        return _show_form(request, batch, form, title=title, is_checked=form.is_valid())
    differing = _carry_out(form, lambda: _compare(request, batch, **at, data=form.answers, right=right))
    if differing is None:
        return _show_form(request, batch, form, title=title)
    if differing:
        return _show_differences(request, batch, form, differing, right)
    return _to_course(request, batch, gettext("Bogen %d verglichen.") % number, is_done=True)


def _refuse_second(request, batch: Batch, form: SheetForm, refusal: Refusal, *, title: str):
    """What was typed stays on the page: somebody may have closed the pile meanwhile."""
    if not form.is_bound:
        return _to_course(request, batch, str(refusal))
    form.full_clean()
    form.refuse(refusal)
    return _show_form(request, batch, form, title=title)


def _compare(request, batch: Batch, **typed) -> list[actions.Compared]:
    """A try to see the first entry without typing the second stays in the history of the pile."""
    try:
        return actions.compare(**typed, now=timezone.now())
    except SecondEntryIsTooShort:
        note(request, batch, gettext("Zweite Eingabe abgewiesen: zu wenige Antworten"))
        raise


def _show_differences(request, batch: Batch, form: SheetForm, differing: list[actions.Compared], right: dict):
    """What both typed, side by side; what was chosen already goes along unseen."""
    asked = {page.page for page in differing}
    return show(
        request,
        "needs/entering_differences.html",
        title=_("Was steht auf dem Papier?"),
        row=batch,
        form=form,
        differences=[_in_words(page, form.known) for page in differing],
        chosen={page: said for page, said in right.items() if page not in asked},
        is_asked_again=bool(right),
    )


def _in_words(page: actions.Compared, known: Reference) -> dict:
    return {
        "page": page.page,
        "question": f"{page.step.question.number} {question_text(page.step, (), Language.GERMAN)}",
        "first": _values_in_words(page.step, page.first, known),
        "second": _values_in_words(page.step, page.second, known),
    }


def _values_in_words(step: Step, values: tuple[str, ...], known: Reference) -> str:
    if step.question.kind == Kind.TEXT:
        return gettext("Darf gezeigt werden") if values else gettext("Nicht angekreuzt")
    return ", ".join(value_words(step, values, known, Language.GERMAN)) or gettext("Nichts angekreuzt")


def _show_form(request, batch: Batch, form: SheetForm, *, title: str, is_checked: bool = False, sheet=None):
    form.focus()
    return show(
        request,
        "needs/entering_sheet.html",
        title=title,
        row=batch,
        form=form,
        errors=sum(len(errors) for errors in form.errors.values()),
        sections=form.sections(),
        more=form.more_sections(),
        is_checked=is_checked,
        sheet=sheet,
    )


def _to_course(request, batch: Batch, words: str, *, is_done: bool = False) -> HttpResponseRedirect:
    (messages.success if is_done else messages.error)(request, words)
    return HttpResponseRedirect(reverse(COURSE, args=[batch.pk]))


def _batch(pk: int) -> Batch:
    return get_object_or_404(Batch.objects.select_related("wave"), pk=pk)


def _own_sheet(request, pk: int, number: int) -> Sheet:
    """What somebody else typed nobody sees here."""
    own = Sheet.objects.filter(entered_by=request.user, batch__closed_at=None).select_related(
        "batch__wave", "wave", "code"
    )
    return get_object_or_404(own, batch=pk, number=number)


PAGES = (
    Page("<int:pk>/bogen/", "sheet", sheet_page, "needs.add_sheet", _("Bogen eintippen")),
    Page("<int:pk>/bogen/<int:number>/", "correct", correct_page, "needs.change_sheet"),
    Page("<int:pk>/bogen/<int:number>/code/", "code", code_page, "needs.change_sheet"),
    Page("<int:pk>/bogen/<int:number>/loeschen/", "remove", remove_page, "needs.change_sheet"),
    Page("<int:pk>/bogen/<int:number>/vergleich/", "second", second_page, "needs.change_sheet"),
)
