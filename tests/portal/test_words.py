"""Our own texts are easy to read; the legal pages are as easy as the law lets them be."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.portal.reading import main_text, sentences, wiener_sachtextformel

HARDEST = 6
LONGEST_MEAN = 12
LONGEST_SENTENCE = 20
PAGES = ("hilfe", "leichte_sprache", "gebaerdensprache", "barriere_melden")
ERRORS = (400, 403, 404, 405, 410, 429, 500, 503)
EASY = "Wer hilft mir? Rufen Sie an. Wir sind da."
HARD = "Die Inanspruchnahme niedrigschwelliger Unterstützungsangebote erfordert eine Bedarfsfeststellung."


def test_formula_tells_easy_from_hard():
    # Easy: 9 words in 3 sentences, 8 of one syllable: 0.1672 * 3 - 0.0327 * 100 * 8 / 9 - 0.875.
    assert wiener_sachtextformel(EASY) == pytest.approx(-3.28, abs=0.01)
    assert wiener_sachtextformel(HARD) > 15


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_own_pages_are_easy_to_read(client, page):
    text = main_text(client.get(reverse(f"portal:{page}")).content.decode())
    assert_easy(text)


@pytest.mark.parametrize("status", ERRORS)
@pytest.mark.django_db
def test_error_pages_are_easy_to_read(status):
    assert_easy(main_text(render_to_string(f"{status}.html")))


def assert_easy(text):
    spoken = sentences(text)
    assert wiener_sachtextformel(text) <= HARDEST, round(wiener_sachtextformel(text), 2)
    assert sum(map(len, spoken)) / len(spoken) <= LONGEST_MEAN
    assert max(map(len, spoken)) <= LONGEST_SENTENCE
