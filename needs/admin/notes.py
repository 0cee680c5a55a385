"""What comes in from outside the form: notes of telephone calls, chosen error reports, and all the rest by a button."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from needs.actions.contributions import take_in, take_in_report, write_note
from needs.admin.desk import show, show_form
from needs.models import Contribution
from offers.models import Area, ErrorReport
from workshops.actions.codes import code_in_words
from workshops.admin.desk import Page, carry_out
from workshops.models import Code, StakeholderGroup

WRITES_NOTES, TAKES_IN = "needs.add_contribution", "needs.change_contribution"
LIST = "admin:needs_contribution_changelist"
REPORTS_A_PAGE = 20
_KEPT = "needs_note"


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Was fehlt? In den Worten am Telefon"),
        max_length=2000,
        help_text=_("Schreiben Sie keine Namen und keine Krankheiten auf."),
        error_messages={"required": _("Schreiben Sie auf, was gesagt wurde.")},
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField", "autofocus": True}),
    )
    groups = forms.MultipleChoiceField(
        label=_("Wer spricht?"),
        choices=StakeholderGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    area = forms.ModelChoiceField(
        label=_("Stadtteil"), queryset=Area.objects.none(), required=False, empty_label=_("ohne Angabe")
    )
    may_be_quoted = forms.BooleanField(
        label=_("Am Telefon gefragt: Wir dürfen das ohne Namen zitieren."), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.leaves().by_name()


def note_page(request):
    form = NoteForm(request.POST or None)
    note = carry_out(form, lambda typed: write_note(**typed, now=timezone.now()))
    if note is None:
        return show_form(request, form, title=_("Neue Notiz"), button=_("Speichern und Code vorlesen"), **_frame())
    request.session[_KEPT] = note.code_id
    return redirect("admin:needs_contribution_code")


def code_page(request):
    """The code to read out, once: whoever types notes can't look it up later."""
    code = Code.objects.filter(pk=request.session.pop(_KEPT, None)).first()
    digits = code_in_words(code) if code else ""
    return show(request, "needs/note_code.html", title=_("Code zum Vorlesen"), code=digits, **_frame())


def _frame() -> dict:
    """Whoever writes notes may not open the list of contributions."""
    url = reverse("admin:needs_contribution_add")
    return {"model": Contribution, "list_name": _("Telefonnotizen"), "list_url": url}


def reports_page(request):
    """Most error reports are about a wrong number or time: somebody chooses those that tell of a need.

    Those that are done, since they hold no contact any more.
    """
    waiting = ErrorReport.objects.done().filter(contribution=None).exclude(text="")
    if request.method == "POST":
        chosen = waiting.filter(pk__in=[pk for pk in request.POST.getlist("report") if pk.isdecimal()])
        _say_taken(request, sum(take_in_report(report_id=report.pk) for report in chosen.order_by("pk")))
        return redirect("admin:needs_contribution_reports")
    reports = waiting.select_related("offer").order_by("-received_at", "-pk")
    page = Paginator(reports, REPORTS_A_PAGE).get_page(request.GET.get("seite"))
    title = _("Fehlermeldungen auswählen")
    return show(request, "needs/reports.html", title=title, model=Contribution, page=page)


@require_POST
def take_in_page(request):
    _say_taken(request, take_in(now=timezone.now()))
    return redirect(LIST)


def _say_taken(request, count: int) -> None:
    text = ngettext("%(count)d Beitrag ist dazugekommen.", "%(count)d Beiträge sind dazugekommen.", count)
    messages.success(request, text % {"count": count} if count else gettext("Es ist nichts dazugekommen."))


PAGES = (
    Page("code/", "code", code_page, WRITES_NOTES),
    Page("fehlermeldungen/", "reports", reports_page, TAKES_IN),
    Page("aufnehmen/", "take_in", take_in_page, TAKES_IN),
)
