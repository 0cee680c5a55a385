"""Where the confidence interval of a sample drawn at random stands: figures, findings, document, pages, desk."""

import pytest
from django.urls import reverse

from accounts.actions import ensure_roles
from concept.actions.chapters import ensure_chapters
from concept.actions.releases import freeze, make_release, publish
from concept.frozen import numbers_of
from concept.models import Chapter, Figure
from concept.weights import wilson
from needs.counting import OLDER
from needs.models import PlanningArea
from offers.models import Area, TopicGroup
from tests.concept_factories import make_finding
from tests.concept_releases import make_closed
from tests.concept_stock_factories import make_age_count
from tests.factories import NOW, make_user
from tests.needs_factories import make_surroundings
from tests.reading import text
from tests.signing_in import sign_in
from tests.submissions import make_submission

pytestmark = pytest.mark.django_db
# Of 40 of 100 people of 65 to 74 in the only district.
TOLD = "30 bis 51 %"


@pytest.fixture
def official_figures():
    make_surroundings()
    for begins, below, people in ((65, 75, 6000), (75, 85, 3000), (85, None, 1000)):
        make_age_count(Area.objects.get(), people, age_from=begins, age_below=below)


def frozen(*waves):
    return freeze(release_id=make_release(title="Stand", waves=waves, now=NOW).pk, by=None, now=NOW)


def intervals(release):
    return {
        (figure.group, bool(figure.planning_area)): figure.shares.get("interval")
        for figure in release.figures.filter(topic_group__slug="beratung").select_related("planning_area")
        if not figure.is_hidden
    }


def test_a_figure_has_one_where_people_were_drawn_at_random():
    release = frozen(make_closed(missing=40, fine=60, frame="register"))
    assert intervals(release) == {(OLDER, False): TOLD, (OLDER, True): TOLD}
    low, high = wilson(0.395, 100).low, wilson(0.405, 100).high
    assert f"{int(100 * low)} bis {int(100 * high) + 1} %" == TOLD


@pytest.mark.parametrize(
    "wave", [{"missing": 40, "fine": 60}, {"missing": 15, "fine": 5, "frame": "register"}, {"frame": "register"}]
)
def test_no_figure_has_one_in_a_call_or_with_few_answers(wave):
    assert set(intervals(frozen(make_closed(**wave))).values()) <= {None}


def test_a_figure_that_stands_keeps_its_own():
    wave = make_closed(missing=40, fine=60, frame="register")
    Chapter.objects.create(position=1, title="Vorwort", text="Guten Tag.")
    first = publish(release_id=frozen(wave).pk, by=None, now=NOW)
    second = frozen(wave)
    assert set(Figure.objects.filter(release=second, is_hidden=False).values_list("taken_from", flat=True)) == {
        first.pk
    }
    assert intervals(second) == {(OLDER, False): TOLD, (OLDER, True): TOLD}


def test_it_stands_beside_the_figure_wherever_that_is_read(client):
    release = frozen(make_closed(missing=40, fine=60, frame="register"))
    figure = release.figures.get(topic_group__slug="beratung", planning_area=None, group=OLDER)
    finding = make_finding(topic_group=figure.topic_group, evidence=[{"kind": "felt"}])
    assert numbers_of(finding, release)[0]["text"].endswith(f"„Da fehlt mir etwas“, Vertrauensbereich {TOLD}")
    ensure_chapters()
    Chapter.objects.filter(key="foreword").update(text="Guten Tag.")
    document = publish(release_id=release.pk, by=None, now=NOW).document
    words = str(document)
    assert f"100 bis 299 Antworten, Vertrauensbereich {TOLD}" in words
    assert f"100 bis 299, Vertrauensbereich {TOLD}" in words
    assert "Bei der Zufallsauswahl steht ein Vertrauensbereich dabei." in words
    column = document["data"]["columns"].index("kennzahl")
    assert "Vertrauensbereich" in {row[column] for row in document["data"]["rows"]}
    page = text(client.get(reverse("concept:match_part", args=["beratung"])).content.decode())
    assert f"(100 bis 299 Antworten, Vertrauensbereich {TOLD})" in page


def test_planners_read_the_weighted_one_and_what_would_follow(client, official_figures, stopped_clock):
    """Those of 85 and older answered too often, and miss nothing."""
    ensure_roles()
    sign_in(client, make_user(groups=["Planung"]))
    wave = make_closed(missing=34, fine=16, frame="register")
    for _form in range(50):
        answers = {"beratung": {"opinion": ["fine"]}}
        make_submission(wave, age_band="85_up", area=Area.objects.get(), answers=answers)
    group = Area.objects.get().planning_membership.planning_area
    topic_group = make_finding().topic_group
    assert "Gewichtet" not in text(_cell(client, topic_group, group))
    advice = type(topic_group).objects.get(slug="beratung")
    page = text(_cell(client, advice, group))
    assert "Bestand prüfen, der Bedarf ist klar" in page
    assert "Gewichtet nach Alter und Planungsraum fehlt 58 % der Menschen ab 65 etwas." in page
    assert "Vertrauensbereich: 46 bis 69 %. Die Antworten zählen so viel wie 66 ungewichtete." in page


def test_planners_read_where_weights_would_change_the_result(client, official_figures, stopped_clock):
    """Half of those who answered miss something: the oldest, who are a seventh of these people."""
    ensure_roles()
    sign_in(client, make_user(groups=["Planung"]))
    wave = make_closed(fine=50, frame="register")
    for _form in range(50):
        answers = {"beratung": {"opinion": ["missing"]}}
        make_submission(wave, age_band="85_up", area=Area.objects.get(), answers=answers)
    page = text(_cell(client, TopicGroup.objects.get(slug="beratung"), PlanningArea.objects.get()))
    assert "50 von 100 mit einer Meinung sagen" in page
    assert "Bestand prüfen, der Bedarf ist klar" in page
    assert "fehlt 14 % der Menschen ab 65 etwas." in page
    assert "Danach wäre das Ergebnis: Bestand prüfen. " in page


def _cell(client, topic_group, planning_area):
    return client.get(
        reverse("admin:concept_matchcell_cell", args=[topic_group.pk, planning_area.pk]), {"art": "register"}
    ).content.decode()
