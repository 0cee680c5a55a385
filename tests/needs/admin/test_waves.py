"""Waves at the desk: prepared, opened, ended, counted in words, and codes for their letters."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from needs.actions.questionnaires import load_first_questionnaire
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave, issue_letters, open_wave
from needs.models import Channel, Frame, Letter, Questionnaire, Submission, Thresholds, Wave, WaveState
from tests.browser_forms import typed_form
from tests.factories import NOW, TODAY, make_area, make_provider
from tests.needs_desk import errors, messages, page, said
from tests.needs_factories import (
    make_planning_area,
    make_sheet,
    make_surroundings,
    make_thresholds,
    make_wave,
    send_sheet,
)
from tests.reading import text
from tests.workshop_factories import make_workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planner")]
LIST, LETTERS = "admin:needs_wave_changelist", "Briefe mit Codes anlegen"


def state(wave):
    return Wave.objects.values_list("state", flat=True).get(pk=wave.pk)


def figures(client, wave):
    return client.get(page(wave)).context["figures"]


def labels(response):
    return {str(link["label"]) for link in response.context["links"]}


def add(client, **typed):
    address = reverse("admin:needs_wave_add")
    given = {"name": "Herbst", "frame": "open", "opens_on": "2026-11-01", "closes_on": "2026-12-31"}
    given["questionnaire"] = load_first_questionnaire(now=NOW).pk
    return client.post(address, typed_form(client, address) | given | typed)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(client, rows, django_assert_num_queries):
    for _row in range(rows):
        make_wave(is_open=False)
    with django_assert_num_queries(7):
        response = client.get(reverse(LIST))
    assert (
        "Offener Aufruf, keine repräsentative Stichprobe in Vorbereitung 1. November 2026 28. Februar 2027 "
        "Was fehlt Ihnen?, Fassung 1"
    ) in text(response.content.decode())


def test_the_list_marks_examples_and_the_kind_of_work(client):
    example = make_wave(is_open=False, name="Probe", is_example=True, opens_on=TODAY + timedelta(days=1))
    due = make_wave(is_open=False, name="Fällig", opens_on=TODAY)
    late = make_wave(name="Vorbei", closes_on=TODAY - timedelta(days=1))
    make_wave(is_open=False, name="Beispiel: Register", is_example=True, opens_on=TODAY + timedelta(days=1))
    words = text(client.get(reverse(LIST)).content.decode())
    assert ("Beispiel: Probe" in words, "Beispiel: Register" in words) == (True, True)
    assert "Beispiel: Beispiel:" not in words

    def listed(query):
        return list(client.get(reverse(LIST), query).context["cl"].queryset)

    assert listed({"zu-tun": "faellig"}) == [due]
    assert listed({"zu-tun": "vorbei"}) == [late]
    assert {example, due, late} < set(listed({"zu-tun": "anderes"}))


def test_a_wave_is_prepared(client):
    about = client.get(reverse("admin:needs_wave_add")).content.decode()
    assert "Diesen Namen lesen alle: auf der Seite der Stadt und auf dem Papier." in about
    answer = add(client)
    wave = Wave.objects.get()
    assert answer.url == page(wave)
    assert (wave.name, wave.frame, wave.state, wave.opens_on) == (
        "Herbst",
        "open",
        WaveState.PREPARING,
        date(2026, 11, 1),
    )
    shown = said(client.get(page(wave)))
    assert shown.startswith("Befragung öffnen")
    assert (
        "Verlauf Die Befragung: in Vorbereitung. Wer gefragt wird: offener Aufruf, keine repräsentative Stichprobe."
    ) in shown
    assert "Wie viele bisher" not in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"frame": "register"}, "Tragen Sie ein, auf welcher Rechtsgrundlage aus dem Register gezogen wird."),
        ({"frame": "workshop"}, "Wählen Sie die Werkstatt, wenn dort gefragt wird; sonst keine."),
        ({"closes_on": "2026-10-31"}, "Das Ende muss nach dem Anfang liegen."),
        ({"name": ""}, "Füllen Sie dieses Feld aus."),
        ({"opens_on": ""}, "Füllen Sie dieses Feld aus."),
        ({"name": "Frühling"}, "So heißt schon eine andere Befragung. Wählen Sie einen anderen Namen."),
    ],
)
def test_what_can_not_be_is_refused_in_words(client, typed, sentence):
    make_wave(is_open=False, name="Frühling")
    assert errors(add(client, **typed)) == [sentence]
    assert Wave.objects.count() == 1


def test_a_wave_in_a_workshop_and_from_the_register(client):
    add(client, frame="workshop", workshop=make_workshop().pk)
    add(client, name="Register", frame="register", legal_basis="Satzung vom 2. Februar 2026")
    assert set(Wave.objects.values_list("frame", flat=True)) == {"workshop", "register"}


def test_a_prepared_wave_is_changed_and_deleted(client, signed_in):
    wave = make_wave(is_open=False)
    sent = typed_form(client, page(wave)) | {"name": "Winter", "closes_on": "2027-03-01"}
    assert client.post(page(wave), sent).status_code == 302
    wave.refresh_from_db()
    assert (wave.name, wave.closes_on) == ("Winter", date(2027, 3, 1))
    assert client.post(page(wave, "delete"), {"post": "yes"}).status_code == 403
    signed_in(username="chefin", is_superuser=True)
    running = make_wave()
    assert client.post(page(running, "delete"), {"post": "yes"}).status_code == 403
    client.post(page(wave, "delete"), {"post": "yes"})
    assert list(Wave.objects.all()) == [running]


def test_of_a_running_wave_only_the_last_day_changes(client):
    wave = make_wave()
    response = client.get(page(wave))
    assert list(response.context["adminform"].form.fields) == ["closes_on"]
    assert "Was gefragt wird, steht jetzt fest. Ändern können Sie nur den letzten Tag." in said(response)
    client.post(page(wave), {"closes_on": "2027-04-01", "name": "Anders", "frame": "register"})
    wave.refresh_from_db()
    assert (wave.closes_on, wave.frame, wave.state) == (date(2027, 4, 1), "open", WaveState.OPEN)
    assert wave.name != "Anders"
    response = client.post(page(wave), {"closes_on": "2026-10-31"})
    assert errors(response) == ["Das Ende muss nach dem Anfang liegen."]


@pytest.mark.parametrize("role", ["Auswertung", "Seniorenbeirat"])
def test_readers_are_not_told_what_they_can_change(client, signed_in, role):
    wave = make_wave()
    signed_in(role)
    shown = said(client.get(page(wave)))
    assert ("Was gefragt wird, steht jetzt fest." in shown, "Ändern können Sie" in shown) == (True, False)


def test_a_closed_wave_stays_as_it_was(client):
    wave = make_wave()
    close_wave(wave_id=wave.pk, now=NOW)
    response = client.get(page(wave))
    assert "Die Befragung ist beendet. Deshalb bleibt sie, wie sie war." in said(response)
    assert not {"Befragung beenden", LETTERS} & labels(response)
    assert client.post(page(wave), {"closes_on": "2027-04-01"}).status_code == 403


def test_what_somebody_else_opened_meanwhile_is_kept(client, monkeypatch):
    wave = make_wave(is_open=False)
    sent = typed_form(client, page(wave)) | {"name": "Winter"}
    # The other person's click comes while this form is being read.
    monkeypatch.setattr("needs.admin.waves.say_what_to_do", lambda form: open_wave(wave_id=wave.pk, now=NOW))
    response = client.post(page(wave), sent)
    assert errors(response) == [
        "Jemand hat diese Befragung inzwischen geöffnet oder beendet. Öffnen Sie die Seite noch einmal."
    ]
    wave.refresh_from_db()
    assert (wave.name == "Winter", wave.state) == (False, WaveState.OPEN)


def test_opening_shows_what_stands_fixed_then(client):
    area = make_area(name="Betzenberg")
    make_planning_area(area, make_area(name="Dansenberg"), name="Süd")
    make_thresholds(unmet_share="0.30")
    wave = make_wave(is_open=False)
    response = client.get(page(wave, "open"))
    shown = said(response)
    assert shown.startswith(
        "Wer gefragt wird: offener Aufruf, keine repräsentative Stichprobe. "
        "Sobald die Befragung läuft, steht alles fest, was Sie hier sehen. Sonst ließen sich die Antworten nicht "
        "vergleichen. Fragebogen Was fehlt Ihnen?, Fassung 1 Planungsräume Süd Betzenberg, Dansenberg "
        "Schwellenwerte Fassung 1 Anteil „fehlt“, ab dem ein Bedarf klar ist (n0) 30 Prozent"
    )
    assert shown.endswith("Befragung öffnen")
    answer = client.post(page(wave, "open"))
    assert (answer.url, messages(answer)) == (page(wave), ["Die Befragung läuft."])
    assert state(wave) == WaveState.OPEN
    assert Questionnaire.objects.get().frozen_at == NOW
    shown = said(client.get(page(wave, "open")))
    assert shown.startswith("Die Befragung: läuft.")
    assert "Sobald" not in shown


def test_opening_says_everything_that_is_missing(client):
    wave = make_wave(is_open=False)
    Questionnaire.objects.get().questions.get(number="3").delete()
    make_area(name="Siegelbach")
    Thresholds.objects.all().delete()
    response = client.get(page(wave, "open"))
    assert response.context["gaps"] == [
        "Tragen Sie eine Frage nach den Gruppen und eine nach dem Stadtteil ein.",
        "Jeder Stadtteil gehört in einen Planungsraum, bevor die erste Befragung beginnt. Es fehlen noch: Siegelbach.",
        "Legen Sie zuerst die Schwellenwerte fest: Sie gelten, bevor die erste Antwort kommt.",
    ]
    assert '<button class="button default"' not in response.content.decode()
    answer = client.post(page(wave, "open"))
    assert messages(answer) == ["Tragen Sie eine Frage nach den Gruppen und eine nach dem Stadtteil ein."]
    assert (answer.status_code, state(wave)) == (200, WaveState.PREPARING)


def test_a_second_open_call_is_refused_in_words(client):
    make_wave()
    second = make_wave(is_open=False)
    assert messages(client.post(page(second, "open"))) == ["Es läuft schon ein offener Aufruf. Beenden Sie ihn zuerst."]


def test_a_wave_is_ended(client):
    wave = make_wave()
    make_sheet(wave)
    shown = said(client.get(page(wave, "close")))
    assert "Manche haben angefangen und noch nicht abgesendet. Diese Bögen zählen dann nicht." in shown
    answer = client.post(page(wave, "close"))
    assert (answer.url, messages(answer)) == (page(wave), ["Die Befragung ist beendet."])
    assert state(wave) == WaveState.CLOSED
    assert said(client.get(page(wave, "close"))).endswith("Beenden können Sie nur eine Befragung, die läuft.")
    again = client.post(page(wave, "close"))
    assert messages(again)[-1] == "Nur eine Befragung, die läuft, kann beendet werden."


def test_ending_names_no_sheets_where_nobody_began(client):
    assert "Manche haben angefangen" not in said(client.get(page(make_wave(), "close")))


def test_figures_are_words_below_ten(client):
    wave = make_wave()
    assert figures(client, wave) == [("Angefangen, noch nicht abgesendet", "keine"), ("Abgesendet", "keine")]
    for _number in range(9):
        send_sheet(make_sheet(wave))
    make_sheet(wave)
    assert figures(client, wave) == [
        ("Angefangen, noch nicht abgesendet", "weniger als 10"),
        ("Abgesendet", "weniger als 10"),
    ]
    send_sheet(make_sheet(wave))
    assert figures(client, wave)[1] == ("Abgesendet", "10")
    empty_urn(now=NOW + timedelta(hours=2))
    send_sheet(make_sheet(wave))
    # One in the urn, ten counted.
    assert figures(client, wave)[1] == ("Abgesendet", "11")
    assert "Abgesendet 11" in said(client.get(page(wave)))


def make_submissions(wave, count, channel, minutes=None):
    Submission.objects.bulk_create(
        Submission(wave=wave, channel=channel, language="de", received_in=date(2026, 11, 1), roles=[], minutes=minutes)
        for _number in range(count)
    )


def test_ways_are_told_apart_where_each_has_ten(client):
    wave = make_wave()
    make_submissions(wave, 12, Channel.ONLINE)
    make_submissions(wave, 9, Channel.PAPER)
    assert figures(client, wave)[1:] == [
        ("Abgesendet", "21"),
        ("Nach Wegen", "erst, wenn auf jedem Weg 10 gekommen sind"),
    ]
    make_submissions(wave, 1, Channel.PAPER)
    assert figures(client, wave)[1:] == [("Abgesendet", "22"), ("Im Internet", "12"), ("Auf Papier", "10")]


def test_the_minutes_are_measured(client):
    wave = make_wave()
    make_submissions(wave, 9, Channel.ONLINE, minutes=8)
    make_submissions(wave, 30, Channel.PAPER, minutes=2)
    assert "Dauer" not in str(figures(client, wave))
    make_submissions(wave, 1, Channel.ONLINE, minutes=40)
    assert figures(client, wave)[-1] == ("Dauer im Internet: die Hälfte brauchte höchstens", "8 Minuten")


def test_used_letters_are_counted_in_words(client):
    wave = make_wave(frame=Frame.REGISTER)
    issue_letters(wave_id=wave.pk, number=12)
    assert figures(client, wave)[-1] == ("Benutzte Briefe", "keine von 12")
    used = Letter.objects.values_list("pk", flat=True)[:9]
    Letter.objects.filter(pk__in=list(used)).update(is_used=True)
    assert figures(client, wave)[-1] == ("Benutzte Briefe", "weniger als 10 von 12")
    Letter.objects.update(is_used=True)
    assert figures(client, wave)[-1] == ("Benutzte Briefe", "12 von 12")


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_a_wave_costs_the_same_however_many_answered(client, count, django_assert_num_queries):
    wave = make_wave(frame=Frame.REGISTER)
    issue_letters(wave_id=wave.pk, number=count)
    make_submissions(wave, 10 * count, Channel.ONLINE, minutes=8)
    with django_assert_num_queries(13):
        client.get(page(wave))


def test_letters_for_a_sample_come_in_batches_and_once_for_two_clicks(client):
    wave = make_wave(is_open=False, frame=Frame.REGISTER)
    response = client.get(page(wave, "letters"))
    assert said(response).endswith("Angelegt sind Noch keine Briefe.")
    assert "Einrichtung suchen" not in said(response)
    answer = client.post(page(wave, "letters"), {"number": "3", "batch": "1"})
    assert (answer.url, messages(answer)) == (page(wave, "letters"), ["3 Briefe sind angelegt."])
    again = client.post(page(wave, "letters"), {"number": "3", "batch": "1"})
    assert "Diese Briefe sind schon angelegt. Öffnen Sie die Seite neu" in said(again)
    client.post(page(wave, "letters"), {"number": "1", "batch": "2"})
    listed = said(client.get(page(wave, "letters")))
    assert listed.endswith("Angelegt sind Stapel 1: 3 Briefe Stapel 2: 1 Brief")
    assert "Angelegte Einladungen" not in listed
    for number in ("", "0", "1001", "viele"):
        refused = client.post(page(wave, "letters"), {"number": number, "batch": "3"})
        assert "Tragen Sie eine Zahl von 1 bis 1000 ein." in said(refused)
    assert Letter.objects.count() == 4


def test_letters_for_many_organisations_found_by_name(client):
    caritas, church, planned = (
        make_provider(name="Caritas"),
        make_provider(name="Kirche am Markt"),
        make_provider(name="Geplant", is_planned=True),
    )
    wave = make_wave(frame=Frame.ORGANISATIONS)
    shown = said(client.get(page(wave, "letters")))
    assert "Caritas" in shown
    assert planned.name not in shown
    found = client.get(page(wave, "letters"), {"suche": " KIRCHE "})
    assert (list(found.context["form"].fields["providers"].queryset), found.context["searched"]) == ([church], "KIRCHE")
    refused = client.post(page(wave, "letters"), {"batch": "1"})
    assert "Wählen Sie mindestens eine Einrichtung." in said(refused)
    answer = client.post(page(wave, "letters"), {"providers": [caritas.pk, church.pk], "batch": "1"})
    assert messages(answer) == ["2 Briefe sind angelegt."]
    assert set(Letter.objects.values_list("provider", flat=True)) == {caritas.pk, church.pk}
    assert list(client.get(page(wave, "letters")).context["form"].fields["providers"].queryset) == []


def test_there_are_no_letters_without_invitation_or_after_the_end(client):
    call, over = make_wave(), make_wave(frame=Frame.REGISTER)
    close_wave(wave_id=over.pk, now=NOW)
    for wave in (call, over):
        shown = said(client.get(page(wave, "letters")))
        assert "Für diese Befragung gibt es keine neuen Briefe" in shown
        assert "Wie viele Briefe" not in shown
        client.post(page(wave, "letters"), {"number": "3", "batch": "1"})
    assert not Letter.objects.exists()


def test_links_follow_the_life_of_a_wave(client):
    own = {"Befragung öffnen", "Befragung beenden", LETTERS}
    register = make_wave(is_open=False, frame=Frame.REGISTER)
    assert labels(client.get(page(register))) & own == {"Befragung öffnen", LETTERS}
    open_wave(wave_id=register.pk, now=NOW)
    assert labels(client.get(page(register))) & own == {"Befragung beenden", LETTERS}
    call = make_wave()
    assert labels(client.get(page(call))) & own == {"Befragung beenden"}


def test_others_read_and_change_nothing(client, signed_in):
    wave = make_wave(frame=Frame.REGISTER)
    prepared = make_wave(is_open=False)
    signed_in("Seniorenbeirat", username="beirat")
    response = client.get(page(wave))
    assert "Abgesendet keine" in said(response)
    assert not {"Befragung beenden", LETTERS} & labels(response)
    for row, name in ((prepared, "change"), (prepared, "open"), (wave, "close"), (wave, "letters")):
        assert client.post(page(row, name), {"number": "3", "batch": "1"}).status_code == 403
    signed_in("Redaktion", username="redaktion")
    assert client.get(page(wave)).status_code == 403
    assert (state(wave), state(prepared), Letter.objects.count()) == (WaveState.OPEN, WaveState.PREPARING, 0)


def test_an_example_says_so_everywhere(client):
    make_surroundings()
    wave = make_wave(is_open=False, is_example=True)
    for name in ("change", "open", "close", "letters"):
        assert "Beispiel: Nichts davon hat jemand wirklich gesagt." in said(client.get(page(wave, name)))
