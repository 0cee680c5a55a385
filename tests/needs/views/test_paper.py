"""The blank form for everybody, and the slip with the code of a sheet."""

import fcntl

import pytest

from needs.actions.sheets import throw_away
from needs.actions.waves import close_wave
from needs.keys import key_of
from needs.models import Wave
from tests import printed
from tests.factories import NOW
from tests.needs_factories import make_sheet, make_wave
from workshops.actions.codes import code_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.mark.parametrize(
    ("address", "filename", "said"),
    [
        ("/bedarf/bogen.pdf", "bogen.pdf", "Was fehlt Ihnen?"),
        ("/en/bedarf/bogen.pdf", "form.pdf", "What is missing for you?"),
    ],
)
def test_blank_form_is_that_of_the_open_call(client, address, filename, said):
    make_wave()
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'inline; filename="{filename}"'
    assert printed.text(response.content).startswith(said)
    assert address in client.get(address.replace("bogen.pdf", "")).content.decode()


def test_blank_form_is_made_anew_when_the_last_day_moves(client, settings):
    settings.CATALOGUE_VERSION = "database"
    wave = make_wave()
    client.get("/bedarf/bogen.pdf")
    Wave.objects.filter(pk=wave.pk).update(closes_on="2027-03-31")
    assert "bis 31. März 2027" in printed.text(client.get("/bedarf/bogen.pdf").content)


@pytest.mark.parametrize("language", ["", "/en"])
def test_without_an_open_call_the_start_page_says_so(client, language):
    close_wave(wave_id=make_wave().pk, now=NOW)
    response = client.get(f"{language}/bedarf/bogen.pdf")
    assert (response.status_code, response["Location"]) == (302, f"{language}/bedarf/")


def test_blank_form_waits_for_another_long_document(client, settings):
    make_wave()
    with (settings.STATE_DIR / "printing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        response = client.get("/bedarf/bogen.pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "Der Drucker ist gerade beschäftigt" in response.content.decode()


@pytest.mark.parametrize(("language", "said"), [("", "Ihr Code:"), ("/en", "Your code:")])
def test_slip_holds_the_code_and_is_kept_nowhere(client, language, said):
    sheet = make_sheet()
    response = client.get(f"{language}/bedarf/{key_of(sheet.code)}/merkblatt.pdf")
    code = code_in_words(sheet.code).replace("\xa0", " ")
    assert f"{said} {code}" in printed.text(response.content)
    assert (response["Cache-Control"], response["Content-Disposition"]) == ("no-store", 'inline; filename="code.pdf"')


def test_slip_of_what_is_gone_says_so(client):
    sheet = make_sheet()
    key = key_of(sheet.code)
    throw_away(key=key)
    assert client.get(f"/bedarf/{key}/merkblatt.pdf").status_code == 404
