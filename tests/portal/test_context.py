"""What stands on every page: names, navigation, the help line with today's hours, the trial."""

from datetime import date, time

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.context import hours_today, navigation, todays_help_line
from portal.page_cache import store
from tests.reading import text

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)
CHRISTMAS_EVE, CHRISTMAS = date(2026, 12, 24), date(2026, 12, 25)
HOURS = {0: [(time(8), time(12)), (time(14), time(16, 30))], 4: [(time(8), time(12))]}
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _no_page_is_kept():
    """The page cache knows nothing of settings that change under it."""
    store.clear()
    yield
    store.clear()


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (MONDAY, "Heute 8 bis 12 Uhr und 14 bis 16.30 Uhr"),
        (FRIDAY, "Heute 8 bis 12 Uhr"),
        (SATURDAY, "Heute nicht besetzt. Wieder am Montag ab 8 Uhr."),
        # 25 December 2026 is a Friday and a public holiday.
        (CHRISTMAS, "Heute nicht besetzt. Wieder am Montag ab 8 Uhr."),
        (CHRISTMAS_EVE, "Heute nicht besetzt. Wieder am Montag ab 8 Uhr."),
    ],
)
def test_hours_of_the_day_in_words(today, words):
    assert hours_today(HOURS, today=today) == words


def test_hours_that_nobody_entered_are_not_invented():
    assert hours_today({}, today=MONDAY) == "Die Zeiten stehen noch nicht fest."


def test_help_line_is_dialled_read_and_told_for_the_week(settings):
    settings.HELP_PHONE, settings.HELP_HOURS = "0631 365-1234", HOURS
    help_line = todays_help_line(today=FRIDAY)
    assert (help_line.link, help_line.number, help_line.today) == (
        "tel:+496313651234",
        f"0631{NBSP}365-1234",
        "Heute 8 bis 12 Uhr",
    )
    assert help_line.week == [
        "Montag 8 bis 12 Uhr und 14 bis 16.30 Uhr",
        "Freitag 8 bis 12 Uhr",
        "Nicht an Feiertagen",
    ]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", []),
        ("/angebote/einkaufshilfe/", ["Angebote"]),
        ("/stadtteile/", ["Angebote"]),
        ("/mitmachen/", ["Mitmachen"]),
        ("/konzept/", ["Was die Stadt plant"]),
        ("/merkzettel/", ["Merkzettel"]),
    ],
)
def test_navigation_marks_the_part_one_is_in(path, current):
    items = navigation(path)
    assert [item["url"] for item in items] == ["/angebote/", "/mitmachen/", "/konzept/", "/merkzettel/"]
    assert [item["label"] for item in items if item["is_current"]] == current


def test_without_a_help_line_citizens_see_none(client, settings):
    settings.HELP_PHONE = ""
    page = client.get("/impressum/").content.decode()
    assert "Unser Telefon ist noch nicht geschaltet." in page
    assert "tel:" not in page
    assert "HELP_PHONE" not in page


@pytest.mark.parametrize(("is_staff", "is_told"), [(True, True), (False, False)])
def test_without_a_help_line_only_staff_are_told_what_to_do(client, settings, is_staff, is_told):
    settings.HELP_PHONE = ""
    client.force_login(get_user_model().objects.create_user("redaktion", is_staff=is_staff))
    assert ("HELP_PHONE" in client.get("/impressum/").content.decode()) is is_told


def test_with_a_help_line_every_page_has_it_in_the_footer(client, settings):
    settings.HELP_PHONE, settings.HELP_HOURS = "0631 365-1234", HOURS
    footer = client.get("/impressum/").content.decode().split('<footer class="footer">')[1]
    assert footer.count(f'<a class="phone phone--large" href="tel:+496313651234">0631{NBSP}365-1234</a>') == 1


@pytest.mark.parametrize(
    ("email", "way"),
    [
        ("", "Sie hören nicht gut? Bitten Sie jemanden, für Sie anzurufen."),
        ("stadt@example.org", "Sie hören nicht gut? Schreiben Sie uns eine E-Mail: stadt@example.org"),
    ],
)
def test_footer_tells_people_who_hear_badly_another_way_and_prints_the_week(client, settings, email, way):
    settings.HELP_PHONE, settings.HELP_HOURS = "0631 365-1234", HOURS
    settings.CITY_FACTS = {**settings.CITY_FACTS, "email": email}
    footer = client.get("/impressum/").content.decode().split('<footer class="footer">')[1]
    assert way in text(footer)
    assert (
        '<ul class="print"><li>Montag 8 bis 12 Uhr und 14 bis 16.30 Uhr</li>'
        "<li>Freitag 8 bis 12 Uhr</li><li>Nicht an Feiertagen</li></ul>"
    ) in footer


@pytest.mark.parametrize("is_trial", [True, False])
def test_trial_is_told_on_every_page_until_the_portal_goes_live(client, settings, is_trial):
    settings.TRIAL = is_trial
    assert ("Probebetrieb, Angaben nicht geprüft" in client.get("/hilfe/").content.decode()) is is_trial


def test_shell_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        render_to_string("portal/hilfe.html", request=RequestFactory().get("/hilfe/"))
