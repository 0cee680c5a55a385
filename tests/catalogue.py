"""A small city with everything that the pages show, for tests of whole pages."""

from datetime import date, datetime
from types import SimpleNamespace

from django.utils import timezone

from offers.actions.listing import relist
from offers.actions.times import write_slots
from offers.models import CostKind, Language, Level, Mode, Offer, Registration, Status, VerifiedHow
from offers.reference import forget
from tests.factories import (
    make_area,
    make_city,
    make_contact,
    make_neighbours,
    make_offer,
    make_opening_time,
    make_place,
    make_provider,
    make_succession,
    make_target_group,
    make_topic,
    make_topic_group,
)


def list_all(*, now: datetime) -> None:
    """Write slots and listings of every offer, and forget the districts and topics read before."""
    write_slots(offers=Offer.objects.all(), now=now)
    relist(offers=Offer.objects.all(), now=now)
    forget()


def make_small_city(*, now: datetime) -> SimpleNamespace:
    """A city with three inner districts and an outer one, a county, and five offers; two of them are checked."""
    today = timezone.localdate(now)
    city = make_city(name="Musterstadt", slug="stadt-musterstadt", population=101486, **_counted())
    group = make_area(Level.DISTRICT_GROUP, name="Kernstadt", parent=city, latitude=None, longitude=None)
    centre, west, hill = (
        make_area(parent=group, name=name, official_number=f"0{number}", tile_column=number, tile_row=2, **point)
        for number, (name, point) in enumerate(
            [
                ("Innenstadt", {"latitude": 49.444, "longitude": 7.769}),
                ("Bännjerrück/Karl-Pfaff-Siedlung", {"latitude": 49.430, "longitude": 7.730}),
                ("Betzenberg", {"latitude": 49.434, "longitude": 7.776, "population": 4711, **_counted()}),
            ],
            1,
        )
    )
    outer = make_area(parent=city, name="Dansenberg", official_number="12", tile_column=2, tile_row=4)
    county = make_area(Level.COUNTY, name="Landkreis Musterstadt", latitude=None, longitude=None)
    association = make_area(
        Level.ASSOCIATION, name="Verbandsgemeinde Landstuhl", parent=county, latitude=None, longitude=None
    )
    village = make_area(Level.MUNICIPALITY, name="Bann", parent=association, latitude=49.38, longitude=7.61)
    make_neighbours(centre, hill)

    everyday = make_topic_group(plain_name="Hilfe im Alltag", description="Hilfe zu Hause.")
    company = make_topic_group(plain_name="Menschen treffen")
    advice = make_topic_group(plain_name="Rat und Hilfe finden")
    shopping = make_topic(plain_name="Einkaufen", group=everyday, words=["einkaufen", "lebensmittel", "einkaufshilfe"])
    meeting = make_topic(plain_name="Treffpunkt", group=company, words=["treffpunkt", "kaffee", "gesellschaft"])
    forms = make_topic(plain_name="Hilfe mit Formularen", group=advice, words=["formular", "papierkram"])
    transport = make_topic(plain_name="Fahrdienst", group=everyday, words=["fahrdienst", "fahrt", "taxi"])
    relatives = make_target_group(name="Angehörige")

    office = make_provider(
        name="Stadtteilbüro Innenstadt", role="Anlaufstelle im Stadtteil.", street="Königstraße 93", town="Musterstadt"
    )
    make_contact(provider=office, kind="email", value="buero@example.org")
    here, there = make_provider(name="Jobcenter Stadt"), make_provider(name="Jobcenter Landkreis")
    both = make_provider(name="Gemeinsames Jobcenter", is_planned=True)
    for one in (here, there):
        make_succession(one, both, effective_on=date(2027, 1, 1))

    house = make_place(
        name="Nachbarschaftshaus", area=hill, is_step_free=True, bus_stop="Stadionstraße", bus_stop_metres=150
    )
    checked = {"verified_on": today, "verified_how": VerifiedHow.TELEPHONE}
    helper = make_offer(
        title="Einkaufshilfe Betzenberg",
        summary="Ehrenamtliche kaufen für Sie ein und bringen die Sachen nach Hause.",
        topics=[shopping],
        providers=[office],
        service_areas=[hill],
        modes=[Mode.HOME],
        cost_kinds=[CostKind.FREE],
        languages=[Language.GERMAN, Language.RUSSIAN],
        steps="Anrufen\nSagen, was Sie brauchen\nDie Einkäufe kommen zu Ihnen",
        registration=Registration.NEEDED,
        source="Seite des Anbieters",
        source_date="2024",
        **checked,
    )
    make_opening_time(helper, weekdays=[0, 1, 2, 3, 4])
    cafe = make_offer(
        title="Café im Nachbarschaftshaus",
        summary="Hier treffen Sie andere Menschen.",
        topics=[meeting],
        providers=[office],
        places=[house],
        service_areas=[hill, centre],
        modes=[Mode.VISIT],
        cost_kinds=[CostKind.DONATION],
        target_groups=[relatives],
        **checked,
    )
    make_opening_time(cafe, weekdays=[2])
    unchecked = make_offer(
        title="Formularhilfe",
        summary="Jemand füllt mit Ihnen Formulare aus.",
        topics=[forms],
        providers=[here, there],
        places=[make_place(name="Rathaus", area=centre)],
        modes=[Mode.VISIT],
        schedule_text="Di 10-12 Uhr",
        phone="",
    )
    make_opening_time(unchecked, weekdays=[1])
    rides = make_offer(title="Fahrdienst im Landkreis", topics=[transport], service_areas=[county], modes=[Mode.HOME])
    outing = make_offer(title="Tanztee", topics=[meeting], places=[make_place(area=outer)], modes=[Mode.VISIT])
    other = make_topic(plain_name="Verschiedenes", group=make_topic_group(plain_name="Sonstiges"))
    gone = make_offer(title="Altes Angebot", topics=[other])
    Offer.objects.filter(pk=gone.pk).update(status=Status.ARCHIVED)
    list_all(now=now)
    return SimpleNamespace(**{name: value for name, value in locals().items() if name not in ("now", "today")})


def _counted() -> dict:
    return {"population_as_of": "2023-12-31", "population_source": "Melderegister"}
