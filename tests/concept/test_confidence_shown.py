"""Where the confidence interval of a sample drawn at random stands: figures, findings, document, pages, desk."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actions import ensure_roles
from concept.actions.chapters import ensure_chapters
from concept.actions.releases import freeze, make_release, publish
from concept.document import assemble
from concept.frozen import numbers_of
from concept.models import Chapter, Figure
from concept.weights import wilson
from needs.actions.waves import close_wave
from needs.counting import OLDER
from offers.models import Area
from tests.concept_factories import make_finding
from tests.concept_releases import make_closed
from tests.concept_stock_factories import make_age_count
from tests.factories import NOW, make_user
from tests.needs_factories import make_surroundings, make_wave
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


def test_a_figure_has_one_where_people_were_drawn_at_random(official_figures):
    release = frozen(make_closed(missing=40, fine=60, frame="register"))
    assert release.design_effect == Decimal("1.00")
    assert intervals(release) == {(OLDER, False): TOLD, (OLDER, True): TOLD}
    low, high = wilson(0.395, 100).low, wilson(0.405, 100).high
    assert f"{int(100 * low)} bis {int(100 * high) + 1} %" == TOLD


def test_it_decides_the_result(official_figures):
    """34 of 100 are more than a quarter, unless some of them speak for many and others for few."""

    def verdict(frame):
        wave = make_wave(frame=frame)
        for number, (band, opinion) in {
            34: ("65_74", "missing"),
            16: ("65_74", "fine"),
            50: ("85_up", "fine"),
        }.items():
            answers = {"beratung": {"opinion": [opinion]}}
            for _form in range(number):
                make_submission(wave, age_band=band, area=Area.objects.get(), answers=answers)
        release = frozen(close_wave(wave_id=wave.pk, now=NOW))
        found = release.cells.get(topic_group__slug="beratung", planning_area=None).verdict
        release.delete()
        return found, release.design_effect

    assert verdict("register") == ("check_stock", Decimal("1.51"))
    assert verdict("open") == ("check_stock_need", None)


@pytest.mark.parametrize(
    "wave", [{"missing": 40, "fine": 60}, {"missing": 15, "fine": 5, "frame": "register"}, {"frame": "register"}]
)
def test_no_figure_has_one_in_a_call_or_with_few_answers(official_figures, wave):
    assert set(intervals(frozen(make_closed(**wave))).values()) <= {None}


def test_no_figure_has_one_without_official_figures():
    release = frozen(make_closed(missing=40, fine=60, frame="register"))
    assert (release.design_effect, set(intervals(release).values())) == (None, {None})
    ensure_chapters()
    assert "Für die Zufallsauswahl fehlen amtliche Zahlen" in str(assemble(release))


def test_a_figure_that_stands_keeps_that_of_its_release(official_figures):
    wave = make_closed(missing=40, fine=60, frame="register")
    Chapter.objects.create(position=1, title="Vorwort", text="Guten Tag.")
    first = publish(release_id=frozen(wave).pk, by=None, now=NOW)
    second = frozen(wave)
    assert set(Figure.objects.filter(release=second, is_hidden=False).values_list("taken_from", flat=True)) == {
        first.pk
    }
    assert intervals(second) == {(OLDER, False): TOLD, (OLDER, True): TOLD}


def test_it_stands_beside_the_figure_wherever_that_is_read(client, official_figures):
    release = frozen(make_closed(missing=40, fine=60, frame="register"))
    figure = release.figures.get(topic_group__slug="beratung", planning_area=None, group=OLDER)
    finding = make_finding(topic_group=figure.topic_group, evidence=[{"kind": "felt"}])
    assert numbers_of(finding, release)[0]["text"].endswith(f"„Da fehlt mir etwas“, Vertrauensbereich {TOLD}")
    ensure_chapters()
    Chapter.objects.filter(key="foreword").update(text="Guten Tag.")
    document = publish(release_id=release.pk, by=None, now=NOW).document
    words = str(document)
    assert f"100 und mehr Antworten, Vertrauensbereich {TOLD}" in words
    assert f"100 und mehr, Vertrauensbereich {TOLD}" in words
    assert "Darum zählen 100 Antworten so viel wie 100." in words
    column = document["data"]["columns"].index("kennzahl")
    assert "Vertrauensbereich" in {row[column] for row in document["data"]["rows"]}
    page = text(client.get(reverse("concept:match")).content.decode())
    assert f"(100 und mehr Antworten, Vertrauensbereich {TOLD})" in page


def test_planners_read_the_exact_one(client, official_figures, stopped_clock):
    ensure_roles()
    sign_in(client, make_user(groups=["Planung"]))
    make_closed(missing=40, fine=60, frame="register")
    group = Area.objects.get().planning_membership.planning_area
    topic_group = make_finding().topic_group
    assert "Gewichtet" not in text(_cell(client, topic_group, group))
    advice = type(topic_group).objects.get(slug="beratung")
    assert (
        "Gewichtet nach Alter und Planungsraum fehlt 40 % der Menschen ab 65 etwas. Vertrauensbereich: 31 bis 50 %. "
        "Die Antworten zählen so viel wie 100 ungewichtete."
    ) in text(_cell(client, advice, group))


def _cell(client, topic_group, planning_area):
    return client.get(
        reverse("admin:concept_matchcell_cell", args=[topic_group.pk, planning_area.pk]), {"art": "register"}
    ).content.decode()
