"""Read the lists: which offers, in which order, under which heading, and how many every other choice would give.

A facet of the address is one condition. Every row of the catalogue that comes into question is looked at once and
carries a number whose bits say which conditions it misses. "How many results if this facet's choice were replaced"
is then: the rows that miss nothing, or only this facet. So all facets are one query, right in every combination.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from offers.models import CONFIRMED_DAYS, Heading, Mode, Offer, Status
from offers.opening_times import BERLIN

DAYS_AHEAD = 7


@dataclass(frozen=True)
class Search:
    """A search as the lists need it: themes with their scores, and words in the form of a tsquery."""

    themes: dict[str, float] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True)
class Criteria:
    """What an address asks for. Empty means: not asked. Every value is one that exists."""

    area: int | None = None
    theme: str = ""
    cost: str = ""
    mode: str = ""
    audience: str = ""
    language: str = ""
    step_free: bool = False
    day: date | None = None
    open_now: bool = False
    search: Search | None = None
    provider: int | None = None
    # Only what counts as stock of an area, not what is listed there because nobody knows whom it serves.
    serving: bool = False
    offers: tuple[int, ...] = ()


# Facet of the address → the field of Criteria that asks, and the condition on a listing.
CONDITIONS = {
    "ort": ("area", "r.heading IS NOT NULL AND (r.serves OR NOT %(serving)s)"),
    "thema": ("theme", "l.themes @> ARRAY[%(theme)s]"),
    "kosten": ("cost", "l.costs @> ARRAY[%(cost)s]"),
    "art": ("mode", "l.modes @> ARRAY[%(mode)s]"),
    "zielgruppe": ("audience", "l.audiences @> ARRAY[%(audience)s]"),
    "sprache": ("language", "l.languages @> ARRAY[%(language)s]"),
    "stufenlos": ("step_free", "l.is_step_free"),
    "tag": (
        "day",
        """EXISTS (SELECT FROM offers_slot s WHERE s.offer_id = l.offer_id
        AND s.starts_at < %(day_end)s AND s.ends_at > %(day_start)s)""",
    ),
    "offen": (
        "open_now",
        """l.verified_on >= %(confirmed_since)s AND EXISTS (
        SELECT FROM offers_slot s WHERE s.offer_id = l.offer_id
        AND s.starts_at <= %(now)s AND s.ends_at > %(now)s AND NOT s.by_appointment)""",
    ),
}
BITS = {facet: 1 << place for place, facet in enumerate(CONDITIONS)}
COLUMNS = {
    "thema": "themes",
    "kosten": "costs",
    "art": "modes",
    "zielgruppe": "audiences",
    "sprache": "languages",
}
VALID = """(l.valid_from IS NULL OR l.valid_from <= %(today)s)
    AND (l.valid_until IS NULL OR l.valid_until >= %(today)s)"""
FOUND = "(l.themes && %(found_themes)s::text[] OR l.words @@ %(words)s::tsquery)"
# Offers of the best theme first; within a theme those whose own words fit, the title's most of all.
RANK = """coalesce((SELECT max(f.score) FROM unnest(%(found_themes)s::text[], %(scores)s::float[]) AS f (theme, score)
    WHERE f.theme = ANY (l.themes)), 0) + ts_rank(l.words, %(words)s::tsquery)"""


@dataclass(frozen=True)
class Row:
    """One result: its card, its heading, and the first span that isn't over; one by appointment only without others."""

    offer: int
    heading: Heading
    card: dict
    verified_on: date | None
    closed_until: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    by_appointment: bool | None


def read_page(criteria: Criteria, *, now: datetime, size: int, offset: int = 0) -> list[Row]:
    """The results from `offset` on, at most `size`, under their headings in the order of the page."""
    with connection.cursor() as cursor:
        cursor.execute(_page_sql(criteria), _values(criteria, now) | {"size": size, "offset": offset})
        return [Row(row[0], Heading(row[1]), json.loads(row[2]), *row[3:]) for row in cursor.fetchall()]


