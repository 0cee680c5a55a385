"""Providers with their contact ways and their successors, and the emergency numbers."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from offers.exchange.kaiserslautern.sources import certainty_in_german, date_in_german, source_in_german
from offers.exchange.slugs import slug_for
from offers.exchange.stock import Link, Row, Table
from offers.exchange.tables import Line, Problem, convert, day, parts, read_lines
from offers.models import Contact as ContactWay
from offers.models import ContactKind, EmergencyNumber, Provider, Succession
from offers.telephone import to_e164

PROVIDERS = Table(
    Provider,
    "code",
    (
        "name",
        "short_name",
        "kind",
        "sponsor",
        "role",
        "street",
        "postal_code",
        "town",
        "is_planned",
        "source",
        "source_date",
        "certainty",
        "history_note",
    ),
    {
        "areas": Link(Provider.areas.through, "provider", ("area__code",)),
        "contacts": Link(ContactWay, "provider", ("kind", "value", "note", "position")),
        "successions": Link(Succession, "predecessor", ("successor__code", "kind", "state", "effective_on", "source")),
    },
)
EMERGENCY_NUMBERS = Table(EmergencyNumber, "number", ("name", "when", "hours", "position", "source"))
TEXT_COLUMNS = ("name", "short_name", "role", "history_note")
COLUMNS = (
    *TEXT_COLUMNS,
    "source",
    "source_date",
    "id",
    "kind_code",
    "traeger",
    "district_code",
    "address",
    "plz",
    "city",
    "phone",
    "website",
    "email",
    "status",
    "certainty",
)
SUCCESSION_COLUMNS = ("predecessor", "successor", "kind", "state", "effective_on", "source")
NOT_FOUND = "nicht gefunden"
# The table marks so what no source says; such an address would send people somewhere on a guess.
UNSOURCED = "own knowledge"
_IN_BRACKETS = re.compile(r"\((?:Stand )?(.+)\)$")


def read_providers(folder: Path, problems: list[Problem]) -> list[Row]:
    succession_lines = read_lines(folder / "successions.csv", SUCCESSION_COLUMNS, problems)
    successions = convert(succession_lines, _succession, problems)
    lines = read_lines(folder / "providers.csv", COLUMNS, problems)
    return convert(lines, lambda line: _provider(line, successions), problems)


def _succession(line: Line) -> tuple[str, tuple]:
    source = source_in_german(line["source"])
    return line["predecessor"], (line["successor"], line["kind"], line["state"], day(line, "effective_on"), source)


def _provider(line: Line, successions: list[tuple[str, tuple]]) -> Row:
    columns = {
        **{column: line[column] for column in TEXT_COLUMNS},
        "kind": line["kind_code"],
        "sponsor": "" if line["traeger"].startswith(NOT_FOUND) else line["traeger"],
        "postal_code": line["plz"],
        "town": line["city"],
        "is_planned": line["status"].startswith("planned"),
        "source": source_in_german(line["source"]),
        "source_date": date_in_german(line["source_date"]),
        **_street(line),
    }
    links = {
        "areas": [(code,) for code in parts(line["district_code"])],
        "contacts": contacts(line),
        "successions": [succession for predecessor, succession in successions if predecessor == line["id"]],
    }
    return Row(line["id"], line, columns, links, slug=slug_for(line["short_name"] or line["name"]))


def _street(line: Line) -> dict:
    certainty = certainty_in_german(line["certainty"])
    if UNSOURCED not in line["address"]:
        return {"street": line["address"], "certainty": certainty}
    return {"street": "", "certainty": f"{certainty}; nicht übernommen: {line['address']}"}


def contacts(line: Line) -> list[tuple]:
    """The contact ways of a line: telephone numbers, the website, the e-mail address, in this order."""
    ways = [(ContactKind.PHONE, number, note) for number, note in phone_numbers(line["phone"])]
    if line["website"]:
        ways.append((ContactKind.WEB, f"https://{line['website'].removeprefix('https://')}", ""))
    if line["email"]:
        ways.append((ContactKind.EMAIL, line["email"], ""))
    return [(*way, position) for position, way in enumerate(ways, 1)]


def phone_numbers(text: str) -> list[tuple[str, str]]:
    """Numbers in E.164 with what the table says about them.

    "0631 365-4267 / -4268" is two numbers: the second one replaces the extension of the first. "(2016)" and
    "(Stand 2016)" become the note "Stand 2016". Raises ValueError where a number can't be read.
    """
    bracket = _IN_BRACKETS.search(text)
    note = _("Stand %s") % bracket[1] if bracket else ""
    numbers = [number.strip() for number in _IN_BRACKETS.sub("", text).split("/") if number.strip()]
    return [(_international(_whole(number, numbers[0])), note) for number in numbers]


def _whole(number: str, first: str) -> str:
    return first.rpartition("-")[0] + number if number.startswith("-") else number


def _international(number: str) -> str:
    e164 = to_e164(number)
    if e164 is None:
        text = _("„%s“ ist keine ganze Telefonnummer. Tragen Sie sie mit Vorwahl ein, zum Beispiel 0631 3650.")
        raise ValueError(text % number)
    return e164


def read_emergency_numbers(folder: Path, problems: list[Problem]) -> list[Row]:
    """In the order of the table: 112 first."""
    columns = ("number", "name", "when_de", "hours_de", "source")
    lines = read_lines(folder / "emergency_numbers.csv", columns, problems)
    return [_emergency_number(line, position) for position, line in enumerate(lines, 1)]


def _emergency_number(line: Line, position: int) -> Row:
    columns = {
        "name": line["name"],
        "when": line["when_de"],
        "hours": line["hours_de"],
        "position": position,
        "source": line["source"],
    }
    return Row(line["number"], line, columns)
