"""Minutes: nothing typed is lost, nothing unread is approved, nothing unpublished leaks."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.factories import NOW, make_area, make_topic, make_user
from tests.minutes_factories import (
    make_approved_minutes,
    make_content,
    make_published_minutes,
    make_row,
    make_version,
)
from tests.workshop_factories import BY_MAIL, make_registration, make_workshop
from workshops.actions.minutes import (
    MOST_CHARACTERS,
    MOST_STATEMENTS,
    approve,
    current_content,
    publish_minutes,
    save_minutes,
    take_back_approval,
    unpublish_minutes,
)
from workshops.actions.refusals import Refusal
from workshops.models import Minutes, MinutesState, MinutesVersion, Notice, NoticeKind, State, Statement, Workshop

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def texts(workshop):
    """Every version: number, its text, whether it lies aside."""
    versions = workshop.minutes.versions.order_by("number")
    return [(version.number, version.content["text"], version.is_aside) for version in versions]


def counting(workshop):
    return Minutes.objects.get(workshop=workshop).number


def test_saving_makes_the_next_version():
    workshop = make_workshop()
    assert current_content(None) == make_content("")
    make_version(workshop, make_content("eins"), based_on=0)
    make_version(workshop, make_content("zwei"), based_on=1)
    assert texts(workshop) == [(1, "eins", False), (2, "zwei", False)]
    assert counting(workshop) == 2
    assert current_content(workshop.minutes) == make_content("zwei")


def test_saving_keeps_who_and_when():
    user = make_user()
    row = make_row(topic="T1", area="betzenberg", group="council")
    version = make_version(content=make_content("eins", [row]), by=user)
    assert (version.saved_by, version.saved_at, version.begun_at) == (user, NOW, NOW)
    assert MinutesVersion.objects.get().content == {"text": "eins", "statements": [row]}


def test_who_writes_on_an_older_version_keeps_the_text_aside():
    workshop = make_workshop()
    make_version(workshop, make_content("eins"), based_on=0)
    make_version(workshop, make_content("zwei"), based_on=1)
    aside = make_version(workshop, make_content("auch zwei"), based_on=1)
    assert (aside.number, aside.based_on, aside.is_aside) == (3, 1, True)
    assert texts(workshop) == [(1, "eins", False), (2, "zwei", False), (3, "auch zwei", True)]
    assert counting(workshop) == 2
    after = make_version(workshop, make_content("zusammen"), based_on=2)
    assert (after.number, counting(workshop)) == (4, 4)


def test_what_one_page_saves_within_ten_minutes_is_one_version():
    workshop, user = make_workshop(), make_user()
    page = {"page": "a", "by": user}
    make_version(workshop, make_content("e"), based_on=0, **page)
    make_version(workshop, make_content("ei"), based_on=1, now=NOW + MINUTE, **page)
    make_version(workshop, make_content("ein"), based_on=2, now=NOW + 9 * MINUTE, **page)
    assert texts(workshop) == [(3, "ein", False)]
    version = workshop.minutes.versions.get()
    assert (version.begun_at, version.saved_at, version.based_on) == (NOW, NOW + 9 * MINUTE, 2)
    make_version(workshop, make_content("eins"), based_on=3, now=NOW + 10 * MINUTE, **page)
    assert texts(workshop) == [(3, "ein", False), (4, "eins", False)]


def test_a_page_that_goes_on_after_another_doesnt_write_over_it():
    workshop, user = make_workshop(), make_user()
    make_version(workshop, make_content("eins"), based_on=0, page="a", by=user)
    make_version(workshop, make_content("zwei"), based_on=1, page="a", by=user)
    # Opened at version 1, which went on since.
    other = make_version(workshop, make_content("anders"), based_on=1, page="b", by=user)
    assert other.is_aside
    assert texts(workshop) == [(2, "zwei", False), (3, "anders", True)]


def test_a_key_of_somebody_elses_page_is_no_key():
    workshop = make_workshop()
    make_version(workshop, make_content("eins"), page="a", by=make_user())
    assert make_version(workshop, make_content("zwei"), page="a", by=make_user()).is_aside


def test_a_page_that_never_heard_the_answer_saves_again():
    workshop, user = make_workshop(), make_user()
    first = make_version(workshop, make_content("eins"), page="a", by=user)
    assert make_version(workshop, make_content("eins"), page="a", by=user, now=NOW + MINUTE) == first
    longer = make_version(workshop, make_content("eins zwei"), based_on=0, page="a", by=user)
    assert not longer.is_aside
    assert texts(workshop) == [(1, "eins", False), (2, "eins zwei", False)]


def test_nothing_is_put_aside_twice():
    workshop = make_workshop()
    make_version(workshop)
    first = make_version(workshop, make_content("zwei"), page="b")
    assert make_version(workshop, make_content("zwei"), page="b") == first


def test_what_is_typed_after_approval_lies_aside():
    workshop = make_approved_minutes(make_content("eins"))
    late = make_version(workshop, make_content("zwei"), based_on=1)
    assert late.is_aside
    assert current_content(Minutes.objects.get()) == make_content("eins")


@pytest.mark.parametrize(
    "content",
    [
        make_content("x" * (MOST_CHARACTERS + 1)),
        make_content("x", [make_row("x" * MOST_CHARACTERS)]),
        make_content("", [make_row()] * (MOST_STATEMENTS + 1)),
    ],
)
def test_too_much_is_refused(content):
    with pytest.raises(Refusal, match="zu lang und wurde nicht gespeichert"):
        make_version(content=content)
    assert not MinutesVersion.objects.exists()


def test_a_hundred_thousand_characters_are_kept():
    version = make_version(content=make_content("x" * MOST_CHARACTERS))
    assert len(MinutesVersion.objects.get(pk=version.pk).content["text"]) == 100_000


@pytest.mark.django_db(transaction=True, serialized_rollback=False)
def test_two_who_save_at_once_both_keep_their_text():
    workshop = make_workshop()
    users = [make_user(), make_user()]
    start, saved = Barrier(2), []

    def write(user):
        try:
            for number in range(20):
                start.wait(timeout=20)
                content = make_content(f"{user.pk} schreibt {number}")
                based_on = Minutes.objects.filter(workshop=workshop).values_list("number", flat=True).first() or 0
                version = save_minutes(
                    workshop_id=workshop.pk,
                    content=content,
                    based_on=based_on,
                    page=f"{user.pk} {number}",
                    by=user,
                    now=NOW,
                )
                saved.append((version.number, version.is_aside, content["text"]))
        finally:
            connection.close()

    threads = [Thread(target=write, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    kept = {(number, is_aside, text) for number, text, is_aside in texts(workshop)}
    assert len(saved) == 40
    assert kept == set(saved)
    assert {text for _number, _aside, text in kept} == {f"{u.pk} schreibt {n}" for u in users for n in range(20)}
    assert counting(workshop) == max(number for number, is_aside, _text in saved if not is_aside)


def test_approval_makes_statements_in_order():
    topic, area = make_topic(), make_area()
    rows = [
        make_row("Abends fährt kein Bus.", topic=topic.code, area=area.slug, group="older_people"),
        make_row("Es fehlt ein Treffpunkt."),
    ]
    workshop = make_workshop()
    make_version(workshop, make_content("eins"))
    make_version(workshop, make_content("zwei", rows), based_on=1)
    make_version(workshop, make_content("Frau Muster war krank."), based_on=1)
    approve(workshop_id=workshop.pk, number=2, is_checked=True, role="Planung", now=NOW)
    statements = Statement.objects.filter(workshop=workshop).in_order()
    assert [(s.position, s.text, s.topic, s.area, s.group) for s in statements] == [
        (1, "Abends fährt kein Bus.", topic, area, "older_people"),
        (2, "Es fehlt ein Treffpunkt.", None, None, ""),
    ]
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.approved_at, minutes.approved_by) == (MinutesState.APPROVED, NOW, "Planung")
    # What was taken out before is gone.
    assert texts(workshop) == [(2, "zwei", False)]


@pytest.mark.parametrize(
    ("content", "fields", "words"),
    [
        (make_content(""), {}, "leer"),
        (make_content(), {"is_checked": False}, "setzen Sie den Haken"),
        (make_content(), {"number": 2}, "inzwischen geändert"),
        (make_content("", [make_row("")]), {}, "bei Aussage 1 auf, was gesagt wurde"),
        (make_content("", [make_row(), make_row("x" * 501)]), {}, "Kürzen Sie Aussage 2"),
        (make_content("", [make_row(topic="fort")]), {}, "bei Aussage 1 das Thema neu"),
        (make_content("", [make_row(), make_row(area="fort")]), {}, "bei Aussage 2 den Stadtteil neu"),
    ],
)
def test_approval_refuses_in_words(content, fields, words):
    workshop = make_workshop()
    make_version(workshop, content)
    with pytest.raises(Refusal, match=words):
        approve(**{"workshop_id": workshop.pk, "number": 1, "is_checked": True, "role": "", "now": NOW, **fields})
    assert Minutes.objects.get().state == MinutesState.WRITING
    assert not Statement.objects.exists()


def test_minutes_that_nobody_wrote_are_empty():
    with pytest.raises(Refusal, match="leer"):
        approve(workshop_id=make_workshop().pk, number=0, is_checked=True, role="", now=NOW)


def approve_anew(workshop, rows):
    """After publication: off the page, corrected, approved again."""
    unpublish_minutes(workshop_id=workshop.pk)
    take_back_approval(workshop_id=workshop.pk)
    number = counting(workshop)
    version = make_version(workshop, make_content("neu", rows), based_on=number)
    approve(workshop_id=workshop.pk, number=version.number, is_checked=True, role="Planung", now=NOW)


def test_a_statement_stays_the_same_when_it_moves_or_is_corrected():
    rows = [make_row("Abends fährt kein Bus."), make_row("Es felt ein Treffpunkt."), make_row("Der Weg ist steil.")]
    workshop = make_published_minutes(make_content("alt", rows))
    bus, meeting_place, path = Statement.objects.in_order()
    approve_anew(
        workshop,
        [make_row("Der Arzt ist weit weg."), make_row("Es fehlt ein Treffpunkt."), make_row("Abends fährt kein Bus.")],
    )
    statements = list(Statement.objects.in_order())
    assert [statement.pk for statement in statements[1:]] == [meeting_place.pk, bus.pk]
    assert [(s.position, s.text) for s in statements] == [
        (1, "Der Arzt ist weit weg."),
        (2, "Es fehlt ein Treffpunkt."),
        (3, "Abends fährt kein Bus."),
    ]
    assert not Statement.objects.filter(pk=path.pk).exists()
    assert statements[0].pk not in (bus.pk, meeting_place.pk, path.pk)


def test_of_two_alike_the_one_with_the_same_words_stays():
    rows = [make_row("Der Bus fährt zu selten."), make_row("Der Bus fährt zu spät.")]
    workshop = make_published_minutes(make_content("", rows))
    seldom, late = Statement.objects.in_order()
    approve_anew(workshop, [make_row("Der Bus fährt viel zu spät."), make_row("Der Bus fährt zu selten.")])
    assert [(s.pk, s.text) for s in Statement.objects.in_order()] == [
        (late.pk, "Der Bus fährt viel zu spät."),
        (seldom.pk, "Der Bus fährt zu selten."),
    ]


def test_statements_of_another_workshop_stay_as_they_are():
    make_published_minutes()
    other = make_published_minutes()
    assert Statement.objects.count() == 2
    approve_anew(other, [make_row("Ganz neue Worte hier.")])
    assert sorted(Statement.objects.values_list("text", flat=True)) == [
        "Abends fährt kein Bus.",
        "Ganz neue Worte hier.",
    ]


def test_minutes_go_forth_and_back():
    workshop = make_approved_minutes()
    publish_minutes(workshop_id=workshop.pk, now=NOW)
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.published_at) == (MinutesState.PUBLISHED, NOW)
    unpublish_minutes(workshop_id=workshop.pk)
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.published_at, minutes.approved_at) == (MinutesState.APPROVED, None, NOW)
    take_back_approval(workshop_id=workshop.pk)
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.approved_at, minutes.approved_by) == (MinutesState.WRITING, None, "")


def test_publishing_thanks_who_was_there_once():
    workshop = make_workshop(seats=1)
    there = make_registration(workshop, contact=BY_MAIL)
    make_registration(workshop, contact=BY_MAIL)
    Workshop.objects.filter(pk=workshop.pk).update(state=State.HELD)
    version = make_version(workshop)
    approve(workshop_id=workshop.pk, number=version.number, is_checked=True, role="Planung", now=NOW)
    assert not Notice.objects.filter(kind=NoticeKind.THANKS).exists()
    publish_minutes(workshop_id=workshop.pk, now=NOW)
    unpublish_minutes(workshop_id=workshop.pk)
    publish_minutes(workshop_id=workshop.pk, now=NOW)
    assert Notice.objects.get(kind=NoticeKind.THANKS).registration == there


def test_a_step_that_doesnt_fit_is_refused():
    published = make_published_minutes().pk
    approved = make_approved_minutes().pk
    writing = make_version().minutes.workshop_id
    early = make_approved_minutes(state=State.CLOSED).pk
    with pytest.raises(Refusal, match="schon freigegeben"):
        approve(workshop_id=approved, number=1, is_checked=True, role="", now=NOW)
    with pytest.raises(Refusal, match="Geben Sie das Protokoll zuerst frei"):
        publish_minutes(workshop_id=writing, now=NOW)
    with pytest.raises(Refusal, match="wenn die Werkstatt vorbei ist"):
        publish_minutes(workshop_id=early, now=NOW)
    with pytest.raises(Refusal, match="nicht veröffentlicht"):
        unpublish_minutes(workshop_id=approved)
    with pytest.raises(Refusal, match="solange das Protokoll nicht veröffentlicht ist"):
        take_back_approval(workshop_id=published)


def test_minutes_are_published_as_soon_as_it_is_over():
    workshop = make_approved_minutes(state=State.CLOSED)
    assert publish_minutes(workshop_id=workshop.pk, now=workshop.ends_at).state == MinutesState.PUBLISHED


def test_only_published_statements_are_released():
    make_published_minutes(make_content("", [make_row("öffentlich")]))
    make_approved_minutes(make_content("", [make_row("freigegeben")]))
    taken_back = make_published_minutes(make_content("", [make_row("zurückgenommen")]))
    unpublish_minutes(workshop_id=taken_back.pk)
    rewritten = make_approved_minutes(make_content("", [make_row("wird umgeschrieben")]))
    take_back_approval(workshop_id=rewritten.pk)
    assert Statement.objects.count() == 4
    assert [statement.text for statement in Statement.objects.released()] == ["öffentlich"]


def test_minutes_and_their_parts_say_what_they_are():
    workshop = make_approved_minutes(make_content("", [make_row("Abends fährt kein Bus. " * 10)]), title="Wege")
    names = [str(row) for row in (workshop.minutes, workshop.minutes.versions.get(), workshop.statements.get())]
    assert names == [
        "Protokoll: Wege (07.12.2026)",
        "Fassung 1",
        "Abends fährt kein Bus. Abends fährt kein Bus. Abends fährt k",
    ]
