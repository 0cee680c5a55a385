"""Who answered what can't be told from the tables: sorted in any way, matched by any value, forty people stay forty.

Each of forty registers for a workshop and sends a form right away, half of them after the next one has registered.
Whoever holds the database sorts every table by every column, also by where a row lies (ctid) and which transaction
wrote it (xmin), and lays the answers beside the registrations, letters and codes. By chance 1 of 40 fits. More than 12
has a probability below 10^-9 for one pair of columns, below 10^-5 for all; so does a correlation of ranks above 0.8.
"""

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection

from needs.actions import urn
from needs.actions.contributions import write_note
from needs.actions.sheets import begin, begin_with_letter, keep, send, withdraw
from needs.actions.urn import empty_urn, shuffle_notes
from needs.actions.waves import issue_letters
from needs.keys import answers_digest, key_of
from needs.models import Contribution, Frame, Letter, Sheet, Submission, Wave
from tests.factories import NOW
from tests.needs_factories import make_wave
from tests.traces import places_of, texts_in_database
from tests.workshop_factories import make_registration, make_workshop
from workshops import codes
from workshops.actions.codes import code_in_words
from workshops.actions.parties import Contact
from workshops.models import Code, ContactDetails, Registration, Way

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40
MOST_BY_CHANCE, HIGHEST_BY_CHANCE = 12, 0.8
# Columns that name the row of a person in another table.
LEADING = ("submission_id", "registration_id")
# Tables in which none of it may stand.
KEEPING = ("needs_", "django_", "procrastinate_", "offers_")
NETWORK = "203.0.113.0/24"
# Equal ones have stopped coming by then.
NIGHT = NOW + timedelta(hours=12)


@dataclass
class Visitor:
    """What the test knows and the database must not tell."""

    number: int
    registration: Registration
    sheet: Sheet
    letter: Letter | None
    sent_at: datetime

    @property
    def name(self) -> str:
        return name_of(self.number)

    @property
    def submission(self) -> Submission:
        return Submission.objects.get(code_digest=answers_digest(self.sheet.code))


def name_of(number: int) -> str:
    return f"Quastenpfennig {chr(65 + number // 26)}{chr(65 + number % 26)}"


def moment_of(number: int) -> datetime:
    return NOW + timedelta(minutes=7 * number, seconds=number)


def come(wave: Wave) -> list[Visitor]:
    """Forty people one after the other; the next one has registered before the one before has sent."""
    letters = issue_letters(wave_id=wave.pk, number=PEOPLE) if wave.is_invited else [None] * PEOPLE
    # Who got which letter, the register office knows.
    Random(4).shuffle(letters)  # noqa: S311 — nothing depends on it that anybody could guess
    workshop = make_workshop(seats=PEOPLE)
    visitors: list[Visitor] = []
    for number, letter in enumerate(letters):
        visitors.append(register(workshop, wave, number, letter))
        if number % 2:
            for visitor in visitors[-2:]:
                fill_in(visitor)
    return visitors


def register(workshop, wave: Wave, number: int, letter: Letter | None) -> Visitor:
    now = moment_of(number)
    mail = Contact(way=Way.MAIL, email=f"{name_of(number).replace(' ', '.').lower()}@example.org")
    registration = make_registration(workshop, names=[name_of(number)], contact=mail, now=now)
    visit = {"language": "de", "network": NETWORK, "now": now + timedelta(seconds=61)}
    sheet = begin_with_letter(code=letter.code, **visit) if letter else begin(wave=wave, **visit)
    return Visitor(number, registration, sheet, letter, now + timedelta(seconds=181))


def fill_in(visitor: Visitor) -> None:
    """All say the same, so that nothing but the tables' own order could tell them apart."""
    key = key_of(visitor.sheet.code)
    typed = {"1": ["older_people"], "3": ["dont_know"], "6-beratung": ["missing"], "13": ["Ein Bus fehlt."]}
    keep(key=key, typed=typed, language="de", now=visitor.sent_at - timedelta(seconds=60))
    send(key=key, network=NETWORK, now=visitor.sent_at)


@pytest.fixture(params=[Frame.OPEN, Frame.REGISTER])
def wave(request) -> Wave:
    return make_wave(frame=request.param)


