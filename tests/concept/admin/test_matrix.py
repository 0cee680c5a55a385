"""The live matrix at the desk: from five answers on, and from a cell to everything behind it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.actions import ensure_roles
from concept.models import WaitingList
from needs.actions.waves import close_wave
from needs.models import Submission
from offers.actions.listing import relist
from offers.models import Absence, Offer, SearchMiss
from tests.concept_stock_factories import make_age_count
from tests.factories import (
    NOW,
    TODAY,
    make_area,
    make_city,
    make_offer,
    make_place,
    make_provider,
    make_topic,
    make_topic_group,
    make_user,
)
from tests.needs_bundling_factories import make_contribution, make_theme
from tests.needs_factories import make_planning_area, make_thresholds, make_wave
from tests.reading import text
from tests.signing_in import sign_in
from tests.submissions import make_submission

pytestmark = pytest.mark.django_db
MATRIX = "/admin/concept/matchcell/"


@pytest.fixture
def city():
    """Two planning areas of two districts each; advice and shopping."""
    whole = make_city()
    districts = [make_area(name=name, parent=whole) for name in ("Betzenberg", "Erfenbach", "Siegelbach", "Dansenberg")]
    north, south = (
        make_planning_area(*districts[:2], name="Nord", position=1),
        make_planning_area(*districts[2:], name="Süd", position=2),
    )
    advice = make_topic(group=make_topic_group(plain_name="Beratung"), legal_numbers=[4, 3])
    make_topic(group=make_topic_group(plain_name="Einkaufen"))
    make_thresholds()
    return SimpleNamespace(districts=districts, north=north, south=south, topic=advice, group=advice.group)


@pytest.fixture
def signed_in(client, city, stopped_clock):
    ensure_roles()

    def signed_in(*roles):
        sign_in(client, make_user(groups=roles))

    return signed_in


def say(wave, opinion, number, area, *reasons, **fields):
    for _form in range(number):
        answers = {"beratung": {"opinion": [opinion], "reasons": list(reasons)}}
        make_submission(wave, answers=answers, **{"area": area, "age_band": "75_84", **fields})


def shown(response):
    return text(response.content.decode())


def row(client, name="Beratung", **query):
    """The cells of a Lebensbereich, from its name to the next one's."""
    page = shown(client.get(MATRIX, query))
    table = page[page.index("Lebensbereich ganze Stadt") :]
    return table[table.index(name) :].partition(" Einkaufen ")[0].partition(" Zahlen stehen hier")[0]


def cell(client, city, place, **query):
    name = place if isinstance(place, str) else place.pk
    return client.get(reverse("admin:concept_matchcell_cell", args=[city.group.pk, name]), query)


def test_before_anybody_was_asked_it_shows_what_there_is(client, city, signed_in):
    signed_in("Planung")
    page = client.get(MATRIX)
    assert "Es gibt noch keine Befragung. Die Tabelle zeigt nur, was es gibt." in shown(page)
    assert row(client) == (
        "Beratung – zu wenige Antworten: Beratung, ganze Stadt – zu wenige Antworten: Beratung, Nord "
        "– zu wenige Antworten: Beratung, Süd"
    )


@pytest.mark.parametrize("role", ["Planung", "Seniorenbeirat"])
def test_results_stand_with_symbol_word_and_numbers(client, city, signed_in, role):
    signed_in(role)
    wave = make_wave()
    say(wave, "missing", 30, city.districts[0])
    say(wave, "fine", 20, city.districts[2])
    page = shown(client.get(MATRIX))
    assert "offener Aufruf: Streuung innerhalb der Antworten, keine repräsentative Stichprobe" in page
    assert row(client) == (
        "Beratung △ Bestand prüfen, der Bedarf ist klar: Beratung, ganze Stadt 30 von 50 "
        "△ Bestand prüfen, der Bedarf ist klar: Beratung, Nord 30 von 30 "
        "? Bestand prüfen: Beratung, Süd 0 von 20"
    )


def test_what_could_be_calculated_is_hidden_with_its_verdict(client, city, signed_in):
    signed_in("Planung")
    wave = make_wave()
    say(wave, "missing", 30, city.districts[0])
    say(wave, "missing", 4, city.districts[2])
    assert " von 4" not in row(client)
    assert row(client).count("zu wenige Antworten") >= 2


