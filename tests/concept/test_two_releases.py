"""Who has two releases, one grown from the other: attacked by trying all small worlds, and as they stand published."""

from functools import cache
from itertools import product

import numpy as np
import pytest

from concept import hiding
from concept.actions.releases import freeze, make_release, publish
from concept.disclosure import INTERVAL, NOT_TOLD
from concept.hiding import CITY, HIDDEN, NEW_ANSWERS, Before, Cell, Rules, Told, Words, settle
from concept.models import Chapter, Figure
from needs.actions.waves import close_wave
from tests.concept.attacks import Reader
from tests.concept.rows import RULES, counts, row
from tests.factories import NOW, make_area
from tests.needs_factories import make_surroundings, make_wave
from tests.submissions import make_submission

# --- All worlds of two planning areas and a rest, then and now, where something is missing or is fine ---

MOST = 29
EVERYTHING = np.array([(fine, size - fine) for size in range(MOST + 1) for fine in range(size + 1)])
SMALL = [(1, 2), (5, 4), (0, 7)]
MORE = [(0, 0), (5, 5), (0, 10)]


@cache
def reads(shares, answers, told_shares, fewest):
    """Which of EVERYTHING read like this; hidden ones may be any."""
    rules = Rules(fewest, told_shares)
    told = (rules.tell(counts(fine=int(fine), missing=int(missing))) for fine, missing in EVERYTHING)
    return np.array([(repr(dict(words.shares)), words.answers) == (shares, answers) for words in told])


def possible(words, rules):
    if words.is_hidden:
        return np.ones(len(EVERYTHING), dtype=bool)
    return reads(repr(dict(words.shares)), words.answers, rules.shares, rules.fewest)


def worlds(before, told):
    """Of a place: [fine then, missing then, fine since, missing since] of each world that reads the same."""
    then = EVERYTHING[possible(before.words, before.rules)]
    now = EVERYTHING[possible(told.words, told.rules) if told.is_new else possible(HIDDEN, RULES)]
    pairs = np.concatenate([np.repeat(then, len(now), axis=0), np.tile(now, (len(then), 1))], axis=1)
    since = pairs[:, 2:] - pairs[:, :2]
    grown = (since >= 0).all(axis=1)
    if told.is_new:
        grown &= since.sum(axis=1) >= NEW_ANSWERS
    return np.concatenate([pairs[:, :2], since], axis=1)[grown]


def least(found):
    """Those that no other one lies below: what fits in with more fits in with them."""
    kept = []
    rows = found[np.argsort(found.sum(axis=1), kind="stable")]
    while len(rows):
        kept.append(rows[0])
        rows = rows[~(rows >= rows[0]).all(axis=1)]
    return kept


def narrowed(first, cells, told):
    """Hidden numbers of planning areas that can't be everything from nobody to nine, then and now."""
    city = worlds(cells[CITY].before, told[CITY])
    parts = {place: worlds(cells[place].before, told[place]) for place in cells if place != CITY}
    for place, own in parts.items():
        others = [least(other) for each, other in parts.items() if each != place]
        for answer, is_then in product((0, 1), (True, False)):
            words = first[place].words if is_then else told[place].words
            if words.is_hidden and (is_then or told[place].is_new):
                numbers = own[:, answer] if is_then else own[:, answer] + own[:, 2 + answer]
                able = {
                    number
                    for number in range(10)
                    if any(
                        (city >= sum(each, start=mine)).all(axis=1).any()
                        for mine in least(own[numbers == number])
                        for each in product(*others)
                    )
                }
                if able != set(range(10)):
                    yield place, answer, is_then, sorted(able)


