"""Themes at the desk: made, renamed, merged and split, seen by others without describing few people."""

import pytest
from django.urls import reverse

from needs.actions.themes import merge
from needs.models import Contribution, Event, Theme
from tests.factories import NOW, make_topic_group
from tests.needs_bundling_factories import LEAK, make_contribution, make_theme
from tests.reading import text

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:needs_theme_changelist"), reverse("admin:needs_theme_add")
# Session, person, second factor, rights (2), Lebensbereiche to filter by, how many, rows, themes that count, what they
# hold.
LIST_QUERIES = 10


def page_of(theme):
    return reverse("admin:needs_theme_change", args=[theme.pk])


def messages(response):
    return [str(message) for message in response.context["messages"]]


def held_by(theme):
    return set(Contribution.objects.of_theme(theme))


def rows(response):
    return text(response.content.decode().split("<tbody>")[1].split("</tbody>")[0])


def test_a_theme_is_made(client, planner):
    group = make_topic_group()
    refused = client.post(ADD, {"title": ""})
    assert "Schreiben Sie in einem Satz, worum es geht." in refused.content.decode()
    made = client.post(ADD, {"title": "Bänke am Markt", "topic_group": group.pk}, follow=True)
    theme = Theme.objects.get()
    assert (theme.number, theme.title, theme.topic_group) == (1, "Bänke am Markt", group)
    assert made.redirect_chain == [(page_of(theme), 302)]
    assert messages(made) == ["Das Thema ist angelegt."]
    assert Event.objects.get().by == planner


def test_a_theme_is_renamed(client, planner):
    theme = make_theme("Bank")
    refused = client.post(page_of(theme), {"rename": "", "rename-title": ""})
    assert "Schreiben Sie in einem Satz, worum es geht." in refused.content.decode()
    done = client.post(page_of(theme), {"rename": "", "rename-title": "Bänke"}, follow=True)
    assert messages(done) == ["Gespeichert."]
    theme.refresh_from_db()
    assert theme.title == "Bänke"


def test_themes_are_merged_and_parted_from_the_log(client, planner):
    one, both = make_contribution(redacted="Eine Bank."), make_contribution(redacted="Eine Bank im Schatten.")
    bench, seats = make_theme("Bank", one, both), make_theme("Sitze", both)
    merged = make_theme("Stuhl")
    merge(theme_id=merged.pk, into_id=seats.pk, by=None, now=NOW)
    offered = client.get(page_of(bench)).context["forms"]["merge"].form.fields["into"].queryset
    assert list(offered) == [seats]
    done = client.post(page_of(bench), {"merge": "", "merge-into": seats.pk}, follow=True)
    assert done.redirect_chain == [(page_of(seats), 302)]
    assert held_by(seats) == {one, both}
    # The original still says what was coded to it, and offers no second merge.
    original = client.get(page_of(bench))
    assert set(original.context["page"]) == {one, both}
    assert f"Vereint mit: {seats}" in text(original.content.decode())
    assert 'name="merge"' not in original.content.decode()
    event = Event.objects.filter(kind="merged").latest("pk")
    assert f"{bench} wieder trennen" in done.content.decode()
    parted = client.post(page_of(seats), {"part": "", "part-event": event.pk}, follow=True)
    assert parted.redirect_chain == [(page_of(bench), 302)]
    assert (held_by(bench), held_by(seats)) == ({one, both}, {both})
    again = client.post(page_of(seats), {"part": "", "part-event": event.pk})
    assert "Diese Vereinigung ist schon aufgehoben." in again.content.decode()


def test_only_the_last_merge_can_be_undone(client, planner):
    bench, seats = make_theme("Bank"), make_theme("Sitze")
    first = merge(theme_id=bench.pk, into_id=seats.pk, by=None, now=NOW)
    Theme.objects.filter(pk=bench.pk).update(merged_into=None)
    last = merge(theme_id=bench.pk, into_id=seats.pk, by=None, now=NOW)
    events = client.get(page_of(seats)).context["events"]
    assert [(event.pk, event.can_part) for event in events if event.kind == "merged"] == [
        (last.pk, True),
        (first.pk, False),
    ]


