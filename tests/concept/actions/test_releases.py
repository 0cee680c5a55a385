"""Releases: made, frozen, published, discarded; who is refused, and what a second release leaves as it was."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept.actions.refusals import (
    ChaptersAreInvented,
    FindingIsPublished,
    NoChapterIsWritten,
    NoThresholds,
    NumbersMoved,
    ReleaseIsNotFrozen,
    ReleaseIsPublished,
    ReleaseIsWorkedOn,
    WavesAreRunning,
)
from concept.actions.releases import choose_waves, discard, freeze, make_release, publish
from concept.models import Chapter, Figure, FigureCount, Finding, LogLine, MatchCell, Release
from needs.actions.refusals import NumbersCanStillChange, NumbersStandInARelease
from needs.actions.results import give_out
from needs.actions.waves import close_wave
from needs.counting import OLDER, WavesDiffer
from needs.models import Thresholds
from offers.models import Area, Topic
from tests.at_once import at_once
from tests.concept_factories import make_finding
from tests.concept_releases import make_closed
from tests.concept_stock_factories import list_all, make_waiting_list
from tests.factories import NOW, make_offer, make_user
from tests.needs_factories import make_batch, make_surroundings, make_thresholds, make_wave
from tests.submissions import make_submission

TOO_FEW = "zu wenige Antworten"


def make_frozen(*waves, **fields):
    release = make_release(title="Erster Stand", waves=waves, now=NOW, **fields)
    return freeze(release_id=release.pk, by=None, now=NOW)


def make_published(*waves):
    Chapter.objects.get_or_create(position=1, defaults={"title": "Vorwort", "text": "Guten Tag."})
    release = make_frozen(*waves)
    return publish(release_id=release.pk, by=None, now=NOW)


def told(release, *, planning_area=None, group=OLDER, slug="beratung"):
    figure = release.figures.get(topic_group__slug=slug, planning_area=planning_area, group=group)
    return figure.answers, figure.shares.get("unmet", ""), figure.taken_from and figure.taken_from.number


@pytest.mark.django_db
def test_figures_of_a_release():
    release = make_frozen(make_closed(missing=40, fine=60))
    area = release.figures.filter(planning_area__isnull=False).first().planning_area
    assert (release.state, release.frozen_at, release.thresholds) == ("frozen", NOW, Thresholds.objects.get())
    city = release.figures.get(topic_group__slug="beratung", planning_area=None, group=OLDER)
    assert (city.frame, city.is_hidden, city.answers) == ("open", False, "100 bis 299")
    assert {key: words for key, words in city.shares.items() if key != "reasons"} == {
        "unmet": "40 %",
        "demand": "über 95 %",
        "unknown": "unter 5 %",
    }
    assert city.shares["reasons"]["not_here"] == "über 90 %"
    assert told(release, planning_area=area) == ("100 bis 299", "40 %", None)
    assert told(release, group="relatives") == (TOO_FEW, "", None)
    cell = release.cells.get(topic_group__slug="beratung", planning_area=area)
    assert (cell.verdict, cell.frame, cell.grade, cell.reasons) == ("check_stock_need", "open", "C", ["not_here"])
    assert release.cells.get(topic_group__slug="hilfe-zu-hause", planning_area=area).verdict == "too_few"
    assert [line.subject for line in LogLine.objects.all()] == [str(release)]


@pytest.mark.django_db
def test_release_without_any_answer_says_so_everywhere():
    release = make_frozen(make_closed())
    assert set(release.figures.values_list("answers", "is_hidden")) == {(TOO_FEW, True)}
    assert set(release.cells.values_list("verdict", "grade", "agreement")) == {("too_few", "C", "")}
    empty = make_surroundings() or make_frozen_example()
    assert not empty.figures.exists()
    assert set(empty.cells.values_list("verdict", "frame")) == {("too_few", "")}


def make_frozen_example():
    release = make_release(title="Ohne Befragung", waves=[], is_example=True, now=NOW)
    return freeze(release_id=release.pk, by=None, now=NOW)


@pytest.mark.django_db
def test_one_answer_tells_nothing():
    release = make_frozen(make_closed(missing=1))
    assert set(release.figures.values_list("answers", flat=True)) == {TOO_FEW}


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "grade"), [(9, "C"), (10, "B")])
def test_a_waiting_list_that_is_not_told_raises_no_grade(people, grade):
    """Otherwise the grade would tell that somebody waits."""
    wave = make_closed(missing=40, fine=60)
    offer = make_offer(topics=[Topic.objects.get(group__slug="beratung")], service_areas=[Area.objects.get()])
    make_waiting_list(offer, people=people)
    list_all()
    assert make_frozen(wave).cells.get(topic_group__slug="beratung", planning_area=None).grade == grade


@pytest.mark.django_db
def test_release_takes_closed_waves_only():
    wave = make_wave()
    with pytest.raises(WavesAreRunning) as refusal:
        make_release(title="Stand", waves=[wave], now=NOW)
    assert str(refusal.value) == (
        f"Noch nicht beendet: {wave.name}. Zahlen werden nur von Befragungen festgehalten, die beendet sind. Beenden "
        "Sie die Befragung, oder wählen Sie sie ab."
    )
    release = make_release(title="Stand", waves=[], now=NOW)
    release.waves.add(wave)
    with pytest.raises(WavesAreRunning):
        freeze(release_id=release.pk, by=None, now=NOW)
    with pytest.raises(WavesDiffer):
        choose_waves(release_id=release.pk, waves=[make_wave(frame="organisations", is_example=True, is_open=False)])


@pytest.mark.django_db
def test_freezing_waits_for_paper_and_ends_its_typing():
    wave = make_wave()
    make_batch(wave)
    wave = close_wave(wave_id=wave.pk, now=NOW)
    release = make_release(title="Stand", waves=[wave], now=NOW)
    with pytest.raises(NumbersCanStillChange):
        freeze(release_id=release.pk, by=None, now=NOW)
    wave.batches.update(closed_at=NOW)
    freeze(release_id=release.pk, by=None, now=NOW)
    wave.refresh_from_db()
    assert (wave.numbers_fixed_at, wave.exported_at) == (NOW, None)


@pytest.mark.django_db
def test_a_release_and_the_table_of_its_wave_are_never_read_together():
    """They hide other cells; together they left 5.7 people at most where each alone leaves nine."""
    wave = make_closed(missing=40, fine=60)
    make_frozen(wave)
    with pytest.raises(NumbersStandInARelease):
        give_out(wave_id=wave.pk, now=NOW)


@pytest.mark.django_db
def test_freezing_fixes_the_numbers_of_all_waves_or_of_none():
    done, other = make_closed(), make_wave(frame="organisations")
    make_batch(other)
    waves = [done, close_wave(wave_id=other.pk, now=NOW)]
    release = make_release(title="Stand", waves=waves, now=NOW)
    with pytest.raises(NumbersCanStillChange):
        freeze(release_id=release.pk, by=None, now=NOW)
    done.refresh_from_db()
    assert done.numbers_fixed_at is None


@pytest.mark.django_db
def test_freezing_needs_thresholds():
    release = make_release(title="Stand", waves=[], now=NOW)
    with pytest.raises(NoThresholds):
        freeze(release_id=release.pk, by=None, now=NOW)


@pytest.mark.django_db
def test_one_release_is_worked_on_at_a_time():
    make_thresholds()
    first = make_release(title="Stand", waves=[], now=NOW)
    example = make_release(title="Beispiel", waves=[], is_example=True, now=NOW)
    assert (first.number, example.number) == (1, 2)
    with pytest.raises(ReleaseIsWorkedOn):
        make_release(title="Noch einer", waves=[], now=NOW)
    discard(release_id=first.pk)
    assert make_release(title="Noch einer", waves=[], now=NOW).number == 3


@pytest.mark.django_db
def test_other_waves_drop_the_frozen_numbers():
    first, second = make_closed(missing=40), make_closed(missing=20)
    release = make_frozen(first)
    assert choose_waves(release_id=release.pk, waves=[first]).state == "frozen"
    release = choose_waves(release_id=release.pk, waves=[first, second])
    assert (release.state, release.frozen_at) == ("draft", None)
    assert [model.objects.count() for model in (Figure, FigureCount, MatchCell)] == [0, 0, 0]
    again = freeze(release_id=release.pk, by=None, now=NOW)
    assert told(again)[0] == "30 bis 99"


@pytest.mark.django_db
def test_publishing_with_picked_findings():
    Chapter.objects.create(position=1, title="Vorwort", text="Guten Tag.")
    release = make_frozen(make_closed(missing=40, fine=20))
    topic_group = release.cells.first().topic_group
    fields = {"topic_group": topic_group, "evidence": ({"kind": "felt"}, {"kind": "stock"})}
    picked, other = make_finding(**fields), make_finding(**fields)
    user = make_user()
    published = publish(release_id=release.pk, by=user, now=NOW, findings=[picked.pk])
    picked.refresh_from_db()
    assert (published.state, published.published_at, published.published_by) == ("published", NOW, user)
    assert published.changes == ["Das ist der erste Stand. Es gibt noch nichts zu vergleichen."]
    assert published.document["release"]["number"] == published.number
    assert (picked.state, picked.release, picked.grade) == ("published", published, "C")
    assert picked.numbers == [
        {
            "text": "Ältere Menschen ab 65, ganze Stadt: 65 % von 30 bis 99 Befragten sagen „Da fehlt mir etwas“",
            "source": "figure",
            "table": "opinions",
        },
        {
            "text": "Offener Aufruf: Streuung innerhalb der Antworten, keine repräsentative Stichprobe.",
            "source": "figure",
            "table": "opinions",
        },
        {"text": "ganze Stadt: noch nicht erfasst", "source": "stock", "table": "stock"},
    ]
    assert Finding.objects.get(pk=other.pk).state == "draft"
    assert list(LogLine.objects.in_order().values_list("subject", "kind")) == [
        (str(release), "frozen"),
        (picked.reference, "published"),
        (str(release), "published"),
    ]
    for refused in (
        lambda: freeze(release_id=release.pk, by=None, now=NOW),
        lambda: publish(release_id=release.pk, by=None, now=NOW),
        lambda: discard(release_id=release.pk),
        lambda: choose_waves(release_id=release.pk, waves=[]),
    ):
        with pytest.raises(ReleaseIsPublished):
            refused()
    again = make_frozen(*published.waves.all())
    with pytest.raises(FindingIsPublished):
        publish(release_id=again.pk, by=None, now=NOW, findings=[picked.pk])
    publish(release_id=again.pk, by=None, now=NOW)
    assert Finding.objects.get(pk=other.pk).release == again


@pytest.mark.django_db
def test_publishing_needs_numbers_and_a_chapter():
    make_thresholds()
    release = make_release(title="Stand", waves=[], now=NOW)
    with pytest.raises(ReleaseIsNotFrozen):
        publish(release_id=release.pk, by=None, now=NOW)
    freeze(release_id=release.pk, by=None, now=NOW)
    with pytest.raises(NoChapterIsWritten):
        publish(release_id=release.pk, by=None, now=NOW)


@pytest.mark.django_db
def test_no_invented_text_is_published_as_a_real_one():
    Chapter.objects.create(position=1, title="Vorwort", text="Beispiel: Hier steht etwas.")
    make_thresholds()
    release = make_frozen()
    with pytest.raises(ChaptersAreInvented, match="Vorwort"):
        publish(release_id=release.pk, by=None, now=NOW)
    example = make_frozen(is_example=True)
    assert publish(release_id=example.pk, by=None, now=NOW).state == "published"


@pytest.mark.django_db
def test_figure_stands_until_ten_new_answers_came_in():
    first = make_published(make_closed(missing=50, fine=70))
    few = make_closed(fine=9)
    second = make_published(*first.waves.all(), few)
    assert told(second) == ("100 bis 299", "42 %", 1)
    third = make_published(*second.waves.all(), make_closed(fine=9))
    assert told(third) == ("100 bis 299", "36 %", None)
    fourth = make_published(*third.waves.all())
    assert told(fourth) == ("100 bis 299", "36 %", 3)
    assert fourth.cells.get(topic_group__slug="beratung", planning_area=None).verdict == "check_stock_need"


@pytest.mark.django_db
def test_the_document_of_a_release_comes_with_none_of_its_figures():
    """Reading it with each of a thousand figures took a minute."""
    first = make_published(make_closed(missing=40))
    with CaptureQueriesContext(connection) as asked:
        second = make_published(*first.waves.all())
        [*second.figures.for_tables(), *second.figures.about_questions(), *second.figures.about_parts_of_life(None)]
        Release.objects.shown()
        [*Finding.objects.for_pages()]
    with_others = [each["sql"] for each in asked if '"document"' in each["sql"] and " JOIN " in each["sql"]]
    assert with_others == []


@pytest.mark.django_db
def test_old_figure_stands_when_its_counts_are_forgotten():
    first = make_published(make_closed(missing=40, fine=20))
    FigureCount.objects.all().delete()
    second = make_published(*first.waves.all())
    assert told(second) == ("30 bis 99", "65 %", 1)
    assert second.cells.get(topic_group__slug="beratung", planning_area=None).verdict == "check_stock_need"


@pytest.mark.django_db(transaction=True)
def test_two_people_freeze_at_once():
    release = make_release(title="Stand", waves=[make_closed(missing=40)], now=NOW)
    jobs = [lambda: freeze(release_id=release.pk, by=None, now=NOW)] * 2
    found = at_once(*jobs)
    assert {type(each) for each in found} <= {Release, NumbersMoved}
    assert Release in {type(each) for each in found}
    groups, areas = 7, 1
    assert Figure.objects.filter(question="", topic_group__slug="beratung").count() == groups * (1 + areas)


@pytest.mark.django_db(transaction=True)
def test_two_people_publish_at_once():
    Chapter.objects.create(position=1, title="Vorwort", text="Guten Tag.")
    release = make_frozen(make_closed(missing=40))
    finding = make_finding(topic_group=release.cells.first().topic_group)
    found = at_once(*[lambda: publish(release_id=release.pk, by=None, now=NOW)] * 2)
    assert {type(each) for each in found} == {Release, ReleaseIsPublished}
    assert LogLine.objects.filter(kind="published", subject=finding.reference).count() == 1


@pytest.mark.django_db(transaction=True)
def test_freezing_while_somebody_publishes():
    Chapter.objects.create(position=1, title="Vorwort", text="Guten Tag.")
    release = make_frozen(make_closed(missing=40))
    at_once(
        lambda: publish(release_id=release.pk, by=None, now=NOW),
        lambda: freeze(release_id=release.pk, by=None, now=NOW),
    )
    release.refresh_from_db()
    counts = FigureCount.objects.filter(figure__release=release).count()
    assert counts == release.figures.count() > 0


@pytest.mark.django_db(transaction=True)
def test_forms_withdrawn_meanwhile_are_in_all_tables_or_in_none():
    """City and planning areas come from one snapshot."""
    wave = make_closed(missing=40)
    release = make_release(title="Stand", waves=[wave], now=NOW)
    at_once(
        lambda: freeze(release_id=release.pk, by=None, now=NOW),
        *[lambda: wave.submissions.first().delete()] * 3,
    )
    counts = FigureCount.objects.filter(figure__topic_group__slug="beratung", figure__group=OLDER)
    city, area = (
        counts.get(figure__planning_area__isnull=is_city).counts["then"]["missing"] for is_city in (True, False)
    )
    assert city == area
    assert city in range(37, 41)


@pytest.mark.django_db
def test_index_of_the_city_comes_from_told_words_of_three_groups():
    wave = make_wave()
    people = ({"age_band": "65_74", "roles": []}, {"roles": ["relatives"]}, {"roles": ["volunteers"]})
    for number in range(120):
        opinion = "missing" if number % 2 else "fine"
        answers = {"beratung": {"opinion": [opinion]}}
        make_submission(wave, no_district="whole_city", answers=answers, **people[number // 40])
    release = make_frozen(close_wave(wave_id=wave.pk, now=NOW))
    cell = release.cells.get(topic_group__slug="beratung", planning_area=None)
    assert cell.index == {
        "value": "50 %",
        "low": "40 %",
        "high": "60 %",
        "groups": [OLDER, "relatives", "volunteers"],
        "ranks": {"best": 1, "worst": 1},
    }
    assert cell.agreement == "together"
    assert release.cells.get(topic_group__slug="hilfe-zu-hause", planning_area=None).index == {}


@pytest.mark.django_db
def test_where_the_groups_lie_far_apart_the_city_says_which():
    wave = make_wave()
    people = ({"age_band": "65_74", "roles": []}, {"roles": ["relatives"]}, {"roles": ["volunteers"]})
    for number in range(120):
        of_group, group = divmod(number, 3)
        opinion = "missing" if of_group < 20 * group else "fine"
        answers = {"beratung": {"opinion": [opinion]}}
        make_submission(wave, no_district="whole_city", answers=answers, **people[(group + 1) % 3])
    release = make_frozen(close_wave(wave_id=wave.pk, now=NOW))
    cell = release.cells.get(topic_group__slug="beratung", planning_area=None)
    assert (cell.agreement, cell.index["lowest"], cell.index["highest"]) == ("disputed", "relatives", OLDER)


@pytest.mark.django_db
def test_newer_thresholds_than_the_release_before_stand_in_the_log():
    wave = make_closed(missing=40, fine=60)
    first = make_published(wave)
    kept = make_frozen(wave)
    assert not LogLine.objects.filter(kind="thresholds").exists()
    newer = make_thresholds()
    freeze(release_id=kept.pk, by=None, now=NOW)
    line = LogLine.objects.get(kind="thresholds")
    assert (line.subject, line.derived_from, line.role) == (str(kept), [str(first)], "Betrieb")
    assert line.salt.content == {"before": first.thresholds.number, "now": newer.number}
