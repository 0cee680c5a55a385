"""Every link of every citizens' page leads somewhere."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tests.concept_pages import make_planned
from tests.workshop_factories import make_workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
HREF = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
ELSEWHERE = ("tel:", "mailto:", "sms:", "http:", "https:")
# PDFs take a process each; they have tests of their own.
UNREAD = (".pdf",)
ANSWERS = (200, 301, 302, 303)


def links(client, address: str) -> set[str]:
    """Where the links of a page lead on this site, without what follows the #."""
    html = client.get(address, follow=True).content.decode()
    found = (unescape(link) for link in HREF.findall(html))
    return {urljoin(address, link).partition("#")[0] for link in found if not link.startswith(ELSEWHERE)}


def test_no_link_leads_nowhere(client):
    make_workshop()
    make_planned()
    seen, waiting = {}, {"/"}
    while waiting:
        address = waiting.pop()
        seen[address] = 0 if address.endswith(UNREAD) or "druck" in address else client.get(address).status_code
        # Lists with filters lead to lists with filters without end: their own pages are enough.
        if seen[address] in ANSWERS and not urlsplit(address).query:
            waiting |= links(client, address) - seen.keys()
    assert len(seen) > 50
    assert {address: status for address, status in seen.items() if status not in (0, *ANSWERS)} == {}