# --- What somebody with the database can do ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """One column of the rows that belong to the forty, one row each: value and person, in the order of the rows."""

    name: str
    values: tuple[tuple[object, int], ...]

    def ranks(self) -> list[int]:
        return [person for _value, person in sorted(self.values, key=lambda pair: _sortable(pair[0]))]

    def moments(self) -> list[tuple[float, int]]:
        """Values on a line, where they are numbers or times."""
        found = [(_number(value), person) for value, person in self.values]
        return sorted((number, person) for number, person in found if number is not None)

    def own(self) -> dict[object, int]:
        """Values that only one person has."""
        often = Counter(value for value, _person in self.values)
        return {value: person for value, person in self.values if often[value] == 1}


def columns(prefix: str, owners: dict[tuple[str, object], int]) -> Iterator[Column]:
    """The columns of all tables whose name begins so. `owners` tells whose row a value of its columns makes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [table for (table,) in cursor.fetchall() if table.startswith(prefix)]
        for table in tables:
            cursor.execute(f"SELECT ctid::text, xmin::text::bigint, to_jsonb(t) FROM {table} t")  # noqa: S608
            yield from _columns_of(table, [(*where, json.loads(row)) for *where, row in cursor.fetchall()], owners)


def _columns_of(table: str, found: list[tuple], owners: dict[tuple[str, object], int]) -> Iterator[Column]:
    groups: dict[object, list[tuple[int, dict]]] = defaultdict(list)
    for ctid, xmin, row in found:
        page, line = json.loads(f"[{ctid[1:-1]}]")
        person = next((owners[name, row[name]] for name in LEADING if (name, row.get(name)) in owners), None)
        if person is None:
            person = owners.get((table, row.get("id")))
        if person is not None:
            # Several rows of a person stand in groups of their own: codes by kind, answers by question.
            group = row.get("kind") or row.get("question_id")
            groups[group].append((person, row | {"ctid": page * 10_000 + line, "xmin": xmin}))
    for group, rows in groups.items():
        rows.sort(key=lambda pair: pair[1]["ctid"])
        for name in rows[0][1]:
            values = tuple((_plain(row[name]), person) for person, row in rows)
            yield Column(f"{table}[{group}].{name}", values)


def links(answers: Iterable[Column], identities: Iterable[Column]) -> list[str]:
    """Pairs of columns that say more about who answered what than chance does."""
    identities = list(identities)
    return [
        f"{answer.name} ~ {identity.name}: {how}"
        for answer in answers
        for identity in identities
        for how in (*_by_rank(answer, identity), *_by_nearest(answer, identity), *_by_value(answer, identity))
    ]


def _by_rank(answer: Column, identity: Column) -> Iterator[str]:
    one, other = answer.ranks(), identity.ranks()
    for order, last in (("ascending", other), ("descending", other[::-1])):
        hits = sum(a == b for a, b in zip(one, last, strict=False))
        if hits > MOST_BY_CHANCE:
            yield f"{hits} by rank, {order}"
    places = {person: place for place, person in enumerate(other)}
    both = [(place, places[person]) for place, person in enumerate(one) if person in places]
    if abs(_correlation(both)) > HIGHEST_BY_CHANCE:
        yield "ranks go together"


def _by_nearest(answer: Column, identity: Column) -> Iterator[str]:
    line = identity.moments()
    hits = sum(_nearest(line, number) == person for number, person in answer.moments()) if line else 0
    if hits > MOST_BY_CHANCE:
        yield f"{hits} by the nearest value"


def _by_value(answer: Column, identity: Column) -> Iterator[str]:
    own = identity.own()
    hits = sum(own.get(value) == person for value, person in answer.own().items())
    if hits > MOST_BY_CHANCE:
        yield f"{hits} by the same value"


def _nearest(line: list[tuple[float, int]], number: float) -> int:
    at = bisect_left(line, (number, -1))
    return min(line[max(at - 1, 0) : at + 1], key=lambda pair: abs(pair[0] - number))[1]


def _correlation(pairs: list[tuple[int, int]]) -> float:
    """Spearman's, of ranks without ties."""
    number = len(pairs)
    if number < PEOPLE:
        return 0.0
    return 1 - 6 * sum((one - other) ** 2 for one, other in pairs) / (number * (number**2 - 1))


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float) else json.dumps(value)


