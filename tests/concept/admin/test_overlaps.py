"""Overlaps at the desk: found, asked about, written down, decided."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.actions import ensure_roles
from accounts.roles import OPERATORS, PLANNERS, READERS
from concept.letters import opened_reply
from concept.models import LogLine, Overlap, OverlapReply
from offers.work import PARAMETER
from tests.concept_factories import make_overlap
from tests.factories import NOW, TODAY, make_contact, make_offer, make_provider, make_user
from tests.overlap_pairs import asked_overlap, make_pair, make_provider_with_mail
from tests.reading import text
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
LIST = "/admin/concept/overlap/"
LONG_AGO = {"asked_on": date(2026, 10, 1), "answer_by": date(2026, 10, 29)}


@pytest.fixture
def planner(client):
    ensure_roles()
    user = make_user(groups=[PLANNERS])
    sign_in(client, user)
    return user


def page_of(overlap):
    return reverse("admin:concept_overlap_change", args=[overlap.pk])


def said(response):
    return [str(message) for message in response.context["messages"]]


def content(response):
    return text(response.content.decode().partition('id="content-main"')[2].partition('id="footer"')[0])


@pytest.mark.usefixtures("planner")
def test_hints_are_looked_for_at_the_press_of_a_button(client):
    make_pair()
    make_pair(service_areas=[])
    response = client.post(f"{LIST}suchen/", follow=True)
    assert said(response) == [
        "Neu: 1. Nicht mehr gefunden: 0. Nicht zu vergleichen, weil das Einzugsgebiet fehlt: 1 Paare."
    ]
    assert "Offen: 1. Entschieden: 0, davon entkräftet: 0. Beispiele zählen nicht mit." in content(response)
    assert client.get(f"{LIST}suchen/").status_code == 405


@pytest.mark.usefixtures("planner")
def test_the_list_says_who_answered_and_marks_examples(client):
    overlap = asked_overlap()
    overlap.replies.filter(pk=overlap.replies.first().pk).update(answer="same", answered_at=NOW)
    make_overlap(is_example=True)
    page = content(client.get(LIST))
    assert f"Ü-{overlap.pk} {overlap.first} / {overlap.second} Anbieter sind gefragt 1 von 2 21. Dezember 2026" in page
    assert "Beispiel: " in page
    assert "Offen: 1." in page


@pytest.mark.usefixtures("planner")
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(client, django_assert_num_queries, number):
    for _number in range(number):
        asked_overlap()
    with django_assert_num_queries(9):
        assert client.get(LIST).status_code == 200


@pytest.mark.usefixtures("planner")
def test_the_list_is_filtered_by_what_waits(client):
    waiting = asked_overlap()
    waiting.replies.update(answer="same", answered_at=NOW)
    other = make_overlap()
    page = content(client.get(f"{LIST}?{PARAMETER}=beantwortet"))
    assert f"Ü-{waiting.pk} " in page
    assert f"Ü-{other.pk} " not in page


@pytest.mark.usefixtures("planner")
def test_double_entries_are_listed_first(client):
    first, second = make_pair(title="Vorsorge am Markt", first={"slug": "a"}, second={"slug": "b"})
    assert "Zurzeit ist nichts doppelt eingetragen." in content(client.get(f"{LIST}doppelte-eintraege/"))
    for offer in (first, second):
        make_contact(offer=offer)
    page = content(client.get(f"{LIST}doppelte-eintraege/"))
    assert (
        f"Vorsorge am Markt / Vorsorge am Markt Angebot {first.pk} Angebot {second.pk} Fast gleicher Titel, und "
        "Telefonnummer, E-Mail-Anbieter oder Postleitzahl sind gleich."
    ) in page


@pytest.mark.usefixtures("planner")
def test_for_and_against_stand_side_by_side(client):
    overlap = make_overlap(
        make_offer(title="Rat A"), make_offer(title="Hilfe B"), reasons=["Gleiches Thema."], facts=["Andere Sprachen."]
    )
    page = content(client.get(page_of(overlap)))
    assert page.partition("Anbieter fragen")[0].endswith(
        "Hinweis auf Überschneidung. Gefunden am 2. November 2026. "
        "Ein Hinweis ist kein Urteil: Mehrere Anbieter können richtig sein. Rat A Hilfe B "
        "Was dafür spricht Gleiches Thema. Was dagegen spricht Andere Sprachen. "
    )
    overlap.facts = []
    overlap.save()
    assert "Was dagegen spricht Dazu ist nichts bekannt." in content(client.get(page_of(overlap)))


def test_asking_is_one_button(client, planner):
    overlap = make_overlap(make_offer(providers=[make_provider_with_mail(name="Verein A")]))
    response = client.post(page_of(overlap), {"ask": ""}, follow=True)
    assert said(response) == ["Gespeichert."]
    page = content(response)
    assert "Was die Anbieter sagen Gefragt am 23. November 2026, Antwort bis 21. Dezember 2026." in page
    assert "Verein A: noch keine Antwort Es ging keine E-Mail hinaus." in page
    assert "Anbieter fragen" not in page
    assert list(LogEntry.objects.values_list("object_repr", "change_message", "user")) == [
        (f"Ü-{overlap.pk}", "Anbieter gefragt", planner.pk)
    ]


@pytest.mark.usefixtures("planner")
def test_a_refusal_says_what_to_do(client):
    overlap = make_overlap(make_offer(providers=[]))
    response = client.post(page_of(overlap), {"ask": ""})
    assert response.status_code == 200
    assert "Bei einem der Angebote steht kein Anbieter. Tragen Sie ihn zuerst beim Angebot ein." in content(response)
    assert "<title>Fehler: Hinweis auf Überschneidung" in response.content.decode()
    assert not LogEntry.objects.exists()


@pytest.mark.usefixtures("planner")
def test_an_example_is_decided_and_not_asked_about(client):
    overlap = make_overlap(is_example=True)
    page = content(client.get(page_of(overlap)))
    assert "Beispiel: Nichts davon hat jemand wirklich gesagt." in page
    assert "Anbieter fragen" not in page
    assert "Entscheiden" in page


@pytest.mark.usefixtures("planner")
def test_answers_and_silence_stand_with_their_day(client):
    overlap = asked_overlap(make_provider(name="Verein A"), make_provider(name="Amt B"), **LONG_AGO)
    first = overlap.replies.in_order().first()
    OverlapReply.objects.filter(pk=first.pk).update(
        answer="different", text="Wir sind\nanders.", answered_at=NOW, mailed_at=NOW
    )
    page = content(client.get(page_of(overlap)))
    assert (
        "Verein A: Nein, das sind verschiedene Angebote. (23. November 2026) Wir sind anders. "
        "Die E-Mail ging am 23. November 2026 hinaus. Brief an Verein A, Antwort von Verein A aufschreiben "
        "Amt B: keine Antwort Es ging keine E-Mail hinaus."
    ) in page


@pytest.mark.usefixtures("planner")
def test_a_letter_has_the_address_the_words_and_the_link_as_picture(client):
    provider = make_provider(name="Verein A", street="Am Markt 1", postal_code="67655", town="Musterstadt")
    overlap = asked_overlap(provider, make_provider())
    first, second = overlap.replies.in_order()
    response = client.get(reverse("admin:concept_overlap_letter", args=[first.pk]))
    page = content(response)
    assert "Verein A Am Markt 1 67655 Musterstadt Ihre Stellungnahme bis 21. Dezember 2026 Guten Tag," in page
    signed = page.partition("/konzept/stellungnahme/")[2].partition("/")[0]
    assert opened_reply(signed) == first.pk
    # Without a width of its own: a hand's breadth, not a fingernail's.
    assert re.search(r'<svg viewBox="0 0 \d+ \d+" class="segno">', response.content.decode())
    without = content(client.get(reverse("admin:concept_overlap_letter", args=[second.pk])))
    assert f"{second.provider} Ihre Stellungnahme bis" in without


def test_what_somebody_says_on_the_telephone_is_written_down(client, planner):
    overlap = asked_overlap(make_provider(name="Verein A"), make_provider(), **LONG_AGO)
    first = overlap.replies.in_order().first()
    address = reverse("admin:concept_overlap_note", args=[first.pk])
    assert "Anbieter: Verein A" in content(client.get(address))
    assert "Wählen Sie eine Antwort." in content(client.post(address, {"text": "am Telefon"}))
    response = client.post(address, {"answer": "same", "text": "am Telefon"}, follow=True)
    assert said(response) == ["Die Antwort ist gespeichert."]
    first.refresh_from_db()
    assert (first.answer, first.text) == ("same", "am Telefon")
    assert "nach einem Anruf oder Brief aufgeschrieben)" in content(response)
    assert LogLine.objects.get().salt.content == {"provider": first.provider_id, "answer": "same"}
    assert LogLine.objects.get().role == "Planung"
    # The history names neither who spoke nor what was said.
    assert list(LogEntry.objects.values_list("object_repr", "change_message")) == [
        (f"Ü-{overlap.pk}", "Antwort eines Anbieters aufgeschrieben")
    ]


@pytest.mark.usefixtures("planner")
def test_a_hint_is_decided_with_a_reason(client):
    overlap = asked_overlap()
    overlap.replies.update(answer="same", answered_at=NOW)
    response = client.post(page_of(overlap), {"settle": "", "settle-state": "confirmed", "settle-text": ""})
    assert "Schreiben Sie, warum das so entschieden ist." in content(response)
    answer = {"settle": "", "settle-state": "confirmed", "settle-text": "Beide sagen ja."}
    page = content(client.post(page_of(overlap), answer, follow=True))
    assert "Entschieden am 23. November 2026 Beide sagen ja." in page
    assert "Brief an" not in page
    response = client.post(page_of(overlap), {"outcome": ""})
    assert "Wählen Sie, was daraus folgt." in content(response)
    page = content(client.post(page_of(overlap), {"outcome": "", "outcome-outcome": "bundle"}, follow=True))
    assert "Was daraus folgt: zusammenlegen" in page


@pytest.mark.usefixtures("planner")
def test_a_decision_is_opened_again_with_a_reason(client):
    overlap = asked_overlap(state="refuted", settled_on=TODAY, settled_text="Nein.")
    response = client.post(page_of(overlap), {"reopen": ""})
    assert "Schreiben Sie, warum der Hinweis wieder offen ist." in content(response)
    page = content(client.post(page_of(overlap), {"reopen": "", "reopen-reason": "Verwechselt."}, follow=True))
    assert "Entschieden am" not in page
    assert "Wieder öffnen" not in page
    # The history says that it happened, not why.
    assert list(LogEntry.objects.values_list("object_repr", "change_message")) == [
        (f"Ü-{overlap.pk}", "Wieder geöffnet")
    ]


@pytest.mark.usefixtures("planner")
def test_a_question_asked_by_mistake_is_withdrawn(client):
    overlap = asked_overlap()
    assert "Frage zurücknehmen" in content(client.get(page_of(overlap)))
    page = content(client.post(page_of(overlap), {"withdraw": ""}, follow=True))
    assert "Anbieter fragen" in page
    assert "Frage zurücknehmen" not in page


@pytest.mark.usefixtures("planner")
def test_a_refused_decision_keeps_the_text(client):
    overlap = asked_overlap()
    answer = {"settle": "", "settle-state": "refuted", "settle-text": "Das sind zwei Dinge."}
    response = client.post(page_of(overlap), answer)
    assert "Die Anbieter haben bis 21. Dezember 2026 Zeit." in content(response)
    assert "Das sind zwei Dinge.</textarea>" in response.content.decode()
    overlap.refresh_from_db()
    assert overlap.state == "asked"


@pytest.mark.usefixtures("planner")
def test_an_answer_that_is_decided_meanwhile_is_refused(client):
    overlap = asked_overlap(state="refuted", settled_on=TODAY, settled_text="Nein.")
    address = reverse("admin:concept_overlap_note", args=[overlap.replies.first().pk])
    response = client.post(address, {"answer": "same", "text": "am Telefon"})
    assert "Dieser Hinweis ist inzwischen entschieden." in content(response)
    assert "am Telefon</textarea>" in response.content.decode()


@pytest.mark.usefixtures("planner")
def test_what_isnt_there_is_not_found_and_an_unknown_step_refused(client):
    assert client.get(f"{LIST}{10**6}/change/").status_code == 404
    assert client.get(f"{LIST}brief/{10**6}/").status_code == 404
    assert client.post(page_of(make_overlap()), {"other": ""}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.get(reverse("admin:concept_overlap_delete", args=[Overlap.objects.get().pk])).status_code == 403


@pytest.mark.parametrize("role", [READERS, OPERATORS])
def test_nobody_but_planning_reads_names_before_they_are_confirmed(client, role):
    ensure_roles()
    sign_in(client, make_user(groups=[role]))
    overlap = asked_overlap()
    pages = [LIST, page_of(overlap), f"{LIST}doppelte-eintraege/"]
    pages += [
        reverse(f"admin:concept_overlap_{name}", args=[overlap.replies.first().pk]) for name in ("letter", "note")
    ]
    assert [client.get(page).status_code for page in pages] == [403] * 5
    assert client.post(f"{LIST}suchen/").status_code == 403


def test_who_only_reads_sees_everything_and_no_button(client):
    ensure_roles()
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename="view_overlap"))
    sign_in(client, user)
    overlap = asked_overlap(make_provider(name="Verein A"), make_provider())
    page = content(client.get(page_of(overlap)))
    assert "Verein A: noch keine Antwort" in page
    assert "Brief an" not in page
    assert "Entscheiden" not in page
    assert "Hinweise im Katalog suchen" not in content(client.get(LIST))
    assert client.post(page_of(overlap), {"settle": ""}).status_code == 403
