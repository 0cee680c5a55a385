"""What the shell of every page shows: names, navigation, and the help line with today's hours."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offers import telephone
from offers.opening_times import Rule, clock_in_words, hours_in_words, in_words, public_holidays
from portal.help_line import Hours

# The four parts of the portal: page, words, and the first steps of the addresses that belong to it.
PARTS = (
    ("offers:list", gettext_lazy("Angebote"), {"angebote", "a", "stadtteile", "themen", "anbieter"}),
    ("workshops:list", gettext_lazy("Mitmachen"), {"mitmachen", "bedarf", "code", "abstimmen"}),
    ("concept:start", gettext_lazy("Was die Stadt plant"), {"konzept", "f"}),
    ("offers:shortlist", gettext_lazy("Merkzettel"), {"merkzettel"}),
)
# Two months: long enough for a line that answers on one day a week, around any run of holidays.
SEARCHED_DAYS = 60


@dataclass(frozen=True)
class HelpLine:
    """The telephone for people: what is dialled, what is read, when somebody answers, and where one writes instead."""

    link: str
    number: str
    today: str
    hours: Hours
    email: str

    @property
    def week(self) -> list[str]:
        """The week in lines: "Montag bis Donnerstag 8 bis 16 Uhr", "Freitag 8 bis 12 Uhr", "Nicht an Feiertagen"."""
        return in_words(
            Rule("weekly", (day,), opens, closes) for day, slots in self.hours.items() for opens, closes in slots
        )


def shell(request: HttpRequest) -> dict:
    """Context processor. Asks the database for nothing, so that error pages render without one."""
    today = timezone.localdate()
    help_line = todays_help_line(today=today)
    return {
        "portal_name": settings.PORTAL_NAME,
        "city_name": settings.CITY_NAME,
        "is_trial": settings.TRIAL,
        "today": today,
        "help_line": help_line,
        "tell_staff_no_help_line": help_line is None and is_staff(request),
        "here": part_of(request.path),
        # Called only where the template hasn't kept the header.
        "navigation": partial(navigation, request.path),
    }


def is_staff(request: HttpRequest) -> bool:
    """Without a session cookie nobody is signed in: asking further would make the page differ by cookie."""
    # A request refused at the door has no user yet.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user") and request.user.is_staff


def part_of(path: str) -> str:
    """The page that stands for this part of the portal in the navigation; "" outside of all parts."""
    first = path.removeprefix("/en").split("/")[1]
    return next((page for page, _label, steps in PARTS if first in steps), "")


def navigation(path: str) -> list[dict]:
    here = part_of(path)
    return [{"url": reverse(page), "label": label, "is_current": page == here} for page, label, _steps in PARTS]


def todays_help_line(*, today: date) -> HelpLine | None:
    """The help line as the settings name it; None where no number is set."""
    if not settings.HELP_PHONE:
        return None
    return HelpLine(
        link=f"tel:{telephone.dialled(settings.HELP_PHONE)}",
        number=telephone.shown(settings.HELP_PHONE),
        today=hours_today(settings.HELP_HOURS, today=today),
        hours=settings.HELP_HOURS,
        email=settings.CITY_FACTS["email"],
    )


def hours_today(hours: Hours, *, today: date) -> str:
    """ "Heute 8 bis 16 Uhr", or when somebody answers next. Nobody answers on public holidays."""
    if not hours:
        return _("Die Zeiten stehen noch nicht fest.")
    days = (today + timedelta(days=number) for number in range(SEARCHED_DAYS))
    day = next(day for day in days if day.weekday() in hours and day not in public_holidays(day.year))
    slots = hours[day.weekday()]
    if day == today:
        return _("Heute %(hours)s") % {"hours": hours_in_words(slots)}
    return _("Heute nicht besetzt. Wieder am %(day)s ab %(clock)s Uhr.") % {
        "day": WEEKDAYS[day.weekday()],
        "clock": clock_in_words(slots[0][0]),
    }
