"""The invented concept can be tried out, says what it is, and goes again as a whole."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from concept.actions.examples import FOLLOWED, MARK, load_example_concept
from concept.actions.examples_removed import remove_example_concept
from concept.actions.log import verify_log, write_log
from concept.actions.refusals import ConceptIsReal, ExampleConceptIsThere, ExamplesAreMissing
from concept.actions.releases import freeze, publish
from concept.actions.releases import make_release as make_release_of
from concept.models import (
    Dissent,
    Finding,
    LogLine,
    LogSalt,
    Measure,
    OfficeArgument,
    OfficeElsewhere,
    OfficeTask,
    Overlap,
    Release,
    Resolution,
    StatusReport,
)
from needs.actions.examples import load_example_participation, remove_examples
from needs.actions.waves import close_wave
from needs.models import Contribution, PlanningArea, Theme, Wave
from offers.models import Offer, Provider
from tests.concept_factories import make_release
from tests.factories import NOW, make_area, make_topic, make_topic_group
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def participation():
    for code in ("F01", "F02", "F08"):
        make_topic(group=make_topic_group(code=code, plain_name=f"Bereich {code}"))
    for name in ("Betzenberg", "Erfenbach", "Mölschbach", "Siegelbach"):
        make_area(name=name)
    load_example_participation(seed=1, answers=100, now=NOW)


@pytest.fixture
def code(participation):
    return load_example_concept(now=NOW)


ROWS = (Dissent, Finding, Measure, OfficeArgument, OfficeElsewhere, Overlap, Release, Resolution, Theme, LogLine)


def counts():
    return {model.__name__: model.objects.count() for model in ROWS}


def test_it_leads_from_statements_to_a_resolution_and_a_refusal(code):
    release = Release.objects.get()
    assert (release.state, release.is_example, str(release.title)) == ("published", True, "Beispiel: erster Stand")
    assert set(release.waves.all()) == set(Wave.objects.filter(frame__in=("open", "organisations")))
    assert set(Finding.objects.values_list("state", "release", "is_example")) == {("published", release.pk, True)}
    assert list(Measure.objects.in_order().values_list("state", flat=True)) == ["running", "proposed", "rejected"]
    assert list(Resolution.objects.get().measures.all()) == [Measure.objects.in_order().first()]
    assert Dissent.objects.get().finding.is_example
    followed = Contribution.objects.filter(text=FOLLOWED).first()
    assert [theme.title for theme in followed.themes.all()] == ["Beispiel: Ein Mittagstisch in der Nähe fehlt"]
    assert verify_log().is_whole
    assert set(LogLine.objects.values_list("is_example", flat=True)) == {True}


def test_it_is_published_with_too_few_answers_to_tell(code):
    kinds = set(Finding.objects.values_list("evidence__kind", flat=True))
    assert kinds == {"theme", "felt", "stock"}
    remove_example_concept()
    remove_examples()
    load_example_participation(seed=1, answers=10, now=NOW)
    load_example_concept(now=NOW)
    assert set(Finding.objects.values_list("state", "evidence__kind")) == {
        ("published", "theme"),
        ("published", "stock"),
    }


def test_everything_says_that_it_is_an_example(code):
    words = [
        *Finding.objects.values_list("sentence", flat=True),
        *Measure.objects.values_list("title", flat=True),
        *Resolution.objects.values_list("name", flat=True),
        *Theme.objects.values_list("title", flat=True),
        *Dissent.objects.values_list("text", flat=True),
        *OfficeArgument.objects.values_list("text", flat=True),
        *OfficeElsewhere.objects.values_list("name", flat=True),
        *Offer.objects.filter(code__startswith="BEISPIEL").values_list("title", flat=True),
    ]
    assert len(words) == 22
    assert all(word.startswith(MARK) for word in words)


def test_no_real_provider_is_said_to_have_answered(code):
    names = Overlap.objects.values_list("replies__provider__name", flat=True)
    assert sorted(names) == ["Beispiel-Verein 1", "Beispiel-Verein 2"]
    assert not Offer.objects.published().filter(code__startswith="BEISPIEL").exists()


def test_it_goes_as_a_whole_and_the_answers_after_it(code):
    tasks = OfficeTask.objects.count()
    assert remove_example_concept() == 1
    assert set(counts().values()) == {0}
    assert not Provider.objects.filter(name__startswith="Beispiel").exists()
    assert OfficeTask.objects.count() == tasks
    assert remove_examples() > 100
    assert not PlanningArea.objects.exists()


def test_lines_that_a_real_one_is_chained_to_stay(code):
    before = LogLine.objects.count()
    write_log(kind="published", subject="Stand 1", role="Planung", content={}, now=NOW)
    remove_example_concept()
    assert LogLine.objects.count() == before + 1
    assert verify_log().is_whole
    assert not Finding.objects.exists()


def test_the_database_keeps_what_may_not_go(code):
    write_log(kind="published", subject="Stand 1", role="Planung", content={}, now=NOW)
    LogSalt.objects.all().delete()
    for forbidden in (
        lambda: LogLine.objects.filter(is_example=True).delete(),
        lambda: Release.objects.update(title="Anders"),
        lambda: Finding.objects.update(sentence="Anders"),
        lambda: StatusReport.objects.update(text="Anders"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            forbidden()
    StatusReport.objects.all().delete()


def test_answers_can_not_go_before_what_rests_on_them(code, capsys):
    with pytest.raises(CommandError, match="load_example_concept --remove"):
        call_command("load_example_participation", "--remove")
    assert Finding.objects.count() == 3


def test_it_is_loaded_once_beside_nothing_real_and_on_answers_only(participation):
    load_example_concept(now=NOW)
    with pytest.raises(ExampleConceptIsThere):
        load_example_concept(now=NOW)
    remove_example_concept()
    make_release()
    with pytest.raises(ConceptIsReal):
        load_example_concept(now=NOW)
    Release.objects.all().delete()
    remove_examples()
    with pytest.raises(ExamplesAreMissing):
        load_example_concept(now=NOW)


def test_without_an_open_call_no_code_can_be_tried_out(participation, capsys):
    close_wave(wave_id=Wave.objects.running().get().pk, now=NOW)
    call_command("load_example_concept")
    assert capsys.readouterr().out == "Beispiel geladen: /konzept/\n"
    call_command("load_example_concept", "--remove")
    assert capsys.readouterr().out == "Gelöschte Stände: 1\n"


def test_the_command_prints_the_code_and_says_why_not(participation, capsys):
    call_command("load_example_concept")
    assert capsys.readouterr().out.startswith("Beispiel geladen: /konzept/\nEin Code zum Ausprobieren: ")
    with pytest.raises(CommandError, match="schon geladen"):
        call_command("load_example_concept")


def test_a_statement_leads_to_the_resolution_and_back_by_links_alone(client, code):
    """Forward: code → theme → finding → measure → resolution; back the same way, and how many stand behind it."""
    opened = client.post("/code/", {"code": code}).url
    place, way = opened, []
    for step in ("/konzept/anliegen/", "/konzept/befunde/", "/konzept/massnahmen/", "/konzept/beschluesse/"):
        place = followed(client, place, step)
        way.append(place)
    for step in ("/konzept/massnahmen/", "/konzept/befunde/", "/konzept/anliegen/"):
        place = followed(client, place, step)
        way.append(place)
    assert way == [*way[:4], *way[2::-1]]
    for address in way[:4]:
        page = text(client.get(address).content.decode())
        assert "Beispiel" in page
        assert "Beiträge" in page


def followed(client, address, start):
    """The first link of a page that leads to one of a kind."""
    response = client.get(address)
    assert response.status_code == 200
    links = re.findall(r'href="([^"#?]+)"', response.content.decode())
    return next(link for link in links if link.startswith(start) and link != start)


def test_a_second_release_that_somebody_tried_goes_too(code):
    first = Release.objects.get()
    second = make_release_of(title="Probe", waves=first.waves.all(), is_example=True, now=NOW)
    publish(release_id=freeze(release_id=second.pk, by=None, now=NOW).pk, by=None, now=NOW)
    assert second.figures.filter(taken_from=first).exists()
    assert remove_example_concept() == 2
    assert not Release.objects.exists()
