"""The whole form in English: no page shows German that isn't marked as German."""

import re

import pytest
from django.conf import settings

from needs.actions.contributions import write_note
from needs.actions.sheets import find_sheet
from needs.actions.waves import issue_letters
from needs.definitions import MORE_PAGE, YES
from needs.models import Frame
from needs.views.languages import address
from tests.factories import NOW, make_topic, make_topic_group
from tests.needs_factories import make_sheet, make_wave
from tests.portal.test_catalogues import german_in
from workshops.actions.codes import code_in_words
from workshops.views.opened import opened_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def wave():
    """With names that stand in the real catalogue."""
    make_topic(plain_name="Treffpunkt und Café", slug="treffpunkt", group=make_topic_group(plain_name="Leute treffen"))
    return make_wave()


@pytest.fixture
def get(client):
    def read(path: str, *, status=200) -> str:
        return english(client.get(path), status=status)

    return read


def english(response, *, status=200) -> str:
    html = response.content.decode()
    assert response.status_code == status
    assert '<html lang="en">' in html
    assert response.headers["Content-Language"] == "en"
    shown = html.replace(settings.PORTAL_NAME, "")
    assert german_in(shown) == []
    assert german_in(" ".join(re.findall(r'(?:aria-label|title|content|value)="([^"]*)"', shown))) == []
    return html


def go_through(client, path: str) -> list[str]:
    """Answer every question as it comes; the addresses of the pages."""
    shown = [path]
    while not path.endswith("/pruefen/"):
        html = english(client.get(path))
        english(client.post(path, {"website": "robot"}), status=400)
        typed = {"text": "Good as it is."} if "<textarea" in html else {"antwort": answer_on(html)}
        response = client.post(path, {"weiter": "ja"} | typed)
        assert (response.status_code, shown.count(path)) == (303, 1), path
        path = response.url
        shown.append(path)
    return shown


def typed(client, code) -> str:
    """Where a code leads that is typed on the English page."""
    return client.post("/en/code/", {"code": code_in_words(code)}).url


def answer_on(html: str) -> str:
    """The one that opens most: something is missing, the second part is wanted; else the first."""
    values = re.findall(r'name="antwort" value="([^"]+)"', html)
    return next((value for value in ("missing", YES) if value in values), values[0])


def test_every_page_of_the_form_is_english(client, get, wave):
    start = get("/en/bedarf/")
    assert "<h1>What is missing for you?</h1>" in start
    assert "Address of the survey: http://testserver/en/bedarf/</p>" in start
    assert '<a class="button" href="/en/code/">Enter your code</a>' in start
    english(client.post("/en/bedarf/", {"website": "robot"}), status=400)
    path = client.post("/en/bedarf/").url
    key = path.split("/")[3]
    pages = go_through(client, path)
    assert any(page.endswith(f"/{MORE_PAGE}/") for page in pages)
    assert len(pages) > 20
    assert '<a class="more" href="/en/code/">' in get(address("pause", "en", key))
    check = get(pages[-1])
    assert "Meeting people: how is it for you?" in check
    assert client.post(pages[-1]).url == address("done", "en", key)
    get(address("done", "en", key))
    english(client.post(pages[1], {"text": "Too late"}), status=409)
    code = find_sheet(key).code
    get(typed(client, code))
    withdraw = opened_address("needs:withdraw_en", code.pk)
    get(withdraw)
    english(client.post(withdraw))
    get(address("done", "en", key))
    get(pages[1], status=404)


def test_codes_typed_in_english_lead_to_english_pages(client, get):
    assert "Two hours are over." in get("/en/code/?abgelaufen")
    english(client.post("/en/code/", {"code": "1"}), status=400)
    wave = make_wave(frame=Frame.REGISTER)
    [letter] = issue_letters(wave_id=wave.pk, number=1)
    assert typed(client, letter.code).startswith("/en/bedarf/code/")
    note = write_note(text="Eine Bank fehlt.", groups=[], area=None, may_be_quoted=False, now=NOW)
    assert typed(client, note.code).endswith("/beitrag/")
    sheet = make_sheet(language="en")
    assert typed(client, sheet.code) == opened_address("needs:opened_en", sheet.code_id)
    gone = opened_address("needs:opened_en", 0)
    assert client.get(gone).url == "/en/code/?abgelaufen"


def test_search_for_topics_and_too_many_of_them_are_english(client, wave):
    path = client.post("/en/bedarf/").url.rsplit("/", 2)[0]
    client.post(f"{path}/1/", {"antwort": "older_people"})
    found = english(client.post(f"{path}/9/", {"suchen": "ja", "thema": "meeting"}))
    assert "Meeting place and café" in found
    english(client.post(f"{path}/9/", {"suchen": "ja", "thema": "xyzzy"}))
    english(client.post(f"{path}/1/", {"antwort": "nonsense"}), status=400)
    english(client.post(f"{path}/13/", {"text": "a" * 1005, "weiter": "ja"}), status=400)


def test_errors_on_earlier_pages_are_named_in_english(client, get, wave):
    path = client.post("/en/bedarf/").url.rsplit("/", 2)[0]
    html = get(f"{path}/pruefen/")
    assert "Who are you? Choose an answer." in html
    english(client.post(f"{path}/pruefen/"), status=400)


def test_without_a_survey_the_start_is_english(get):
    assert "At the moment no survey is open to everybody." in get("/en/bedarf/")
