"""Workshops on the monthly sheet and in the calendar of a district (offers.further_dates)."""

from datetime import datetime

from django.utils.translation import gettext as _

from offers.calendars import Event
from offers.models import Area
from offers.sheets import NoticeDate
from workshops.calendars import event
from workshops.letters import phone_words
from workshops.models import State, Workshop
from workshops.words import place_lines, title_words


def notice_dates(area: Area, *, start: datetime, end: datetime) -> list[NoticeDate]:
    return [_notice_date(workshop) for workshop in _coming(area, start) if workshop.starts_at < end]


def events(area: Area, *, start: datetime) -> list[Event]:
    return [event(workshop, stamp=start) for workshop in _coming(area, start)]


def _coming(area: Area, start: datetime):
    """Whoever reads this may come: those by invitation stand nowhere in public."""
    workshops = Workshop.objects.taking_place().for_everybody().in_or_for(area)
    return workshops.upcoming(start).for_cards().by_start()


def _notice_date(workshop: Workshop) -> NoticeDate:
    phone = phone_words(workshop)
    is_open = workshop.state == State.ANNOUNCED
    return NoticeDate(
        workshop.starts_at,
        workshop.ends_at,
        title_words(workshop),
        place=", ".join(place_lines(workshop)),
        phone=_("Telefon %(number)s") % {"number": phone} if phone else "",
        note=_("Melden Sie sich vorher an.") if is_open else _("Die Anmeldung ist geschlossen."),
    )
