"""Free text as it was written: for one role, with a reason, each reading noted; and redacted for others."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from needs.models import Contribution, Event, RawReading, Source
from tests.factories import NOW, TODAY
from tests.needs_bundling_factories import LEAK, make_contribution
from tests.reading import text

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:needs_contribution_reading")
# Session, person, second factor, rights (2), how many, texts, the note.
QUEUE_QUERIES = 8


def messages(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def analyst(signed_in):
    return signed_in("Auswertung")


def give_reason(client, reason="Bereinigen"):
    return client.post(QUEUE, {"reason": reason})


def page_of(contribution):
    return reverse("admin:needs_contribution_redact", args=[contribution.pk])


def in_order(*contributions):
    """The numbers of notes are drawn by chance."""
    return sorted(contributions, key=lambda contribution: contribution.pk)


def readings():
    return list(RawReading.objects.order_by("pk").values_list("what", "reason", "read_by"))


def test_the_reason_is_asked_once_a_day(client, analyst, monkeypatch):
    make_contribution(f"{LEAK} fehlt ein Bus.")
    for asked in (client.get(QUEUE), client.post(QUEUE, {"reason": " "})):
        assert "Wofür lesen Sie?" in asked.content.decode()
        assert LEAK not in asked.content.decode()
    assert readings() == []
    assert give_reason(client).url == QUEUE
    assert LEAK in client.get(QUEUE).content.decode()
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=1))
    assert LEAK not in client.get(QUEUE).content.decode()


def test_with_a_reason_it_goes_on_to_what_one_came_for(client, analyst):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.")
    page = reverse("admin:needs_contribution_change", args=[contribution.pk])
    wanted = f"{QUEUE}?beitrag={contribution.pk}"
    assert wanted in client.get(page).content.decode()
    assert client.post(wanted, {"reason": "Zuordnen"}).url == page
    assert client.post(f"{QUEUE}?bereinigen={contribution.pk}", {"reason": "Zuordnen"}).url == page_of(contribution)
    for odd in ("x", "", "-1"):
        assert client.post(f"{QUEUE}?beitrag={odd}", {"reason": "Zuordnen"}).url == QUEUE


def test_a_reason_must_be_said(client, analyst):
    response = client.post(QUEUE, {"reason": ""})
    assert "Schreiben Sie, wofür Sie die Texte lesen." in response.content.decode()


def test_each_reading_of_the_page_is_a_line(client, analyst):
    give_reason(client)
    client.get(QUEUE)
    assert readings() == []
    first, second = in_order(make_contribution("Ein Text."), make_contribution("Noch ein Text."))
    client.get(QUEUE)
    client.get(QUEUE)
    line = (f"Freie Texte: B-{first.pk}, B-{second.pk}", "Bereinigen", analyst.pk)
    assert readings() == [line, line]


def test_the_page_marks_what_it_noticed(client, analyst):
    contribution = make_contribution("Frau Muster holt mich ab. Ruft an: 0631 5550177.")
    make_contribution(redacted="Schon bereinigt.")
    make_contribution(standing="not_followed", standing_reason="Kein Beitrag.")
    give_reason(client)
    response = client.get(QUEUE)
    html = response.content.decode()
    assert [entry["row"] for entry in response.context["texts"]] == [contribution]
    assert "<mark>Frau Muster</mark> holt mich ab. Ruft an: <mark>0631 5550177</mark>." in html
    assert "Auffällig: Name: Frau Muster, Telefonnummer: 0631 5550177" in text(html)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_three(client, analyst, number, django_assert_num_queries):
    for _number in range(number):
        make_contribution()
    give_reason(client)
    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(QUEUE)


def test_the_page_is_one_of_several(client, analyst):
    for _number in range(11):
        make_contribution()
    give_reason(client)
    assert len(client.get(QUEUE).context["texts"]) == 10
    assert len(client.get(QUEUE, {"seite": 2}).context["texts"]) == 1
    assert "Vorige Seite" in client.get(QUEUE, {"seite": 2}).content.decode()
    assert RawReading.objects.count() == 3


def test_redacting_begins_with_a_copy_without_what_was_noticed(client, analyst):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.")
    asked = f"{QUEUE}?bereinigen={contribution.pk}"
    assert client.get(page_of(contribution)).url == asked
    assert client.post(page_of(contribution), {"text": "Ein Bus."}).url == asked
    give_reason(client)
    response = client.get(page_of(contribution))
    assert response.context["form"]["text"].value() == "[Name] fehlt ein Bus."
    assert f"<mark>{LEAK}</mark>" in response.content.decode()
    assert readings() == [(f"Freier Text: B-{contribution.pk}", "Bereinigen", analyst.pk)]


def test_a_redacted_text_opens_the_next_one(client, analyst):
    first, second, third = in_order(*(make_contribution() for _number in range(3)))
    give_reason(client)
    assert client.post(page_of(second), {"text": "Eine Bank."}).url == page_of(third)
    assert client.post(page_of(third), {"text": "Eine Bank."}).url == page_of(first)
    done = client.post(page_of(first), {"text": " Eine Bank. "}, follow=True)
    assert done.redirect_chain == [(QUEUE, 302)]
    assert messages(done)[-1] == f"B-{first.pk} ist bereinigt."
    assert "Alles ist bereinigt." in done.content.decode()
    first.refresh_from_db()
    assert (first.redacted, first.redacted_at, first.redacted_by) == ("Eine Bank.", timezone.now(), analyst)


def test_what_is_still_noticed_is_refused_until_it_is_checked(client, analyst):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.")
    give_reason(client)
    response = client.post(page_of(contribution), {"text": f"{LEAK} fehlt."})
    assert f"Im bereinigten Text steht noch: Name: {LEAK}." in text(response.content.decode())
    assert list(Contribution.objects.released()) == []
    client.post(page_of(contribution), {"text": "Frau Holle fehlt.", "is_checked": "on"})
    assert Contribution.objects.released().get().redacted == "Frau Holle fehlt."


def test_a_text_that_is_deleted_has_no_page(client, analyst):
    contribution = make_contribution()
    Contribution.objects.update(text="", text_deleted_on=TODAY)
    give_reason(client)
    assert client.get(page_of(contribution)).status_code == 404


@pytest.mark.parametrize("role", ["Planung", "Redaktion", "Organisation", "Erfassung", "Seniorenbeirat", "Betrieb"])
def test_nobody_else_reads_or_redacts(client, signed_in, role):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.")
    signed_in(role)
    for address in (QUEUE, page_of(contribution)):
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "Neugier", "text": "x"}).status_code == 403
    assert (RawReading.objects.count(), Event.objects.count()) == (0, 0)


def test_the_words_shown_beside_what_was_refused_are_a_reading_too(client, analyst):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.")
    give_reason(client)
    for typed in ({"text": ""}, {"text": f"{LEAK} fehlt."}):
        assert LEAK in client.post(page_of(contribution), typed).content.decode()
    line = (f"Freier Text: B-{contribution.pk}", "Bereinigen", analyst.pk)
    assert readings() == [line, line]
    client.post(page_of(contribution), {"text": "Ein Bus."})
    assert readings() == [line, line]


def test_ten_texts_with_the_longest_numbers_are_noted(client, analyst):
    numbers = [9_223_372_036_854_775_000 + number for number in range(10)]
    for number in numbers:
        Contribution.objects.create(pk=number, source=Source.PHONE_NOTE, text="Ein Text.", received_in="2026-11-01")
    give_reason(client)
    client.get(QUEUE)
    [(what, _reason, _by)] = readings()
    assert what == "Freie Texte: " + ", ".join(f"B-{number}" for number in numbers)
