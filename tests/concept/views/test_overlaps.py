"""Overlaps in public: counted until all confirm, named only then; refuted ones never."""

import json
from urllib.parse import urlsplit

import pytest
from django.urls import NoReverseMatch, reverse

from concept.actions.chapters import ensure_chapters
from concept.document import assemble
from concept.models import Evidence, Overlap, OverlapReply
from concept.urls import app_name, urlpatterns
from offers.actions import relist
from offers.models import Offer
from portal.page_cache import store
from tests.concept_factories import (
    make_finding,
    make_measure,
    make_overlap,
    make_release,
    make_resolution,
    publish_straight,
)
from tests.factories import NOW, TODAY, make_offer, make_provider
from tests.overlap_pairs import asked_overlap
from tests.portal.test_links import links
from tests.reading import headings, words

pytestmark = pytest.mark.django_db
ADDRESS = "/konzept/ueberschneidungen/"
SETTLED = {"settled_on": TODAY, "settled_text": "Beide tun dasselbe."}


def confirmed_overlap(**fields) -> Overlap:
    first = make_offer(title="Rat A", slug="rat-a", providers=[make_provider(name="Verein A")])
    second = make_offer(title="Hilfe B", slug="hilfe-b", providers=[make_provider(name="Amt B")])
    values = {"state": "confirmed", "reasons": ["Gleiches Thema: Vorsorge."], **SETTLED, **fields}
    overlap = make_overlap(first, second, **values)
    for offer in (first, second):
        provider = offer.providers.get()
        OverlapReply.objects.create(
            overlap=overlap, provider=provider, answer="same", text="Das stimmt, sagt Frau Muster.", answered_at=NOW
        )
    return overlap


def numbers(response) -> tuple[str, ...]:
    page = words(response).partition("Noch nicht entschieden ")[2].partition("Wir nennen Namen")[0]
    return page.strip()


def test_without_any_hint_the_page_says_so(client):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert words(response).startswith(
        "Gibt es etwas doppelt? Manche Angebote ähneln sich. Ob etwas doppelt ist, wissen die Anbieter am "
        "besten. Darum fragen wir sie zuerst. So viele Hinweise gibt es Noch nicht entschieden 0 "
        "Von allen Anbietern bestätigt 0 Entkräftet 0 "
        "Noch ist kein Hinweis geprüft. Darum wissen wir nicht, wie oft unsere Suche irrt. "
    )
    assert "Beispiel:" not in words(response)


def test_hints_are_counted_and_how_often_they_were_wrong_is_said(client):
    make_overlap()
    asked_overlap()
    confirmed_overlap()
    for _number in range(2):
        make_overlap(state="refuted", **SETTLED)
    assert numbers(client.get(ADDRESS)) == (
        "2 Von allen Anbietern bestätigt 1 Entkräftet 2 3 Hinweise sind geprüft. 2 davon waren falsch. "
        "Daran sehen Sie, wie oft unsere Suche irrt."
    )


def test_what_all_confirmed_is_named_with_both_sides(client):
    confirmed_overlap(outcome="bundle")
    response = client.get(ADDRESS)
    page = words(response).partition("Das ist bestätigt ")[2].partition("Wie wir suchen")[0]
    assert page.strip() == (
        "„Rat A“ und „Hilfe B“ Rat A Hilfe B "
        "Bestätigt am 23. November 2026. Das sagen alle Anbieter: Verein A, Amt B. Beide tun dasselbe. "
        "Was daraus folgt: zusammenlegen. "
        "Was dafür spricht Gleiches Thema: Vorsorge. Was dagegen spricht Dazu ist uns nichts bekannt."
    )
    assert '<a href="/angebote/rat-a/">' in response.content.decode()
    assert "Frau Muster" not in response.content.decode()


def test_an_answer_that_staff_wrote_down_is_marked(client):
    overlap = confirmed_overlap()
    overlap.replies.filter(provider__name="Amt B").update(is_noted=True)
    said = "Das sagen alle Anbieter: Verein A, Amt B (am Telefon oder im Brief)."
    assert said in words(client.get(ADDRESS))


def test_what_follows_may_be_open(client):
    confirmed_overlap()
    assert "Was daraus folgt: noch offen." in words(client.get(ADDRESS))


