"""What stands on the printed sheets, as plain values for their Typst files (offers.printing).

Paper lives on: a sheet says what holds for weeks ("Montag 9 bis 12 Uhr"), never what holds now ("Jetzt offen").
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from offers import telephone
from offers.listing import Dated, Row, midnight, read_dated
from offers.models import Area, EmergencyNumber
from offers.opening_times import Rule, hours_in_words, in_words
from offers.presenting import closed_words, heading_words, known_times
from offers.printing import qr_svg
from offers.words import area_unknown_words, is_confirmed, verified_words

# Slots are written for 60 days; the night's run may be yesterday's.
KNOWN_DAYS = 59
ONE_DAY = timedelta(days=1)
# So much fits on two pages of A4, which can hang in a stairwell: lines of dates with their days, of opening hours, and
# numbers to call.
DATE_LINES = 44
REGULAR_LINES = 12
MOST_NUMBERS = 5
LINE = 70

Address = Callable[[int], str]


def brochure(rows: list[Row], *, area: Area | None, with_headings: bool, address: Address, now: datetime) -> dict:
    """Offers under their headings; `address` gives the whole short address of an offer's number."""
    today = timezone.localdate(now)
    groups = [
        {
            "heading": heading_words(heading, area) if with_headings else "",
            "offers": [entry(row, address=address, today=today) for row in group],
        }
        for heading, group in groupby(rows, key=lambda row: row.heading if with_headings else None)
    ]
    return {"groups": groups, "help_line": help_line()}


def entry(row: Row, *, address: Address, today: date) -> dict:
    """One offer, as style.typ's `offer_facts` shows it."""
    card = row.card
    return {
        "number": row.offer,
        "title": card["title"],
        "summary": card["summary"],
        "phone": card["phone"],
        "no_phone": no_phone_words(),
        "places": "; ".join(card["places"]),
        "cost": card["cost"],
        "times": _times(row, today),
        "freshness": verified_words(row.verified_on, today=today, can_call=bool(card["phone"])),
        "area_unknown": "" if card["is_area_known"] else area_unknown_words(),
        "qr": qr_svg(address(row.offer)),
    }


def _times(row: Row, today: date) -> str:
    times = known_times(row, today=today)
    if row.closed_until is not None and row.closed_until >= today:
        return f"{closed_words(row.closed_until)} {times}"
    return times


def no_phone_words() -> str:
    if not settings.HELP_PHONE:
        return _("noch nicht bekannt.")
    number = telephone.shown(settings.HELP_PHONE)
    return _("noch nicht bekannt. Fragen Sie unser Hilfetelefon: %(number)s") % {"number": number}


def help_line() -> dict | None:
    """Number and week of the telephone for people; None where the portal has none yet."""
    if not settings.HELP_PHONE:
        return None
    hours = settings.HELP_HOURS.items()
    rules = [Rule("weekly", (day,), opens, closes) for day, slots in hours for opens, closes in slots]
    return {"number": telephone.shown(settings.HELP_PHONE), "week": in_words(rules)}


def large_print(card: dict, facts: dict, today: dict, *, address: Address) -> dict:
    """One offer with everything its page says; `today` as offers.views.offers.today_at says it."""
    return {
        "summary": card["summary"],
        "warnings": [words for words in (today["validity"], today["closed"]) if words],
        "phone": card["phone"],
        "no_phone": no_phone_words(),
        "steps": facts["steps"],
        "description": facts["description"],
        "facts": [(name, lines) for name, lines in _facts(card, facts) if lines],
        "next_dates": today["next_dates"],
        "freshness": " ".join(filter(None, [today["freshness"], today["how"]])),
        "number": card["number"],
        "address": address(card["number"]),
        "qr": qr_svg(address(card["number"])),
        "help_line": help_line(),
    }


def _facts(card: dict, facts: dict) -> Iterator[tuple[str, list[str]]]:
    """Names and lines in the order of the page."""
    yield _("Kosten"), [card["cost"]]
    yield _("Für wen"), _lines(facts["audience"], ", ".join(facts["audiences"]))
    yield _("Zeiten"), _time_lines(card, facts)
    yield _("So kommt die Hilfe zu Ihnen"), _lines(", ".join(facts["modes"]))
    yield _("Anmeldung"), _lines(facts["registration"])
    for place in facts["places"]:
        yield _("Ort"), _place_lines(place)
    yield _("Zum Ort"), _lines(facts["place_note"])
    yield _("Sprachen"), _lines(", ".join(facts["languages"]))
    shown = card["phone"]["words"] if card["phone"] else ""
    yield _("Auch erreichbar"), [_contact_line(way) for way in facts["contacts"] if way["words"] != shown]
    yield _("Anbieter"), [provider["name"] for provider in facts["providers"]]
    areas = ", ".join(area["name"] for area in facts["service_areas"])
    yield _("Gilt für"), [areas or area_unknown_words()]


def _lines(*texts: str) -> list[str]:
    return [text for text in texts if text]


def _time_lines(card: dict, facts: dict) -> list[str]:
    source = _("In der Quelle steht: %(times)s") % {"times": card["schedule"]} if card["schedule"] else ""
    return _lines(*facts["times"], source, *facts["breaks"]) or [_("nicht bekannt")]


