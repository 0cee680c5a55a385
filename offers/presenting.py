"""Results as the pages show them: sentences for titles and headings, and what depends on today on each card."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.listing import Row
from offers.models import Area, Heading, Level
from offers.opening_times import Span, label
from offers.words import is_confirmed, verified_words


@dataclass(frozen=True)
class Card:
    """A result with what the card says today. Unchecked times are told as what the source says."""

    content: dict
    freshness: str
    times: str


@dataclass(frozen=True)
class Section:
    heading: str
    cards: list[Card]


def sections(rows: list[Row], *, area: Area | None, now: datetime) -> list[Section]:
    """The results under their headings; rows come in that order."""
    return [
        Section(heading_words(heading, area), [card_today(row, now=now) for row in group])
        for heading, group in groupby(rows, key=lambda row: row.heading)
    ]


def card_today(row: Row, *, now: datetime) -> Card:
    today = timezone.localdate(now)
    freshness = verified_words(row.verified_on, today=today, can_call=bool(row.card["phone"]))
    return Card(row.card, freshness, _times(row, today, now))


def _times(row: Row, today: date, now: datetime) -> str:
    if row.closed_until is not None and row.closed_until >= today:
        return closed_words(row.closed_until)
    if row.card["times"] and is_confirmed(row.verified_on, today=today):
        span = [Span(row.starts_at, row.ends_at, row.by_appointment)] if row.starts_at else []
        return label(span, now=now, is_known=True)
    return known_times(row, today=today)


def known_times(row: Row, *, today: date) -> str:
    """The times as they stand, for any day: "Montag 9 bis 12 Uhr"; unchecked ones as what the source says."""
    known = ". ".join(row.card["times"]) or row.card["schedule"]
    if row.card["times"] and is_confirmed(row.verified_on, today=today):
        return known
    return _("laut Quelle: %(times)s") % {"times": known} if known else _("nicht bekannt")


def closed_words(day: date) -> str:
    return _("Macht Pause bis %(day)s.") % {"day": date_format(day, "j. F Y")}


def heading_words(heading: Heading, area: Area | None) -> str:
    """The heading as it is said to somebody who looks from this area."""
    level = area.level if area else None
    if level == Level.MUNICIPALITY:
        words = {Heading.IN_YOUR_DISTRICT: _("In Ihrer Gemeinde"), Heading.WHOLE_CITY: _("Im ganzen Landkreis")}
    elif level in (Level.COUNTY, Level.ASSOCIATION):
        words = {Heading.IN_YOUR_DISTRICT: _("An festen Orten"), Heading.WHOLE_CITY: _("Im ganzen Landkreis")}
    elif level == Level.DISTRICT:
        words = {}
    else:
        words = {Heading.IN_YOUR_DISTRICT: _("An festen Orten"), Heading.WHOLE_CITY: _("Hier gehen Sie hin")}
    return str(words.get(heading, heading.label))


def list_title(total: int, *, theme: str, area: Area | None, query: str) -> str:
    """The result as a sentence: "24 Angebote zum Thema Einkaufen in Betzenberg"."""
    parts = [
        ngettext("%(count)d Angebot", "%(count)d Angebote", total) % {"count": total}
        if total
        else _("Kein Angebot gefunden")
    ]
    if query:
        parts.append(_("für „%(query)s“") % {"query": query})
    if theme:
        parts.append(_("zum Thema %(theme)s") % {"theme": theme})
    return " ".join([*parts, place_words(area)]).strip()


def serving_words(served: int, total: int, *, area: Area | None) -> str:
    """How many of a district's results are known to be for it; empty where it is all of them."""
    if area is None or served == total:
        return ""
    known = ngettext(
        "Bei %(count)d Angebot wissen wir: Es gilt hier.",
        "Bei %(count)d Angeboten wissen wir: Sie gelten hier.",
        served,
    ) % {"count": served}
    unknown = _("Bei %(count)d wissen wir es nicht. Fragen Sie nach.") % {"count": total - served}
    return f"{known} {unknown}"


def place_words(area: Area | None) -> str:
    """Where: "in Betzenberg", "im Landkreis Kaiserslautern", "in der Verbandsgemeinde Landstuhl"."""
    if area is None:
        return ""
    if area.level == Level.COUNTY:
        return _("im %(area)s") % {"area": area.name}
    if area.level in (Level.ASSOCIATION, Level.DISTRICT_GROUP):
        return _("in der %(area)s") % {"area": area.name}
    return _("in %(area)s") % {"area": area.name}