def _sortable(value: object) -> tuple:
    number = _number(value)
    return (1, 0.0, str(value)) if number is None else (0, number, "")


def _number(value: object) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    try:
        return datetime.fromisoformat(str(value)).timestamp() if str(value)[:2] == "20" else None
    except ValueError:
        return None


def owners_of(visitors: list[Visitor]) -> tuple[dict, dict]:
    """Which rows are whose: of the answers, and of what leads to the people themselves."""
    answers, identities = {}, {}
    for visitor in visitors:
        submission = str(visitor.submission.pk)
        answers |= {("needs_submission", submission): visitor.number, ("submission_id", submission): visitor.number}
        identities |= {
            ("workshops_registration", visitor.registration.pk): visitor.number,
            ("registration_id", visitor.registration.pk): visitor.number,
            ("workshops_code", visitor.registration.code_id): visitor.number,
            ("workshops_code", Code.objects.get(digest=visitor.sheet.code.digest).pk): visitor.number,
        }
        if visitor.letter:
            identities["needs_letter", visitor.letter.pk] = visitor.number
            identities["workshops_code", visitor.letter.code_id] = visitor.number
    return answers, identities


def found_links(visitors: list[Visitor]) -> list[str]:
    answers, identities = owners_of(visitors)
    return links(columns("needs_", answers), [*columns("workshops_", identities), *columns("needs_", identities)])


def traces(visitors: list[Visitor]) -> set[str]:
    """Tables of the needs form in which a name, a contact, a code, a key or a time of sending stands."""
    words = [visitor.name for visitor in visitors]
    words += [contact.email for contact in ContactDetails.objects.all()]
    words += [f"{visitor.sent_at:%Y-%m-%d %H:%M:%S}" for visitor in visitors]
    given = [visitor.sheet.code for visitor in visitors] + [visitor.registration.code for visitor in visitors]
    given += [visitor.letter.code for visitor in visitors if visitor.letter]
    for code in given:
        words += [codes.digits(code.nonce), code_in_words(code), code.nonce, code.digest, key_of(code)]
    sought = [_tight(word) for word in words]
    texts = ((table, _tight(text)) for table, text in texts_in_database() if table.startswith(KEEPING))
    return {table for table, text in texts if any(word in text for word in sought)}


def _tight(text: str) -> str:
    return "".join(character for character in text if character.isalnum()).casefold()


# --- The tests --------------------------------------------------------------------------------------------------------


def test_answers_match_registrations_letters_and_codes_by_chance_only(wave):
    visitors = come(wave)
    # The guard sees what lies in the urn.
    assert traces(visitors) == {"needs_sheet"}
    assert empty_urn(now=NIGHT) == PEOPLE
    assert traces(visitors) == set()
    answers, identities = owners_of(visitors)
    looked_at = {column.name.split("[")[0] for column in columns("", identities)}
    assert looked_at >= {"workshops_registration", "workshops_contactdetails", "workshops_code", "workshops_guest"}
    assert {column.name.split("[")[0] for column in columns("needs_", answers)} == {
        "needs_submission", "needs_answer", "needs_contribution",
    }  # fmt: skip
    assert all(len(column.values) == PEOPLE for column in columns("needs_", answers))
    assert found_links(visitors) == []


def call() -> tuple[dict, dict]:
    """Forty people register and say on the telephone what they miss, one after the other; whose rows are whose."""
    workshop, notes, identities = make_workshop(seats=PEOPLE), {}, {}
    for number in range(PEOPLE):
        registration = make_registration(workshop, names=[name_of(number)], now=moment_of(number))
        note = write_note(text="Ein Bus fehlt.", groups=[], area=None, may_be_quoted=False, now=moment_of(number))
        notes[note.pk] = number
        identities |= {
            ("workshops_registration", registration.pk): number,
            ("registration_id", registration.pk): number,
            ("workshops_code", registration.code_id): number,
        }
    return notes, identities


