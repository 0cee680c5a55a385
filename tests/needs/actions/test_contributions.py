"""Contributions: taken in from everywhere, redacted, coded, and told what became of them."""

from datetime import date

import pytest

from needs.actions.contributions import (
    advance,
    code,
    note_reading,
    redact,
    take_in,
    take_in_report,
    write_note,
)
from needs.actions.refusals import (
    MoveIsNotAllowed,
    ReasonIsMissing,
    RedactionIsEmpty,
    TextHasNoticedPlaces,
    TextIsDeleted,
    TextIsPublic,
)
from needs.actions.themes import merge
from needs.models import Contribution, Event, RawReading, Source, Standing
from offers.models import ErrorReport, MissingHelp
from tests.at_once import at_once
from tests.factories import NOW, TODAY, make_area, make_error_report, make_offer, make_topic, make_user
from tests.minutes_factories import make_approved_minutes, make_content, make_published_minutes, make_row, make_version
from tests.needs_bundling_factories import LEAK, make_contribution, make_theme
from workshops.actions.minutes import approve, publish_minutes, take_back_approval, unpublish_minutes
from workshops.models import Code, CodeKind

pytestmark = pytest.mark.django_db
MONTH = date(2026, 11, 1)


def events():
    return list(Event.objects.order_by("pk").values_list("kind", "theme", "contributions", "standing"))


def test_take_in_takes_released_statements_with_what_they_are_about():
    topic, area = make_topic(plain_name="Bus"), make_area()
    workshop = make_published_minutes(
        make_content(statements=[make_row("Der Bus fehlt.", topic=topic.code, area=area.slug, group="council")]),
        is_example=True,
    )
    make_published_minutes(make_content(statements=[make_row("Bänke fehlen.")]))
    make_approved_minutes(make_content(statements=[make_row("Noch nicht öffentlich.")]))
    assert take_in(now=NOW) == 2
    assert take_in(now=NOW) == 0
    taken, other = Contribution.objects.order_by("pk")
    assert (taken.source, taken.text, taken.redacted, taken.redacted_at, taken.statement.workshop) == (
        Source.MINUTES,
        "Der Bus fehlt.",
        "Der Bus fehlt.",
        NOW,
        workshop,
    )
    assert (taken.groups, taken.area, taken.received_in, taken.is_example) == (
        ["council"],
        area,
        date(2026, 12, 1),
        True,
    )
    assert (list(taken.topics.all()), list(taken.topic_groups.all())) == ([topic], [topic.group])
    assert (other.groups, other.area, other.topics.count(), other.standing) == ([], None, 0, Standing.RECEIVED)
    # Public isn't "may be quoted": nobody was asked that.
    assert list(Contribution.objects.quotable()) == []


def test_a_statement_is_read_only_as_long_as_everybody_can_read_it():
    workshop = make_published_minutes(make_content(statements=[make_row("Der Bus am Abend fehlt.")]))
    take_in(now=NOW)
    old = Contribution.objects.get()
    assert list(Contribution.objects.released()) == [old]
    unpublish_minutes(workshop_id=workshop.pk)
    take_back_approval(workshop_id=workshop.pk)
    assert list(Contribution.objects.released()) == []
    content = make_content(statements=[make_row("Der Bus am Abend fehlt sehr.")])
    version = make_version(workshop, content, based_on=1)
    approve(workshop_id=workshop.pk, number=version.number, is_checked=True, role="Planung", now=NOW)
    publish_minutes(workshop_id=workshop.pk, now=NOW)
    # In its old words nobody but the role "Auswertung" reads it.
    assert list(Contribution.objects.released()) == []
    assert take_in(now=NOW) == 0
    new = Contribution.objects.released().get()
    assert (new.pk, new.text, new.redacted) == (old.pk, "Der Bus am Abend fehlt sehr.", "Der Bus am Abend fehlt sehr.")


def test_a_statement_whose_words_are_deleted_follows_without_them():
    make_published_minutes(make_content(statements=[make_row("Der Bus fehlt.")]))
    take_in(now=NOW)
    Contribution.objects.update(text="", text_deleted_on=TODAY, redacted="Der Bus")
    take_in(now=NOW)
    kept = Contribution.objects.get()
    assert (kept.text, kept.redacted) == ("", "Der Bus fehlt.")


def test_take_in_takes_what_citizens_missed_once():
    area = make_area()
    MissingHelp.objects.create(text=f"{LEAK} findet keinen Chor.", area=area, received_on=TODAY, is_done=True)
    MissingHelp.objects.create(text="", received_on=TODAY)
    assert [take_in(now=NOW), take_in(now=NOW)] == [1, 0]
    taken = Contribution.objects.get()
    assert (taken.source, taken.text, taken.area, taken.received_in, taken.redacted_at) == (
        Source.MISSING_HELP,
        f"{LEAK} findet keinen Chor.",
        area,
        MONTH,
        None,
    )


