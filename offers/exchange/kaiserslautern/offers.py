"""Offers: what the table says, and nothing that it doesn't say."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from offers.exchange.kaiserslautern.places import PlaceBook, is_somewhere, place_note, places_of
from offers.exchange.kaiserslautern.sources import certainty_in_german, date_in_german, source_in_german
from offers.exchange.slugs import slug_for
from offers.exchange.stock import Link, Row, Table
from offers.exchange.tables import Line, Problem, choose, convert, parts, read_lines
from offers.models import Mode, Offer, OfferProvider, OfferTopic, OpeningTime, Registration
from offers.opening_times import read_schedule

TIME_COLUMNS = (
    "frequency",
    "interval",
    "weekdays",
    "weeks_of_month",
    "starts_at",
    "ends_at",
    "valid_from",
    "valid_until",
    "on_holidays",
    "by_appointment",
)
OFFERS = Table(
    Offer,
    "code",
    (
        "title",
        "summary",
        "audience",
        "modes",
        "place_note",
        "schedule_text",
        "cost_kinds",
        "cost_text",
        "registration",
        "source",
        "source_date",
        "certainty",
        "internal_note",
        "verified_on",
    ),
    {
        "providers": Link(OfferProvider, "offer", ("provider__code", "position")),
        "topics": Link(OfferTopic, "offer", ("topic__code", "position")),
        "places": Link(Offer.places.through, "offer", ("place__code",)),
        "service_areas": Link(Offer.service_areas.through, "offer", ("area__code",)),
        "target_groups": Link(Offer.target_groups.through, "offer", ("targetgroup__slug",)),
        "opening_times": Link(OpeningTime, "offer", (*TIME_COLUMNS, "position")),
    },
)
COLUMNS = (
    "id",
    "title",
    "provider_id",
    "topic_codes",
    "place_district",
    "service_area",
    "place",
    "target_group",
    "schedule",
    "cost",
    "registration",
    "valid_note",
    "source",
    "source_date",
    "certainty",
)
REGISTRATIONS = {
    "": Registration.UNKNOWN,
    "ja": Registration.NEEDED,
    "nein": Registration.NOT_NEEDED,
    "je nach Ort": Registration.DEPENDS,
}


@dataclass(frozen=True)
class Knowledge:
    """What our own tables say about the texts of the offers."""

    places: PlaceBook
    audiences: dict[str, list[str]]
    costs: dict[str, list[str]]
    modes: dict[str, list[str]]
    summaries: dict[str, str]


def read_knowledge(folder: Path, places: PlaceBook, problems: list[Problem]) -> Knowledge:
    audiences = read_lines(folder / "audiences.csv", ("text", "target_groups"), problems)
    costs = read_lines(folder / "costs.csv", ("text", "cost_kinds"), problems)
    modes = read_lines(folder / "modes.csv", ("topic_code", "mode"), problems)
    summaries = read_lines(folder / "summaries.csv", ("offer_id", "summary"), problems)
    return Knowledge(
        places=places,
        audiences={line["text"]: parts(line["target_groups"]) for line in audiences},
        costs={line["text"]: parts(line["cost_kinds"]) for line in costs},
        modes={line["topic_code"]: parts(line["mode"]) for line in modes},
        summaries={line["offer_id"]: line["summary"] for line in summaries},
    )


def read_offers(folder: Path, knowledge: Knowledge, problems: list[Problem]) -> list[Row]:
    """Offers as drafts that nobody has verified.

    A schedule is kept as text; it becomes opening times too where it can be read without guessing. Texts about
    costs and target groups that our tables don't know stay text and match no filter.
    """
    lines = read_lines(folder / "offers.csv", COLUMNS, problems)
    titles = Counter(line["title"] for line in lines)
    return convert(lines, lambda line: _offer(line, titles, knowledge), problems)


def _offer(line: Line, titles: Counter, knowledge: Knowledge) -> Row:
    links = _links(line, knowledge)
    columns = {
        "title": line["title"],
        "summary": knowledge.summaries.get(line["id"], ""),
        "audience": line["target_group"],
        "modes": modes_of(line, knowledge),
        "place_note": place_note(line, knowledge.places),
        "schedule_text": line["schedule"],
        "cost_kinds": knowledge.costs.get(line["cost"], []),
        "cost_text": line["cost"],
        "registration": choose(line, "registration", REGISTRATIONS),
        "source": source_in_german(line["source"]),
        "source_date": date_in_german(line["source_date"]),
        "certainty": certainty_in_german(line["certainty"]),
        "internal_note": line["valid_note"],
        "verified_on": None,
    }
    # Three offers are called "Sprechstunde der Gemeindeschwester plus": their addresses name the place too.
    places = [code for (code,) in links["places"]] if titles[line["title"]] > 1 else []
    return Row(line["id"], line, columns, links, slug=slug_for(" ".join([line["title"], *places])))


def _links(line: Line, knowledge: Knowledge) -> dict[str, list[tuple]]:
    return {
        "providers": _numbered(parts(line["provider_id"])),
        "topics": _numbered(parts(line["topic_codes"])),
        "places": [(code,) for code in places_of(line, knowledge.places)],
        "service_areas": [(code,) for code in parts(line["service_area"])],
        "target_groups": [(slug,) for slug in knowledge.audiences.get(line["target_group"], [])],
        "opening_times": opening_times(line["schedule"]),
    }


def _numbered(codes: list[str]) -> list[tuple]:
    return [(code, position) for position, code in enumerate(codes, 1)]


def opening_times(schedule: str) -> list[tuple]:
    """The rules that the text names; none where "rund um die Uhr nach Absprache" doesn't say when at all."""
    rules = read_schedule(schedule) or []
    if any(rule.by_appointment and rule.starts_at == rule.ends_at for rule in rules):
        return []
    return [(*(getattr(rule, column) for column in TIME_COLUMNS), position) for position, rule in enumerate(rules, 1)]


def modes_of(line: Line, knowledge: Knowledge) -> list[str]:
    """How help and person meet: people go where there is a place; else what the main topic says; else unknown.

    A consultation hour of the Gemeindeschwester has a place, so nobody comes home; her visits have none.
    """
    if is_somewhere(line, knowledge.places):
        return [Mode.VISIT]
    return next((knowledge.modes.get(topic, []) for topic in parts(line["topic_codes"])), [])
