"""Every option's count is the number of results if it replaced that facet's choice, in any combination."""

from datetime import timedelta
from random import Random

import pytest

from offers.facets import facets
from offers.filters import DAYS, day_of, read_address
from offers.finding import find
from offers.listing import midnight
from offers.models import CostKind, Language, Level, Mode, Offer, ReachArea, Slot, VerifiedHow
from offers.reference import reference
from tests.catalogue import list_all
from tests.factories import (
    NOW,
    TODAY,
    make_area,
    make_city,
    make_neighbours,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
    make_target_group,
    make_topic,
    make_topic_group,
)

OFFERS = 14
ADDRESSES = 8
WORDS = ("einkaufen", "kaffee", "einkaufen betzenberg", "hilfe betzenberg", "fahrdienst", "xyzzy")


def make_random_catalogue(random: Random) -> None:
    city = make_city(name="Musterstadt")
    districts = [
        make_area(name=name, parent=city, latitude=49.44 + place / 100)
        for place, name in enumerate(("Betzenberg", "Dansenberg", "Erlenbach"))
    ]
    make_neighbours(districts[0], districts[1])
    county = make_area(Level.COUNTY, name="Landkreis", latitude=None, longitude=None)
    villages = [make_area(Level.MUNICIPALITY, name=name, parent=county) for name in ("Bann", "Linden")]
    areas = [city, county, *districts, *villages]
    groups = [make_topic_group(plain_name=name) for name in ("Hilfe zu Hause", "Leute treffen")]
    topics = [
        make_topic(plain_name="Einkaufen", group=groups[0], words=["einkaufen", "lebensmittel"]),
        make_topic(plain_name="Fahrdienst", group=groups[0], words=["fahrdienst"]),
        make_topic(plain_name="Treffpunkt", group=groups[1], words=["kaffee", "treffpunkt"]),
    ]
    audiences = [make_target_group(name=name) for name in ("Angehörige", "Alleinlebende")]
    places = [make_place(area=area, is_step_free=random.choice([True, False, None])) for area in districts + villages]
    provider = make_provider()

    def some(choices, most=2):
        return random.sample(list(choices), random.randint(0, most))

    for number in range(OFFERS):
        verified_on = random.choice([None, TODAY - timedelta(days=20), TODAY - timedelta(days=400)])
        offer = make_offer(
            title=random.choice(["Einkaufshilfe", "Kaffee", "Fahrdienst", "Beratung"]),
            slug=f"angebot-{number}",
            providers=[provider],
            topics=some(topics) or topics[:1],
            places=some(places),
            service_areas=some(areas),
            target_groups=some(audiences),
            cost_kinds=some(CostKind.values),
            modes=some(Mode.values),
            languages=some(Language.values[:3]),
            verified_on=verified_on,
            verified_how=VerifiedHow.VISIT if verified_on else "",
            valid_until=random.choice([None, None, TODAY - timedelta(days=1)]),
        )
        for _time in range(random.randint(0, 2)):
            make_opening_time(offer, weekdays=some(range(7), 3) or [0], by_appointment=random.random() < 0.2)
    list_all(now=NOW)


def random_address(random: Random, known) -> dict[str, str]:
    choices = {
        "ort": list(known.areas),
        "thema": list(known.themes),
        "kosten": CostKind.values,
        "art": Mode.values,
        "tag": list(DAYS),
        "offen": ["jetzt"],
        "stufenlos": ["ja"],
        "sprache": Language.values[:3],
        "zielgruppe": list(known.audiences),
        "q": WORDS,
    }
    return {name: random.choice(choices[name]) for name in random.sample(sorted(choices), random.randint(0, 3))}


def total(values: dict[str, str], known) -> int:
    asked = read_address(values, reference=known)
    assert asked.problems == []
    return find(asked.values, page=1, reference=known, now=NOW).total


def counted_by_hand(values: dict[str, str], known) -> int:
    """The offers that fit, each asked one by one with what the tables say about it."""
    return sum(fits(offer, values, known) for offer in Offer.objects.current(TODAY).select_related("listing"))


def fits(offer: Offer, values: dict[str, str], known) -> bool:
    slots = Slot.objects.filter(offer=offer)
    topics = list(offer.topics.select_related("group"))
    places = list(offer.places.all())
    recent = offer.verified_on is not None and offer.verified_on >= TODAY - timedelta(days=365)
    answers = {
        "ort": lambda slug: ReachArea.objects.filter(reach=offer.listing.reach, area=known.areas[slug]).exists(),
        "thema": lambda slug: slug in {topic.slug for topic in topics} | {topic.group.slug for topic in topics},
        "kosten": lambda value: value in offer.cost_kinds,
        "art": lambda value: value in offer.modes,
        "sprache": lambda value: value in offer.languages,
        "zielgruppe": lambda slug: offer.target_groups.filter(slug=slug).exists(),
        "stufenlos": lambda _value: (
            any(place.is_step_free for place in places) or (not places and Mode.VISIT not in offer.modes)
        ),
        "tag": lambda name: slots_on(slots, day_of(name, now=NOW)),
        "offen": lambda _value: (
            recent and slots.filter(starts_at__lte=NOW, ends_at__gt=NOW, by_appointment=False).exists()
        ),
    }
    return all(answers[name](value) for name, value in values.items())


def slots_on(slots, day) -> bool:
    start = max(NOW, midnight(day))
    return slots.filter(starts_at__lt=midnight(day + timedelta(days=1)), ends_at__gt=start).exists()


@pytest.mark.parametrize("seed", range(4))
def test_every_option_counts_what_it_would_show(db, seed):
    random = Random(seed)  # noqa: S311 - a test must come out the same each time
    make_random_catalogue(random)
    known = reference()
    for _address in range(ADDRESSES):
        values = random_address(random, known)
        finding = find(values, page=1, reference=known, now=NOW)
        if "q" not in values:
            assert finding.total == counted_by_hand(values, known), values
        for facet in facets(values, finding.counts, areas=finding.viewers, reference=known, now=NOW):
            for option in facet.options:
                replaced = values | {facet.name: option.value}
                assert option.count == total(replaced, known), (values, facet.name, option)
                assert option.count or option.is_chosen


def test_option_that_gives_nothing_is_left_out(db):
    """An option is missing exactly where choosing it would show nothing."""
    make_random_catalogue(Random(99))  # noqa: S311
    known = reference()
    finding = find({}, page=1, reference=known, now=NOW)
    shown = {
        (facet.name, option.value)
        for facet in facets({}, finding.counts, areas=finding.viewers, reference=known, now=NOW)
        for option in facet.options
    }
    possible = [("kosten", value) for value in CostKind.values] + [("art", value) for value in Mode.values]
    possible += [("sprache", value) for value in Language.values] + [("tag", value) for value in ("heute", "morgen")]
    assert {pair for pair in possible if pair in shown} == {
        (name, value) for name, value in possible if total({name: value}, known)
    }