def test_a_wave_is_never_shown_alone(client, city, signed_in):
    """Both without the first would tell the second."""
    signed_in("Planung")
    first = make_wave(name="Aufruf 1")
    close_wave(wave_id=first.pk, now=NOW)
    second = make_wave(name="Aufruf 2")
    say(first, "missing", 30, city.districts[0])
    say(second, "missing", 2, city.districts[0])
    page = client.get(MATRIX, {"art": f"open-{first.pk}"})
    assert [key for key, _name in page.context["form"].fields["art"].choices] == ["open"]
    assert "32 von 32" in shown(page)
    assert "30 von 30" not in shown(page)


def test_filters_choose_waves_places_group_and_row(client, city, signed_in):
    signed_in("Planung")
    first = make_wave(name="Aufruf 1")
    close_wave(wave_id=first.pk, now=NOW)
    second = make_wave(name="Aufruf 2")
    letters = make_wave(frame="register")
    for area in (city.districts[0], city.districts[2]):
        say(first, "missing", 10, area)
        say(second, "fine", 5, area)
        say(letters, "fine", 7, area)
        say(first, "missing", 6, area, roles=["relatives"], age_band="under_60")
    by_kind = {
        kind: row(client, art=kind).partition(" von ")[2].partition(" ")[0]
        for kind in ("", "open", "register", "unbekannt")
    }
    assert by_kind == {
        "": "14",
        "open": "30",
        "register": "14",
        "unbekannt": "14",
    }
    assert "Das steht hier nicht zur Auswahl." in shown(client.get(MATRIX, {"art": "unbekannt"}))
    assert "12 von 12" in row(client, art="open", gruppe="relatives")
    districts = row(client, art="open", raum="districts")
    assert "Betzenberg" in districts
    assert "Nord" not in districts
    only = shown(client.get(MATRIX, {"bereich": "einkaufen"}))
    assert "Einkaufen, ganze Stadt" in only
    assert "Beratung, ganze Stadt" not in only


def test_examples_say_what_they_are(client, city, signed_in):
    signed_in("Planung")
    wave = make_wave(is_example=True)
    for area in (city.districts[0], city.districts[2]):
        say(wave, "fine", 8, area)
    page = shown(client.get(MATRIX))
    assert "Beispiel: Nichts davon hat jemand wirklich gesagt." in page
    assert ">Was es gibt und was fehlt</a>" in client.get(MATRIX).content.decode()
    assert "Beispiel: offener Aufruf" in page
    assert "0 von 16" in row(client)
    answer = cell(client, city, city.north)
    assert "Nichts davon hat jemand wirklich gesagt." in shown(answer)
    # What comes from it is one too.
    assert "&beispiel=ja" in answer.context["finding_url"]


