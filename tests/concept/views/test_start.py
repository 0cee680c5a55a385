"""The first page: what is missing most, from the newest release."""

import pytest

from concept.views.start import FINDINGS_SHOWN
from tests.concept_factories import make_finding, make_release, make_resolution
from tests.concept_pages import make_planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def shown(client) -> list[str]:
    return [finding.sentence for finding in client.get("/konzept/").context["findings"]]


def test_gaps_come_first_and_the_best_backed_of_them(client):
    release = make_release(state="published")
    for number, (kind, grade) in enumerate([("served", "A"), ("access", "A"), ("gap", "C"), ("gap", "B")]):
        make_finding(state="published", release=release, kind=kind, grade=grade, sentence=f"{number} {kind} {grade}")
    assert shown(client) == ["3 gap B", "2 gap C", "1 access A", "0 served A"]


def test_what_earlier_releases_found_stays(client):
    make_finding(state="published", sentence="Alt.")
    release = make_release(state="published")
    make_finding(state="published", release=release, sentence="Neu.")
    make_finding(state="withdrawn", release=release, sentence="Falsch.")
    make_finding(sentence="Entwurf.")
    assert shown(client) == ["Alt.", "Neu."]


def test_each_finding_names_the_release_of_its_numbers(client):
    numbers = [{"text": "45 %", "source": "figure", "table": "opinions"}]
    make_finding(state="published", release=make_release(state="published", number=1), numbers=numbers)
    make_release(state="published", number=2)
    assert (
        '45 %<br><span class="quiet">Stand 1 vom 23. November 2026</span>' in client.get("/konzept/").content.decode()
    )


def test_examples_stand_back_behind_what_is_real(client):
    real = make_release(state="published")
    make_finding(state="published", release=real, sentence="Echt.")
    example = make_release(state="published", is_example=True)
    make_finding(state="published", release=example, sentence="Erfunden.", is_example=True)
    assert shown(client) == ["Echt."]


def test_page_shows_some_and_leads_to_all(client):
    release = make_release(state="published")
    for _number in range(FINDINGS_SHOWN + 1):
        make_finding(state="published", release=release)
    assert len(shown(client)) == FINDINGS_SHOWN


def test_release_without_findings_says_so(client):
    release = make_release(state="published", number=3)
    html = client.get("/konzept/").content.decode()
    assert "Hier steht noch kein Befund:" in html
    assert f'href="{release.get_absolute_url()}">Stand 3 vom 23. November 2026</a>' in html


def test_what_was_decided_takes_the_place_of_what_the_page_knows(client):
    decided = "Der Rat der Stadt hat am 2. Februar 2026 gesagt"
    assert decided in client.get("/konzept/").content.decode()
    make_resolution(number=0, name="Ein Konzept wird gemacht")
    html = client.get("/konzept/?neu=1").content.decode()
    assert decided not in html
    assert '<a href="/konzept/beschluesse/0/">D-0: Ein Konzept wird gemacht</a>' in html


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_for_one_and_for_many(client, django_assert_num_queries, count):
    release = make_planned().release
    for _number in range(count - 1):
        make_finding(state="published", release=release)
    with django_assert_num_queries(9):
        client.get("/konzept/")
