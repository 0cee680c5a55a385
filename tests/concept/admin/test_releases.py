"""The desk of releases: from making one to publishing it, with what is refused."""

import pytest
from django.urls import reverse

from accounts.actions import ensure_roles
from concept.models import Chapter, Finding, Measure, Release
from tests.concept_factories import make_finding, make_measure, make_release
from tests.concept_releases import make_closed
from tests.factories import make_user
from tests.needs_desk import messages, said
from tests.needs_factories import make_surroundings, make_wave
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def address(release, name):
    return reverse(f"admin:concept_release_{name}", args=[release.pk])


@pytest.fixture
def desk(client):
    ensure_roles()
    make_surroundings()
    sign_in(client, make_user(groups=["Planung"]))
    return client


def make(desk, *waves, title="Erster Stand"):
    response = desk.post(reverse("admin:concept_release_add"), {"title": title, "waves": [wave.pk for wave in waves]})
    release = Release.objects.newest_first().first()
    assert response.status_code == 302
    assert response.url == address(release, "change")
    return release


def test_from_making_to_publishing(desk):
    Chapter.objects.create(position=1, title="Vorwort", text="Guten Tag.")
    release = make(desk, make_closed(missing=40, fine=20))
    assert "Noch sind keine Zahlen festgehalten." in said(desk.get(address(release, "figures")))
    assert "Stand: Entwurf" in said(desk.get(address(release, "change")))
    response = desk.post(address(release, "freeze"))
    assert messages(response) == ["Die Zahlen sind festgehalten. Sehen Sie sie an, bevor Sie veröffentlichen."]
    figures = said(desk.get(address(release, "figures"), {"bereich": "beratung"}))
    assert "65 % (30 bis 99)" in figures
    assert "zu wenige Antworten" in figures
    group = release.cells.first().topic_group
    picked, left = make_finding(topic_group=group), make_finding(topic_group=group)
    proposed, kept, waiting = (make_measure(each, state="draft") for each in (picked, picked, left))
    page = desk.get(address(release, "publish"))
    assert list(page.context["form"].initial["findings"]) == [picked, left]
    assert list(page.context["form"].initial["measures"]) == [proposed, kept, waiting]
    typed = {"findings": [picked.pk], "measures": [proposed.pk, waiting.pk]}
    refused = desk.post(address(release, "publish"), typed)
    assert f"Diese Befunde sind nicht veröffentlicht: {left.reference}." in said(refused)
    response = desk.post(address(release, "publish"), typed | {"measures": [proposed.pk]})
    assert messages(response) == ["Der Stand ist veröffentlicht."]
    assert list(Finding.objects.published()) == [picked]
    assert list(Measure.objects.public()) == [proposed]
    # Pressed twice, or in a second tab.
    response = desk.post(address(release, "publish"), typed)
    assert response.url == address(release, "change")
    assert messages(response)[-1] == (
        "Dieser Stand ist veröffentlicht und ändert sich nicht mehr. Legen Sie einen neuen Stand an."
    )
    page = said(desk.get(address(release, "change")))
    assert "Stand: veröffentlicht" in page
    assert "Befunde im Entwurf" not in page
    assert "Zahlen festhalten" not in page
    response = desk.post(address(release, "discard"))
    assert messages(response) == [
        "Dieser Stand ist veröffentlicht und ändert sich nicht mehr. Legen Sie einen neuen Stand an."
    ]
    again = make(desk, *release.waves.all(), title="Zweiter Stand")
    desk.post(address(again, "freeze"))
    assert "65 % (30 bis 99, aus Stand 1)" in said(desk.get(address(again, "figures")))


def test_what_is_gone_meanwhile_is_said_in_plain_words(desk):
    release = make(desk, make_closed(missing=40))
    desk.post(address(release, "freeze"))
    gone = make_finding()
    typed = {"findings": [gone.pk]}
    gone.delete()
    refused = said(desk.post(address(release, "publish"), typed))
    assert "Jemand hat inzwischen etwas davon veröffentlicht oder gelöscht. Prüfen Sie die Auswahl." in refused
    page = desk.get(address(release, "change")).content.decode()
    assert reverse("admin:concept_chapter_preview", args=[release.pk]) in page
    assert reverse("admin:concept_chapter_changelist") in page


def test_frozen_answers_stand_beside_the_words_of_their_question(desk):
    wave = make_closed(missing=40)
    question = wave.questionnaire.questions.get(key="orientation")
    release = make(desk, wave)
    desk.post(address(release, "freeze"))
    figures = said(desk.get(address(release, "figures")))
    assert question.text in figures
    assert "orientation" not in figures


def test_other_waves_are_chosen_and_a_draft_is_discarded(desk):
    first, second, running = make_closed(), make_closed(), make_wave()
    release = make(desk, first)
    page = desk.get(address(release, "waves"))
    assert running not in page.context["form"].fields["waves"].queryset
    desk.post(address(release, "waves"), {"waves": [second.pk]})
    assert list(release.waves.all()) == [second]
    assert messages(desk.post(address(release, "discard"))) == ["Der Stand ist verworfen."]
    assert not Release.objects.exists()


def test_what_is_refused_is_said_at_the_form(desk):
    release = make(desk)
    response = desk.post(reverse("admin:concept_release_add"), {"title": "Noch einer"})
    assert "Es gibt schon einen Stand in Arbeit." in said(response)
    response = desk.post(address(release, "publish"))
    assert "Halten Sie zuerst die Zahlen dieses Standes fest." in said(response)
    assert "Tragen Sie einen Titel ein." in said(desk.post(reverse("admin:concept_release_add"), {}))
    assert desk.get(address(release, "freeze")).status_code == 405


def test_list_and_who_may_open_it(desk, client):
    release = make(desk)
    page = said(desk.get(reverse("admin:concept_release_changelist")))
    assert f"Stand {release.number}" in page
    sign_in(client, make_user(groups=["Redaktion"]))
    for name in ("change", "waves", "figures", "publish"):
        assert client.get(address(release, name)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_many(desk, number, django_assert_num_queries):
    for _number in range(number):
        make_release(state="published")
    desk.get(reverse("admin:concept_release_changelist"))
    with django_assert_num_queries(7):
        desk.get(reverse("admin:concept_release_changelist"))