def _page_sql(criteria: Criteria) -> str:
    conditions = [condition for _facet, condition in _asked(criteria)]
    return f"""
    WITH page AS MATERIALIZED (
        SELECT l.offer_id, {_heading(criteria)} AS heading, {_rank(criteria)} AS rank, l.sort_title
        FROM offers_listing l {_reach(criteria, outer=False)}
        WHERE {" AND ".join([*_always(criteria), *conditions])}
        ORDER BY heading, rank DESC, l.sort_title, l.offer_id
        LIMIT %(size)s OFFSET %(offset)s
    )
    SELECT offer_id, p.heading, l.card::text, l.verified_on, l.closed_until, s.starts_at, s.ends_at, s.by_appointment
    FROM page p JOIN offers_listing l USING (offer_id) LEFT JOIN LATERAL (
        SELECT starts_at, ends_at, by_appointment FROM offers_slot
        WHERE offer_id = l.offer_id AND ends_at > %(now)s
        ORDER BY by_appointment, starts_at LIMIT 1
    ) s ON true
    ORDER BY p.heading, p.rank DESC, p.sort_title, offer_id
    """


def count_facets(criteria: Criteria, *, viewers: Sequence[int], now: datetime) -> dict[str, dict[str, int]]:
    """For every facet and value the number of results if it replaced that facet's choice.

    `viewers` are the areas offered under "Ort"; their keys in the answer are those of the areas as text.
    "heading" counts the results themselves, "served" those of them that are known to serve the area.
    """
    counts: dict[str, dict[str, int]] = {facet: {} for facet in [*CONDITIONS, "heading", "served"]}
    with connection.cursor() as cursor:
        cursor.execute(_facets_sql(criteria), _values(criteria, now) | {"viewers": list(viewers)})
        for facet, value, count in cursor.fetchall():
            counts[facet][value] = count
    return counts


def _facets_sql(criteria: Criteria) -> str:
    return f"""
    WITH seen AS MATERIALIZED (
        SELECT l.offer_id, l.reach_id, l.themes, l.costs, l.modes, l.audiences, l.languages,
            l.is_step_free, l.verified_on, {_heading(criteria)} AS heading, {_misses(criteria)} AS misses,
            {"r.serves" if criteria.area else "true"} AS serves
        FROM offers_listing l {_reach(criteria, outer=True)}
        WHERE {" AND ".join([*_always(criteria), *_within_viewers(criteria)])}
    ), coming AS MATERIALIZED (
        SELECT offer_id, misses, verified_on, s.starts_at, s.ends_at, s.by_appointment
        FROM seen JOIN offers_slot s USING (offer_id)
        WHERE {_misses_only("tag", "offen")}
        AND s.ends_at > %(now)s AND s.starts_at < %(last_day_end)s
    )
    {" UNION ALL ".join(_counts())}
    """


def _counts() -> Iterator[str]:
    for facet, column in COLUMNS.items():
        # Equal arrays are counted before they are taken apart: many offers share few of them.
        yield f"""SELECT '{facet}', value, sum(n)::bigint FROM (
                SELECT {column}, count(*) AS n FROM seen WHERE {_misses_only(facet)} GROUP BY {column}
            ) AS by_value, unnest({column}) AS value GROUP BY value"""
    yield f"SELECT 'stufenlos', 'ja', count(*) FROM seen WHERE is_step_free AND {_misses_only('stufenlos')}"
    yield f"""SELECT 'ort', r.area_id::text, sum(n)::bigint FROM (
            SELECT reach_id, count(*) AS n FROM seen WHERE {_misses_only("ort")} GROUP BY reach_id
        ) AS by_reach JOIN offers_reacharea r USING (reach_id)
        WHERE r.area_id = ANY (%(viewers)s) AND (r.serves OR NOT %(serving)s) GROUP BY r.area_id"""
    yield f"""SELECT 'tag', d.day::text, count(DISTINCT offer_id) FROM coming
        JOIN unnest(%(days)s::date[], %(day_starts)s::timestamptz[], %(day_ends)s::timestamptz[])
            AS d (day, starts_at, ends_at) ON coming.starts_at < d.ends_at AND coming.ends_at > d.starts_at
        WHERE {_misses_only("tag")} GROUP BY d.day"""
    yield f"""SELECT 'offen', 'jetzt', count(DISTINCT offer_id) FROM coming
        WHERE {_misses_only("offen")} AND starts_at <= %(now)s AND NOT by_appointment
        AND verified_on >= %(confirmed_since)s"""
    yield f"SELECT 'served', 'ja', count(*) FROM seen WHERE serves AND {_misses_only()}"
    yield f"SELECT 'heading', heading::text, count(*) FROM seen WHERE {_misses_only()} GROUP BY heading"