def found_by_trying(areas, more, rest):
    """Of two releases whose city is told in both, of no more people than are tried."""
    first = row(*(counts(fine=fine, missing=missing) for fine, missing in areas), rest=counts(fine=rest))
    told_first = settle(first, RULES, is_growing=False)
    sums = [(fine + a, missing + b) for (fine, missing), (a, b) in zip(areas, more, strict=True)]
    new = dict(enumerate(map(sum, more), start=1)) | {CITY: sum(map(sum, more))}
    grown = [counts(fine=fine, missing=missing) for fine, missing in sums]
    later = row(*grown, rest=counts(fine=rest), before=first, told=told_first, new=new)
    told = settle(later, RULES, is_growing=True)
    if told_first[CITY].words.is_hidden or not told[CITY].is_new or hiding.size_of(later[CITY].counts) > MOST:
        return []
    return [(areas, more, rest, *each) for each in narrowed(told_first, later, told)]


def test_trying_all_worlds_of_two_releases_finds_no_hidden_number():
    tried = product(product(SMALL, repeat=2), product(MORE, repeat=2), (4,))
    assert [found for case in tried for found in found_by_trying(*case)] == []


def test_trying_all_worlds_finds_hidden_numbers_without_the_rule(monkeypatch):
    monkeypatch.setattr(hiding._Row, "gives_away", lambda _row: "")
    assert found_by_trying(((1, 2), (1, 2)), ((0, 0), (5, 5)), 4)


# --- As they are published ---


def answer(wave, area, missing, fine, **fields):
    for opinion, number in (("missing", missing), ("fine", fine)):
        reasons = ["not_here", "full"][: 1 + number % 2] if opinion == "missing" else []
        for _form in range(number):
            answers = {"beratung": {"opinion": [opinion], "reasons": reasons}}
            make_submission(wave, area=area, answers=answers, **{"age_band": "65_74", "roles": [], **fields})


def publish_next(*waves):
    release = make_release(title="Stand", waves=waves, now=NOW)
    freeze(release_id=release.pk, by=None, now=NOW)
    return publish(release_id=release.pk, by=None, now=NOW)


def rows_of(release):
    """By group, what stands in the tables on the part of life, with the counts behind it."""
    found = {}
    figures = Figure.objects.filter(release=release, topic_group__slug="beratung", frame="open")
    for figure in figures.select_related("count", "taken_from"):
        found.setdefault(figure.group, {})[figure.planning_area_id or CITY] = figure
    return found


def words_of(figure):
    shares = {key: words for key, words in figure.shares.items() if key != INTERVAL and words != str(NOT_TOLD)}
    return HIDDEN if figure.is_hidden else Words(figure.answers, shares)


def rules_of(figure):
    return Rules(figure.count.counts["fewest"], frozenset(figure.count.counts["shares"]))


def read(row_now, row_then):
    cells, told = {}, {}
    for place, figure in row_now.items():
        before = row_then[place]
        kept = Before(words_of(before), before.count.counts["told"], before.count.counts["then"], rules_of(before))
        cells[place] = Cell(figure.count.counts["then"], before=kept)
        told[place] = Told(words_of(figure), figure.taken_from is None, rules_of(figure))
    return Reader(cells, told, is_growing=True)


@pytest.mark.django_db
def test_published_tables_of_two_releases_tell_no_hidden_number():
    one, other = make_area(name="Erfenbach"), make_area(name="Siegelbach")
    make_surroundings()
    Chapter.objects.create(position=1, title="Vorwort", text="Guten Tag.")
    first = make_wave()
    answer(first, one, 40, 25)
    answer(first, other, 5, 3)
    answer(first, one, 12, 9, roles=["relatives"], age_band="60_64")
    answer(first, other, 3, 2, roles=["relatives"], age_band="60_64")
    first = close_wave(wave_id=first.pk, now=NOW)
    second = make_wave()
    answer(second, one, 60, 40)
    answer(second, other, 9, 8)
    answer(second, other, 4, 7, roles=["relatives"], age_band="60_64")
    second = close_wave(wave_id=second.pk, now=NOW)
    then, now = rows_of(publish_next(first)), rows_of(publish_next(first, second))
    hidden = {group: sum(figure.is_hidden for figure in row.values()) for group, row in now.items()}
    assert (hidden["65_up"], hidden["relatives"], hidden["council"]) == (1, 2, 3)
    assert now["65_up"][CITY].taken_from is None
    assert {group: list(read(row, then[group]).found()) for group, row in now.items()} == {group: [] for group in now}
