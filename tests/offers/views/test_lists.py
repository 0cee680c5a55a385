"""The list of offers: title, filters, search, pages, and what to do where nothing is found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offers.models import Area, SearchMiss, UnknownWord
from offers.reference import reference
from tests.catalogue import list_all
from tests.factories import NOW, TODAY, make_offer, make_opening_time, make_place
from tests.reading import heading, headings, words


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_title_is_the_result_as_a_sentence(client, city):
    assert (
        heading(client.get("/angebote/?ort=betzenberg&thema=einkaufen"))
        == "1 Angebot zum Thema Einkaufen in Betzenberg"
    )


def test_cards_stand_under_their_headings_in_order(client, city):
    response = client.get("/angebote/?ort=betzenberg")
    assert headings(response, 2) == [
        "Kommt zu Ihnen oder hilft am Telefon",
        "In Ihrem Stadtteil",
        "In der Nähe",
        "In der ganzen Stadt",
        "Suche eingrenzen",
    ]
    assert headings(response, 3) == [
        "Einkaufshilfe Betzenberg",
        "Café im Nachbarschaftshaus",
        "Formularhilfe",
        "Tanztee",
    ]


def test_card_says_what_it_costs_when_and_how_fresh_it_is(client, city):
    assert (
        "Einkaufshilfe Betzenberg Ehrenamtliche kaufen für Sie ein und bringen die Sachen nach Hause. "
        "Kosten kostenlos Zeiten Jetzt offen, heute bis 12 Uhr Telefon 0631 5550100 "
        "Geprüft am 23. November 2026. Auf den Merkzettel: Einkaufshilfe Betzenberg"
    ) in words(client.get("/angebote/?thema=einkaufen"))


def test_card_without_telephone_names_the_help_line(client, city, settings):
    settings.HELP_PHONE = "0631 365-0"
    assert (
        "Telefon noch nicht bekannt. Fragen Sie unser Hilfetelefon: 0631 365-0 Noch nicht geprüft. Wir wissen"
    ) in words(client.get("/angebote/?thema=hilfe-mit-formularen"))


def test_unchecked_card_tells_its_times_as_the_source_does(client, city, settings):
    settings.HELP_PHONE = ""
    said = words(client.get("/angebote/?thema=hilfe-mit-formularen"))
    assert (
        "Wo Rathaus, Innenstadt Kosten nicht bekannt Zeiten laut Quelle: Dienstag 9 bis 12 Uhr. "
        "Nicht an Feiertagen Telefon noch nicht bekannt. Noch nicht geprüft. "
        "Wir wissen nicht, für welche Stadtteile das gilt. Fragen Sie nach. Auf den Merkzettel: Formularhilfe"
    ) in said


def test_button_puts_the_offer_on_the_shortlist(client, city):
    assert (
        '<form class="card__actions" action="/merkzettel/" method="post">\n'
        f'    <input type="hidden" name="dazu" value="{city.helper.number}">'
    ) in client.get("/angebote/?thema=einkaufen").content.decode()


def test_chosen_filters_are_links_that_remove_them(client, city):
    html = client.get("/angebote/?ort=betzenberg&thema=einkaufen&q=hilfe").content.decode()
    assert '<a class="chip" href="/angebote/?q=hilfe&amp;thema=einkaufen">„Betzenberg“ entfernen</a>' in html
    assert '<a class="chip" href="/angebote/?q=hilfe&amp;ort=betzenberg">„Einkaufen“ entfernen</a>' in html
    assert '<a class="chip" href="/angebote/?ort=betzenberg&amp;thema=einkaufen">„Suche: hilfe“ entfernen</a>' in html


def test_filter_box_keeps_the_search_and_the_choice(client, city):
    html = client.get("/angebote/?q=einkaufen&kosten=frei").content.decode()
    form = html.split('<form class="filter"')[1].split("</form>")[0]
    assert '<input type="hidden" name="q" value="einkaufen">' in form
    assert '<input type="radio" name="kosten" value="frei" checked>' in form
    assert 'name="kosten" value="spende"' not in form


def test_filtered_list_stays_out_of_search_machines(client, city, settings):
    settings.TRIAL = False
    assert '<meta name="robots" content="noindex">' in client.get("/angebote/?kosten=frei").content.decode()
    assert "noindex" not in client.get("/angebote/").content.decode()
    assert "X-Robots-Tag" not in client.get("/angebote/").headers


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("kosten=frei", "1 Angebot"),
        ("art=zuhause", "2 Angebote"),
        ("tag=heute", "1 Angebot"),
        ("tag=mittwoch", "2 Angebote"),
        ("offen=jetzt", "1 Angebot"),
        ("stufenlos=ja", "3 Angebote"),
        ("sprache=ru", "1 Angebot"),
        ("zielgruppe=angehorige", "1 Angebot"),
        ("ort=bann", "1 Angebot in Bann"),
        ("ort=landkreis-musterstadt", "1 Angebot im Landkreis Musterstadt"),
        ("ort=verbandsgemeinde-landstuhl", "1 Angebot in der Verbandsgemeinde Landstuhl"),
        ("q=einkaufen", "1 Angebot für „einkaufen“"),
        ("q=einkaufen+betzenberg", "1 Angebot für „einkaufen betzenberg“"),
        ("q=betzenberg", "4 Angebote für „betzenberg“"),
        ("seite=1", "5 Angebote"),
        ("seite=", "5 Angebote"),
        ("unbekannt=ja", "5 Angebote"),
    ],
)
def test_every_parameter_filters(client, city, query, title):
    assert heading(client.get(f"/angebote/?{query}")) == title


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("ort=atlantis", "Den Ort „atlantis“ kennen wir nicht."),
        ("thema=x", "Das Thema „x“ kennen wir nicht."),
        ("kosten=x", "Bei den Kosten kennen wir „x“ nicht."),
        ("art=x", "Bei der Art der Hilfe kennen wir „x“ nicht."),
        ("tag=x", "Den Tag „x“ kennen wir nicht."),
        ("offen=x", "Bei den Zeiten kennen wir „x“ nicht."),
        ("stufenlos=x", "Bei den Stufen kennen wir „x“ nicht."),
        ("sprache=x", "Die Sprache „x“ kennen wir nicht."),
        ("zielgruppe=x", "Die Gruppe „x“ kennen wir nicht."),
        ("q=" + "a" * 10_000, "Ihre Suche ist zu lang. Schreiben Sie weniger Wörter."),
    ],
)
def test_unknown_value_is_named_and_left_out(client, city, query, sentence):
    response = client.get(f"/angebote/?{query}")
    assert response.status_code == 200
    assert f"{sentence} Sie sehen die Angebote ohne diese Auswahl." in words(response)
    assert heading(response) == "5 Angebote"


def test_other_filters_hold_beside_an_unknown_one(client, city):
    assert heading(client.get("/angebote/?ort=atlantis&kosten=frei")) == "1 Angebot"


@pytest.mark.parametrize("page", ["-1", "0", "999999", "abc", "2", "1e3", "9" * 400, "٣"])
def test_page_that_is_none_is_not_found(client, city, page):
    assert client.get(f"/angebote/?seite={page}").status_code == 404


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "ort=%00", "q=%ff%fe", "%00=1"])
def test_broken_text_is_refused(client, city, query):
    assert client.get(f"/angebote/?{query}").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_list_is_only_read(client, city, method):
    assert getattr(client, method)("/angebote/").status_code == 405


@pytest.mark.parametrize("name", ["q", "ort", "thema", "kosten", "seite"])
def test_html_in_a_parameter_is_shown_as_text(client, city, name):
    html = client.get("/angebote/", {name: '<img src=x onerror="alert(1)">'}).content.decode()
    assert "<img" not in html


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(client, city, number):
    topic = city.transport
    for _offer in range(number - 1):
        make_opening_time(make_offer(topics=[topic], places=[make_place(area=city.hill)]))
    list_all(now=NOW)
    reference()
    assert heading(client.get("/angebote/?thema=fahrdienst&seite=1")).startswith(f"{number} Angebot")
    assert queries(client, "/angebote/?thema=fahrdienst") == 3


def test_search_costs_no_more_than_a_list(client, city):
    assert reference().lexicon
    assert queries(client, "/angebote/?q=fahrdienst") == 3


def test_long_list_is_paged_in_words(client, city):
    for _offer in range(25):
        make_offer(topics=[city.transport])
    list_all(now=NOW)
    first = client.get("/angebote/?thema=fahrdienst")
    assert "Seite 1 von 3 Nächste Seite" in words(first)
    assert len(headings(first, 3)) == 12
    middle = client.get("/angebote/?thema=fahrdienst&seite=2").content.decode()
    assert '<a href="/angebote/?thema=fahrdienst" rel="prev">Vorige Seite</a>' in middle
    assert '<a href="/angebote/?thema=fahrdienst&amp;seite=3" rel="next">Nächste Seite</a>' in middle
    assert "26 Angebote zum Thema Fahrdienst – Seite 2 – " in middle.split("</title>")[0]
    last = client.get("/angebote/?thema=fahrdienst&seite=3")
    assert "Vorige Seite Seite 3 von 3" in words(last)
    assert "Nächste Seite" not in words(last)
    assert len(headings(last, 3)) == 2


def test_matched_themes_show_even_without_offers(client, city):
    city.helper.topics.set([])
    list_all(now=NOW)
    said = words(client.get("/angebote/?q=einkaufen+kaffee"))
    assert "Diese Themen passen zu Ihrer Suche" in said
    assert "Treffpunkt (2 Angebote)" in said
    assert "Einkaufen (noch nicht erfasst)" in said


def test_theme_hidden_by_a_filter_is_not_called_unrecorded(client, city):
    said = words(client.get("/angebote/?q=einkaufen&kosten=spende"))
    assert "Einkaufen (nichts mit Ihrer Auswahl)" in said
    assert "Entfernen Sie oben eine Auswahl. Vielleicht gibt es dann etwas." in said


def test_choice_without_results_stays_chosen_and_claims_no_number(client, city):
    html = client.get("/angebote/?q=einkaufen&kosten=spende").content.decode()
    assert 'name="kosten" value="spende" checked> <span>gegen eine Spende</span></label>' in html


def test_misspelt_word_is_suggested(client, city):
    response = client.get("/angebote/?q=einkauffen&ort=betzenberg")
    link = '<a class="more" href="/angebote/?q=einkaufen&amp;ort=betzenberg">Meinten Sie „einkaufen“?</a>'
    assert link in response.content.decode()


def test_crisis_leads_to_people_and_is_never_counted(client, city):
    response = client.get("/angebote/?q=ich+will+nicht+mehr+leben&ort=betzenberg")
    said = words(response)
    assert said.startswith(
        "Brauchen Sie jetzt Hilfe? Rufen Sie an Sie sind nicht allein. Am Telefon hört Ihnen jemand zu. "
        "0800 1110111 TelefonSeelsorge, rund um die Uhr, kostenlos Hilfe im Notfall 112 Feuerwehr und Rettungsdienst"
    )
    assert "Angebote zum Thema" not in said
    assert "Einkaufshilfe" not in said
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not SearchMiss.objects.exists()
    assert not UnknownWord.objects.exists()


@pytest.mark.parametrize("text", ["{0}", "Angebot {0}", " angebote {0} "])
def test_number_of_an_offer_leads_to_it(client, city, text):
    response = client.get("/angebote/", {"q": text.format(city.helper.number)})
    assert (response.status_code, response.url) == (302, f"/a/{city.helper.number}/")


def test_numbers_of_offers_lead_to_a_shortlist(client, city):
    helper, cafe = city.helper.number, city.cafe.number
    response = client.get("/angebote/", {"q": f"{cafe}, {helper}"})
    assert response.url == f"/merkzettel/?a={cafe},{helper}"


@pytest.mark.parametrize("text", ["67655", "112", "einkaufen 1001", "99999999"])
def test_other_numbers_are_searched_for(client, city, text):
    assert client.get("/angebote/", {"q": text}).status_code == 200


def test_list_of_a_district_tells_how_many_are_known_to_be_for_it(client, city):
    said = words(client.get("/angebote/?ort=betzenberg"))
    assert "Bei 2 Angeboten wissen wir: Sie gelten hier. Bei 2 wissen wir es nicht. Fragen Sie nach." in said
    assert "wissen wir: " not in words(client.get("/angebote/"))


def test_nothing_found_shows_ways_on(client, city):
    response = client.get("/angebote/?thema=einkaufen&ort=innenstadt&q=kaffee")
    assert response.status_code == 200
    assert heading(response) == "Kein Angebot gefunden für „kaffee“ zum Thema Einkaufen in Innenstadt"
    said = words(response)
    assert "Dazu kennen wir noch kein Angebot" not in said
    assert "Rufen Sie uns an" in said
    assert "Diese Hilfe fehlt? Sagen Sie es uns Welche Hilfe fehlt Ihnen?" in said
    assert "Hilfe im Notfall 112" in said
    assert '<input type="hidden" name="area" value="innenstadt" id="id_area">' in response.content.decode()
    # Filters hid the results: that is no sign of missing help.
    assert not SearchMiss.objects.exists()


def test_search_without_result_is_counted_by_area_and_topic(client, city):
    client.get("/angebote/?ort=bann&q=kaffee")
    assert list(SearchMiss.objects.values_list("day", "area__slug", "topic__slug", "count")) == [
        (TODAY, "bann", "treffpunkt", 1)
    ]


def test_nothing_found_is_counted_each_time(client, city):
    for _time in range(2):
        response = client.get("/angebote/?q=xyzzy")
        assert response.headers["Cache-Control"] == "private, no-store"
    assert list(SearchMiss.objects.values_list("area", "topic", "count")) == [(None, None, 2)]
    assert list(UnknownWord.objects.values_list("word", "days")) == [("", [TODAY])]


def test_nothing_found_without_a_search_is_not_counted(client, city):
    assert heading(client.get("/angebote/?kosten=pflegekasse")) == "Kein Angebot gefunden"
    assert not SearchMiss.objects.exists()


def test_nothing_found_here_names_the_nearest_places(client, city):
    response = client.get("/angebote/?thema=fahrdienst&ort=betzenberg")
    html = response.content.decode()
    assert '<a href="/angebote/?ort=bann&amp;thema=fahrdienst">Bann: 1 Angebot</a>' in html
    assert headings(response, 3) == ["Fahrdienst im Landkreis"]


def test_place_without_a_point_has_nothing_nearby(client, city):
    assert Area.objects.get(slug="landkreis-musterstadt").latitude is None
    said = words(client.get("/angebote/?thema=einkaufen&ort=landkreis-musterstadt"))
    assert "Das gibt es in der Nähe" not in said


def test_offer_out_of_its_dates_is_not_listed(client, city):
    city.tanztee = city.outing
    city.outing.valid_until = TODAY.replace(day=22)
    city.outing.save()
    list_all(now=NOW)
    assert "Tanztee" not in words(client.get("/angebote/"))


def test_offer_on_a_break_says_until_when(client, city):
    city.helper.closed_until = TODAY.replace(day=30)
    city.helper.save()
    list_all(now=NOW)
    assert "Zeiten Macht Pause bis 30. November 2026." in words(client.get("/angebote/?thema=einkaufen"))


def test_a_long_plea_shows_the_emergency_numbers(client, city):
    plea = "ich weiß nicht mehr weiter " * 12 + "ich will nicht mehr leben"
    response = client.get("/angebote/", {"q": plea})
    assert "Sie sind nicht allein." in words(response)
    assert not SearchMiss.objects.exists()
