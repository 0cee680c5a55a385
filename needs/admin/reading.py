"""Free text as it was written: read by the role "Auswertung" alone, each reading noted; and redacted for others."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from needs.actions.contributions import note_reading, redact
from needs.admin.desk import address_of, show, show_form
from needs.models import Contribution, Wave
from needs.redacting import masked, noticed, pieces
from workshops.admin.desk import Page, carry_out

# Whoever may note a reading may read.
READS_RAW = "needs.add_rawreading"
QUEUE = "admin:needs_contribution_reading"
TEXTS_A_PAGE = 10
_KEPT = "needs_reading"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Wofür lesen Sie?"),
        max_length=200,
        help_text=_(
            "Zum Beispiel: Bereinigen für die Planung. Wir vermerken Ihren Grund bei jeder Seite, die Sie lesen."
        ),
        error_messages={"required": _("Schreiben Sie, wofür Sie die Texte lesen.")},
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class RedactionForm(forms.Form):
    text = forms.CharField(
        label=_("Bereinigter Text"),
        max_length=2000,
        required=False,
        help_text=_(
            "Diesen Text lesen dann auch andere. Nehmen Sie heraus, was verrät, um wen es geht: Namen, Nummern, "
            "Anschriften, Krankheiten."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField", "autofocus": True}),
    )
    is_checked = forms.BooleanField(
        label=_("Geprüft: Was noch auffällt, verrät niemanden."),
        required=False,
    )


def reason_of_today(request) -> str:
    """What somebody said today that they read for; "" where they have to be asked."""
    kept = request.session.get(_KEPT, {})
    return kept["reason"] if kept.get("day") == timezone.localdate().isoformat() else ""


def keep_reason(request, reason: str) -> None:
    request.session[_KEPT] = {"day": timezone.localdate().isoformat(), "reason": reason}


def read_raw(request, what: str, *, wave: Wave | None = None) -> bool:
    """Whether this person may see the words now; if so it is noted, before they are shown."""
    reason = reason_of_today(request) if request.user.has_perm(READS_RAW) else ""
    if reason:
        note_reading(what=what, wave=wave, reason=reason, by=request.user, now=timezone.now())
    return bool(reason)


def reading_page(request):
    """Once a day the reason, then what waits to be redacted."""
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        keep_reason(request, form.cleaned_data["reason"])
        return redirect(_wanted(request))
    if form.is_bound or not reason_of_today(request):
        title, button = _("Freie Texte lesen"), _("Weiter zu den Texten")
        return show_form(request, form, title=title, button=button, model=Contribution)
    waiting = Contribution.objects.to_redact().select_related("area", "question").in_turn()
    page = Paginator(waiting, TEXTS_A_PAGE).get_page(request.GET.get("seite"))
    rows = list(page.object_list)
    if rows:
        read_raw(request, gettext("Freie Texte: %(names)s") % {"names": ", ".join(map(str, rows))})
    texts = [{"row": row, "pieces": pieces(row.text), "noticed": noticed(row.text)} for row in rows]
    return show(request, "needs/reading.html", title=_("Freie Texte lesen"), model=Contribution, page=page, texts=texts)


def _wanted(request) -> str:
    """The contribution that somebody came for; else what waits."""
    for name, page in (("beitrag", "change"), ("bereinigen", "redact")):
        if (pk := request.GET.get(name, "")).isdecimal():
            return reverse(f"admin:needs_contribution_{page}", args=[int(pk[:18])])
    return reverse(QUEUE)


def redact_page(request, pk: int):
    """The words as they were written, and a copy in which what was noticed is taken out already."""
    contribution = get_object_or_404(Contribution.objects.with_text().filter(statement=None), pk=pk)
    if not reason_of_today(request):
        return redirect(f"{reverse(QUEUE)}?bereinigen={pk}")
    form = RedactionForm(request.POST or None, initial={"text": contribution.redacted or masked(contribution.text)})
    at = {"contribution_id": pk, "by": request.user, "now": timezone.now()}
    if carry_out(form, lambda typed: redact(**at, **typed)):
        messages.success(request, gettext("%(name)s ist bereinigt.") % {"name": contribution})
        return HttpResponseRedirect(_next_address(pk))
    return _show_redaction(request, contribution, form)


def _show_redaction(request, contribution: Contribution, form: RedactionForm):
    """Each time the words are shown is a reading: when the page opens, and when what was typed is refused."""
    read_raw(request, gettext("Freier Text: %(name)s") % {"name": contribution})
    return show_form(
        request,
        form,
        title=_("Bereinigen"),
        button=_("Bereinigt: andere dürfen es lesen"),
        template="needs/redaction.html",
        row=contribution,
        pieces=pieces(contribution.text),
        noticed=noticed(contribution.text),
    )


def _next_address(pk: int) -> str:
    """The next text to redact; where there is none, the page that says so."""
    waiting = Contribution.objects.to_redact()
    following = waiting.filter(pk__gt=pk).order_by("pk").first() or waiting.in_turn().first()
    return address_of(following, "redact") if following else reverse(QUEUE)


PAGES = (
    Page("lesen/", "reading", reading_page, READS_RAW),
    Page("<int:pk>/bereinigen/", "redact", redact_page, READS_RAW, _("Bereinigen")),
)