@pytest.mark.django_db(transaction=True)
def test_take_in_twice_at_once_takes_each_once():
    for number in range(5):
        MissingHelp.objects.create(text=f"Hilfe {number}", received_on=TODAY)
    make_published_minutes()
    assert sum(at_once(*[lambda: take_in(now=NOW)] * 3)) == 6
    assert Contribution.objects.count() == 6


def test_take_in_leaves_error_reports_to_people():
    report = make_error_report(
        offer=make_offer(topics=[topic := make_topic()]), text="Es ist immer voll.", contact="0631 5550177"
    )
    assert take_in(now=NOW) == 0
    # As long as it holds a contact, it doesn't come beside a contribution.
    with pytest.raises(ErrorReport.DoesNotExist):
        take_in_report(report_id=report.pk)
    ErrorReport.objects.finish()
    assert [take_in_report(report_id=report.pk), take_in_report(report_id=report.pk)] == [True, False]
    taken = Contribution.objects.get()
    assert (taken.source, taken.text, taken.received_in) == (Source.ERROR_REPORT, "Es ist immer voll.", MONTH)
    assert (list(taken.topics.all()), list(taken.topic_groups.all())) == ([topic], [topic.group])
    assert taken.error_report.contact == ""


def test_write_note_gives_a_code():
    area = make_area()
    note = write_note(text="Ein Anruf.", groups=["relatives"], area=area, may_be_quoted=True, now=NOW)
    assert (note.source, note.groups, note.area, note.received_in, note.may_be_quoted) == (
        Source.PHONE_NOTE,
        ["relatives"],
        area,
        MONTH,
        True,
    )
    assert Code.objects.get() == note.code
    assert note.code.kind == CodeKind.CONTRIBUTION


def test_note_reading_says_who_read_what_why():
    user = make_user()
    note_reading(what="Freie Texte", reason="Bericht", by=user, now=NOW)
    assert list(RawReading.objects.values_list("what", "reason", "read_at", "read_by")) == [
        ("Freie Texte", "Bericht", NOW, user.pk)
    ]


def test_redact_lets_others_read_a_copy():
    user, contribution = make_user(), make_contribution(f"{LEAK} fehlt ein Bus.")
    assert list(Contribution.objects.to_redact()) == [contribution]
    redact(contribution_id=contribution.pk, text="[Name] fehlt ein Bus.", is_checked=False, by=user, now=NOW)
    contribution.refresh_from_db()
    assert (contribution.text, contribution.redacted, contribution.redacted_at, contribution.redacted_by) == (
        f"{LEAK} fehlt ein Bus.",
        "[Name] fehlt ein Bus.",
        NOW,
        user,
    )
    assert contribution.standing == Standing.READ
    assert list(Contribution.objects.released()) == [contribution]
    assert list(Contribution.objects.to_redact()) == list(Contribution.objects.quotable()) == []
    assert events() == [("redacted", None, [contribution.pk], ""), ("standing", None, [contribution.pk], "read")]


def test_quotable_is_what_is_redacted_and_may_be_quoted():
    make_contribution(may_be_quoted=True)
    make_contribution(redacted="Ohne das Ja.")
    quoted = make_contribution(may_be_quoted=True, redacted="Mit dem Ja.")
    assert list(Contribution.objects.quotable()) == [quoted]


def test_redact_refuses_what_may_still_tell_who_it_was():
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.")
    with pytest.raises(TextHasNoticedPlaces) as refusal:
        redact(contribution_id=contribution.pk, text=f"{LEAK} fehlt er.", is_checked=False, by=None, now=NOW)
    assert str(refusal.value) == (
        "Im bereinigten Text steht noch: Name: Frau Zwiebelstein. Nehmen Sie es heraus, oder kreuzen Sie an, dass Sie "
        "es geprüft haben."
    )
    redact(contribution_id=contribution.pk, text="Frau Holle fehlt.", is_checked=True, by=None, now=NOW)
    assert Contribution.objects.released().get().redacted == "Frau Holle fehlt."


def test_redact_refuses_nothing_and_what_is_public_or_deleted():
    def refused(contribution, text="Etwas"):
        with pytest.raises((RedactionIsEmpty, TextIsPublic, TextIsDeleted)) as refusal:
            redact(contribution_id=contribution.pk, text=text, is_checked=True, by=None, now=NOW)
        return type(refusal.value)

    make_published_minutes()
    take_in(now=NOW)
    assert refused(Contribution.objects.get()) == TextIsPublic
    assert refused(make_contribution(), text="") == RedactionIsEmpty
    over = make_contribution()
    Contribution.objects.filter(pk=over.pk).update(text="", text_deleted_on=TODAY)
    assert refused(over) == TextIsDeleted


