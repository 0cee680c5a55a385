"""Floods are flagged, never hidden; networks have a share of the day; no address is kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from needs.actions import sheets
from needs.actions.sheets import begin, keep, send
from needs.actions.urn import empty_urn
from needs.keys import key_of
from needs.models import Answer, Sheet, Submission
from offers.models import Allowance
from tests.factories import NOW
from tests.needs_factories import REQUIRED, make_sheet, make_wave, send_sheet
from tests.traces import places_of

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"


def flood(wave, number: int, *, over: timedelta, answers: dict) -> None:
    """So many equal sheets from several networks, evenly over a time."""
    for each in range(number):
        now = NOW + over * each / number
        network = f"198.51.{each % 3}.0/24"
        sheet = begin(wave=wave, language="de", network=network, now=now)
        keep(key=key_of(sheet.code), typed=REQUIRED | answers, language="de", now=now)
        send(key=key_of(sheet.code), network=network, now=now)


def test_300_equal_ones_in_an_hour_are_flagged_and_still_counted():
    wave = make_wave()
    for number in range(12):
        send_sheet(make_sheet(wave, answers={"6-beratung": ["fine"], "7": [("sure", "no")[number % 2]]}))
    # Looking at a page without an answer makes none of them different.
    flood(wave, 150, over=timedelta(minutes=50), answers={"6-beratung": ["missing"], "7": []})
    flood(wave, 150, over=timedelta(minutes=50), answers={"6-beratung": ["missing"]})
    assert empty_urn(now=NOW + timedelta(hours=2)) == 312
    assert Submission.objects.filter(is_flagged=True).count() == 300
    missing = Answer.objects.filter(option__key="missing")
    assert (missing.count(), missing.filter(submission__is_flagged=False).count()) == (
        300,
        0,
    )
    assert Submission.objects.filter(is_flagged=False).count() == 12


def test_as_many_equal_ones_over_days_are_no_flood():
    wave = make_wave()
    flood(wave, 40, over=timedelta(hours=60), answers={"6-beratung": ["missing"]})
    empty_urn(now=NOW + timedelta(days=4))
    assert (Submission.objects.count(), Submission.objects.filter(is_flagged=True).count()) == (40, 0)


def test_network_past_its_share_is_told_what_to_do_and_loses_nothing(client, monkeypatch):
    monkeypatch.setattr(sheets, "BEGUN_A_DAY", 1)
    monkeypatch.setattr(sheets, "SHEETS_A_DAY", 0)
    make_wave()
    begun = client.post(reverse("needs:start"), REMOTE_ADDR=ADDRESS)
    key = begun.url.split("/")[2]
    refused = client.post(reverse("needs:start"), REMOTE_ADDR="203.0.113.78")
    assert (begun.status_code, refused.status_code) == (303, 429)
    assert "Rufen Sie uns an" in refused.content.decode()
    keep(key=key, typed=REQUIRED, language="de", now=NOW)
    late = client.post(reverse("needs:check", args=[key]), REMOTE_ADDR=ADDRESS)
    assert late.status_code == 429
    assert "Ihre Antworten sind gespeichert" in late.content.decode()
    assert (Sheet.objects.get().data, Sheet.objects.get().sent_at) == (REQUIRED, None)


def test_no_address_is_kept(client, tmp_path):
    make_wave()
    key = client.post(reverse("needs:start"), REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT="Tastentelefon 7").url.split("/")[2]
    keep(key=key, typed=REQUIRED, language="de", now=NOW)
    assert client.post(reverse("needs:check", args=[key]), REMOTE_ADDR=ADDRESS).status_code == 303
    # The counters are there, and say nothing.
    assert Allowance.objects.count() == 2
    assert places_of((ADDRESS, "203.0.113", "Tastentelefon"), files=tmp_path) == set()
