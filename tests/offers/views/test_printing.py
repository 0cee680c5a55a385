"""Brochures, large print and the monthly sheet, read as text."""

import fcntl
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offers.models import Mode, Offer
from offers.reference import reference
from offers.sheets import NoticeDate, notice
from offers.views import printing
from offers.views.printing import read_month
from portal.help_line import parse_hours
from tests.catalogue import list_all
from tests.factories import NOW, TODAY, make_emergency_number, make_offer, make_opening_time, make_place
from tests.printed import read, tags, text
from tests.reading import words

FOOTER = "Hilfe in Ihrem Stadtteil Gedruckt am 23. November 2026 Seite 1 von 1"
HELPER = (
    "Einkaufshilfe Betzenberg Ehrenamtliche kaufen für Sie ein und bringen die Sachen nach Hause. "
    "Telefon 0631 5550100 Angebot {number} Kosten: kostenlos Zeiten: Montag bis Freitag 9 bis 12 Uhr. "
    "Nicht an Feiertagen Geprüft am 23. November 2026. Notizen "
)


@pytest.fixture(autouse=True)
def _no_trial(settings):
    settings.TRIAL = False


@pytest.fixture
def help_line(settings):
    settings.HELP_PHONE, settings.HELP_HOURS = "0631 5550199", parse_hours("Mo-Fr 08:00-12:00")


def test_list_becomes_a_brochure_with_its_headings(client, city):
    response = client.get("/angebote/broschuere.pdf?ort=betzenberg")
    assert (response.headers["Content-Type"], response.headers["Content-Disposition"]) == (
        "application/pdf",
        'inline; filename="angebote.pdf"',
    )
    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("private, no-store", "noindex")
    said = text(response.content)
    assert said.startswith(
        "4 Angebote in Betzenberg Bei 2 Angeboten wissen wir: Sie gelten hier. Bei 2 wissen wir es nicht. "
        "Fragen Sie nach. Kommt zu Ihnen oder hilft am Telefon " + HELPER.format(number=city.helper.number)
    )
    assert (
        f"In der Nähe Formularhilfe Jemand füllt mit Ihnen Formulare aus. Telefon: noch nicht bekannt. "
        f"Angebot {city.unchecked.number} Wo: Rathaus, Innenstadt Kosten: nicht bekannt "
        "Zeiten: laut Quelle: Dienstag 9 bis 12 Uhr. Nicht an Feiertagen "
    ) in said
    assert "Noch nicht geprüft. Rufen Sie vorher an. Wir wissen nicht, für welche Stadtteile das gilt." in said
    assert f"/Figure: QR-Code zu Angebot {city.helper.number}" in tags(response.content)
    assert [tag for tag in tags(response.content) if tag.startswith("/H")] == ["/H1", "/H2"] * 4


def test_brochure_names_the_filters_and_what_it_did_not_understand(client, city):
    said = text(client.get("/angebote/broschuere.pdf?ort=atlantis&kosten=frei&groesse=14").content)
    assert said == (
        "1 Angebot Den Ort „atlantis“ kennen wir nicht. Sie sehen die Angebote ohne diese Auswahl. "
        "Ihre Auswahl: kostenlos. Kommt zu Ihnen oder hilft am Telefon "
        + HELPER.format(number=city.helper.number)
        + FOOTER
    )


def test_brochure_says_whom_to_call(client, city, help_line):
    said = text(client.get("/angebote/broschuere.pdf?ort=innenstadt").content)
    assert "Fragen? Unser Hilfetelefon: 0631 5550199 Montag bis Freitag 8 bis 12 Uhr. Nicht an Feiertagen" in said
    assert "Telefon: noch nicht bekannt. Fragen Sie unser Hilfetelefon: 0631 5550199" in said


def test_offer_that_pauses_says_until_when(client, city):
    Offer.objects.filter(pk=city.cafe.pk).update(closed_until=date(2027, 1, 5))
    list_all(now=NOW)
    said = text(client.get(f"/merkzettel/broschuere.pdf?a={city.cafe.number}").content)
    assert "Zeiten: Macht Pause bis 5. Januar 2027. Mittwoch 9 bis 12 Uhr. Nicht an Feiertagen" in said


