"""English pages are English: every text has its translation, and the address alone says the language."""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import get_language, override

from needs.actions import sheets
from needs.actions.refusals import Refusal
from portal import catalogues
from portal.catalogues import compile_catalogues
from portal.context import todays_help_line
from portal.help_line import parse_hours
from tests.factories import NOW
from tests.messages import messages_in
from workshops.actions import codes
from workshops.actions.refusals import InvitationIsUsed, TooManyDrafts

BASE = Path(settings.BASE_DIR)
# What pages below /en/ are made of. The desk is German.
SHOWN_IN_ENGLISH = [
    "templates/*.html",
    "templates/components/*.html",
    "templates/concept/_trail*.html",
    "templates/django/forms/*.html",
    "templates/needs/*.html",
    "templates/offers/_search_form.html",
    "templates/workshops/code.html",
    "portal/context.py",
    "needs/definitions.py",
    "needs/forms/*.py",
    "needs/printing/cover.py",
    "needs/printing/form.py",
    "needs/printing/slip.py",
    "needs/printing/cover.py",
    "needs/printing/form.py",
    "needs/printing/parts.py",
    "needs/printing/slip.py",
    "needs/reading.py",
    "needs/standings.py",
    "needs/templatetags/*.py",
    "needs/views/*.py",
    "needs/words.py",
    "workshops/forms/codes.py",
]
# Of these only some words are needed: those for the hours of the help line, and for a code that is too long.
PARTLY_SHOWN = ["offers/opening_times/words.py", "workshops/forms/registering.py"]
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|{\w*}")
GERMAN = re.compile(r"\b(?:der|die|das|den|und|oder|ist|sind|Sie|Ihre?|wir|nicht|kein|ein|eine|für|mit|auf|zu|von)\b")
VOID = {"meta", "link", "br", "input", "hr", "img", "wbr"}


