"""The chain of the log: added to by many at once, forgotten without breaking, and nothing changed unseen."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concept.actions.log import (
    BEGINNING,
    Checked,
    digest_of,
    forget_content,
    lock_log,
    role_of,
    verify_log,
    write_log,
)
from concept.models import LogLine, LogSalt
from tests.at_once import at_once
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
SECRET = "Frau Zwiebelstein wartet."


def write(subject="F-2026-001", **fields):
    return write_log(
        **{
            "kind": "published",
            "subject": subject,
            "derived_from": ["T-7"],
            "role": "Planung",
            "content": {"sentence": SECRET},
            "now": NOW,
            **fields,
        }
    )


def tamper(sql):
    """What somebody could do who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE concept_logline DISABLE TRIGGER only_added_to")
        cursor.execute(sql)
        # Else the table has events that wait for the end of the test.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE concept_logline ENABLE TRIGGER only_added_to")


def test_empty_log_is_whole():
    assert verify_log() == Checked(0, 0, [], BEGINNING, is_known=True)
    assert verify_log().is_whole


def test_lines_are_chained():
    first, second = write(), write("M-001", kind="proposed", now=NOW + timedelta(days=1), is_example=True)
    assert [first.position, second.position] == [1, 2]
    assert first.digest != second.digest
    assert first.digest == digest_of({"sentence": SECRET}, first.salt.salt)
    assert verify_log() == Checked(2, 0, [], second.chain, is_known=True)
    assert verify_log(known=first.chain).is_whole


def test_line_holds_ids_and_no_words():
    line = write()
    line.refresh_from_db()
    assert SECRET not in str(LogLine.objects.values().get())
    assert (line.kind, line.subject, line.derived_from, line.role) == (
        "published",
        "F-2026-001",
        ["T-7"],
        "Planung",
    )
    assert line.salt.content == {"sentence": SECRET}


def test_same_content_has_another_digest_each_time():
    assert write().digest != write().digest


def test_content_is_forgotten_and_the_chain_still_holds():
    first, second = write(), write()
    assert forget_content(position=1)
    assert not forget_content(position=1)
    assert SECRET not in str([*LogLine.objects.values(), *LogSalt.objects.exclude(line=second).values()])
    assert verify_log() == Checked(2, 1, [], second.chain, is_known=True)
    assert verify_log(known=first.chain).is_whole


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE concept_logline SET subject = 'F-2026-002' WHERE position = 2",
        "UPDATE concept_logline SET kind = 'withdrawn' WHERE position = 2",
        "UPDATE concept_logline SET role = 'Betrieb' WHERE position = 2",
        "UPDATE concept_logline SET derived_from = '[]' WHERE position = 2",
        "UPDATE concept_logline SET happened_at = happened_at - interval '1 second' WHERE position = 2",
        "UPDATE concept_logline SET is_example = true WHERE position = 2",
        "UPDATE concept_logline SET digest = repeat('0', 64) WHERE position = 2",
        "UPDATE concept_logline SET chain = repeat('0', 64) WHERE position = 2",
    ],
)
def test_changed_line_is_noticed(change):
    for _number in range(3):
        write()
    tamper(change)
    assert verify_log().broken[0] == 2
    assert not verify_log().is_whole


def test_changed_content_is_noticed():
    write()
    write()
    LogSalt.objects.filter(line=1).update(content={"sentence": "Es fehlt nichts."})
    assert verify_log().broken == [1]


def test_dropped_line_is_noticed():
    lines = [write() for _number in range(3)]
    forget_content(position=2)
    tamper("DELETE FROM concept_logline WHERE position = 2")
    assert verify_log() == Checked(2, 0, [3], lines[2].chain, is_known=True)


def test_end_that_was_cut_off_is_noticed_by_who_noted_the_head():
    first, second = write(), write()
    forget_content(position=2)
    tamper("DELETE FROM concept_logline WHERE position = 2")
    assert verify_log().is_whole
    assert verify_log(known=second.chain) == Checked(1, 0, [], first.chain, is_known=False)
    assert not verify_log(known=second.chain).is_whole


def test_content_comes_back_as_it_was_signed():
    line = write(content={"on": date(2026, 2, 2), "why": _("Grund"), "share": 1e20, "b": 1, "a": [None, True]})
    line.salt.refresh_from_db()
    assert line.salt.content == {"on": "2026-02-02", "why": "Grund", "share": "1e+20", "a": [None, True], "b": 1}
    assert verify_log().is_whole


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    # What PostgreSQL keeps in a text.
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="ascii", exclude_characters="\0")), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON)
def test_any_content_verifies(content):
    write(content={"any": content})
    assert verify_log().broken == []


def test_whoever_writes_is_a_role():
    assert role_of(None) == "Betrieb"
    assert role_of(make_user(is_superuser=True)) == "Betrieb"
    assert role_of(make_user(groups=["Planung", "Auswertung"])) == "Auswertung, Planung"
    assert len(role_of(make_user(groups=[f"Eine lange Rolle {number}" for number in range(9)]))) == 40


@pytest.mark.django_db(transaction=True)
def test_lines_written_at_once_stand_in_one_chain():
    written = at_once(*[write] * 8)
    assert sorted(line.position for line in written) == list(range(1, 9))
    assert verify_log().is_whole
    assert verify_log().lines == 8


@pytest.mark.django_db(transaction=True)
def test_line_of_a_transaction_that_fails_leaves_no_hole():
    write()

    @transaction.atomic
    def fail():
        lock_log()
        write()
        raise IntegrityError

    at_once(fail, write, fail, write)
    assert list(LogLine.objects.in_order().values_list("position", flat=True)) == [1, 2, 3]
    assert verify_log().is_whole