def test_an_offer_that_became_a_draft_again_is_not_named(client):
    overlap = confirmed_overlap()
    Offer.objects.filter(pk=overlap.first_id).update(status="draft")
    page = words(client.get(ADDRESS))
    assert "Das ist bestätigt" not in page
    assert "Rat A" not in page
    assert "Von allen Anbietern bestätigt 1 Entkräftet 0 1 Hinweis ist geprüft. Keiner war falsch." in page


def test_examples_say_so_and_are_never_counted_with_real_ones(client):
    confirmed_overlap(is_example=True)
    page = words(client.get(ADDRESS))
    assert "Beispiel: Diese Hinweise sind erfunden." in page
    assert "Beispiel: „Rat A“ und „Hilfe B“" in page
    make_overlap()
    store.clear()
    page = words(client.get(ADDRESS))
    assert "Beispiel: " not in page
    assert "Von allen Anbietern bestätigt 0" in page


def test_the_page_is_kept_for_everybody(client, django_assert_num_queries):
    client.get(ADDRESS)
    with django_assert_num_queries(0):
        assert client.get(ADDRESS).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_every_overlap(client, django_assert_num_queries, number):
    for _number in range(number):
        overlap = asked_overlap(state="confirmed", **SETTLED)
        overlap.replies.update(answer="same", answered_at=NOW)
    with django_assert_num_queries(4):
        assert len(headings(client.get(ADDRESS), 3)) == number


# What only hints and refuted ones hold: none of it may stand anywhere in public.
SECRETS = ("Geheimnis", "Verborgenes Angebot")


def hidden(state: str, **fields) -> Overlap:
    """Its offers are public, like every offer; that they are a pair isn't."""
    overlap = asked_overlap(
        state=state,
        reasons=[f"Geheimnis {state} dafür"],
        facts=[f"Geheimnis {state} dagegen"],
        **fields,
    )
    Offer.objects.filter(pk__in=(overlap.first_id, overlap.second_id)).update(title=f"Verborgenes Angebot {state}")
    overlap.replies.update(answer="unsure", text=f"Geheimnis {state} der Anbieter", answered_at=NOW)
    return overlap


@pytest.fixture
def published(city):
    """A release with a finding that rests on each, as far as that goes, a measure and a resolution."""
    rows = [
        hidden("hint", asked_on=None, answer_by=None),
        hidden("asked"),
        hidden("refuted", settled_on=TODAY, settled_text="Geheimnis refuted warum"),
        confirmed_overlap(),
    ]
    release = make_release(state="frozen")
    finding = make_finding(
        state="published", release=release, evidence=[{"kind": "overlap", "overlap": overlap} for overlap in rows]
    )
    make_resolution(make_measure(finding))
    assert Evidence.objects.count() == 4
    relist(offers=Offer.objects.all(), now=NOW)
    ensure_chapters()
    return publish_straight(release, document=assemble(release))


def public_addresses(release):
    """Every address of the concept, whatever it takes."""
    for pattern in urlpatterns:
        for arguments in ((), (release.number,), (2026, 1)):
            try:
                yield reverse(f"{app_name}:{pattern.name}", args=arguments)
            except NoReverseMatch:
                continue


def texts(client, release):
    """What everybody can read, by address: from the start page and every address of the concept on by all links."""
    seen, waiting = {}, {"/", *public_addresses(release)}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        seen[address] = content.decode(errors="ignore")
        is_page = response.headers["Content-Type"].startswith("text/html")
        # Lists with filters lead to lists with filters without end; paper is made of the same pages.
        if is_page and not urlsplit(address).query and not address.endswith(".pdf"):
            waiting |= {link for link in links(client, address) if not link.endswith(".pdf")} - seen.keys()
    return seen


def test_hints_and_refuted_ones_are_named_nowhere(client, published):
    seen = texts(client, published)
    assert len(seen) > 60
    assert ADDRESS in seen
    assert "Rat A" in seen[ADDRESS]
    assert [address for address, text in seen.items() if "Geheimnis" in text] == []
    of_the_catalogue = ("/angebote/", "/anbieter/", "/themen/", "/stadtteile/", "/merkzettel/", "/a/")
    leaking = [address for address, text in seen.items() if "Verborgenes Angebot" in text]
    assert [address for address in leaking if not address.startswith(of_the_catalogue)] == []


def test_the_document_names_only_what_is_confirmed(published):
    document = json.dumps(published.document, ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in document] == []
    assert "Rat A / Hilfe B" in document