def _misses_only(*facets: str) -> str:
    """Rows that miss nothing, or these facets at most.

    "< 1" and not "= 0": the planner expects so few rows of an equation that it would sort thousands instead of hashing.
    """
    return f"misses & ~{sum(BITS[facet] for facet in facets)} < 1"


def count_places(*, now: datetime) -> dict[int, int]:
    """How many offers have their place in an area, for every area that has some."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT r.area_id, count(*) FROM offers_listing l JOIN offers_reacharea r USING (reach_id)
            WHERE r.heading IN ({Heading.COMES_TO_YOU}, {Heading.IN_YOUR_DISTRICT}) AND {VALID} GROUP BY r.area_id""",
            {"today": timezone.localdate(now)},
        )
        return dict(cursor.fetchall())


def read_dates(area: int, *, now: datetime, size: int) -> list[tuple[datetime, datetime, str, str]]:
    """The next dates of offers with a place in the area: start, end, title, address. Only checked times count."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT s.starts_at, s.ends_at, l.card ->> 'title', l.card ->> 'address'
            FROM offers_reacharea r JOIN offers_listing l USING (reach_id) JOIN offers_slot s USING (offer_id)
            WHERE r.area_id = %(area)s AND r.heading = {Heading.IN_YOUR_DISTRICT} AND {VALID}
            AND l.verified_on >= %(confirmed_since)s AND s.ends_at > %(now)s AND NOT s.by_appointment
            ORDER BY s.starts_at, l.sort_title, l.offer_id LIMIT %(size)s""",
            _values(Criteria(area=area), now) | {"size": size},
        )
        return cursor.fetchall()


@dataclass(frozen=True)
class Dated:
    """An offer with its spans between two moments, none of them by appointment only; `places` as in offers.facts."""

    offer: int
    card: dict
    places: list[dict]
    verified_on: date | None
    spans: list[tuple[datetime, datetime]]

    @property
    def is_regular(self) -> bool:
        """Opening hours rather than dates: there more than once in a week."""
        weeks = [timezone.localtime(start).isocalendar()[:2] for start, _end in self.spans]
        return len(set(weeks)) < len(weeks)


AT_A_PLACE = f"""l.reach_id IN (SELECT reach_id FROM offers_reacharea
    WHERE area_id = %(area)s AND heading = {Heading.IN_YOUR_DISTRICT})"""


def read_dated(*, start: datetime, end: datetime, area: int | None = None, offer: int | None = None) -> list[Dated]:
    """One offer, or those with a place in the area, if they are there between `start` and `end`, checked or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT l.offer_id, l.card::text, (l.facts -> 'places')::text, l.verified_on,
                array_agg(s.starts_at ORDER BY s.starts_at), array_agg(s.ends_at ORDER BY s.starts_at)
            FROM offers_listing l JOIN offers_slot s USING (offer_id)
            WHERE {AT_A_PLACE if area else "l.offer_id = %(offer)s"} AND NOT s.by_appointment
            AND s.ends_at > %(start)s AND s.starts_at < %(end)s
            AND (s.starts_at AT TIME ZONE 'Europe/Berlin')::date
                BETWEEN coalesce(l.valid_from, '-infinity') AND coalesce(l.valid_until, 'infinity')
            GROUP BY l.offer_id ORDER BY l.sort_title, l.offer_id""",
            {"area": area, "offer": offer, "start": start, "end": end},
        )
        return [
            Dated(number, json.loads(card), json.loads(places), verified_on, list(zip(starts, ends, strict=True)))
            for number, card, places, verified_on, starts, ends in cursor.fetchall()
        ]


