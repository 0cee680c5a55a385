"""What only the role "Auswertung" may read: nobody else finds it on any page, in any log, in any history."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from needs.actions.contributions import advance, code, redact
from needs.actions.themes import merge, split
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.models import Contribution, Event, RawReading
from tests.factories import NOW, make_user
from tests.needs_bundling_factories import LEAK, make_contribution, make_theme
from tests.needs_factories import make_sheet, make_wave, send_sheet

pytestmark = pytest.mark.django_db
OTHERS = ["Planung", "Redaktion", "Organisation", "Erfassung", "Seniorenbeirat", "Betrieb"]
# Names of addresses that aren't pages to read, or none of the needs form.
ENDS = re.compile(r'href="(/admin/(?:needs/[^"#]*)?)(?:#[^"]*)?"')


@pytest.fixture
def bundled():
    """Texts with a name in them, some redacted, all bundled, and with everything in the log that can stand there."""
    wave, user = make_wave(), make_user(groups=["Auswertung"])
    send_sheet(make_sheet(wave, answers={"13": [f"{LEAK} fehlt ein Bus."], "13-zitat": ["ja"]}))
    close_wave(wave_id=wave.pk, now=NOW)
    empty_urn(now=NOW)
    from_form = Contribution.objects.get()
    note, hidden = make_contribution(f"{LEAK} fehlt ein Chor."), make_contribution(f"{LEAK} fehlt eine Bank.")
    for contribution in (from_form, note):
        redact(contribution_id=contribution.pk, text="[Name] fehlt etwas.", is_checked=False, by=user, now=NOW)
    themes = [make_theme("Unterwegs sein", by=user), make_theme("Sich treffen", by=user)]
    for contribution in (from_form, note, hidden):
        code(contribution_id=contribution.pk, topics=[], topic_groups=[], themes=themes[:1], by=user, now=NOW)
    split(theme_id=themes[0].pk, contribution_ids=[note.pk], title="Singen", by=user, now=NOW)
    merge(theme_id=themes[1].pk, into_id=themes[0].pk, by=user, now=NOW)
    advance(contribution_ids=[note.pk], standing="not_followed", reason="Es gibt schon einen.", by=user, now=NOW)
    return [from_form, note, hidden]


def pages_of(client):
    """Everything of the needs form that links at the desk lead to, and the pages that no link leads to."""
    waiting, seen = ["/admin/"], {}
    for contribution in Contribution.objects.order_by("pk"):
        for page in ("change", "history", "redact"):
            waiting.append(reverse(f"admin:needs_contribution_{page}", args=[contribution.pk]))
    waiting += [reverse(f"admin:needs_contribution_{page}") for page in ("changelist", "reading", "reports", "add")]
    while waiting:
        address = waiting.pop()
        if address not in seen:
            response = client.get(address, follow=True)
            seen[address] = "".join(map(str, response)) if response.streaming else response.content.decode()
            waiting += ENDS.findall(seen[address])
    return seen


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_finds_what_was_written(client, signed_in, bundled, role):
    signed_in(role)
    pages = pages_of(client)
    assert [address for address, html in pages.items() if "Zwiebelstein" in html] == []
    searched = client.post(reverse("admin:needs_contribution_changelist"), {"gesucht": "Zwiebelstein"})
    assert "B-" not in searched.content.decode()
    assert searched.status_code == (200 if role == "Planung" else 403)
    assert RawReading.objects.count() == 0


def test_the_same_walk_finds_it_for_the_role_that_may(client, signed_in, bundled):
    signed_in("Auswertung")
    assert [address for address, html in pages_of(client).items() if "Zwiebelstein" in html] == []
    client.post(reverse("admin:needs_contribution_reading"), {"reason": "Prüfen"})
    # The list and the log hold no raw words for anybody; the page to read and those of single texts do.
    found = {
        address.removeprefix("/admin/needs/") for address, html in pages_of(client).items() if "Zwiebelstein" in html
    }
    keys = [contribution.pk for contribution in bundled]
    single = {f"contribution/{pk}/{page}" for pk in keys for page in ("change/", "bereinigen/")}
    assert {"contribution/lesen/", *single} <= found
    assert not [address for address in found if "theme" in address or "history" in address]
    assert RawReading.objects.count() > 0


def test_no_log_holds_a_word_of_it(client, signed_in, bundled):
    signed_in("Auswertung")
    client.post(reverse("admin:needs_contribution_reading"), {"reason": "Prüfen"})
    pages_of(client)
    for rows in (Event.objects.values(), RawReading.objects.values(), LogEntry.objects.values()):
        assert "Zwiebelstein" not in str(list(rows))
    assert [str(contribution) for contribution in bundled] == [f"B-{contribution.pk}" for contribution in bundled]