def links_of_notes(notes: dict, identities: dict) -> list[str]:
    owners = {("needs_contribution", pk): number for pk, number in notes.items()}
    codes_of = Contribution.objects.values_list("pk", "code")
    owners |= {("workshops_code", code_id): notes[pk] for pk, code_id in codes_of}
    said = [*columns("needs_", owners), *columns("workshops_", owners)]
    assert {column.name.split("[")[0] for column in said} == {"needs_contribution", "workshops_code"}
    return links(said, columns("workshops_", identities))


def test_notes_match_registrations_by_chance_only():
    notes, identities = call()
    before = {note.pk: code_in_words(note.code) for note in Contribution.objects.select_related("code")}
    found = links_of_notes(notes, identities)
    assert any(link.startswith("workshops_code[contribution].id ~ workshops_code[registration].id") for link in found)
    # Their own numbers are drawn by chance.
    assert not any(link.startswith("needs_contribution[None].id ") for link in found)
    shuffle_notes()
    assert links_of_notes(notes, identities) == []
    assert {note.pk: code_in_words(note.code) for note in Contribution.objects.select_related("code")} == before


class Unshuffled:
    def shuffle(self, rows: list) -> None:
        """Nothing: they stay as they came."""


def test_guard_sees_an_urn_that_isnt_shuffled(wave, monkeypatch):
    monkeypatch.setattr(urn, "_chance", Unshuffled())
    monkeypatch.setattr(urn, "_shuffle_used_letters", lambda wave: None)
    visitors = come(wave)
    empty_urn(now=NIGHT)
    found = found_links(visitors)
    assert any("needs_submission[None].ctid ~ workshops_registration[None].registered_at" in link for link in found)
    assert any(link.startswith("needs_contribution") and "workshops_contactdetails" in link for link in found)
    assert any("workshops_code[needs_sheet].id" in link for link in found)
    assert wave.frame == Frame.OPEN or any("needs_letter[None]" in link for link in found)


LEAKS = {
    "letter": (lambda visitor: visitor.letter.pk, "by the same value"),
    "time": (lambda visitor: visitor.sent_at.isoformat(), "by the nearest value"),
    "code": (lambda visitor: Code.objects.get(digest=visitor.sheet.code.digest).pk, "by the same value"),
    "digest": (lambda visitor: visitor.sheet.code.digest, "by the same value"),
    "order": (lambda visitor: visitor.sheet.pk, "ranks go together"),
}


def test_guard_sees_what_must_not_be_kept():
    visitors = come(make_wave(frame=Frame.REGISTER))
    empty_urn(now=NIGHT)
    with connection.cursor() as cursor:
        try:
            for name, (kept, _how) in LEAKS.items():
                # In an order that tells nothing itself.
                rows = sorted((str(visitor.submission.pk), json.dumps(kept(visitor))) for visitor in visitors)
                cursor.execute(f"CREATE TABLE needs_leak_{name} (submission_id uuid, value jsonb)")
                cursor.executemany(f"INSERT INTO needs_leak_{name} VALUES (%s, %s)", rows)  # noqa: S608
            found = found_links(visitors)
        finally:
            cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'needs_leak_{name}' for name in LEAKS)}")
    for name, (_kept, how) in LEAKS.items():
        assert [link for link in found if link.startswith(f"needs_leak_{name}[None].value") and link.endswith(how)]


def test_two_piles_tell_no_more_than_the_pile():
    """Who sent in which pile can be told by who reads the database; within a pile nobody."""
    wave = make_wave()
    first = come(wave)
    empty_urn(now=NIGHT)
    second = come(wave)
    empty_urn(now=NIGHT)
    assert found_links(first) == []
    assert found_links(second) == []


def test_withdrawal_leaves_nothing_but_a_line_that_names_nobody(wave, tmp_path):
    visitors = come(wave)
    in_urn, counted = visitors[0], visitors[1]
    withdraw(code=in_urn.sheet.code, now=NOW)
    empty_urn(now=NIGHT)
    withdraw(code=counted.sheet.code, now=NOW)
    for visitor in (in_urn, counted):
        code = visitor.sheet.code
        gone = (code.nonce, code.digest, answers_digest(code), codes.digits(code.nonce), key_of(code))
        assert places_of(gone, files=tmp_path) == set()
    assert Submission.objects.count() == PEOPLE - 2
