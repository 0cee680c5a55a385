"""`make bench`: how long the numbers of the needs form take with 100,000 sent forms, in a scratch database.

The forms are made inside the database, a dozen opinions each with importance and reasons where something is missing:
as many rows as people would leave, in the order in which the urn writes them.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection  # noqa: E402 — Django's settings come first
from django.utils import timezone  # noqa: E402

from benchmarks.scratch import Catalogue, administer, scratch  # noqa: E402
from needs.actions.questionnaires import load_first_questionnaire  # noqa: E402
from needs.actions.waves import open_wave  # noqa: E402
from needs.counting import Split, count_choices, count_opinions, count_people  # noqa: E402
from needs.models import Answer, Frame, PlanningArea, PlanningAreaMember, Submission, Thresholds, Wave  # noqa: E402
from offers.models import Area, Level  # noqa: E402
from portal import embedded_database  # noqa: E402

PLANNING_AREAS = 6
# One form in so many is flagged, one in so many is sent by somebody with two roles.
FLAGGED, TWICE = 50, 5
SUBMISSIONS = """
INSERT INTO needs_submission (id, wave_id, code_digest, channel, language, received_in, roles, area_id, no_district,
    age_band, sex, is_helped, is_flagged)
SELECT gen_random_uuid(), %(wave)s, '', 'online', 'de', DATE '2026-11-01',
    CASE WHEN number %% %(twice)s = 0 THEN ARRAY['older_people', 'volunteers']
        ELSE ARRAY[(ARRAY['older_people', 'older_people', 'relatives', 'council', 'providers', 'churches',
            'volunteers', 'administration'])[1 + floor(random() * 8)]] END,
    CASE WHEN number %% 10 > 0 THEN (%(areas)s)[1 + floor(random() * cardinality(%(areas)s))] END,
    CASE WHEN number %% 10 > 0 THEN '' ELSE (ARRAY['whole_city', 'county', 'dont_know'])[1 + floor(random() * 3)] END,
    (ARRAY['under_60', '60_64', '65_74', '75_84', '85_up', 'not_said'])[1 + floor(random() * 6)],
    '', false, number %% %(flagged)s = 0
FROM generate_series(1, %(forms)s) AS number
"""
OPINIONS = """
INSERT INTO needs_answer (submission_id, question_id, option_id, topic_group_id)
SELECT s.id, q.id, (options)[1 + floor(random() * 4)], g.id
FROM needs_submission s CROSS JOIN offers_topicgroup g CROSS JOIN (
    SELECT q.id, array_agg(o.id ORDER BY o.position) AS options
    FROM needs_question q JOIN needs_option o ON o.question_id = q.id WHERE q.key = 'opinion' GROUP BY q.id
) AS q
"""
# After "fehlt": one answer to the scale, and on average two reasons.
FOLLOW_UPS = """
INSERT INTO needs_answer (submission_id, question_id, option_id, topic_group_id)
SELECT a.submission_id, o.question_id, o.id, a.topic_group_id
FROM needs_answer a JOIN needs_option chosen ON chosen.id = a.option_id AND chosen.key = 'missing'
CROSS JOIN LATERAL (
    (SELECT o.id, o.question_id FROM needs_option o JOIN needs_question q ON q.id = o.question_id
        WHERE q.key = 'importance' AND a.id > 0 ORDER BY random() LIMIT 1)
    UNION ALL
    (SELECT o.id, o.question_id FROM needs_option o JOIN needs_question q ON q.id = o.question_id
        WHERE q.key = 'reasons' AND o.meaning = '' AND a.id > 0 ORDER BY random() LIMIT 1 + floor(random() * 3))
) AS o
"""
OTHERS = """
INSERT INTO needs_answer (submission_id, question_id, option_id, topic_group_id)
SELECT s.id, q.id, (options)[1 + floor(random() * cardinality(options))], NULL
FROM needs_submission s CROSS JOIN (
    SELECT q.id, array_agg(o.id) AS options FROM needs_question q JOIN needs_option o ON o.question_id = q.id
    WHERE q.repeat = '' AND q.context = '' AND q.part = 'core' AND q.kind <> 'topics' GROUP BY q.id
) AS q
"""
TOPICS = """
INSERT INTO needs_answer (submission_id, question_id, topic_id)
SELECT s.id, q.id, t.id
FROM needs_submission s CROSS JOIN needs_question q
CROSS JOIN LATERAL (SELECT t.id FROM offers_topic t WHERE s.id IS NOT NULL ORDER BY random() LIMIT 3) AS t
WHERE q.key = 'missing_most'
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=100_000, help="sent forms")
    parser.add_argument("--rounds", type=int, default=5, help="how often each table is made; the median counts")
    plan = parser.parse_args()
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(embedded_database.running())
        catalogue = stack.enter_context(scratch(Catalogue(offers=20, municipalities=1)))
        connection.settings_dict = connection.settings_dict | {"NAME": catalogue.name}
        stack.callback(connection.close)
        wave = fill(plan.forms)
        administer("VACUUM (ANALYZE)", database=catalogue.name)
        for line in measure(wave, plan.rounds):
            print(line, flush=True)


def fill(forms: int) -> Wave:
    """A wave that runs, and its forms."""
    now = timezone.now()
    districts = list(Area.objects.filter(level=Level.DISTRICT).by_name())
    for number in range(PLANNING_AREAS):
        planning_area = PlanningArea.objects.create(name=f"Beispielraum {number + 1}", position=number)
        PlanningAreaMember.objects.bulk_create(
            PlanningAreaMember(planning_area=planning_area, area=area) for area in districts[number::PLANNING_AREAS]
        )
    Thresholds.objects.create(number=1, reason="Messen", role="Planung", decided_on=date(2026, 11, 1))
    wave = Wave.objects.create(
        name="Beispiel",
        questionnaire=load_first_questionnaire(now=now),
        frame=Frame.OPEN,
        opens_on=date(2026, 11, 1),
        closes_on=date(2027, 2, 28),
        is_example=True,
    )
    open_wave(wave_id=wave.pk, now=now)
    values = {"wave": wave.pk, "areas": [area.pk for area in districts], "forms": forms}
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(SUBMISSIONS, values | {"flagged": FLAGGED, "twice": TWICE})
        for statement in (OPINIONS, FOLLOW_UPS, OTHERS, TOPICS):
            cursor.execute(statement)
    return wave


def measure(wave: Wave, rounds: int) -> Iterator[str]:
    yield f"{Submission.objects.count()} forms, {Answer.objects.count()} answers"
    tables: dict[str, Callable] = {
        "Lebensbereich × planning area × group": lambda: count_opinions([wave]),
        "Lebensbereich × district × group": lambda: count_opinions([wave], split=Split.DISTRICTS),
        "other questions × group, whole city": lambda: count_choices([wave]),
        "age band × planning area": lambda: count_people([wave]),
    }
    for name, count in tables.items():
        first, *others = (seconds(count) for _round in range(rounds + 1))
        yield f"{name}: {median(others):.2f} s (the first time {first:.2f} s)"


def seconds(count: Callable) -> float:
    started = time.perf_counter()
    count()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
