"""The page of a provider: opened by a signed link, answered without account, changed until it is decided."""

import pytest
from django.core import signing
from django.urls import reverse

from concept.actions.overlaps import settle_overlap
from concept.letters import reply_address
from concept.models import OverlapReply
from tests.concept_factories import make_overlap
from tests.factories import NOW, TODAY, make_offer, make_provider
from tests.overlap_pairs import asked_overlap
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
YES = {"answer": "same", "text": "Wir sprechen uns ab."}


@pytest.fixture
def reply():
    provider, other = make_provider(name="Betreuungsverein"), make_provider(name="Rathaus")
    overlap = make_overlap(
        make_offer(title="Rat A", providers=[provider]),
        make_offer(title="Hilfe B", providers=[other]),
        reasons=["Gleiches Thema: Vorsorge."],
        facts=["Eine Warteliste gibt es bei „Rat A“."],
        state="asked",
        asked_on=TODAY,
        answer_by=TODAY.replace(month=12, day=21),
    )
    OverlapReply.objects.create(overlap=overlap, provider=other)
    return OverlapReply.objects.create(overlap=overlap, provider=provider)


@pytest.fixture
def address(reply):
    return address_of(reply)


def address_of(reply):
    return reverse("concept:reply", args=[signing.dumps(reply.pk, salt="stellungnahme")])


def stored(reply):
    return OverlapReply.objects.values_list("answer", "text", "answered_at").get(pk=reply.pk)


def test_the_link_of_mail_and_letter_opens_the_page(client, reply, settings):
    settings.PORTAL_ADDRESS = "https://portal.example"
    address = reply_address(reply)
    assert address.startswith("https://portal.example/konzept/stellungnahme/")
    assert client.get(address.removeprefix("https://portal.example")).status_code == 200


