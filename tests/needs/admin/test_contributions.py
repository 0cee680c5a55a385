"""Contributions at the desk: listed, found, coded and told what became of them; others see redacted ones only."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from needs.actions.contributions import take_in
from needs.actions.themes import merge
from needs.models import Contribution, Event, RawReading, Theme
from tests.factories import NOW, TODAY, make_area, make_topic, make_topic_group
from tests.minutes_factories import make_published_minutes
from tests.needs_bundling_factories import LEAK, make_contribution, make_theme
from tests.reading import text

pytestmark = pytest.mark.django_db
LIST = reverse("admin:needs_contribution_changelist")
QUEUE = reverse("admin:needs_contribution_reading")
# Session, person, second factor, rights (2), answered, all, filters by theme and Lebensbereich, how many, rows, three
# kinds of codes, themes that count.
LIST_QUERIES = 15


def messages(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def analyst(signed_in):
    return signed_in("Auswertung")


def page_of(contribution):
    return reverse("admin:needs_contribution_change", args=[contribution.pk])


def found(client, typed="", **address):
    response = (
        client.post(f"{LIST}?{address.pop('query', '')}", {"gesucht": typed}) if typed else client.get(LIST, address)
    )
    return list(response.context["cl"].result_list)


def boxes(response, field):
    """What can be ticked: the words, and whether it is ticked."""
    bound = response.context["coding"].form[field]
    ticked = {str(value) for value in bound.value() or ()}
    return [(str(label), str(value) in ticked) for value, label in bound.field.choices]


def test_the_list_shows_redacted_words_and_what_they_are_about(client, planner):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.", redacted="[Name] fehlt ein Bus.", area=make_area())
    group = make_topic_group(plain_name="Unterwegs")
    contribution.topic_groups.add(group)
    theme, into = make_theme("Bus", contribution), make_theme("Busse", contribution)
    merge(theme_id=theme.pk, into_id=into.pk, by=None, now=NOW)
    make_contribution(f"{LEAK} fehlt eine Bank.")
    html = client.get(LIST).content.decode()
    shown = text(html.split("<tbody>")[1].split("</tbody>")[0])
    assert shown == f"{contribution} [Name] fehlt ein Bus. Telefonnotiz gelesen Unterwegs T-{into.number}"
    assert "Von 2 Beiträgen haben 0 eine begründete Antwort." in html
    assert "Freie Texte lesen" not in html


def test_an_example_says_so_in_the_list(client, planner):
    contribution = make_contribution(redacted="Ein Bus.", is_example=True)
    assert f">Beispiel: {contribution}</a>" in client.get(LIST).content.decode()


def test_the_list_says_to_analysts_what_is_not_redacted(client, analyst):
    make_contribution(f"{LEAK} fehlt ein Bus.", standing="not_followed", standing_reason="Fehlanzeige")
    html = client.get(LIST).content.decode()
    assert "noch nicht bereinigt" in html
    assert LEAK not in html
    assert "Von 1 Beiträgen haben 1 eine begründete Antwort." in html
    assert "Freie Texte lesen" in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(client, analyst, number, django_assert_num_queries):
    for _number in range(number):
        contribution = make_contribution(redacted="Eine Bank.")
        contribution.topic_groups.add(make_topic_group())
        make_theme("Bank", contribution)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


def test_the_list_is_filtered(client, planner):
    bench, bus = make_contribution(redacted="Eine Bank."), make_contribution(redacted="Ein Bus.", standing="finding")
    make_published_minutes()
    take_in(now=NOW)
    said = Contribution.objects.get(source="minutes")
    topic = make_topic()
    bench.topic_groups.add(topic.group)
    theme, into = make_theme("Bank", bench), make_theme("Sitze")
    merge(theme_id=theme.pk, into_id=into.pk, by=None, now=NOW)
    everything = sorted([said, bus, bench], key=lambda row: -row.pk)
    assert found(client) == everything
    assert found(client, source__exact="minutes") == [said]
    assert found(client, standing__exact="finding") == [bus]
    assert found(client, thema=into.pk) == [bench]
    assert found(client, topic_groups__id__exact=topic.group_id) == [bench]
    for wrong in ("x", theme.pk):
        assert found(client, thema=wrong) == everything


def test_the_list_can_not_be_asked_for_words_by_its_address(client, planner):
    make_contribution(f"{LEAK} fehlt ein Bus.", redacted="[Name] fehlt ein Bus.")
    for lookup in ("text__icontains", "text__startswith", "submission__id", "area__id__exact", "redacted__icontains"):
        # Refused whether it would be found or not.
        answers = [client.get(LIST, {lookup: words}) for words in ("Zwiebel", "Kartoffel")]
        assert {answer.status_code for answer in answers} == {400}


def test_others_search_in_redacted_words_only(client, planner):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.", redacted="[Name] fehlt ein Bus.")
    assert found(client, "zwiebel") == []
    assert found(client, "EIN BUS") == [contribution]
    assert found(client, f"b-{contribution.pk}") == [contribution]
    assert found(client, "B-x") == []
    assert RawReading.objects.count() == 0


def test_analysts_search_in_what_was_written_when_they_said_why(client, analyst):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.")
    assert found(client, "zwiebel") == []
    client.post(QUEUE, {"reason": "Auskunft"})
    assert found(client, "zwiebel") == [contribution]
    assert list(RawReading.objects.values_list("what", "reason")) == [("Suche in freien Texten", "Auskunft")]


def test_a_contribution_that_is_not_redacted_does_not_exist_for_others(client, planner):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.")
    history = reverse("admin:needs_contribution_history", args=[contribution.pk])
    assert client.get(page_of(contribution)).status_code == 404
    assert client.post(page_of(contribution), {"code": ""}).status_code == 404
    assert LEAK not in client.get(history, follow=True).content.decode()
    assert client.get(page_of(Contribution(pk=0))).status_code == 404


def test_the_page_shows_others_the_redacted_words(client, planner):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.", redacted="[Name] fehlt ein Bus.", may_be_quoted=True)
    html = client.get(page_of(contribution)).content.decode()
    assert "[Name] fehlt ein Bus." in html
    assert LEAK not in html
    assert "Stand: gelesen" in html
    assert "Ihren Beitrag" not in html
    assert "Darf ohne Namen zitiert werden" in html
    assert "Bereinigen" not in html


def test_the_page_says_why_nobody_follows_it(client, planner):
    given = {"standing": "not_followed", "standing_reason": "Das gibt es schon."}
    contribution = make_contribution(redacted="Ein Bus fehlt.", **given)
    assert "Begründung: Das gibt es schon." in client.get(page_of(contribution)).content.decode()


def test_a_filter_is_called_by_its_name(client, planner):
    make_theme("Bank", make_contribution(redacted="Eine Bank."))
    html = client.get(LIST).content.decode()
    assert [f"<summary>{name}</summary>" in html for name in ("Quelle", "Stand", "Gebündeltes Thema")] == [True] * 3
    assert "Nach " not in html


def test_the_page_shows_analysts_what_was_written_when_they_said_why(client, analyst):
    contribution = make_contribution(f"{LEAK} fehlt ein Bus.")
    before = client.get(page_of(contribution)).content.decode()
    assert LEAK not in before
    assert "Noch nicht bereinigt." in before
    assert "Wortlaut lesen: Grund nennen" in before
    client.post(QUEUE, {"reason": "Zuordnen"})
    assert LEAK in client.get(page_of(contribution)).content.decode()
    assert list(RawReading.objects.values_list("what", "reason", "read_by")) == [
        (f"Freier Text: B-{contribution.pk}", "Zuordnen", analyst.pk)
    ]


def test_a_text_that_is_deleted_is_not_read(client, analyst):
    contribution = make_contribution(redacted="Ein Bus.")
    Contribution.objects.update(text="", text_deleted_on=TODAY)
    client.post(QUEUE, {"reason": "Zuordnen"})
    page = client.get(page_of(contribution))
    assert (page.context["text"], page.context["is_raw"], page.context["links"]) == ("Ein Bus.", False, [])
    assert RawReading.objects.count() == 0


@pytest.mark.parametrize(("others", "shown"), [(8, ""), (9, "Seniorenbeirat, Betzenberg")])
def test_group_and_district_are_told_where_ten_share_both(client, planner, others, shown):
    area = make_area(name="Betzenberg")
    for _number in range(others):
        make_contribution(groups=["council"], area=area)
    contribution = make_contribution(redacted="Ein Bus.", groups=["council"], area=area)
    page = client.get(page_of(contribution))
    assert page.context["sender"] == shown
    assert ("Betzenberg" in page.content.decode()) == bool(shown)


def test_analysts_know_group_and_district(client, analyst):
    contribution = make_contribution(groups=["council", "relatives"], area=make_area(name="Betzenberg"))
    sender = client.get(page_of(contribution)).context["sender"]
    assert sender == "Seniorenbeirat, Angehörige oder pflegende Person, Betzenberg"
    assert client.get(page_of(make_contribution())).context["sender"] == ""


@pytest.fixture
def topics():
    home = make_topic_group(plain_name="Hilfe zu Hause", slug="zu-hause")
    ways = make_topic_group(plain_name="Unterwegs", slug="unterwegs")
    return {
        "shop": make_topic(plain_name="Einkaufen", slug="einkaufen", group=home, words=["Supermarkt"]),
        "drive": make_topic(plain_name="Fahrdienst", slug="fahrdienst", group=ways, words=["Taxi"]),
        "read": make_topic(plain_name="Vorlesen", slug="vorlesen", group=home, words=["Buch"]),
    }


def test_the_boxes_are_what_is_coded_and_proposed(client, planner, topics):
    contribution = make_contribution(redacted="Beim Einkaufen hilft mir niemand.")
    contribution.topics.add(topics["read"])
    shopping = make_contribution(redacted="Einkaufen")
    shopping.topics.add(topics["shop"])
    alike, other = make_theme("Schwere Taschen", shopping), make_theme("Chor", contribution)
    make_theme("Etwas anderes")
    page = client.get(page_of(contribution))
    assert boxes(page, "topics") == [("Vorlesen", True), ("Einkaufen (Vorschlag)", False)]
    assert boxes(page, "topic_groups") == [("Hilfe zu Hause (Vorschlag)", False), ("Unterwegs", False)]
    assert boxes(page, "themes") == [(str(other), True), (f"{alike} (Vorschlag)", False)]


def test_the_search_adds_boxes_and_keeps_what_is_ticked(client, planner, topics):
    contribution = make_contribution(redacted="Mir hilft niemand.")
    theme = make_theme("Wege am Abend")
    typed = {"search": "", "searched": "abend", "topics": [topics["read"].pk], "new_theme": "Neu"}
    page = client.post(page_of(contribution), typed)
    assert boxes(page, "topics") == [("Vorlesen", True)]
    assert boxes(page, "themes") == [(str(theme), False)]
    assert page.context["coding"].form["new_theme"].value() == "Neu"
    page = client.post(page_of(contribution), typed | {"searched": "Taxi"})
    assert boxes(page, "topics") == [("Vorlesen", True), ("Fahrdienst", False)]
    assert contribution.topics.count() == Theme.objects.filter(title="Neu").count() == 0


def test_the_key_that_saves_searches_first_when_something_is_typed(client, planner, topics):
    contribution = make_contribution(redacted="Mir hilft niemand.")
    typed = {"code": "", "searched": " Taxi ", "topics": [topics["read"].pk]}
    page = client.post(page_of(contribution), typed)
    assert boxes(page, "topics") == [("Vorlesen", True), ("Fahrdienst", False)]
    assert page.context["coding"].form["was_searched"].value() == "Taxi"
    assert contribution.topics.count() == 0
    assert client.post(page_of(contribution), typed | {"was_searched": "Taxi"}).url == LIST
    assert contribution.topics.get() == topics["read"]


def test_coding_opens_the_next_one(client, planner, topics):
    notes = (make_contribution(redacted=f"Text {number}") for number in range(3))
    first, second, third = sorted(notes, key=lambda note: note.pk)
    make_contribution("Nicht bereinigt.")
    theme = make_theme("Bank")
    typed = {"code": "", "topics": [topics["shop"].pk], "themes": [theme.pk], "new_theme": "Einkaufen am Markt"}
    response = client.post(page_of(second), typed)
    assert response.url == page_of(third)
    second.refresh_from_db()
    assert (second.standing, set(second.topics.all())) == ("theme", {topics["shop"]})
    made = Theme.objects.get(title="Einkaufen am Markt")
    assert (set(second.themes.all()), made.topic_group) == ({theme, made}, topics["shop"].group)
    assert Event.objects.filter(kind="coded").count() == 2
    assert client.post(page_of(third), {"code": "", "topics": [topics["shop"].pk]}).url == page_of(first)
    last = client.post(page_of(first), {"code": "", "topics": [topics["shop"].pk]})
    assert last.url == LIST
    assert messages(client.get(LIST)) == [f"B-{number.pk} ist zugeordnet." for number in (second, third, first)]


def test_a_standing_is_set_with_its_reason(client, planner):
    contribution = make_contribution(redacted="Ein Bus.")
    refused = client.post(page_of(contribution), {"advance": "", "standing": "not_followed"})
    assert "Schreiben Sie, warum der Beitrag nicht weiterverfolgt wird." in text(refused.content.decode())
    typed = {"advance": "", "standing": "not_followed", "reason": "Das macht das Land."}
    assert client.post(page_of(contribution), typed).url == page_of(contribution)
    page = client.get(page_of(contribution))
    assert messages(page) == ["Der Stand ist gespeichert."]
    assert "Stand: nicht weiterverfolgt. Begründung: Das macht das Land." in text(page.content.decode())
    assert page.context["standings"] == [("read", "gelesen")]
    assert client.post(page_of(contribution), {"advance": "", "standing": "done"}).status_code == 200
    contribution.refresh_from_db()
    assert contribution.standing == "not_followed"
    done = make_contribution(redacted="Ein Bus.", standing="done")
    assert client.get(page_of(done)).context["standings"] == []


def test_the_log_shows_numbers_and_no_words(client, planner):
    contribution = make_contribution(redacted="Ein Bus.")
    theme = make_theme("Bus", contribution)
    into = make_theme("Busse")
    merge(theme_id=theme.pk, into_id=into.pk, by=planner, now=NOW)
    log = text(client.get(page_of(contribution)).content.decode().split('id="verlauf"')[1].split("</ul>")[0])
    assert f"{planner}: vereint – {theme} → {into} (B-{contribution.pk})" in log
    assert f"von selbst: bereinigt (B-{contribution.pk})" in log
    assert "Ein Bus" not in log
    assert str(Event.objects.latest("pk")) == "vereint"


def test_who_only_reads_codes_nothing(client, signed_in):
    contribution = make_contribution(redacted="Ein Bus.")
    user = signed_in()
    user.user_permissions.add(Permission.objects.get(codename="view_contribution"))
    assert "Zuordnen und weiter" not in client.get(page_of(contribution)).content.decode()
    assert client.post(page_of(contribution), {"code": ""}).status_code == 403


@pytest.mark.parametrize("role", ["Erfassung", "Redaktion", "Organisation", "Seniorenbeirat", "Betrieb"])
def test_who_may_not_read_contributions_opens_none(client, signed_in, role):
    signed_in(role)
    contribution = make_contribution(redacted="Ein Bus.")
    for address in (LIST, page_of(contribution), page_of(Contribution(pk=0))):
        assert client.get(address).status_code == 403
    assert client.post(page_of(contribution), {"code": "", "new_theme": "Bus"}).status_code == 403
    assert Theme.objects.count() == 0
