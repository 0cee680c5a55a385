"""The whole life of what one person says, through the real pages and the night; and afterwards no trace of it.

The words stand nowhere else in the tests; the key and the code are drawn by chance.
"""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from needs.actions.waves import close_wave
from needs.keys import key_of
from needs.models import Answer, Contribution, NeedsPurge, Sheet, Submission
from portal.page_cache import store
from tests.factories import NOW
from tests.needs_factories import make_wave
from tests.traces import places_of
from workshops import codes
from workshops.actions.codes import code_in_words
from workshops.models import Code

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stopped_clock")]
WORDS = ("Quastenpfennig", "5558732")
TEXT = "Frau Quastenpfennig braucht einen Bus. Sie hat 0631 5558732."


@pytest.fixture
def said(capfd, monkeypatch):
    """A function that returns all that was logged and printed so far."""
    output = next(each for each in logging.getLogger("django").handlers if each.name == "output")
    monkeypatch.setattr(output, "stream", StringIO())
    printed = []

    def said():
        printed.extend(capfd.readouterr())
        return output.stream.getvalue() + "".join(printed)

    return said


def fill_in(client) -> Sheet:
    """Through the pages: begun, wrong at first, put right, sent."""
    key = client.post(reverse("needs:start")).url.split("/")[2]
    for page, answers in (("1", ["older_people"]), ("3", ["dont_know"])):
        assert (
            client.post(reverse("needs:page", args=[key, page]), {"antwort": answers, "weiter": "ja"}).status_code
            == 303
        )
    remark = reverse("needs:page", args=[key, "13"])
    assert client.post(remark, {"text": TEXT * 20, "weiter": "ja"}).status_code == 400
    assert client.post(remark, {"text": TEXT, "weiter": "ja"}).status_code == 303
    assert TEXT.split(".")[0] in client.get(reverse("needs:check", args=[key])).content.decode()
    assert client.post(reverse("needs:check", args=[key])).status_code == 303
    assert client.get(reverse("needs:done", args=[key])).status_code == 200
    return Sheet.objects.select_related("code").get()


def secrets_of(code: Code) -> tuple[str, ...]:
    """What opens the sheet: nobody may find it anywhere."""
    return (key_of(code), codes.digits(code.nonce), code_in_words(code))


def kept_pages() -> str:
    """Everything the process keeps of pages: addresses and contents."""
    return str(list(store.entries)) + "".join(entry.body.decode() for entry in store.entries.values())


def test_nothing_is_left_of_words_after_their_time_nor_of_keys_ever(client, said, tmp_path):
    wave = make_wave()
    code = fill_in(client).code
    assert places_of(WORDS, files=tmp_path, said=said()) == {"needs_sheet"}
    close_wave(wave_id=wave.pk, now=NOW)
    call_command("nightly")
    assert places_of(WORDS, files=tmp_path, said=said()) == {"needs_contribution"}
    opened = client.post(reverse("workshops:code"), {"code": code_in_words(code)}).url
    assert "Quastenpfennig" in client.get(opened).content.decode()
    assert places_of(secrets_of(code), files=tmp_path, said=said()) == set()
    client.get("/")
    kept = kept_pages()
    assert kept
    assert not [text for text in (*WORDS, *secrets_of(code), opened) if text in kept]


def test_words_are_gone_after_a_year_answers_after_three(client, said, tmp_path, monkeypatch):
    wave = make_wave()
    fill_in(client)
    close_wave(wave_id=wave.pk, now=NOW)
    call_command("nightly")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=366))
    call_command("nightly")
    assert places_of(WORDS, files=tmp_path, said=said()) == set()
    assert Submission.objects.get().roles == ["older_people"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=3 * 365))
    call_command("nightly")
    assert not [model for model in (Submission, Answer, Contribution, Code) if model.objects.exists()]
    assert "Antworten nach Ablauf der Frist gelöscht: 2" in said()
    assert list(NeedsPurge.objects.order_by("pk").values_list("what", "count")) == [
        ("texts", 1),
        ("answers", 2),
        ("emptied", 1),
    ]


@pytest.mark.parametrize("is_counted", [False, True])
def test_withdrawal_by_code_leaves_no_trace_at_once(client, said, tmp_path, is_counted):
    wave = make_wave()
    code = fill_in(client).code
    if is_counted:
        close_wave(wave_id=wave.pk, now=NOW)
        call_command("nightly")
    opened = client.post(reverse("workshops:code"), {"code": code_in_words(code)}).url
    assert client.post(f"{opened}zurueckziehen/").status_code == 200
    assert places_of((*WORDS, *secrets_of(code), code.nonce, code.digest), files=tmp_path, said=said()) == set()
    assert not [model for model in (Submission, Contribution, Sheet, Code) if model.objects.exists()]