def english() -> Catalog:
    with (catalogues.SOURCES / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def messages_of(patterns) -> set:
    return {message for pattern in patterns for file in BASE.glob(pattern) for message in messages_in(file)}


def names_of_the_catalogue() -> set:
    with (BASE / "offers" / "data" / "kaiserslautern" / "topics.csv").open(encoding="utf-8", newline="") as file:
        return {line["plain_label_de"] for line in csv.DictReader(file)}


def refusals_of_the_form() -> set:
    """What a sheet or a typed code can be refused with; the desk's own refusals stay German."""
    values = [*vars(sheets).values(), *vars(codes).values(), InvitationIsUsed, TooManyDrafts]
    classes = [value for value in values if isinstance(value, type) and issubclass(value, Refusal)]
    with override(settings.LANGUAGE_CODE):
        return {str(refusal.sentence) for refusal in classes if refusal is not Refusal}


def translated() -> dict:
    """The catalogue without its head: a text's or both texts' translation, without those marked as fuzzy."""
    return {
        tuple(message.id) if message.pluralizable else message.id: message.string
        for message in english()
        if message.id and not message.fuzzy
    }


class EnglishText(HTMLParser):
    """The text of a page outside of what is marked as German."""

    def __init__(self):
        super().__init__()
        self.open, self.words = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(dict(attrs).get("lang"))

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        if "de" not in self.open:
            self.words.append(data)


def german_in(html: str) -> list[str]:
    page = EnglishText()
    page.feed(html)
    return [text.strip() for text in page.words if GERMAN.search(text)]


def test_messages_are_found_in_code_and_templates(tmp_path):
    code, template = tmp_path / "a.py", tmp_path / "a.html"
    code.write_text('x = _("Eins") + gettext_lazy("Zwei " "drei") + ngettext("Ding", "%(n)d Dinge", n) + _(name)')
    template.write_text(
        "<p title='{% translate \"Vier\" %}'>{% translate 'Fünf' as five %}{% blocktranslate trimmed with a=b.c %}\n"
        " Sechs {{ a }}\n{% endblocktranslate %}{% blocktranslate count n=n %}Haus{% plural %}{{ n }} Häuser"
        '{% endblocktranslate %}{% include "x" with y=_("Sieben (7)") only %}</p>'
    )
    assert messages_in(code) == {"Eins", "Zwei drei", ("Ding", "%(n)d Dinge")}
    assert messages_in(template) == {"Vier", "Fünf", "Sechs %(a)s", ("Haus", "%(n)s Häuser"), "Sieben (7)"}


def test_every_text_of_english_pages_is_translated():
    needed = messages_of(SHOWN_IN_ENGLISH) | names_of_the_catalogue() | refusals_of_the_form()
    done = {message for message, words in translated().items() if all([words] if isinstance(words, str) else words)}
    assert sorted(needed - done, key=str) == []


def test_no_translation_is_left_over():
    used = messages_of(SHOWN_IN_ENGLISH + PARTLY_SHOWN) | names_of_the_catalogue() | refusals_of_the_form()
    assert sorted(translated().keys() - used, key=str) == []


def test_translations_have_the_same_placeholders():
    for message, words in translated().items():
        originals, strings = ([message], [words]) if isinstance(message, str) else (message, words)
        for original, string in zip(originals, strings, strict=True):
            assert sorted(PLACEHOLDER.findall(original)) == sorted(PLACEHOLDER.findall(string)), original


def test_catalogues_are_compiled_into_the_folder_the_portal_writes(settings, tmp_path, monkeypatch):
    settings.LOCALE_PATHS = [tmp_path / "state" / "locale"]
    call_command("compile_catalogues")
    call_command("compile_catalogues")
    compiled = tmp_path / "state" / "locale" / "en" / "LC_MESSAGES" / "django.mo"
    assert [file for file in (tmp_path / "state").rglob("*") if file.is_file()] == [compiled]
    assert b"Skip to content" in compiled.read_bytes()

    broken = tmp_path / "source" / "en" / "django.po"
    broken.parent.mkdir(parents=True)
    broken.write_text("Skip to content")
    monkeypatch.setattr(catalogues, "SOURCES", tmp_path / "source")
    with pytest.raises(PoFileError):
        compile_catalogues()


@pytest.mark.django_db
def test_shell_is_english_below_en_and_says_what_is_german(client, settings, stopped_clock):
    settings.HELP_PHONE, settings.HELP_HOURS = "0631 365-0", {}
    # Header and footer are kept for all pages: neither language may get the other's.
    in_german, html = client.get("/hilfe/").content.decode(), client.get("/en/").content.decode()
    assert '<html lang="en">' in html
    assert '<a href="/angebote/" hreflang="de">Offers</a>' in html
    assert '<a class="header__name" href="/" lang="de" hreflang="de">' in html
    assert '<a href="/datenschutz/" hreflang="de">Privacy</a>' in html
    assert "<p>Printed on 23 November 2026</p>" in html
    assert german_in(html.replace(settings.PORTAL_NAME, "")) == []
    assert '<html lang="de">' in in_german
    assert '<a href="/angebote/">Angebote</a>' in in_german
    assert '<a class="header__name" href="/">' in in_german
    assert "<p>Gedruckt am 23. November 2026</p>" in in_german


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "ask", "heading"),
    [
        (400, lambda client: client.get("/en/?a=%00"), "We cannot read this address"),
        (403, lambda client: client.post("/en/", headers={"sec-fetch-site": "cross-site"}), "We could not take this"),
        (404, lambda client: client.get("/en/nie-da/"), "This page does not exist"),
        (405, lambda client: client.post("/en/"), "You cannot go on this way"),
    ],
)
def test_pages_for_errors_are_english_below_en(client, status, ask, heading):
    response = ask(client)
    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in html
    assert german_in(html.replace(settings.PORTAL_NAME, "")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/hilfe/", "/enten/", "/admin/login/"])
def test_browser_and_former_pages_switch_no_page_to_english(client, address):
    client.get("/en/")
    client.cookies["django_language"] = "en"
    html = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert re.search(r'<html lang="de"', html)
    assert get_language() == "de"


def test_hours_of_the_help_line_in_english(settings):
    settings.HELP_PHONE = "0631 365-0"
    hours = parse_hours("Mo-Fr 08:00-12:00, Mo-Mi 14:00-16:30")
    settings.HELP_HOURS = hours
    with override("en"):
        help_line = todays_help_line(today=NOW.date())
        assert help_line.today == "Today 8 to 12 and 14 to 16.30"
        assert help_line.week == [
            "Monday to Wednesday 8 to 12 and 14 to 16.30",
            "Thursday and Friday 8 to 12",
            "Not on public holidays",
        ]
        settings.HELP_HOURS = {6: hours[4]}
        assert todays_help_line(today=NOW.date()).today == "Nobody answers today. Again on Sunday from 8."
        settings.HELP_HOURS = {}
        assert todays_help_line(today=NOW.date()).today == "The hours are not known yet."