def test_a_merge_that_somebody_was_faster_with_is_refused(client, planner):
    bench, seats, rest = make_theme("Bank"), make_theme("Sitze"), make_theme("Rast")
    merge(theme_id=bench.pk, into_id=rest.pk, by=None, now=NOW)
    response = client.post(page_of(bench), {"merge": "", "merge-into": seats.pk})
    assert "Eines der Themen ist inzwischen mit einem anderen vereint." in response.content.decode()


def test_chosen_contributions_become_a_theme_of_their_own(client, planner):
    stays, goes = make_contribution(redacted="Eine Bank."), make_contribution(redacted="Ein Bus.")
    hidden = make_contribution(f"{LEAK} fehlt ein Bus.")
    theme = make_theme("Bank", stays, goes, hidden)
    refused = client.post(page_of(theme), {"split": "", "split-title": "Bus", "contribution": ["x"]})
    assert "Wählen Sie Beiträge dieses Themas, die ein eigenes Thema werden." in refused.content.decode()
    typed = {"split": "", "split-title": "Bus", "contribution": [goes.pk, hidden.pk, "9" * 20]}
    client.post(page_of(theme), typed)
    new = Theme.objects.get(title="Bus")
    # What somebody can't see they don't move.
    assert (held_by(theme), held_by(new)) == ({stays, hidden}, {goes})


def test_the_page_shows_redacted_contributions(client, planner):
    shown = make_contribution(f"{LEAK} fehlt eine Bank.", redacted="[Name] fehlt eine Bank.")
    theme = make_theme("Bank", shown, make_contribution(f"{LEAK} fehlt ein Bus."))
    html = client.get(page_of(theme)).content.decode()
    assert f"B-{shown.pk}: [Name] fehlt eine Bank." in text(html)
    assert "Beiträge: weniger als 10." in text(html)
    assert LEAK not in html


@pytest.mark.parametrize(("role", "few", "many"), [("Planung", "weniger als 10", "10"), ("Auswertung", "3", "10")])
def test_the_list_counts_what_was_merged_in(client, signed_in, role, few, many):
    signed_in(role)
    contributions = [make_contribution() for _number in range(10)]
    bench, seats = make_theme("Bank", *contributions[:3]), make_theme("Sitze", *contributions[3:])
    empty = make_theme("Leer")
    assert rows(client.get(LIST, {"q": "Bank"})) == f"{bench} - - {few}"
    merge(theme_id=bench.pk, into_id=seats.pk, by=None, now=NOW)
    assert rows(client.get(LIST)) == f"{bench} - {seats} 0 {seats} - - {many} {empty} - - 0"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(client, signed_in, number, django_assert_num_queries):
    signed_in("Auswertung")
    for _number in range(number):
        make_theme("Bank", make_contribution(), topic_group=make_topic_group())
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


def test_the_council_reads_themes_without_contributions(client, signed_in):
    signed_in("Seniorenbeirat")
    contribution = make_contribution(f"{LEAK} fehlt eine Bank.", redacted="[Name] fehlt eine Bank.")
    theme = make_theme("Am Markt fehlt ein Platz", contribution)
    html = client.get(page_of(theme)).content.decode()
    assert "Am Markt fehlt ein Platz" in html
    assert "[Name] fehlt" not in html
    assert 'id="verlauf"' not in html
    for step in ("rename", "merge", "split", "part"):
        assert client.post(page_of(theme), {step: ""}).status_code == 403
    assert client.get(ADD).status_code == 403
    assert client.get(page_of(Theme(pk=0))).status_code == 404


@pytest.mark.parametrize("role", ["Redaktion", "Organisation", "Erfassung", "Betrieb"])
def test_others_open_no_theme(client, signed_in, role):
    signed_in(role)
    theme = make_theme()
    assert client.get(page_of(theme)).status_code == 403
    assert client.post(page_of(theme), {"rename": "", "rename-title": "Neu"}).status_code == 403
