"""The question to a provider by mail: what it says, who sends it, and when it is too late."""

from datetime import timedelta

import pytest

from concept.actions.overlaps import (
    ask_providers,
    mail_question,
    reply_to_overlap,
    settle_overlap,
)
from concept.letters import opened_reply
from concept.models import Overlap
from offers.models import Contact
from tests.concept_factories import make_overlap
from tests.factories import NOW, make_offer, make_provider
from tests.overlap_pairs import make_provider_with_mail
from tests.working import run_jobs

pytestmark = pytest.mark.django_db
# The four weeks are over.
THEN = NOW + timedelta(days=29)


@pytest.fixture
def question(settings):
    """Of a provider with two addresses."""
    settings.PORTAL_ADDRESS, settings.HELP_PHONE = "https://portal.example", "+496313654408"
    provider = make_provider_with_mail(name="Betreuungsverein")
    Contact.objects.create(provider=provider, kind="email", value="zwei@beispiel.example", position=2)
    first = make_offer(title="Rat A", providers=[provider])
    overlap = make_overlap(first, make_offer(title="Hilfe B", providers=[make_provider()]))
    return ask_providers(overlap_id=overlap.pk, by=None, now=NOW)[0]


def test_the_mail_says_what_it_is_about_and_leads_to_the_page(question, mail_server):
    mail_question(reply_id=question.pk, now=NOW)
    [letter] = mail_server.letters
    assert letter["To"] == "betreuungsverein@beispiel.example"
    assert letter["Subject"] == "Ihre Stellungnahme bis 21. Dezember 2026"
    assert letter["Message-ID"] == f"<overlap-{question.pk}@portal.example>"
    text = letter.get_content().replace("\r\n", "\n")
    assert "Diese zwei Angebote könnten sich überschneiden: „Rat A“ und „Hilfe B“." in text
    assert "Sie können auch anrufen: 0631\N{NO-BREAK SPACE}3654408. Wir schreiben Ihre Antwort auf." in text
    address = text.partition("Antworten Sie bis 21. Dezember 2026 hier: ")[2].partition("\n")[0]
    assert address.startswith("https://portal.example/konzept/stellungnahme/")
    assert opened_reply(address.rstrip("/").rpartition("/")[2]) == question.pk
    question.refresh_from_db()
    assert question.mailed_at == NOW


def test_without_a_help_line_the_mail_names_no_telephone(question, mail_server, settings):
    settings.HELP_PHONE = ""
    mail_question(reply_id=question.pk, now=NOW)
    assert "anrufen" not in mail_server.letters[0].get_content()


def test_the_worker_sends_it(question, mail_server, stopped_clock):
    assert run_jobs() == ["concept.tasks.mail_question"]
    assert [letter["To"] for letter in mail_server.letters] == ["betreuungsverein@beispiel.example"]


@pytest.mark.parametrize("why", ["sent", "answered", "over", "settled", "no address", "gone"])
def test_a_mail_that_has_become_outdated_isnt_sent(question, mail_server, why):
    now = NOW
    if why == "sent":
        mail_question(reply_id=question.pk, now=NOW)
        mail_server.letters.clear()
    elif why == "answered":
        reply_to_overlap(reply_id=question.pk, answer="unsure", text="", now=NOW)
    elif why == "over":
        now = NOW + timedelta(days=29)
    elif why == "settled":
        settle_overlap(overlap_id=question.overlap_id, is_confirmed=False, text="Nein.", by=None, now=THEN)
    elif why == "no address":
        Contact.objects.filter(kind="email").delete()
    else:
        Overlap.objects.all().delete()
    mail_question(reply_id=question.pk, now=now)
    assert mail_server.letters == []
