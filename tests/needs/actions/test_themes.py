"""Themes: made, renamed, merged, split, parted; what was stays, and each step stands in the log."""

import pytest

from needs.actions.refusals import NothingToSplit, ThemeIsMerged, ThemeIsNotMerged, ThemeIsTheSame
from needs.actions.sheets import withdraw
from needs.actions.themes import make_theme as make
from needs.actions.themes import merge, part, rename_theme, split
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.models import Contribution, Event, EventKind, Theme
from tests.at_once import at_once
from tests.factories import NOW, make_topic_group, make_user
from tests.needs_bundling_factories import make_contribution, make_theme
from tests.needs_factories import make_sheet, make_wave, send_sheet

pytestmark = pytest.mark.django_db


def held_by(theme):
    return list(Contribution.objects.of_theme(theme).order_by("pk"))


def log():
    lines = Event.objects.exclude(kind=EventKind.MADE).order_by("pk")
    return list(lines.values_list("kind", "theme", "other_theme", "contributions"))


def test_make_theme_counts_on():
    group = make_topic_group()
    first, second = make_theme("Bänke", topic_group=group), make_theme("Busse")
    assert (second.number, second.is_example) == (first.number + 1, False)
    assert (str(first), first.topic_group) == (f"T-{first.number} Bänke", group)
    assert list(Event.objects.values_list("kind", "theme", "happened_at").order_by("pk")) == [
        ("made", first.pk, NOW),
        ("made", second.pk, NOW),
    ]


def test_rename_theme_writes_only_what_changed():
    user, group = make_user(), make_topic_group()
    theme = make_theme("Bänke", topic_group=group)
    rename_theme(theme_id=theme.pk, title="Bänke", topic_group=group, by=user, now=NOW)
    assert log() == []
    rename_theme(theme_id=theme.pk, title="Sitzplätze", topic_group=None, by=user, now=NOW)
    theme.refresh_from_db()
    assert (theme.title, theme.topic_group) == ("Sitzplätze", None)
    assert log() == [("renamed", theme.pk, None, [])]
    assert Event.objects.get(kind="renamed").by == user


def test_merge_keeps_what_was_and_parting_gives_it_back():
    # Their numbers are drawn by chance; lists and log are in the order of them.
    only, both, other = sorted((make_contribution() for _number in range(3)), key=lambda one: one.pk)
    bench, seats = make_theme("Bank", only, both), make_theme("Sitze", both, other)
    event = merge(theme_id=bench.pk, into_id=seats.pk, by=None, now=NOW)
    assert held_by(seats) == [only, both, other]
    assert list(Theme.objects.current()) == [seats]
    # The original still says what was coded to it.
    assert list(bench.contributions.order_by("pk")) == [only, both]
    part(event_id=event.pk, by=None, now=NOW)
    assert (held_by(bench), held_by(seats)) == ([only, both], [both, other])
    keys = [only.pk, both.pk]
    assert log() == [("merged", bench.pk, seats.pk, keys), ("parted", bench.pk, seats.pk, keys)]
    with pytest.raises(ThemeIsNotMerged):
        part(event_id=event.pk, by=None, now=NOW)


def test_a_theme_of_merged_ones_can_be_merged_itself():
    contribution = make_contribution()
    bench, seats, rest = make_theme("Bank", contribution), make_theme("Sitze"), make_theme("Ausruhen")
    merge(theme_id=bench.pk, into_id=seats.pk, by=None, now=NOW)
    event = merge(theme_id=seats.pk, into_id=rest.pk, by=None, now=NOW)
    assert (held_by(rest), event.contributions) == ([contribution], [contribution.pk])
    assert Theme.objects.by_any()[bench.pk] == rest
    part(event_id=event.pk, by=None, now=NOW)
    assert (held_by(rest), held_by(seats)) == ([], [contribution])


def test_merge_refuses_itself_and_what_is_merged():
    one, two, three = make_theme(), make_theme(), make_theme()
    with pytest.raises(ThemeIsTheSame):
        merge(theme_id=one.pk, into_id=one.pk, by=None, now=NOW)
    merge(theme_id=one.pk, into_id=two.pk, by=None, now=NOW)
    for theme, into in ((one, three), (three, one)):
        with pytest.raises(ThemeIsMerged):
            merge(theme_id=theme.pk, into_id=into.pk, by=None, now=NOW)