def test_where_thresholds_changed_both_results_stand(client, city, signed_in):
    signed_in("Planung")
    Absence.objects.bulk_create(
        Absence(area=district, group=city.group, looked_on=TODAY) for district in city.districts
    )
    wave = make_wave()
    say(wave, "missing", 30, city.districts[0])
    say(wave, "fine", 30, city.districts[0])
    make_thresholds(number=2, unmet_share="0.80")
    page = shown(client.get(MATRIX))
    assert "Wo das Ergebnis anders ist, stehen beide da: zuerst das neue, dann das nach der Fassung 1." in page
    assert "vorher: Lücke 30 von 60" in row(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_matrix_costs_the_same_for_little_and_for_much(client, city, signed_in, rows, django_assert_num_queries):
    signed_in("Planung")
    wave = make_wave()
    for number in range(rows):
        make_topic_group(plain_name=f"Bereich {number}")
        make_offer(topics=[city.topic], places=[make_place(area=city.districts[0])])
        say(wave, "missing", 6, city.districts[number])
    relist(offers=Offer.objects.all(), now=NOW)
    with django_assert_num_queries(33):
        client.get(MATRIX)


# --- A cell ---


def test_a_cell_leads_to_all_that_stands_behind_it(client, city, signed_in):
    signed_in("Planung")
    wave, north = make_wave(), city.districts[0]
    say(wave, "missing", 30, north, "too_far", "full", "times")
    say(wave, "fine", 20, city.districts[2])
    checked = make_offer(
        title="Beratung am Markt",
        topics=[city.topic],
        places=[make_place(area=north, is_step_free=True)],
        verified_on=TODAY,
        verified_how="phone",
    )
    make_offer(title="Alter Eintrag", topics=[city.topic], places=[make_place(area=north)])
    make_offer(title="Anderswo", topics=[city.topic], places=[make_place(area=city.districts[3])])
    relist(offers=Offer.objects.all(), now=NOW)
    WaitingList.objects.create(offer=checked, people=12, as_of=TODAY, source="Anruf")
    SearchMiss.objects.create(day=TODAY - timedelta(days=3), area=north, topic=city.topic, count=4)
    page = shown(cell(client, city, city.north))
    assert "30 von 30 mit einer Meinung sagen „Da fehlt mir etwas“, 0 wissen es nicht." in page
    assert "Gründe, die am meisten genannten zuerst: Zu weit weg, Zeiten passen nicht" in page
    assert "1 geprüftes Angebot, davon 1 ohne Stufen; 2 mit den nicht geprüften" in page
    assert "Beratung am Markt: geprüft am 23. November 2026" in page
    assert "Alter Eintrag: nicht geprüft" in page
    assert "Anderswo" not in page
    assert "Beratung am Markt: 12 (Anruf, 23. November 2026)" in page
    assert "ohne Ergebnis, in 12 Monaten: 4" in page
    assert "Menschen auf Wartelisten: 12" in page
    assert "Nummer 3: " in page
    assert "Nummer 4: " in page
    everywhere = shown(cell(client, city, "stadt"))
    assert "Anderswo" in everywhere
    assert "§ 71" not in everywhere


def test_the_topics_of_a_cell_stand_one_by_one(client, city, signed_in):
    signed_in("Planung")
    other = make_topic(plain_name="Rat am Telefon", group=city.group)
    make_topic(plain_name="Vorsorge", group=city.group)
    one, another = make_provider(), make_provider()
    lies_here = {"topics": [city.topic, other], "places": [make_place(area=city.districts[0], is_step_free=True)]}
    checked = {"verified_on": TODAY, "verified_how": "phone", "providers": [one]}
    make_offer(**checked, **lies_here)
    make_offer(**lies_here | {"topics": [city.topic], "providers": [another]})
    make_offer(topics=[city.topic], service_areas=city.districts, **checked)
    for number, area in enumerate(city.districts):
        make_age_count(area, 1000 + number)
    relist(offers=Offer.objects.all(), now=NOW)
    table = shown(cell(client, city, city.north)).partition("Die Themen darin")[2].partition("Was sonst")[0]
    name = city.topic.plain_name
    assert f" {name} 2 1 3 2 0,75 1 2 Rat am Telefon 1 1 1 1 0,50 1 1 Vorsorge noch nicht erfasst " in table


def test_what_older_people_looked_for_in_vain_stands_by_topic(client, city, signed_in):
    signed_in("Planung")
    wave = make_wave()
    other = make_topic(plain_name="Rat am Telefon", group=city.group)
    for number in range(9):
        chosen = {"in_vain": [city.topic if number < 5 else other]}
        make_submission(wave, others=chosen, area=city.districts[0], age_band="75_84")
    page = shown(cell(client, city, "stadt"))
    name = city.topic.plain_name
    assert f"vergeblich gesucht haben, nach Thema: {name}: 5, jedes andere Thema: weniger als 5" in page
    assert "vergeblich gesucht" not in shown(cell(client, city, city.north))


def test_a_finding_is_made_from_a_cell_prefilled(client, city, signed_in):
    signed_in("Planung")
    wave = make_wave()
    say(wave, "missing", 30, city.districts[0])
    say(wave, "fine", 20, city.districts[2])
    query = f"topic_group={city.group.pk}&amp;kind=stock_unknown&amp;planning_areas={city.north.pk}"
    url = f"/admin/concept/finding/add/?{query}"
    assert url in cell(client, city, city.north).content.decode()
    # Of a district: the planning area it lies in.
    district = cell(client, city, city.districts[0], raum="districts").content.decode()
    assert f"&amp;planning_areas={city.north.pk}" in district
    form = client.get(url.replace("&amp;", "&")).context["adminform"].form
    assert {name: str(form[name].value()) for name in ("topic_group", "kind")} == {
        "topic_group": str(city.group.pk),
        "kind": "stock_unknown",
    }
    assert [int(pk) for pk in form["planning_areas"].value()] == [city.north.pk]
    assert "planning_areas=" not in cell(client, city, "stadt").content.decode()


def test_a_finding_from_a_cell_rests_on_what_the_cell_shows(client, city, signed_in):
    signed_in("Planung")
    offer = make_offer(topics=[city.topic], places=[make_place(area=city.districts[0])])
    relist(offers=Offer.objects.all(), now=NOW)

    def carried_over():
        page = cell(client, city, city.north).content.decode()
        url = page.partition('class="button" href="')[2].partition('"')[0].replace("&amp;", "&")
        forms = client.get(url).context["inline_admin_formsets"][0].formset.forms
        return [form["kind"].value() for form in forms]

    assert carried_over() == ["stock", None]
    wave = make_wave()
    say(wave, "missing", 30, city.districts[0])
    say(wave, "fine", 20, city.districts[2])
    WaitingList.objects.create(offer=offer, people=12, as_of=TODAY, source="Anruf")
    assert carried_over() == ["felt", "stock", "waiting", None]


def test_the_groups_stand_beside_each_other(client, city, signed_in):
    signed_in("Planung")
    wave = make_wave()
    for area in (city.districts[0], city.districts[2]):
        say(wave, "missing", 20, area, "too_far")
        say(wave, "fine", 10, area)
        say(wave, "dont_know", 5, area)
        say(wave, "fine", 10, area, roles=["relatives"], age_band="under_60")
        say(wave, "missing", 5, area, "full", roles=["volunteers"], age_band="under_60")
    say(wave, "missing", 4, city.districts[0], roles=["providers"], age_band="under_60")
    response = cell(client, city, "stadt")
    rows = {name: [each.everything for each in row] for name, row in response.context["table"].rows.items()}
    assert next(iter(rows)) == "Ältere Menschen ab 65"
    assert rows["Ältere Menschen ab 65"] == [
        "67 %, 40 von 60",
        "100 %, 60 von 60",
        "14 %, 10 von 70",
        "von 40: keine Angabe",
        "von 40: Zu weit weg 40",
    ]
    assert rows["Angehörige und Pflegende"] == [
        "0 %, 0 von 20",
        "100 %, 20 von 20",
        "0 %, 0 von 20",
        "keine Antworten",
        "keine Antworten",
    ]
    assert rows["Anbieter"] == ["zu wenige Antworten"] * 5
    assert response.context["index"] == [
        "Zählt jede Gruppe gleich viel: 56 %. Streuung innerhalb der Antworten: 50 bis 60 %.",
        "Darin sind: Ältere Menschen ab 65, Angehörige und Pflegende, Ehrenamtliche.",
        "Rang 1. Rang 1: Da fehlt am meisten. Der Rang hängt davon ab, wie Gruppen zählen.",
    ]
    assert "Zählt jede Gruppe gleich viel: 56 %" in shown(response)
    assert cell(client, city, city.north).context["index"] == []


@pytest.mark.parametrize("role", ["relatives", None])
def test_of_fewer_than_three_groups_there_is_no_index(client, city, signed_in, role):
    """As in public (concept.public_cells): one group or two would be told twice over, as if it were all of them."""
    signed_in("Planung")
    wave = make_wave()
    for area in (city.districts[0], city.districts[2]):
        say(wave, "missing", 20, area)
        if role:
            say(wave, "fine", 10, area, roles=[role], age_band="under_60")
    assert cell(client, city, "stadt").context["index"] == [
        "Was herauskommt, wenn jede Gruppe gleich viel zählt, steht hier noch nicht. Dafür müssen in mindestens 3 "
        "Gruppen je 10 Menschen eine Meinung haben."
    ]


def test_groups_of_few_older_people_have_an_index_and_no_rank(client, city, signed_in):
    signed_in("Planung")
    wave = make_wave()
    for area in (city.districts[0], city.districts[2]):
        say(wave, "missing", 6, area, roles=["relatives", "volunteers"])
    assert len(cell(client, city, "stadt").context["index"]) == 2


@pytest.mark.parametrize(("flagged", "unmet"), [(20, "17 %, 4 von 24"), (0, "")])
def test_what_is_so_without_flagged_forms_only_the_auswertung_reads(client, city, signed_in, flagged, unmet):
    wave = make_wave()
    north = city.districts[0]
    say(wave, "missing", 4, north)
    say(wave, "fine", 20, north)
    say(wave, "missing", flagged, north, is_flagged=True)
    for role in ("Planung", "Seniorenbeirat", "Auswertung"):
        signed_in(role)
        response = cell(client, city, "stadt")
        told = (
            f"Ohne auffällige Bögen steht bei den älteren Menschen: „Da fehlt mir etwas“ {unmet}. Das Ergebnis ist "
            "dann: Bestand prüfen. Das sieht nur die Auswertung. Sagen und zeigen Sie es niemandem sonst."
            if unmet and role == "Auswertung"
            else ""
        )
        assert response.context["unflagged"] == told
        assert ("auffällige" in shown(response)) == bool(told)
        assert told in shown(response)


def test_where_nothing_is_told_nothing_is_told_without_flagged_forms(client, city, signed_in):
    signed_in("Auswertung")
    wave = make_wave()
    say(wave, "missing", 4, city.districts[0])
    say(wave, "missing", 30, city.districts[2], is_flagged=True)
    assert cell(client, city, city.north).context["unflagged"] == ""
    assert "weniger als 5 Antworten" in cell(client, city, "stadt").context["unflagged"]


def test_few_notes_are_not_counted_out(client, city, signed_in):
    signed_in("Planung")
    for number in range(5):
        make_contribution(area=city.districts[0]).topics.add(city.topic)
        if number < 4:
            make_contribution(area=city.districts[2]).topics.add(city.topic)
        make_contribution()
    SearchMiss.objects.create(day=TODAY, area=city.districts[0], topic=None, count=3)
    north, south = (shown(cell(client, city, place)) for place in (city.north, city.south))
    assert "Notizen vom Telefon, in 12 Monaten: 5" in north
    assert "„Diese Hilfe fehlt“, in 12 Monaten: weniger als 5" in north
    assert "Notizen vom Telefon, in 12 Monaten: weniger als 5" in south
    assert (
        "Ohne Lebensbereich, in der ganzen Stadt, in 12 Monaten: Suchen ohne Ergebnis: 3, "
        "„Diese Hilfe fehlt“: weniger als 5, Notizen vom Telefon: 5."
    ) in shown(client.get(MATRIX))


def test_a_district_in_no_planning_area_leads_to_a_finding_without_one(client, city, signed_in):
    signed_in("Planung")
    alone = make_area(name="Morlautern", parent=city.districts[0].parent)
    page = cell(client, city, alone, raum="districts").content.decode()
    assert f"finding/add/?topic_group={city.group.pk}&amp;kind=other" in page
    assert "planning_areas=" not in page


def test_the_seniorenbeirat_reads_numbers_and_makes_no_findings(client, city, signed_in):
    signed_in("Seniorenbeirat")
    make_contribution(redacted="Am Markt fehlt eine Bank.")
    page = shown(cell(client, city, "stadt"))
    assert "Befund daraus machen" not in page
    assert "Was Menschen dazu geschrieben haben" not in page


def test_statements_are_redacted_and_of_ten_from_there(client, city, signed_in):
    signed_in("Planung")
    north, south = city.districts[0], city.districts[2]
    theme = make_theme("Rat fehlt", topic_group=city.group)
    for number in range(10):
        said = make_contribution(f"Geheim {number}", redacted=f"Rat {number} fehlt.", area=north)
        (said.themes if number % 2 else said.topic_groups).add(theme if number % 2 else city.group)
    make_contribution("Roh und ungelesen", area=north).topic_groups.add(city.group)
    make_contribution("Bus", redacted="Der Bus fehlt.", area=north)
    make_contribution("Süden", redacted="Im Süden fehlt Rat.", area=south).topic_groups.add(city.group)
    page = shown(cell(client, city, city.north))
    assert [f"Rat {number} fehlt." in page for number in range(10)] == [True] * 10
    assert not any(words in page for words in ("Geheim", "Roh und", "Bus fehlt", "Im Süden"))
    few = shown(cell(client, city, city.south))
    assert "Aus diesem Gebiet gibt es weniger als 10 Beiträge." in few
    assert "Im Süden" not in few
    assert "Im Süden fehlt Rat." in shown(cell(client, city, "stadt"))


def test_long_lists_are_paged(client, city, signed_in):
    signed_in("Planung")
    for number in range(51):
        make_offer(title=f"Angebot {number:02}", topics=[city.topic], places=[make_place(area=city.districts[0])])
    relist(offers=Offer.objects.all(), now=NOW)
    assert "Angebot 50" not in shown(cell(client, city, "stadt"))
    assert "Angebot 50: nicht geprüft" in shown(cell(client, city, "stadt", angebote="2"))


@pytest.mark.parametrize("place", ["nirgends", "99999"])
def test_a_place_that_is_not_there_is_not_found(client, city, signed_in, place):
    signed_in("Planung")
    assert cell(client, city, place).status_code == 404


@pytest.mark.parametrize("role", ["Redaktion", "Organisation", "Erfassung", "Betrieb"])
def test_nobody_else_sees_live_numbers(client, city, signed_in, role):
    signed_in(role)
    assert [client.get(MATRIX).status_code, cell(client, city, "stadt").status_code] == [403, 403]
    assert not Submission.objects.exists()
