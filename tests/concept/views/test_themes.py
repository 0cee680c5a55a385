"""A theme in public: how many said it, and their words only where they agreed."""

import pytest

from portal.page_cache import store
from tests.concept_factories import make_finding
from tests.concept_pages import QUOTE, make_planned
from tests.needs_bundling_factories import make_contribution, make_theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def page(client, theme) -> str:
    return client.get(f"/konzept/anliegen/{theme.number}/").content.decode()


def test_theme_tells_how_many_and_quotes_only_with_consent_and_redacted(client):
    planned = make_planned()
    refused = make_contribution("Das will ich nicht lesen.", redacted="Das will ich nicht lesen.")
    raw = make_contribution("Frau Zwiebelstein hilft mir.", may_be_quoted=True)
    example = make_contribution("Erfunden.", redacted="Erfunden.", may_be_quoted=True, is_example=True)
    planned.theme.contributions.add(refused, raw, example)
    html = page(client, planned.theme)
    assert "Wir haben gebündelt, was dasselbe meint: mindestens 10 Beiträge." in html
    assert f"<ul><li>„{QUOTE}“</li></ul>" in html
    assert "Zwiebelstein" not in html
    assert f'href="{planned.finding.get_absolute_url()}"' in html


def test_few_statements_are_told_in_words(client):
    theme = make_theme("Bänke", make_contribution())
    make_finding(state="published", evidence=[{"kind": "theme", "theme": theme}])
    html = page(client, theme)
    assert "weniger als 10 Beiträge." in html
    assert "mit diesen Worten" not in html


def test_theme_is_nobodys_business_before_a_finding_rests_on_it(client):
    theme, example = make_theme("Bänke", make_contribution()), make_theme("Busse", make_contribution())
    make_finding(evidence=[{"kind": "theme", "theme": theme}])
    make_finding(state="published", is_example=True, evidence=[{"kind": "theme", "theme": example}])
    addresses = [f"/konzept/anliegen/{number}/" for number in (theme.number, example.number, 4711)]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_merged_theme_leads_to_the_one_of_now_and_its_finding_stays(client):
    into, theme = make_theme("Wege"), make_theme("Bänke", make_contribution())
    finding = make_finding(state="published", evidence=[{"kind": "theme", "theme": theme}])
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    response = client.get(f"/konzept/anliegen/{theme.number}/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/konzept/anliegen/{into.number}/")
    assert f'href="{finding.get_absolute_url()}"' in page(client, into)


def test_page_with_quotes_is_never_kept(client):
    response = client.get(f"/konzept/anliegen/{make_planned().theme.number}/")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
    assert store.entries == {}


@pytest.mark.parametrize("count", [1, 3])
def test_theme_costs_the_same_for_one_and_for_many(client, django_assert_num_queries, count):
    theme = make_theme("Bänke")
    for number in range(count):
        words = f"Bank {number}"
        theme.contributions.add(make_contribution(words, redacted=words, may_be_quoted=True))
        make_finding(state="published", evidence=[{"kind": "theme", "theme": theme}])
    with django_assert_num_queries(6):
        page(client, theme)