def read_offer(slug: str) -> Offer | None:
    """A published or archived offer with what its page says today; a published one with `card` and `facts` as JSON.

    Written out, as are the spans below: the ORM takes four times as long to put the statement together.
    """
    offers = Offer.objects.raw(
        """SELECT o.id, o.title, o.slug, o.status, o.verified_on, o.verified_how, o.closed_until, o.valid_from,
            o.valid_until, l.card::text AS card, l.facts::text AS facts
        FROM offers_offer o LEFT JOIN offers_listing l ON l.offer_id = o.id
        WHERE o.slug = %(slug)s AND o.status IN (%(published)s, %(archived)s)""",
        {"slug": slug, "published": Status.PUBLISHED, "archived": Status.ARCHIVED},
    )
    return next(iter(offers), None)


def read_spans(offer: int, *, now: datetime, size: int) -> list[tuple[datetime, datetime, bool]]:
    """The next spans of an offer, at most `size`, and the next one at which people may simply come, however late.

    Start, end, and whether by appointment only.
    """
    ahead = """SELECT starts_at, ends_at, by_appointment FROM offers_slot
        WHERE offer_id = %(offer)s AND ends_at > %(now)s"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""({ahead} ORDER BY starts_at LIMIT %(size)s)
            UNION ({ahead} ORDER BY by_appointment, starts_at LIMIT 1) ORDER BY starts_at""",
            {"offer": offer, "now": now, "size": size},
        )
        return cursor.fetchall()


def _asked(criteria: Criteria) -> Iterator[tuple[str, str]]:
    for facet, (name, condition) in CONDITIONS.items():
        if getattr(criteria, name):
            yield facet, condition


def _misses(criteria: Criteria) -> str:
    parts = [f"CASE WHEN {condition} THEN 0 ELSE {BITS[facet]} END" for facet, condition in _asked(criteria)]
    return " + ".join(parts) or "0"


def _always(criteria: Criteria) -> list[str]:
    """Conditions that aren't a facet: no choice in the box replaces them."""
    asked = {
        FOUND: criteria.search,
        "l.offer_id = ANY (%(offers)s)": criteria.offers,
        "l.offer_id IN (SELECT offer_id FROM offers_offerprovider WHERE provider_id = %(provider)s)": criteria.provider,
    }
    return [VALID, *(condition for condition, value in asked.items() if value)]


def _within_viewers(criteria: Criteria) -> list[str]:
    if criteria.area is None:
        return []
    return ["l.reach_id IN (SELECT reach_id FROM offers_reacharea WHERE area_id = ANY (%(viewers)s))"]


def _reach(criteria: Criteria, *, outer: bool) -> str:
    if criteria.area is None:
        return ""
    join = "LEFT JOIN" if outer else "JOIN"
    return f"{join} offers_reacharea r ON r.reach_id = l.reach_id AND r.area_id = %(area)s"


def _heading(criteria: Criteria) -> str:
    if criteria.area is None:
        comes = f"ARRAY['{Mode.HOME}', '{Mode.PHONE}']"
        return f"CASE WHEN l.modes && {comes} THEN {Heading.COMES_TO_YOU} ELSE {Heading.WHOLE_CITY} END"
    return "r.heading"


def _rank(criteria: Criteria) -> str:
    return RANK if criteria.search else "0"


def _values(criteria: Criteria, now: datetime) -> dict:
    today = timezone.localdate(now)
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
    midnights = [midnight(day) for day in days]
    search = criteria.search or Search()
    asked_day = criteria.day or today
    return vars(criteria) | {
        "offers": list(criteria.offers),
        "now": now,
        "today": today,
        "confirmed_since": today - timedelta(days=CONFIRMED_DAYS),
        "days": days[:-1],
        "day_starts": midnights[:-1],
        "day_ends": midnights[1:],
        "last_day_end": midnights[-1],
        "day_start": max(now, midnight(asked_day)),
        "day_end": midnight(asked_day + timedelta(days=1)),
        "found_themes": list(search.themes),
        "scores": list(search.themes.values()),
        "words": search.words,
    }


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BERLIN)