def test_the_page_says_what_it_is_about_and_what_happens(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert words(response) == (
        "Ihre Stellungnahme Sie antworten für: Betreuungsverein. Sie haben Zeit bis 21. Dezember 2026. "
        "Um diese Angebote geht es Rat A Hilfe B Sie könnten sich überschneiden. Das ist nur ein Hinweis. "
        "Was dafür spricht Gleiches Thema: Vorsorge. "
        "Was dagegen spricht Eine Warteliste gibt es bei „Rat A“. "
        "Das passiert mit Ihrer Antwort Die Planung der Stadt liest sie. Wir veröffentlichen sie nicht. "
        "Wir nennen Namen nur, wenn alle Gefragten die Überschneidung bestätigen. "
        "Mehrere Anbieter können richtig sein: Ältere Menschen sollen wählen können. "
        "Sie müssen nicht antworten. Dann schreiben wir auf: keine Antwort. "
        "Überschneiden sich die beiden Angebote? Ja, das überschneidet sich. Nein, das sind verschiedene Angebote. "
        "Das kann ich nicht sagen. Was möchten Sie dazu sagen? (freiwillig) "
        "Zum Beispiel: was bei Ihnen anders ist. Nennen Sie keine Namen von Ratsuchenden. Antwort senden"
    )


def test_nobody_keeps_or_finds_the_page(client, address):
    for response in (client.get(address), client.post(address, {}), client.get(f"{address}?danke")):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert not response.cookies
        html = response.content.decode()
        assert '<meta name="robots" content="noindex">' in html
        assert "<script" not in html
        # Nor is the address printed at the foot of the page.
        assert "Adresse dieser Seite" not in html


def test_an_answer_is_kept_and_thanked_for(client, reply, address):
    answer = client.post(address, YES)
    assert (answer.status_code, answer.url) == (303, f"{address}?danke")
    assert stored(reply) == ("same", "Wir sprechen uns ab.", NOW)
    assert words(client.get(answer.url)).startswith(
        "Danke. Ihre Antwort ist gespeichert. Sie können sie bis 21. Dezember 2026 ändern, "
        "solange wir noch nicht entschieden haben. Antwort ändern Haben Sie Fragen dazu?"
    )


def test_an_answer_can_be_changed(client, reply, address):
    client.post(address, YES)
    again = client.get(address)
    assert "Ihre Antwort vom 23. November 2026 ist gespeichert. Sie können sie hier ändern." in words(again)
    assert 'value="same" required id="id_answer_0" checked' in again.content.decode()
    assert "Wir sprechen uns ab.</textarea>" in again.content.decode()
    client.post(address, {"answer": "different", "text": ""})
    assert stored(reply) == ("different", "", NOW)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"text": "Wir sind anders."}, "Wählen Sie eine Antwort."),
        ({"answer": "maybe", "text": "Wir sind anders."}, "Wählen Sie eine Antwort."),
        (
            {"answer": "same", "text": "Wir sind anders." * 126},
            "Ihr Text ist zu lang. Kürzen Sie ihn auf 2000 Zeichen.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, reply, address, typed, error):
    response = client.post(address, typed)
    assert response.status_code == 400
    assert words(response).startswith(f"Prüfen Sie Ihre Angaben {error} ")
    assert f"{typed['text']}</textarea>" in response.content.decode()
    assert stored(reply) == ("", "", None)


def test_too_many_forms_of_a_network_are_refused_and_nothing_typed_is_lost(client, reply, address):
    for _number in range(30):
        client.post(address, YES)
    response = client.post(address, {"answer": "different", "text": "Doch nicht."})
    assert response.status_code == 429
    assert words(response).startswith("Prüfen Sie Ihre Angaben Von hier kamen heute schon viele Meldungen.")
    assert "Doch nicht.</textarea>" in response.content.decode()
    assert stored(reply) == ("same", "Wir sprechen uns ab.", NOW)
    # Other forms of the same house are counted apart.
    assert client.post("/hilfe-fehlt/", {"text": "Ein Chor"}).status_code == 303


def settle(reply):
    OverlapReply.objects.filter(overlap=reply.overlap).update(answer="same", answered_at=NOW)
    settle_overlap(overlap_id=reply.overlap_id, is_confirmed=False, text="Es ist anders.", by=None, now=NOW)


def test_what_is_decided_is_said_with_the_reason(client, reply, address):
    client.post(address, YES)
    settle(reply)
    response = client.get(address)
    assert response.status_code == 200
    assert words(response).startswith(
        "Dieser Hinweis ist entschieden. Ergebnis: entkräftet. Es ist anders. Das haben Sie geantwortet "
        "Ja, das überschneidet sich. Wir sprechen uns ab. Haben Sie Fragen dazu?"
    )


def test_an_answer_after_the_decision_is_refused_and_not_lost(client, reply, address):
    settle(reply)
    response = client.post(address, {"answer": "different", "text": "Zu spät?"})
    assert response.status_code == 409
    assert words(response).startswith("Prüfen Sie Ihre Angaben Dieser Hinweis ist inzwischen entschieden. Rufen Sie")
    assert "Zu spät?</textarea>" in response.content.decode()
    assert stored(reply)[0] == "same"


def test_after_four_weeks_the_page_says_what_to_do(client, reply, address, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW.replace(month=12, day=22))
    response = client.get(address)
    assert words(response).startswith(
        "Die vier Wochen sind um. Rufen Sie uns an. "
        "Wir schreiben Ihre Antwort auf, solange noch nicht entschieden ist. Haben Sie Fragen dazu?"
    )
    late = client.post(address, YES)
    assert late.status_code == 409
    assert "Rufen Sie uns an, wir schreiben Ihre Antwort noch auf." in words(late)
    assert "Wir sprechen uns ab.</textarea>" in late.content.decode()
    assert stored(reply) == ("", "", None)


def test_the_last_day_still_counts(client, reply, address, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW.replace(month=12, day=21, hour=22))
    assert client.post(address, YES).status_code == 303


def test_a_link_that_nobody_signed_leads_nowhere(client, reply):
    for signed in (signing.dumps(reply.pk, salt="code"), signing.dumps(0, salt="stellungnahme"), f"{reply.pk}", "x"):
        assert client.get(reverse("concept:reply", args=[signed])).status_code == 404


def test_other_methods_are_refused(client, address):
    assert client.put(address).status_code == 405


def test_foreign_pages_cannot_answer(client, reply, address):
    assert client.post(address, YES, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert stored(reply) == ("", "", None)


def test_the_log_names_no_link(client, address, caplog):
    client.get(address[:-2] + "/")
    client.put(address)
    assert "stellungnahme/" not in caplog.text.replace("konzept/stellungnahme/<str:signed>/", "")


def test_each_provider_has_a_page_of_its_own(client, reply):
    other = OverlapReply.objects.exclude(pk=reply.pk).get()
    client.post(address_of(reply), YES)
    page = client.get(address_of(other))
    assert "Sie antworten für: Rathaus." in words(page)
    assert "Wir sprechen uns ab." not in page.content.decode()


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_costs_the_same_for_every_hint(client, reply, django_assert_num_queries, times):
    for _number in range(times - 1):
        asked_overlap()
    client.get(address_of(reply))
    with django_assert_num_queries(1):
        client.get(address_of(reply))
