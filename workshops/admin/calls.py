"""Who has to be called, and what to say; which letters have to go out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from offers.printing import as_response
from workshops import letters, printing
from workshops.actions.notices import told
from workshops.admin.desk import Page, note, show
from workshops.models import Notice, Way, Workshop

NOTICES_A_PAGE = 50
DONE = {Way.PHONE: _("Angerufen"), Way.LETTER: _("Brief verschickt")}


def calls_page(request, pk: int | None = None):
    """Of one workshop, or of all. A button ticks a line off; who wasn't reached stays, and mails that don't go out."""
    workshop = None if pk is None else get_object_or_404(Workshop, pk=pk)
    notices = Notice.objects.about(workshop) if workshop else Notice.objects.all()
    if request.method == "POST":
        return _tick_off(request, notices)
    return show(
        request,
        "calls.html",
        title=_("Anrufe und Briefe"),
        workshop=workshop,
        calls=_page_of(request, notices.to_call(), "anrufe"),
        letters=_page_of(request, notices.to_write(), "briefe"),
        mails=_page_of(request, notices.stuck(timezone.now()), "mails"),
    )


@require_GET
def letter_page(request, pk: int):
    """One letter as PDF."""
    notice = get_object_or_404(Notice.objects.for_lists(), pk=pk)
    return as_response(printing.letter(notice, now=timezone.now()), filename=f"brief-{pk}.pdf")


def _tick_off(request, notices):
    """One line, or all letters of the page; what somebody else has ticked off meanwhile isn't told twice."""
    keys = [key for key in request.POST.getlist("notice") if key.isdecimal()]
    found = list(notices.filter(pk__in=keys, way__in=DONE).select_related("registration"))
    if not found:
        raise Http404
    done = [notice for notice in found if told(notice_id=notice.pk, now=timezone.now())]
    for notice in done:
        note(request, notice.registration, f"{DONE[notice.way]}: {notice.get_kind_display()}")
    if done:
        text = ngettext("%(count)d Nachricht ist erledigt.", "%(count)d Nachrichten sind erledigt.", len(done))
        messages.success(request, text % {"count": len(done)})
    return redirect(request.path)


def _page_of(request, notices, parameter: str):
    page = Paginator(notices.for_lists().soonest_first(), NOTICES_A_PAGE).get_page(request.GET.get(parameter))
    for notice in page:
        notice.words = letters.spoken(notice, now=timezone.now())
    return page


PAGES = (
    Page("anrufe/", "all_calls", calls_page, "workshops.change_notice"),
    Page("<int:pk>/anrufe/", "calls", calls_page, "workshops.change_notice", _("Anrufe und Briefe")),
    Page("brief/<int:pk>.pdf", "letter", letter_page, "workshops.change_notice"),
)