def test_code_says_what_it_is_about():
    contribution = make_contribution()
    bus, bench = make_topic(), make_topic()
    first, second = make_theme(), make_theme()
    coded = {"contribution_id": contribution.pk, "by": None, "now": NOW}
    code(topics=[bus], topic_groups=[bench.group], themes=[first], **coded)
    assert set(contribution.topics.all()) == {bus}
    assert set(contribution.topic_groups.all()) == {bus.group, bench.group}
    assert set(contribution.themes.all()) == {first}
    assert Contribution.objects.get().standing == Standing.THEME
    code(topics=[], topic_groups=[bench.group], themes=[second], **coded)
    assert set(contribution.topic_groups.all()) == {bench.group}
    code(topics=[], topic_groups=[], themes=[], **coded)
    assert Contribution.objects.get().standing == Standing.READ
    key = [contribution.pk]
    assert events() == [
        ("made", first.pk, [], ""),
        ("made", second.pk, [], ""),
        ("coded", first.pk, key, ""),
        ("standing", None, key, "theme"),
        ("uncoded", first.pk, key, ""),
        ("coded", second.pk, key, ""),
        ("uncoded", second.pk, key, ""),
        ("standing", None, key, "read"),
    ]


def test_code_without_a_theme_is_read_and_no_longer_uncoded():
    contribution, topic = make_contribution(), make_topic()
    assert list(Contribution.objects.uncoded()) == [contribution]
    code(contribution_id=contribution.pk, topics=[topic], topic_groups=[], themes=[], by=None, now=NOW)
    assert list(Contribution.objects.uncoded()) == []
    assert Contribution.objects.get().standing == Standing.READ


def test_code_keeps_a_merged_theme_that_counts_as_the_chosen_one():
    contribution = make_contribution()
    merged, into = make_theme("Bank", contribution), make_theme("Bänke")
    merge(theme_id=merged.pk, into_id=into.pk, by=None, now=NOW)
    code(contribution_id=contribution.pk, topics=[], topic_groups=[], themes=[into], by=None, now=NOW)
    assert list(contribution.themes.all()) == [merged]
    # Somebody's page still shows the merged one.
    code(contribution_id=contribution.pk, topics=[], topic_groups=[], themes=[merged], by=None, now=NOW)
    assert list(contribution.themes.all()) == [merged]


def test_code_leaves_what_went_further():
    contribution = make_contribution(standing=Standing.FINDING)
    code(contribution_id=contribution.pk, topics=[], topic_groups=[], themes=[make_theme()], by=None, now=NOW)
    code(contribution_id=contribution.pk, topics=[], topic_groups=[], themes=[], by=None, now=NOW)
    assert Contribution.objects.get().standing == Standing.FINDING


def test_advance_moves_all_or_none():
    # Their numbers are drawn by chance; lists and log are in the order of them.
    first, second = sorted((make_contribution(standing="theme") for _number in range(2)), key=lambda one: one.pk)
    keys = [second.pk, first.pk]
    assert advance(contribution_ids=keys, standing=Standing.FINDING, by=None, now=NOW) == 2
    assert advance(contribution_ids=keys, standing=Standing.FINDING, by=None, now=NOW) == 0
    Contribution.objects.filter(pk=second.pk).update(standing="read")
    with pytest.raises(MoveIsNotAllowed) as refusal:
        advance(contribution_ids=keys, standing=Standing.MEASURE, by=None, now=NOW)
    assert str(refusal.value) == (
        f"Von ihrem Stand aus geht das nicht: B-{second.pk}. Wählen Sie einen Stand, der darauf folgt."
    )
    assert list(Contribution.objects.order_by("pk").values_list("standing", flat=True)) == ["finding", "read"]
    assert events() == [("standing", None, [first.pk, second.pk], "finding")]


def test_advance_asks_why_where_it_ends_and_keeps_the_reason_out_of_the_log():
    contribution = make_contribution(standing="theme")
    ended = {"contribution_ids": [contribution.pk], "standing": Standing.NOT_FOLLOWED, "by": None, "now": NOW}
    with pytest.raises(ReasonIsMissing):
        advance(**ended)
    assert advance(**ended, reason="Das Land ist zuständig.") == 1
    assert advance(**ended, reason="Der Bund ist zuständig.") == 1
    contribution.refresh_from_db()
    assert (contribution.standing, contribution.standing_reason) == ("not_followed", "Der Bund ist zuständig.")
    assert set(Event.objects.values_list("reason", flat=True)) == {""}
    assert list(Contribution.objects.answered()) == [contribution]
    assert list(Contribution.objects.to_redact()) == []


def test_senders_counts_who_wrote_several_once():
    area = make_area()
    one = make_contribution(groups=["council"], area=area)
    make_contribution(groups=["council"], area=area)
    make_contribution(groups=["council"])
    make_contribution(groups=["council", "relatives"], area=area)
    assert Contribution.objects.like_sender_of(one).senders() == 2
    assert Contribution.objects.like_sender_of(make_contribution(groups=["churches"])).senders() == 1
    assert Contribution.objects.none().senders() == 0
