"""The waiting list in its order, with the rule and the log that explain it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from workshops.actions.seats import RULE
from workshops.admin.desk import Page, show
from workshops.models import Workshop
from workshops.words import people_words

LINES_A_PAGE = 50


def queue_page(request, pk: int):
    workshop = get_object_or_404(Workshop.objects.with_waiting(), pk=pk)
    events = workshop.seat_events.select_related("registration").latest_first()
    return show(
        request,
        "queue.html",
        title=_("Warteliste"),
        workshop=workshop,
        rule=RULE,
        people=people_words(workshop.waiting),
        waiting=workshop.registrations.waiting().select_related("contact"),
        promised=workshop.registrations.promised().by_time(),
        events=Paginator(events, LINES_A_PAGE).get_page(request.GET.get("seite")),
    )


PAGES = (Page("<int:pk>/warteliste/", "queue", queue_page, "workshops.view_registration", _("Warteliste")),)
