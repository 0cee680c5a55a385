"""Piles of paper at the desk: numbered by themselves, counted, closed, and destroyed on a day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.actions import ensure_roles
from needs.actions.entering import close_batch, destroy_paper
from needs.admin.batches import errors_words
from needs.models import Batch, Channel
from tests.browser_forms import typed_form
from tests.factories import NOW, TODAY, make_user
from tests.needs_desk import said
from tests.needs_factories import make_batch, make_wave, type_sheet
from tests.reading import text
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ADD, LIST = "admin:needs_batch_add", "admin:needs_batch_changelist"


@pytest.fixture
def enter(client):
    """A function that signs somebody of a role in."""
    ensure_roles()

    def enter(role="Erfassung"):
        user = make_user(groups=[role])
        sign_in(client, user)
        return user

    return enter


def page(batch, name="course"):
    return reverse(f"admin:needs_batch_{name}", args=[batch.pk])


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_a_batch_is_added_and_numbered(client, enter):
    enter()
    wave, waiting = make_wave(name="Herbst 2026"), make_wave(is_open=False, name="Frühjahr 2027")
    make_batch(wave)
    form = client.get(reverse(ADD)).context["adminform"].form
    assert [value for value, _label in form.fields["channel"].choices] == ["paper", "phone", "workshop"]
    assert list(form.fields["wave"].queryset) == [wave]
    typed = typed_form(client, reverse(ADD)) | {"wave": wave.pk, "channel": "paper", "source": "Markt"}
    refused = client.post(reverse(ADD), typed | {"source": ""})
    assert refused.context["adminform"].form.errors["source"] == ["Füllen Sie dieses Feld aus."]
    response = client.post(reverse(ADD), typed)
    assert response.context["adminform"].form.errors == {"__all__": ["Tragen Sie ein, wo das Papier liegt."]}
    response = client.post(reverse(ADD), typed | {"storage_place": "Schrank 3"})
    batch = Batch.objects.get(number=2)
    assert response.url == page(batch)
    assert (batch.wave, batch.channel, batch.source, batch.storage_place) == (wave, "paper", "Markt", "Schrank 3")
    assert waiting.batches.count() == 0


def test_the_page_of_a_batch_says_how_much_how_fast_and_how_well(client, enter):
    user = enter()
    batch = make_batch(make_wave(name="Herbst 2026", is_example=True))
    assert said(client.get(page(batch))) == (
        "Beispiel: Nichts davon hat jemand wirklich gesagt. Herbst 2026. auf Papier. Auslage im Stadtteilbüro "
        "Das Papier liegt hier: Schrank 2 Noch kein Bogen eingetippt. Bogen eintippen Stapel abschließen "
        "Leere Bögen für diesen Stapel drucken "
        "Angaben zum Stapel ändern"
    )
    type_sheet(batch, by=user, seconds=48)
    type_sheet(batch, number=10, by=user, seconds=53)
    type_sheet(batch, number=20)
    type_sheet(batch, number=21)
    Batch.objects.update(compared_sheets=3, compared_answers=840, differing_answers=12)
    words = said(client.get(page(batch)))
    for part in (
        "4 Bögen eingetippt. 3 von 4 Bögen zweimal eingetippt. "
        "12 von 840 Antworten verschieden: 1,4 Prozent. Bogen eintippen "
        "2 Bögen warten auf die zweite Eingabe. Stapel abschließen",
        "1 Bogen 1 ändern Nicht nötig 10 Bogen 10 ändern Das tippt jemand anders. "
        "20 von jemand anderem Bogen 20 noch einmal eintippen "
        "21 von jemand anderem Freiwillig: Bogen 21 noch einmal eintippen",
    ):
        assert part in words
    batch.open_sheets.update(is_compared=True)
    assert "Bogen 1 ändern Erledigt" in said(client.get(page(batch)))


def test_a_call_is_next_where_people_are_called(client, enter):
    enter()
    batch = make_batch(channel=Channel.PHONE, storage_place="")
    words = said(client.get(page(batch)))
    assert ("Nächster Anruf" in words, "liegt hier" in words) == (True, False)
    type_sheet(batch, number=10)
    words = said(client.get(page(batch)))
    # There is no paper to type again.
    assert ("10 von jemand anderem Nicht nötig" in words, "zweite Eingabe." in words) == (True, False)


def test_a_long_pile_is_shown_in_pages(client, enter):
    user = enter()
    batch = make_batch()
    for _number in range(51):
        type_sheet(batch, by=user)
    first, second = client.get(page(batch)), client.get(page(batch) + "?seite=2")
    assert ("Bogen 50 ändern" in said(first), "Bogen 51 ändern" in said(first)) == (True, False)
    assert "Seite 1 von 2 Weitere Bögen" in said(first)
    assert "Frühere Bögen Seite 2 von 2" in said(second)


def test_a_batch_is_closed_and_its_paper_destroyed(client, enter):
    user = enter()
    batch = make_batch()
    type_sheet(batch, by=user)
    response = client.post(page(batch, "close"), follow=True)
    assert messages(response) == ["Stapel abgeschlossen."]
    words = said(response)
    assert "Abgeschlossen am 23. November 2026." in words
    assert ("Bogen eintippen" in words, "Bogen 1 ändern" in words) == (False, False)
    assert messages(client.post(page(batch, "close"), follow=True)) == [
        "Dieser Stapel ist abgeschlossen. Legen Sie für weitere Bögen einen neuen an."
    ]
    for day, problem in (
        ("", "Wählen Sie den Tag."),
        (TODAY + timedelta(days=1), "Dieser Tag liegt noch vor uns. Tragen Sie ihn ein, wenn es so weit war."),
    ):
        response = client.post(page(batch), {"destroyed": "", "on": day})
        assert response.context["form"].errors == {"on": [problem]}
    response = client.post(page(batch), {"destroyed": "", "on": "2026-11-20"}, follow=True)
    assert messages(response) == ["Eingetragen: Das Papier ist vernichtet."]
    assert "Das Papier wurde am 20. November 2026 vernichtet." in said(response)
    assert "Vernichtung eintragen" not in said(response)
    batch.refresh_from_db()
    assert (batch.closed_at, batch.destroyed_on) == (NOW, date(2026, 11, 20))
    history = said(client.get(page(batch, "history")))
    assert "Stapel abgeschlossen." in history
    assert "Bogen" not in history


def test_a_batch_is_closed_after_a_question(client, enter):
    enter()
    batch = make_batch()
    type_sheet(batch)
    asked = "Möchten Sie diesen Stapel abschließen? Danach ändert niemand mehr etwas an diesen Bögen."
    closing = "Stapel abschließen Stapel offen lassen"
    assert said(client.get(page(batch, "close"))) == f"{asked} {closing}"
    type_sheet(batch, number=10)
    type_sheet(batch, number=20)
    assert said(client.get(page(batch, "close"))) == (
        f"{asked} 2 Bögen warten noch auf die zweite Eingabe. "
        f"Nach dem Abschließen ist sie nicht mehr möglich. {closing}"
    )
    assert page(batch, "close") in client.get(page(batch)).content.decode()
    assert Batch.objects.open().get() == batch


def test_paper_is_destroyed_once(client, enter):
    enter()
    batch = make_batch()
    close_batch(batch_id=batch.pk, now=NOW)
    destroy_paper(batch_id=batch.pk, on=TODAY)
    response = client.post(page(batch), {"destroyed": "", "on": "2026-11-20"}, follow=True)
    assert len(messages(response)) == 1
    batch.refresh_from_db()
    assert batch.destroyed_on == TODAY


def test_where_the_paper_lies_can_change_until_it_is_gone(client, enter):
    enter()
    batch = make_batch()
    fields = client.get(page(batch, "change")).context["adminform"].form.fields
    assert list(fields) == ["source", "storage_place"]
    client.post(page(batch, "change"), {"source": "Markt", "storage_place": "Keller"})
    batch.refresh_from_db()
    assert (batch.source, batch.storage_place, batch.number) == ("Markt", "Keller", 1)
    close_batch(batch_id=batch.pk, now=NOW)
    assert list(client.get(page(batch, "change")).context["adminform"].form.fields) == ["storage_place"]
    destroy_paper(batch_id=batch.pk, on=TODAY)
    assert list(client.get(page(batch, "change")).context["adminform"].form.fields) == []


def test_auswertung_reads_how_well_and_changes_nothing(client, enter):
    enter("Auswertung")
    batch = make_batch()
    type_sheet(batch)
    words = said(client.get(page(batch)))
    assert "1 Bogen eingetippt. Im Mittel 0 Sekunden für einen Bogen. 0 von 1 Bogen zweimal eingetippt." in words
    for offered in ("Bogen eintippen", "Stapel abschließen", "Bögen in diesem Stapel", "Angaben zum Stapel ändern"):
        assert offered not in words
    assert client.post(page(batch)).status_code == 403
    assert client.post(page(batch, "close")).status_code == 403
    assert Batch.objects.open().get() == batch


def test_the_list_shows_each_batch(client, enter):
    enter()
    wave = make_wave()
    first, second, third = (make_batch(wave) for _number in range(3))
    close_batch(batch_id=first.pk, now=NOW)
    close_batch(batch_id=second.pk, now=NOW)
    destroy_paper(batch_id=second.pk, on=TODAY)
    Batch.objects.filter(pk=third.pk).update(compared_answers=3, differing_answers=1)
    rows = text(client.get(reverse(LIST)).content.decode().split("<tbody>")[1].split("</tbody>")[0])
    for row in (
        f"Stapel 3 {wave} auf Papier 0 1 von 3 Antworten verschieden: 33,3 Prozent. Schrank 2 Offen",
        f"Stapel 2 {wave} auf Papier 0 Noch nichts verglichen Schrank 2 Papier vernichtet",
        f"Stapel 1 {wave} auf Papier 0 Noch nichts verglichen Schrank 2 Abgeschlossen",
    ):
        assert row in rows
    assert f'href="{page(third)}"' in client.get(reverse(LIST)).content.decode()


def test_a_batch_of_examples_says_so_in_the_list(client, enter):
    enter()
    batch = make_batch(make_wave(is_example=True))
    assert f'<a href="{page(batch)}">Beispiel: Stapel 1</a>' in client.get(reverse(LIST)).content.decode()


def test_no_difference_is_a_rate_too():
    assert errors_words(Batch(compared_answers=10)) == "0 von 10 Antworten verschieden: 0,0 Prozent."


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_one_and_three(client, enter, django_assert_num_queries, rows):
    enter()
    wave = make_wave()
    batches = [make_batch(wave) for _number in range(rows)]
    for _number in range(rows):
        type_sheet(batches[0])
    with django_assert_num_queries(7):
        client.get(reverse(LIST))
    with django_assert_num_queries(9):
        client.get(page(batches[0]))