def _place_lines(place: dict) -> list[str]:
    bus = _("Haltestelle: %(stop)s") % {"stop": place["bus"]} if place["bus"] else ""
    name = place["name"] if place["name"] == place["area"]["name"] else f"{place['name']}, {place['area']['name']}"
    return _lines(name, place["address"], place["directions"], bus, " ".join(place["access"]))


def _contact_line(way: dict) -> str:
    return f"{way['way']}: " + ", ".join(_lines(way["words"], way["label"], way["hours"], way["note"]))


@dataclass(frozen=True)
class NoticeDate:
    """A line of the monthly sheet. `note` says what has to be known first, as "Rufen Sie vorher an."."""

    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    phone: str = ""
    note: str = ""


def notice(
    area: Area,
    first: date,
    *,
    advice: list[Row],
    address: str,
    now: datetime,
    extra_dates: Sequence[NoticeDate] = (),
) -> dict:
    """The monthly sheet: dates from today on, as far as they are known, and the main numbers.

    What is there more than once in a week stands once with its weekdays. `extra_dates` are those of higher apps, as
    workshops in the district (offers.further_dates). `advice` are the offers whose numbers come first.
    """
    today = timezone.localdate(now)
    known_until = today + timedelta(days=KNOWN_DAYS)
    following = month_after(first)
    offers = read_dated(area=area.pk, start=max(now, midnight(first)), end=midnight(min(following, known_until)))
    regular = [offer for offer in offers if offer.is_regular]
    dates = [*extra_dates, *(line for offer in offers if offer not in regular for line in _date_lines(offer, today))]
    dates.sort(key=lambda line: line.starts_at)
    # A line more for the day above it.
    shown_dates = list(_fitting(map(_line, dates), most=DATE_LINES, extra=1))
    shown_regular = list(_fitting((_regular(offer, today) for offer in regular), most=REGULAR_LINES))
    return {
        "lead": _lines(
            _known_words(first, following, known_until, today=today),
            "" if dates or regular or first >= known_until else _("Hier kennen wir bis dahin keinen Termin."),
        ),
        "days": [
            {"day": day, "dates": list(lines)} for day, lines in groupby(shown_dates, key=lambda line: line["day"])
        ],
        "regular": shown_regular,
        "is_cut": len(shown_dates) < len(dates) or len(shown_regular) < len(regular),
        "numbers": _main_numbers(advice),
        "emergency": list(EmergencyNumber.objects.in_order().values("number", "name")),
        "help_line": help_line(),
        "address": address,
        "qr": qr_svg(address),
    }


def _date_lines(offer: Dated, today: date) -> list[NoticeDate]:
    facts = {
        "title": offer.card["title"],
        "place": _place(offer),
        "phone": _phone(offer.card),
        "note": _note(offer, today),
    }
    return [NoticeDate(start, end, **facts) for start, end in offer.spans]


def _line(line: NoticeDate) -> dict:
    start, end = timezone.localtime(line.starts_at), timezone.localtime(line.ends_at)
    return {
        "day": date_format(start, "l, j. F"),
        "hours": hours_in_words(((start.time(), end.time()),)),
        "title": line.title,
        "more": _sentences(line.place, line.phone),
        "note": line.note,
    }


def _fitting(entries: Iterable[dict], *, most: int, extra: int = 0) -> Iterator[dict]:
    """The first entries, as many as stand on so many lines of paper."""
    for entry in entries:
        most -= extra + -(-len(" ".join(entry.values())) // LINE)
        if most < 0:
            return
        yield entry


def _regular(offer: Dated, today: date) -> dict:
    return {
        "title": offer.card["title"],
        "times": ". ".join(offer.card["times"]),
        "more": _sentences(_place(offer), _phone(offer.card)),
        "note": _note(offer, today),
    }


def _place(offer: Dated) -> str:
    return "; ".join(", ".join(_lines(place["name"], place["address"])) for place in offer.places)


def _sentences(*texts: str) -> str:
    return " ".join(f"{text}." for text in _lines(*texts))


def _phone(card: dict) -> str:
    return _("Telefon %(number)s") % {"number": card["phone"]["words"]} if card["phone"] else ""


def _note(offer: Dated, today: date) -> str:
    """Nobody has checked these times lately: the sheet doesn't promise them."""
    if is_confirmed(offer.verified_on, today=today):
        return ""
    return _("Noch nicht geprüft. Rufen Sie vorher an.") if offer.card["phone"] else _("Noch nicht geprüft.")


def month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _known_words(first: date, following: date, known_until: date, *, today: date) -> str:
    """How far the dates are known, where that isn't the whole month."""
    if first >= known_until:
        return _("Für diesen Monat kennen wir noch nicht alle Termine. Drucken Sie das Blatt später noch einmal.")
    if following > known_until:
        words = {"day": date_format(known_until - ONE_DAY, "j. F Y")}
        return _("Wir kennen die Termine bis zum %(day)s. Drucken Sie das Blatt später noch einmal.") % words
    return _("Termine ab dem %(day)s.") % {"day": date_format(today, "j. F Y")} if first < today else ""


def _main_numbers(advice: list[Row]) -> list[dict]:
    """Who gives advice, nearest first, each number once."""
    numbers: dict[str, dict] = {}
    for row in advice:
        if phone := row.card["phone"]:
            numbers.setdefault(phone["tel"], {"number": phone["words"], "name": phone["owner"] or row.card["title"]})
    return list(numbers.values())[:MOST_NUMBERS]
