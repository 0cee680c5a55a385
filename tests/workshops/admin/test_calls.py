"""Calls and letters, invitations, and lists with names that need a reason."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from offers.models import Offer
from offers.printing import PrinterIsBusy
from tests.factories import NOW
from tests.reading import text
from tests.workshop_factories import BY_LETTER, BY_MAIL, make_registration, make_series, make_workshop
from workshops import letters, printing
from workshops.actions.announcing import call_off
from workshops.actions.inviting import invite
from workshops.actions.notices import tell
from workshops.admin.lists import SHEETS
from workshops.models import Code, Invitation, ListExport, Notice, NoticeKind, Purge, State

pytestmark = pytest.mark.django_db
ALL = reverse("admin:workshops_workshop_all_calls")
# Session, person, second factor, rights (2), calls and letters and stuck mails counted and loaded.
CALLS_QUERIES = 11
INVITATIONS_QUERIES = 8
DAY = timedelta(days=1)


def address(page, workshop, *more):
    return reverse(f"admin:workshops_workshop_{page}", args=[workshop.pk, *more])


def messages(response):
    return [str(message) for message in response.context["messages"]]


def words(response):
    return text(response.content.decode().split('<div id="content-main">', 1)[1].split("<footer", 1)[0])


def to_call(workshop, name="Ada Beispiel", kind=NoticeKind.WEEK_BEFORE, **party):
    return tell(make_registration(workshop, names=[name], **party), kind, now=NOW)


@pytest.fixture
def called_off():
    """A workshop that was called off: one to be called, one to be written to, one by mail."""
    workshop = make_workshop(title="Wohnen")
    for name, contact in (("Ada Beispiel", None), ("Bea Beispiel", BY_LETTER), ("Cem Beispiel", BY_MAIL)):
        make_registration(workshop, names=[name], **({"contact": contact} if contact else {}))
    call_off(workshop_id=workshop.pk, reason="Wegen Schnee.", now=NOW)
    return workshop


def test_the_calls_say_whom_to_call_and_what_to_say(client, organiser, called_off):
    page = client.get(address("calls", called_off))
    call, letter = Notice.objects.to_call().get(), Notice.objects.to_write().get()
    assert words(page) == (
        "Anrufe: 1 Anrufliste drucken Wen Sie nicht erreichen, der bleibt hier stehen. "
        f"Ada Beispiel 0631 5550177 Werkstatt abgesagt {letters.spoken(call, now=NOW)} {call.registration} "
        f"Angerufen: {call.registration}, Werkstatt abgesagt "
        f"Briefe: 1 Alle Briefe drucken Bea Beispiel Brief drucken: {letter.registration}, Werkstatt abgesagt "
        f"Werkstatt abgesagt {letters.spoken(letter, now=NOW)} {letter.registration} "
        f"Brief verschickt: {letter.registration}, Werkstatt abgesagt"
    )
    assert 'href="tel:+496315550177"' in page.content.decode()


def test_a_call_is_ticked_off_and_who_was_not_reached_stays(client, organiser, called_off):
    other = to_call(make_workshop())
    call = Notice.objects.about(called_off).to_call().get()
    response = client.post(ALL, {"notice": call.pk}, follow=True)
    assert messages(response) == ["1 Nachricht ist erledigt."]
    call.refresh_from_db()
    assert call.done_at == NOW
    assert list(Notice.objects.to_call()) == [other]
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.change_message) == (str(call.registration), "Angerufen: Werkstatt abgesagt")
    # A second click says nothing and writes nothing.
    assert messages(client.post(ALL, {"notice": call.pk}, follow=True)) == []
    assert LogEntry.objects.count() == 1


def test_a_letter_is_printed_and_ticked_off(client, organiser, called_off):
    letter = Notice.objects.to_write().get()
    response = client.get(reverse("admin:workshops_workshop_letter", args=[letter.pk]))
    assert response.content.startswith(b"%PDF")
    assert list(Notice.objects.to_write()) == [letter]
    response = client.post(address("calls", called_off), {"notice": letter.pk}, follow=True)
    assert messages(response) == ["1 Nachricht ist erledigt."]
    assert not Notice.objects.to_write().exists()


def test_all_letters_of_a_page_are_ticked_off_at_once(client, organiser):
    workshop = make_workshop()
    parties = [make_registration(workshop, contact=BY_LETTER) for _number in range(2)]
    page = client.get(address("calls", workshop))
    assert "Alle Briefe dieser Seite sind verschickt" in words(page)
    keys = [notice.pk for notice in page.context["letters"]]
    response = client.post(address("calls", workshop), {"notice": keys}, follow=True)
    assert messages(response) == ["2 Nachrichten sind erledigt."]
    assert not Notice.objects.to_write().exists()
    assert {*LogEntry.objects.values_list("object_repr", "change_message")} == {
        (str(party), "Brief verschickt: Anmeldung bestätigt") for party in parties
    }


def test_a_mail_is_not_ticked_off_by_hand(client, organiser, called_off):
    mail = Notice.objects.to_mail().get()
    assert client.post(ALL, {"notice": mail.pk}).status_code == 404
    assert Notice.objects.to_mail().exists()


@pytest.mark.parametrize("typed", ["", "x", "0"])
def test_what_is_not_there_is_not_ticked_off(client, organiser, called_off, typed):
    assert client.post(ALL, {"notice": typed}).status_code == 404


def test_a_workshop_ticks_off_its_own_only(client, organiser, called_off):
    other = to_call(make_workshop())
    assert client.post(address("calls", called_off), {"notice": other.pk}).status_code == 404
    assert other in Notice.objects.to_call()


def test_nobody_has_to_be_called(client, organiser):
    page = words(client.get(ALL))
    assert page == (
        "Anrufe: 0 Wen Sie nicht erreichen, der bleibt hier stehen. Niemand muss angerufen werden. "
        "Briefe: 0 Kein Brief muss hinaus."
    )


def test_the_nearest_date_comes_first(client, organiser):
    late, soon = (make_workshop(starts_at=NOW + days * DAY) for days in (20, 2))
    calls = [to_call(workshop) for workshop in (late, soon)]
    assert list(client.get(ALL).context["calls"]) == calls[::-1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_calls_ask_the_same_for_one_and_for_three(client, organiser, number, django_assert_num_queries):
    for _number in range(number):
        to_call(make_workshop())
        to_call(make_workshop(), contact=BY_LETTER)
        make_registration(contact=BY_MAIL, now=NOW - DAY)
    with django_assert_num_queries(CALLS_QUERIES):
        client.get(ALL)


def test_long_lists_have_pages(client, organiser):
    registration = make_registration()
    Notice.objects.bulk_create(
        Notice(registration=registration, kind="moved", way="phone", made_at=NOW, about_start=NOW + number * DAY)
        for number in range(1, 121)
    )
    assert "Weiter in der Liste" in words(client.get(ALL))
    assert "Zurück in der Liste Weiter in der Liste" in words(client.get(f"{ALL}?anrufe=2"))
    assert "Weiter in der Liste" not in words(client.get(f"{ALL}?anrufe=3"))


def test_planners_call_nobody(client, planner, called_off):
    call = Notice.objects.to_call().get()
    assert client.get(ALL).status_code == 403
    assert client.post(ALL, {"notice": call.pk}).status_code == 403
    assert client.get(reverse("admin:workshops_workshop_letter", args=[call.pk])).status_code == 403
    assert client.post(address("invitations", called_off), {"group": "council"}).status_code == 403
    for kind in SHEETS:
        assert client.post(address("list", called_off, kind), {"reason": "Einlass"}).status_code == 403
    assert list(Notice.objects.to_call()) == [call]
    assert not ListExport.objects.exists()


# --- Invitations ------------------------------------------------------------------------------------------------------
def test_invitations_come_in_batches_and_show_no_code(client, organiser):
    workshop = make_workshop(is_by_invitation=True, invited_groups=["council"], hours_to_confirm=0)
    page = client.get(address("invitations", workshop))
    form = page.context["form"]
    assert {name: form[name].value() for name in form.fields} == {"group": "council", "number": 20, "batch": 1}
    response = client.post(address("invitations", workshop), {"group": "council", "number": 3, "batch": 1}, follow=True)
    assert messages(response) == ["3 Einladungen sind angelegt."]
    make_registration(workshop, invitation=Invitation.objects.order_by("pk").first())
    client.post(address("invitations", workshop), {"group": "churches", "number": 1, "batch": 2})
    page = client.get(address("invitations", workshop))
    assert words(page).split("Angelegte Einladungen ")[1] == (
        "Stapel Gruppe angelegt Briefe benutzt frei Drucken "
        "2 Kirche oder Religionsgemeinschaft 23. November 2026 1 0 1 Briefe von Stapel 2 "
        "1 Seniorenbeirat 23. November 2026 3 1 2 Briefe von Stapel 1"
    )
    html = page.content.decode()
    assert not [code for code in Code.objects.all() if code.digest in html or code.nonce in html]
    assert [str(entry) for entry in LogEntry.objects.values_list("object_repr", flat=True)] == [str(workshop)] * 2


def test_a_batch_is_made_once(client, organiser):
    workshop = make_workshop(is_by_invitation=True)
    typed = {"group": "council", "number": 2, "batch": 1}
    client.post(address("invitations", workshop), typed)
    response = client.post(address("invitations", workshop), typed)
    assert response.context["form"].errors == {
        "__all__": ["Dieser Stapel ist schon angelegt. Sie finden ihn in der Liste."]
    }
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize("number", ["", "0", "501", "zehn"])
def test_a_batch_has_one_to_five_hundred_letters(client, organiser, number):
    response = client.post(
        address("invitations", make_workshop()), {"group": "council", "number": number, "batch": "1"}
    )
    assert response.context["form"].errors == {"number": ["Tragen Sie eine Zahl von 1 bis 500 ein."]}
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("fields", [{"state": State.CANCELLED, "state_reason": "Schnee"}, {"starts_at": NOW - DAY}])
def test_nobody_is_invited_to_what_is_over(client, organiser, fields):
    response = client.post(
        address("invitations", make_workshop(**fields)), {"group": "council", "number": "1", "batch": "1"}
    )
    assert [*response.context["form"].errors] == ["__all__"]


def test_the_letters_of_a_batch_are_those_nobody_used(client, organiser):
    workshop = make_workshop(is_by_invitation=True)
    invite(workshop_id=workshop.pk, group="council", number=1, batch=1, now=NOW)
    letters_address = address("invitation_letters", workshop, 1)
    assert client.get(letters_address).content.startswith(b"%PDF")
    make_registration(workshop, invitation=Invitation.objects.get())
    assert client.get(letters_address).status_code == 404
    assert "Briefe von Stapel" not in words(client.get(address("invitations", workshop)))


def busy(*_rows, **_options):
    raise PrinterIsBusy


def test_a_busy_printer_says_when_to_come_back(client, organiser, monkeypatch):
    workshop = make_workshop(is_by_invitation=True)
    invite(workshop_id=workshop.pk, group="council", number=1, batch=1, now=NOW)
    monkeypatch.setattr(printing, "invitation_letters", busy)
    monkeypatch.setitem(SHEETS, "badges", (busy, "namensschilder"))
    response = client.get(address("invitation_letters", workshop, 1), follow=True)
    assert messages(response) == [str(PrinterIsBusy())]
    response = client.post(address("list", workshop, "badges"), {"reason": "Einlass"})
    assert response.context["form"].errors == {"__all__": [str(PrinterIsBusy())]}
    # What nobody got isn't noted either.
    assert not ListExport.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_invitations_ask_the_same_for_one_and_for_three(client, organiser, number, django_assert_num_queries):
    workshop = make_workshop()
    for batch in range(number):
        invite(workshop_id=workshop.pk, group="council", number=2, batch=batch + 1, now=NOW)
    with django_assert_num_queries(INVITATIONS_QUERIES):
        client.get(address("invitations", workshop))


# --- Lists with names -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", SHEETS)
def test_a_list_with_names_needs_a_reason_which_is_kept(client, organiser, kind):
    workshop = make_workshop()
    to_call(workshop)
    make_registration(workshop, names=["Bea Beispiel"], contact=BY_LETTER, needs={"ride": ""})
    page = client.get(address("list", workshop, kind))
    assert "Beispiel</" not in page.content.decode()
    assert not ListExport.objects.exists()
    response = client.post(address("list", workshop, kind), {"reason": " "})
    assert response.context["form"].errors == {"reason": ["Schreiben Sie, wofür Sie die Liste brauchen."]}
    assert not ListExport.objects.exists()
    response = client.post(address("list", workshop, kind), {"reason": "Für den Einlass"})
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"]
    export = ListExport.objects.get()
    assert (export.workshop, export.kind, export.reason, export.made_at, export.made_by) == (
        workshop,
        kind,
        "Für den Einlass",
        NOW,
        organiser,
    )


def test_there_is_no_other_list(client, organiser):
    assert client.get(address("list", make_workshop(), "alles")).status_code == 404


def test_what_was_printed_and_deleted_is_only_read(client, planner):
    export = ListExport.objects.create(
        workshop=make_workshop(series=make_series()), kind="badges", reason="Tisch", made_at=NOW, made_by=planner
    )
    purge = Purge.objects.create(what="drafts", count=2, purged_at=NOW)
    for model, row, shown in (("listexport", export, "Namensschilder"), ("purge", purge, "angefangene Anmeldungen")):
        page = client.get(reverse(f"admin:workshops_{model}_changelist")).content.decode()
        assert shown in text(page)
        change = reverse(f"admin:workshops_{model}_change", args=[row.pk])
        assert client.get(change).context["adminform"].form.fields == {}
        assert client.post(change, {"count": 9}).status_code == 403


# --- The to-do board --------------------------------------------------------------------------------------------------
def board(client):
    return {str(task.label): (task.count, task.url) for task in client.get("/admin/").context["tasks"]}


@pytest.fixture
def work(settings):
    """What waits: two calls, a letter, a need to arrange, one workshop without minutes; and some that is done."""
    settings.HELP_PHONE = "+496313650"
    workshop = make_workshop(title="Bald")
    to_call(workshop, needs={"ride": ""})
    to_call(workshop)
    make_registration(workshop, contact=BY_LETTER)
    done = make_registration(workshop, needs={"ride": "", "other": "Ein Stuhl"})
    done.needs.update(arranged_at=NOW)
    make_workshop(title="Vorbei", starts_at=NOW - DAY)
    make_workshop(title="Abgesagt", starts_at=NOW - DAY, state=State.CANCELLED, state_reason="Schnee")
    make_workshop(title="Entwurf", starts_at=NOW - DAY, state=State.DRAFT)
    return workshop


LIST = "/admin/workshops/workshop/"


def test_the_board_says_what_waits_and_leads_to_it(client, organiser, work):
    assert board(client) == {
        "Anrufe zu erledigen": (2, f"{ALL}#anrufe"),
        "Briefe zu drucken": (1, f"{ALL}#briefe"),
        "Hilfen zu organisieren": (1, f"{LIST}?zu-tun=hilfen"),
        "Werkstätten ohne Protokoll": (1, f"{LIST}?zu-tun=ohne-protokoll"),
    }
    titles = {
        kind: [row.title for row in client.get(f"{LIST}?zu-tun={kind}").context["cl"].result_list]
        for kind in ("hilfen", "ohne-protokoll", "quatsch")
    }
    assert (titles["hilfen"], titles["ohne-protokoll"], len(titles["quatsch"])) == (["Bald"], ["Vorbei"], 4)


def test_each_line_is_for_who_may_do_it(client, planner, work):
    assert set(board(client)) == {"Werkstätten ohne Protokoll"}


def test_readers_have_nothing_to_do_here(client, signed_in, stopped_clock, work):
    signed_in("Seniorenbeirat")
    assert board(client) == {}
    assert not Offer.objects.exists()
