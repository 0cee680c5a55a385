"""The box "Suche eingrenzen" and the chosen filters above a list, as the page shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from offers.address import list_address
from offers.filters import DAYS, days_to_choose
from offers.models import Area, CostKind, Language, Level, Mode
from offers.reference import Reference


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]

    @property
    def is_chosen(self) -> bool:
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """A chosen filter: its words, and the list without it."""

    label: str
    address: str


def areas_to_choose(area: Area | None, reference: Reference) -> list[Area]:
    """What "Ort" offers: the districts of a city; within a county the parts around and inside the area."""
    path = reference.path(area) if area else []
    if not path or path[0].level == Level.CITY:
        return reference.city_with_districts(path[0] if path else None)
    around = reference.children.get(path[-2].pk, []) if len(path) > 1 else []
    return list(dict.fromkeys([*path, *around, *reference.children.get(area.pk, [])]))


def facets(
    values: dict[str, str], counts: dict[str, dict[str, int]], *, areas: list[Area], reference: Reference, now
) -> list[Facet]:
    """Every facet with the choices that give results; a facet without any is left out."""
    choices = _choices(values, areas=areas, reference=reference, now=now)
    found = [
        Facet(name, label, list(_options(options, counts[name], values.get(name, ""))))
        for name, label, options in choices
    ]
    return [facet for facet in found if facet.options]


def _options(options: Iterable[tuple[str, str, str]], counts: dict[str, int], chosen: str) -> Iterator[Option]:
    for value, label, key in options:
        if counts.get(key) or value == chosen:
            yield Option(value, label, counts.get(key, 0), value == chosen)


def _choices(values, *, areas: list[Area], reference: Reference, now: datetime):
    """Name, label, and (value in the address, words, key among the counts) of every facet."""
    yield "ort", _("Ort"), [(area.slug, area.name, str(area.pk)) for area in areas]
    yield "thema", _("Thema"), [(t.slug, t.name, t.slug) for t in _themes(values, reference)]
    yield "art", _("Wie die Hilfe zu Ihnen kommt"), _same(Mode.choices)
    yield "offen", _("Jetzt"), [("jetzt", _("jetzt offen"), "jetzt")]
    yield "tag", _("Tag"), [(value, words, day.isoformat()) for value, words, day in days_to_choose(now=now)]
    yield "kosten", _("Kosten"), _same(CostKind.choices)
    yield "stufenlos", _("Zugang"), [("ja", _("ohne Stufen"), "ja")]
    yield "zielgruppe", _("Für wen"), _same(reference.audiences.items())
    yield "sprache", _("Sprache"), _same(Language.choices)


def _same(choices):
    return [(value, label, value) for value, label in choices]


def _themes(values: dict[str, str], reference: Reference):
    """The twelve Lebensbereiche; below the chosen one its topics."""
    chosen = reference.themes.get(values.get("thema", ""))
    for group in reference.groups():
        yield group
        if chosen and chosen.group == group.slug:
            yield from reference.topics_of(group.slug)


def chips(values: dict[str, str], reference: Reference) -> list[Chip]:
    words = {
        "q": lambda value: _("Suche: %(words)s") % {"words": value},
        "ort": lambda value: reference.areas[value].name,
        "thema": lambda value: reference.themes[value].name,
        "kosten": lambda value: CostKind(value).label,
        "art": lambda value: Mode(value).label,
        "tag": lambda value: DAYS[value],
        "offen": lambda value: _("jetzt offen"),
        "stufenlos": lambda value: _("ohne Stufen"),
        "sprache": lambda value: Language(value).label,
        "zielgruppe": lambda value: reference.audiences[value],
    }
    return [Chip(str(words[name](value)), list_address(values, **{name: ""})) for name, value in values.items()]
