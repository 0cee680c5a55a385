"""Rows of the needs form for tests: plain functions, valid by default, like those of tests/factories.py.

    wave = make_wave()                          # open call with the real questionnaire, running
    sheet = make_sheet(wave, answers={"6-beratung": ["missing"]})
    send_sheet(sheet); empty_urn(now=NOW)

Everything goes through the actions, so that codes, locks and conditions are as in life.
"""

from datetime import date
from itertools import count

from needs.actions.entering import add_batch, enter, next_number
from needs.actions.questionnaires import load_first_questionnaire
from needs.actions.sheets import begin, keep, send
from needs.actions.waves import open_wave
from needs.keys import key_of
from needs.models import Batch, Channel, Frame, PlanningArea, PlanningAreaMember, Sheet, Thresholds, Wave
from offers.models import Area, Level, Topic, TopicGroup
from tests.factories import NOW, make_area, make_topic, make_topic_group, make_user

_numbers = count(1)
NETWORK = "203.0.113.0/24"
# What every sheet has to say, in the words of the first questionnaire.
REQUIRED = {"1": ["older_people"], "3": ["dont_know"]}


def make_thresholds(**fields) -> Thresholds:
    last = Thresholds.objects.newest_first().first()
    return Thresholds.objects.create(
        **{
            "number": last.number + 1 if last else 1,
            "reason": "Vorschlag der Methodik",
            "role": "Planung",
            "decided_on": date(2026, 11, 1),
            **fields,
        }
    )


def make_planning_area(*areas: Area, **fields) -> PlanningArea:
    number = next(_numbers)
    planning_area = PlanningArea.objects.create(**{"name": f"Planungsraum {number:05}", "position": number, **fields})
    PlanningAreaMember.objects.bulk_create(PlanningAreaMember(planning_area=planning_area, area=area) for area in areas)
    return planning_area


def make_surroundings() -> None:
    """What a form needs around it, where a test made none: two parts of life with a topic, a district, thresholds."""
    if not TopicGroup.objects.exists():
        make_topic(plain_name="Seniorenberatung", group=make_topic_group(plain_name="Beratung"))
        make_topic(plain_name="Einkaufen", group=make_topic_group(plain_name="Hilfe zu Hause"))
    if not Area.objects.filter(level=Level.DISTRICT).exists():
        make_area(name="Betzenberg", slug="betzenberg")
    for area in Area.objects.filter(level=Level.DISTRICT, planning_membership=None):
        make_planning_area(area)
    if not Thresholds.objects.exists():
        make_thresholds()


def make_wave(*, is_open: bool = True, now=NOW, **fields) -> Wave:
    """An open call with the first questionnaire, running."""
    make_surroundings()
    frame = fields.get("frame", Frame.OPEN)
    wave = Wave.objects.create(
        **{
            "name": f"Befragung {next(_numbers):05}",
            "questionnaire": fields.pop("questionnaire", None) or load_first_questionnaire(now=now),
            "frame": frame,
            "legal_basis": "Satzung (erfunden)" if frame == Frame.REGISTER else "",
            "opens_on": date(2026, 11, 1),
            "closes_on": date(2027, 2, 28),
            **fields,
        }
    )
    return open_wave(wave_id=wave.pk, now=now) if is_open else wave


def make_sheet(wave: Wave | None = None, *, answers: dict | None = None, language="de", now=NOW) -> Sheet:
    """A sheet of the open call with the required answers and those of `answers`, not sent."""
    sheet = begin(wave=wave or make_wave(), language=language, network=NETWORK, now=now)
    return keep(key=key_of(sheet.code), typed=REQUIRED | (answers or {}), language=language, now=now)


def send_sheet(sheet: Sheet, *, now=NOW) -> Sheet:
    return send(key=key_of(sheet.code), network=NETWORK, now=now)


def make_topics() -> list[Topic]:
    make_surroundings()
    return list(Topic.objects.in_order())


def make_batch(wave: Wave | None = None, **fields) -> Batch:
    """A pile of paper that lies somewhere."""
    return add_batch(
        **{
            "wave": wave or make_wave(),
            "channel": Channel.PAPER,
            "source": "Auslage im Stadtteilbüro",
            "storage_place": "Schrank 2",
            **fields,
        }
    )


def type_sheet(batch: Batch, data: dict | None = None, *, by=None, now=NOW, **fields) -> Sheet:
    """A sheet of paper typed in by somebody, under the next number of its pile."""
    given = {"number": fields.pop("number", None) or next_number(batch), "code": "", "seconds": 0, **fields}
    return enter(batch_id=batch.pk, data=data or {}, by=by or make_user(), now=now, **given)