def test_brochure_ends_where_it_gets_too_thick_and_says_so(client, city, monkeypatch):
    monkeypatch.setattr(printing, "MOST_OFFERS", 2)
    said = text(client.get("/angebote/broschuere.pdf?groesse=14").content)
    assert "5 Angebote Dieses Heft zeigt die ersten 2 von 5 Angeboten. Wählen Sie ein Thema oder einen Ort. " in said
    assert said.count("Notizen") == 2


@pytest.mark.parametrize(
    ("query", "list_query"),
    [
        ("ort=betzenberg&thema=fahrdienst", "?ort=betzenberg&thema=fahrdienst"),
        ("q=ich+will+nicht+mehr+leben", "?q=ich+will+nicht+mehr+leben"),
    ],
)
def test_brochure_without_offers_is_the_list_that_helps_on(client, city, query, list_query):
    response = client.get(f"/angebote/broschuere.pdf?{query}")
    assert (response.status_code, response.url) == (302, f"/angebote/{list_query}")


@pytest.mark.parametrize("address", ["/angebote/broschuere.pdf", "/merkzettel/broschuere.pdf"])
@pytest.mark.parametrize("size", ["", "12", "180", "gross", "14.0"])
def test_other_sizes_are_not_printed(client, city, address, size):
    assert client.get(address, {"groesse": size, "a": city.cafe.number}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_brochure_costs_the_same_for_one_and_for_many(client, city, count, django_assert_num_queries):
    for _ in range(count):
        make_offer(places=[make_place(area=city.outer)], modes=[Mode.VISIT])
    list_all(now=NOW)
    reference()
    # Reading: the version, the facets, the page.
    with django_assert_num_queries(3):
        assert client.get("/angebote/broschuere.pdf?ort=dansenberg").status_code == 200


def test_shortlist_becomes_a_brochure_in_its_order(client, city):
    client.post("/merkzettel/", {"dazu": city.rides.number})
    response = client.get(f"/merkzettel/broschuere.pdf?a={city.cafe.number},999,{city.helper.number}&groesse=14")
    assert response.headers["Content-Disposition"] == 'inline; filename="merkzettel.pdf"'
    assert response.headers["Cache-Control"] == "private, no-store"
    said = text(response.content)
    assert said.startswith(
        "Mein Merkzettel: 2 Angebote Café im Nachbarschaftshaus Hier treffen Sie andere Menschen. "
        f"Telefon 0631 5550100 Angebot {city.cafe.number} Wo: Nachbarschaftshaus, Betzenberg "
        "Kosten: gegen eine Spende Zeiten: Mittwoch 9 bis 12 Uhr. Nicht an Feiertagen Geprüft am 23. November 2026. "
        "Notizen "
    )
    assert said.endswith(HELPER.format(number=city.helper.number) + FOOTER)
    assert [tag for tag in tags(response.content) if tag.startswith("/H")] == ["/H1"] * 2


@pytest.mark.parametrize(("query", "back"), [("", ""), ("a=", ""), ("a=x,,-1", ""), ("a=999", "?a=999")])
def test_brochure_of_nothing_is_the_shortlist(client, city, query, back):
    response = client.get(f"/merkzettel/broschuere.pdf?{query}")
    assert (response.status_code, response.url) == (302, f"/merkzettel/{back}")


def test_second_long_brochure_at_once_is_told_to_wait(client, city, monkeypatch, settings):
    monkeypatch.setattr(printing, "SHORT_BROCHURE", 2)
    with (settings.STATE_DIR / "printing.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        response = client.get("/angebote/broschuere.pdf")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
        assert words(response).startswith(
            "Der Drucker ist gerade beschäftigt Gerade entsteht ein anderes Heft. "
            "Versuchen Sie es in einer Minute noch einmal."
        )
        assert client.get("/angebote/broschuere.pdf?ort=betzenberg&kosten=frei").status_code == 200
    assert text(client.get("/angebote/broschuere.pdf").content).startswith("5 Angebote ")


def test_offer_in_large_print_says_what_its_page_says(client, city):
    city.cafe.service_areas.remove(city.centre)
    list_all(now=NOW)
    response = client.get("/angebote/cafe-im-nachbarschaftshaus/druck.pdf")
    assert response.headers["Content-Disposition"] == f'inline; filename="angebot-{city.cafe.number}.pdf"'
    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("no-cache", "noindex")
    assert text(response.content).replace(FOOTER.replace("1 von 1", "1 von 2") + " ", "") == (
        "Café im Nachbarschaftshaus Hier treffen Sie andere Menschen. Telefon 0631 5550100 "
        "Geprüft am 23. November 2026. Wir haben am Telefon nachgefragt. "
        "Gut zu wissen Kosten: gegen eine Spende Für wen: Angehörige "
        "Zeiten: Mittwoch 9 bis 12 Uhr Nicht an Feiertagen So kommt die Hilfe zu Ihnen: Sie gehen hin "
        "Ort: Nachbarschaftshaus, Betzenberg Musterstraße 1, 67655 Musterstadt "
        "Haltestelle: Stadionstraße, 150 Meter entfernt Ohne Stufen. "
        "Auch erreichbar: E-Mail: buero@example.org, Stadtteilbüro Innenstadt Anbieter: Stadtteilbüro Innenstadt "
        "Gilt für: Betzenberg "
        "Die nächsten Termine – Mittwoch, 25. November, 9 bis 12 Uhr – Mittwoch, 2. Dezember, 9 bis 12 Uhr "
        "– Mittwoch, 9. Dezember, 9 bis 12 Uhr – Mittwoch, 16. Dezember, 9 bis 12 Uhr "
        f"Im Internet Das ist Angebot {city.cafe.number}. Am Telefon genügt diese Nummer. "
        f"http://testserver/a/{city.cafe.number}/ Notizen "
        "Hilfe in Ihrem Stadtteil Gedruckt am 23. November 2026 Seite 2 von 2"
    )


def test_unchecked_offer_is_printed_with_what_its_source_says(client, city, help_line):
    said = text(client.get("/angebote/formularhilfe/druck.pdf").content)
    assert (
        "Formularhilfe Jemand füllt mit Ihnen Formulare aus. "
        "Telefon: noch nicht bekannt. Fragen Sie unser Hilfetelefon: 0631 5550199 Noch nicht geprüft. Gut zu wissen "
        "Kosten: nicht bekannt Zeiten: Dienstag 9 bis 12 Uhr Nicht an Feiertagen In der Quelle steht: Di 10-12 Uhr "
    ) in said
    assert "Anbieter: Jobcenter Stadt Jobcenter Landkreis Gilt für: Wir wissen nicht" in said
    assert "Die nächsten Termine" not in said


def test_offer_without_times_and_with_steps(client, city):
    Offer.objects.filter(pk=city.rides.pk).update(
        closed_until=date(2027, 1, 5),
        steps="Anrufen\nTermin nennen",
        description="Mit Rollstuhl.",
        place_note="Im Hof.",
    )
    list_all(now=NOW)
    said = text(client.get("/angebote/fahrdienst-im-landkreis/druck.pdf").content)
    assert "Macht Pause bis 5. Januar 2027. Telefon 0631 5550100" in said
    assert "So geht es 1. Anrufen 2. Termin nennen Gut zu wissen Mit Rollstuhl. " in said
    assert "Zeiten: nicht bekannt " in said
    assert "Zum Ort: Im Hof." in said


def test_offer_that_is_gone_is_told_on_its_page(client, city):
    response = client.get("/angebote/altes-angebot/druck.pdf")
    assert (response.status_code, response.headers["Location"]) == (302, "/angebote/altes-angebot/")
    assert client.get("/angebote/nie-da/druck.pdf").status_code == 404


def test_notice_shows_the_dates_of_the_month_and_whom_to_call(client, city, help_line):
    make_emergency_number(number="112", name="Feuerwehr und Rettungsdienst")
    response = client.get("/stadtteile/betzenberg/aushang/2026-11.pdf")
    assert response.headers["Content-Disposition"] == 'inline; filename="aushang-betzenberg-2026-11.pdf"'
    assert response.headers["Cache-Control"] == "no-cache"
    assert text(response.content) == (
        "Termine in Betzenberg: November 2026 Termine ab dem 23. November 2026. "
        "Termine Mittwoch, 25. November 9 bis 12 Uhr: Café im Nachbarschaftshaus. "
        "Nachbarschaftshaus, Musterstraße 1, 67655 Musterstadt. Telefon 0631 5550100. "
        "Hier rufen Sie an 0631 5550100 Einkaufshilfe Betzenberg Im Notfall 112 Feuerwehr und Rettungsdienst "
        "Fragen? Unser Hilfetelefon: 0631 5550199 Montag bis Freitag 8 bis 12 Uhr. Nicht an Feiertagen "
        f"Alle Angebote und Termine im Internet: http://testserver/stadtteile/betzenberg/ {FOOTER}"
    )
    assert "/Figure: QR-Code zur Seite des Stadtteils" in tags(response.content)


def test_notice_promises_nothing_that_nobody_checked(client, city):
    said = text(client.get("/stadtteile/innenstadt/aushang/2026-12.pdf").content)
    assert (
        said.count("9 bis 12 Uhr: Formularhilfe. Rathaus, Musterstraße 1, 67655 Musterstadt. Noch nicht geprüft.") == 5
    )


def test_notice_names_opening_hours_once(client, city):
    regular = make_offer(title="Büro", places=[make_place(name="Haus", area=city.centre)], modes=[Mode.VISIT])
    make_opening_time(regular, weekdays=[0, 3])
    list_all(now=NOW)
    said = text(client.get("/stadtteile/innenstadt/aushang/2026-12.pdf").content)
    assert (
        "Mehrmals in der Woche Büro: Montag und Donnerstag 9 bis 12 Uhr. Nicht an Feiertagen. "
        "Haus, Musterstraße 1, 67655 Musterstadt. Telefon 0631 5550100. Noch nicht geprüft. Rufen Sie vorher an. "
    ) in said


@pytest.mark.parametrize(
    ("month", "lead"),
    [
        ("2026-12", ""),
        ("2027-01", "Wir kennen die Termine bis zum 20. Januar 2027. Drucken Sie das Blatt später noch einmal. "),
        ("2027-02", "Für diesen Monat kennen wir noch nicht alle Termine. Drucken Sie das Blatt später noch einmal. "),
    ],
)
def test_notice_says_how_far_the_dates_are_known(client, city, month, lead):
    said = text(client.get(f"/stadtteile/betzenberg/aushang/{month}.pdf").content)
    assert said.split(f"{month[:4]} ", 1)[1].startswith(lead + ("Termine " if month < "2027-02" else "Hier rufen"))


def test_notice_of_a_district_without_dates_says_so(client, city):
    said = text(client.get("/stadtteile/dansenberg/aushang/2026-12.pdf").content)
    assert said.startswith("Termine in Dansenberg: Dezember 2026 Hier kennen wir bis dahin keinen Termin. ")


def test_notice_leaves_out_what_ends_before_or_begins_after(client, city):
    Offer.objects.filter(pk=city.cafe.pk).update(valid_until=date(2026, 12, 9))
    Offer.objects.filter(pk=city.unchecked.pk).update(valid_from=date(2026, 12, 22))
    list_all(now=NOW)
    said = text(client.get("/stadtteile/betzenberg/aushang/2026-12.pdf").content)
    assert [day in said for day in ("2. Dezember", "9. Dezember", "16. Dezember")] == [True, True, False]
    said = text(client.get("/stadtteile/innenstadt/aushang/2026-12.pdf").content)
    assert [day in said for day in ("15. Dezember", "22. Dezember", "29. Dezember")] == [False, True, True]


@pytest.mark.parametrize("count", [1, 3])
def test_notice_costs_the_same_for_one_and_for_many(client, city, count):
    for number in range(count):
        offer = make_offer(title=f"Treff {number}", places=[make_place(area=city.outer)], modes=[Mode.VISIT])
        make_opening_time(offer, weekdays=[number])
    list_all(now=NOW)
    reference()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert "Treff 0" in text(client.get("/stadtteile/dansenberg/aushang/2026-12.pdf").content)
    # The version, whom to call, the dates, those of the workshops, the emergency numbers.
    assert len(queries) == 5


def test_notice_fits_on_two_pages_and_says_that_there_is_more(client, city):
    for number in range(40):
        offer = make_offer(
            title=f"Ein Treffen mit einem ziemlich langen Namen für ältere Menschen {number}",
            places=[make_place(name="Mehrgenerationenhaus am alten Bahnhof", area=city.outer)],
            modes=[Mode.VISIT],
        )
        make_opening_time(offer, weekdays=[number % 5, 4] if number > 30 else [number % 5])
    for number in ("110", "112", "116117", "116016", "116116", "0800 1110111"):
        make_emergency_number(number=number, name="Hilfetelefon für Menschen in Not")
    list_all(now=NOW)
    made = client.get("/stadtteile/dansenberg/aushang/2026-12.pdf").content
    assert len(read(made).pages) == 2
    assert text(made).count("9 bis 12 Uhr: Ein Treffen") == 8
    assert "Hier steht nicht alles. Mehr finden Sie im Internet oder am Telefon." in text(made)


def test_each_number_to_call_stands_once(client, city):
    """Two offers of the first theme share a number, a third has none."""
    for title in ("Anruf und Rat", "Besuch"):
        make_offer(title=title, topics=[city.shopping], places=[make_place(area=city.outer)])
    make_offer(title="Café ohne Telefon", topics=[city.shopping], places=[make_place(area=city.outer)], phone="")
    list_all(now=NOW)
    said = text(client.get("/stadtteile/dansenberg/aushang/2026-12.pdf").content)
    assert "Hier rufen Sie an 0631 5550100 Anruf und Rat Alle Angebote" in said


def test_dates_of_higher_apps_stand_among_the_others(city):
    start = NOW.replace(day=25, hour=6)
    workshop = NoticeDate(
        start, start + timedelta(hours=2), "Workshop: Wohnen", place="Rathaus", note="Melden Sie sich an."
    )
    made = notice(
        city.hill, date(2026, 11, 1), advice=[], address="https://hilfe.example/", now=NOW, extra_dates=[workshop]
    )
    assert [(day["day"], [line["title"] for line in day["dates"]]) for day in made["days"]] == [
        ("Mittwoch, 25. November", ["Workshop: Wohnen", "Café im Nachbarschaftshaus"])
    ]
    assert made["days"][0]["dates"][0] == {
        "day": "Mittwoch, 25. November",
        "hours": "7 bis 9 Uhr",
        "title": "Workshop: Wohnen",
        "more": "Rathaus.",
        "note": "Melden Sie sich an.",
    }


@pytest.mark.parametrize(
    "month", ["2026-10", "2027-11", "2026-13", "2026-1", "26-11", "2026-11-01", "heute", "0000-00"]
)
def test_other_months_are_not_there(client, city, month):
    assert client.get(f"/stadtteile/betzenberg/aushang/{month}.pdf").status_code == 404


def test_months_are_this_one_and_the_eleven_after_it():
    assert read_month("2026-11", today=TODAY) == date(2026, 11, 1)
    assert read_month("2027-10", today=TODAY) == date(2027, 10, 1)


def test_notice_of_an_unknown_district_is_not_there(client, city):
    assert client.get("/stadtteile/atlantis/aushang/2026-11.pdf").status_code == 404


@pytest.mark.parametrize(
    ("page", "links"),
    [
        (
            "/angebote/?ort=betzenberg&seite=1",
            [
                "/angebote/broschuere.pdf?ort=betzenberg&amp;groesse=18",
                "/angebote/broschuere.pdf?ort=betzenberg&amp;groesse=14",
            ],
        ),
        ("/angebote/einkaufshilfe-betzenberg/", ["/angebote/einkaufshilfe-betzenberg/druck.pdf"]),
        (
            "/stadtteile/betzenberg/",
            ["/stadtteile/betzenberg/aushang/2026-11.pdf", "/stadtteile/betzenberg/aushang/2026-12.pdf"],
        ),
    ],
)
def test_pages_lead_to_their_print(client, city, page, links):
    html = client.get(page).content.decode()
    for link in links:
        assert f'href="{link}"' in html
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_shortlist_leads_to_its_brochure(client, city):
    html = client.get(f"/merkzettel/?a={city.cafe.number},{city.helper.number}").content.decode()
    for size in (14, 18):
        link = f"/merkzettel/broschuere.pdf?a={city.cafe.number},{city.helper.number}&amp;groesse={size}"
        assert f'href="{link}"' in html
    assert "broschuere.pdf" not in client.get("/merkzettel/").content.decode()
