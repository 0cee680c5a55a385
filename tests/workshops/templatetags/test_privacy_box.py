"""The privacy page says what is set, in plain words."""

import pytest

from tests.portal.reading import main_text, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, settings):
    settings.NEEDS_DAYS, settings.CONTACT_DAYS, settings.DRAFT_DAYS, settings.BACKUP_DAYS = 3, 5, 7, 9
    text = main_text(client.get("/datenschutz/").content.decode())
    return text.partition("Wenn Sie sich zu einer Werkstatt anmelden")[2].partition("Warum wir das dürfen")[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "3 Tage nach der Werkstatt löschen wir sie.",
        "5 Tage nach der letzten Werkstatt der Reihe löschen wir das.",
        "löschen wir 5 Tage später.",
        "Dann löschen wir sie nach 7 Tagen.",
        "In Sicherungen stehen gelöschte Angaben noch höchstens 9 Tage.",
    ],
)
def test_page_says_the_days_that_are_set(page, sentence):
    assert sentence in page


def test_sentences_are_short(page):
    assert max(map(len, sentences(page))) <= 20