def test_split_moves_the_chosen_ones():
    stays, goes, merged_in = sorted((make_contribution() for _number in range(3)), key=lambda one: one.pk)
    group = make_topic_group()
    bench, seats = make_theme("Bank", merged_in), make_theme("Sitze", stays, goes, topic_group=group)
    merge(theme_id=bench.pk, into_id=seats.pk, by=None, now=NOW)
    new = split(theme_id=seats.pk, contribution_ids=[merged_in.pk, goes.pk, 0], title="Am Markt", by=None, now=NOW)
    assert (new.title, new.topic_group) == ("Am Markt", group)
    assert (held_by(seats), held_by(new)) == ([stays], [goes, merged_in])
    assert log()[-1] == ("split", seats.pk, new.pk, [goes.pk, merged_in.pk])
    assert [contribution.text for contribution in held_by(new)] == ["Am Markt fehlt eine Bank."] * 2


def test_split_refuses_nothing_and_what_is_merged():
    contribution = make_contribution()
    theme, into = make_theme("Bank", contribution), make_theme()
    with pytest.raises(NothingToSplit):
        split(theme_id=into.pk, contribution_ids=[contribution.pk], title="X", by=None, now=NOW)
    merge(theme_id=theme.pk, into_id=into.pk, by=None, now=NOW)
    with pytest.raises(ThemeIsMerged):
        split(theme_id=theme.pk, contribution_ids=[contribution.pk], title="X", by=None, now=NOW)
    assert Theme.objects.count() == 2


def test_the_log_is_found_by_theme_and_by_contribution():
    contribution = make_contribution()
    theme, into = make_theme("Bank", contribution), make_theme()
    event = merge(theme_id=theme.pk, into_id=into.pk, by=None, now=NOW)
    assert list(Event.objects.about(into).latest_first().values_list("kind", flat=True)) == ["merged", "made"]
    assert list(Event.objects.with_contribution(contribution)) == [event]


def test_withdrawing_takes_the_contribution_and_leaves_its_number_in_the_log():
    wave = make_wave()
    sheet = send_sheet(make_sheet(wave, answers={"13": ["Mir fehlt ein Bus."]}))
    close_wave(wave_id=wave.pk, now=NOW)
    empty_urn(now=NOW)
    contribution = Contribution.objects.get()
    theme, into = make_theme("Bus", contribution), make_theme()
    event = merge(theme_id=theme.pk, into_id=into.pk, by=None, now=NOW)
    withdraw(code=sheet.code, now=NOW)
    event.refresh_from_db()
    assert (list(Contribution.objects.all()), event.contributions) == ([], [contribution.pk])
    assert "Bus" not in str(list(Event.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_a_theme_merged_twice_at_once_goes_into_one():
    theme, one, two = make_theme(), make_theme(), make_theme()
    jobs = [lambda into=into: merge(theme_id=theme.pk, into_id=into.pk, by=None, now=NOW) for into in (one, two)]
    answers = sorted(type(answer).__name__ for answer in at_once(*jobs))
    assert answers == ["Event", "ThemeIsMerged"]
    assert Event.objects.filter(kind="merged").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_themes_merged_into_each_other_at_once_are_no_circle():
    one, two = make_theme(), make_theme()
    jobs = [
        lambda pair=pair: merge(theme_id=pair[0].pk, into_id=pair[1].pk, by=None, now=NOW)
        for pair in ((one, two), (two, one))
    ]
    assert sorted(type(answer).__name__ for answer in at_once(*jobs)) == ["Event", "ThemeIsMerged"]
    assert Theme.objects.current().count() == 1


@pytest.mark.django_db(transaction=True)
def test_themes_made_at_once_have_numbers_of_their_own():
    jobs = [lambda: make(title="Bank", topic_group=None, by=None, now=NOW)] * 4
    assert len({theme.number for theme in at_once(*jobs)}) == 4
