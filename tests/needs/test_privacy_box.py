"""The privacy page says what is set for the needs form, in plain words."""

import pytest

from tests.portal.reading import main_text, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, settings):
    settings.DRAFT_DAYS, settings.BACKUP_DAYS = 7, 9
    settings.ANSWER_DAYS, settings.TEXT_DAYS, settings.READING_DAYS = 2 * 365, 100, 365
    text = main_text(client.get("/datenschutz/").content.decode())
    return text.partition("Wenn Sie sagen, was Ihnen fehlt")[2].partition("Warum wir das dürfen")[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Schicken Sie ihn nicht ab, so löschen wir ihn nach 7 Tagen.",
        "Diesen Vermerk löschen wir nach 1 Jahr.",
        "Ihren Text löschen wir nach 100 Tagen.",
        "Die Antworten löschen wir nach 2 Jahren, gezählt vom Ende der Befragung.",
        "In Sicherungen stehen sie noch höchstens 9 Tage länger.",
    ],
)
def test_page_says_the_days_that_are_set(page, sentence):
    assert sentence in page


def test_page_promises_no_more_than_is_true(page):
    assert "ohne Namen" in page
    assert "anonym" not in page


def test_sentences_are_short(page):
    assert max(map(len, sentences(page))) <= 20


def test_page_says_how_long_words_about_missing_help_are_kept(client, settings):
    settings.TEXT_DAYS = 100
    text = main_text(client.get("/datenschutz/").content.decode()).partition("Wenn Sie sagen, was Ihnen fehlt")[0]
    assert "Schreiben Sie keine Namen und keine Krankheiten. Ihren Text löschen wir nach 100 Tagen." in text
