"""Dates in a district that other apps know of, as workshops: this app mustn't import them, so the settings name them.

`settings.FURTHER_DATES` are modules with these two functions. A module asks nothing of the request, so that sheet and
calendar stay the same for everybody.
"""

from datetime import date, datetime
from importlib import import_module
from types import ModuleType

from django.conf import settings

from offers.calendars import Event
from offers.listing import midnight
from offers.models import Area
from offers.sheets import NoticeDate, month_after


def notice_dates(area: Area, first: date, *, now: datetime) -> list[NoticeDate]:
    """For the monthly sheet: what is still to come in the month that begins on `first`."""
    span = {"start": max(now, midnight(first)), "end": midnight(month_after(first))}
    return [line for app in _apps() for line in app.notice_dates(area, **span)]


def events(area: Area, *, start: datetime) -> list[Event]:
    """For the calendar: what isn't over by `start`, which is the stamp of each too."""
    return [event for app in _apps() for event in app.events(area, start=start)]


def _apps() -> list[ModuleType]:
    return [import_module(name) for name in settings.FURTHER_DATES]
