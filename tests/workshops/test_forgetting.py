"""The whole life of one person's data, through the real pages, worker and printer; and afterwards no trace of it.

The person's surname, street, mail address and telephone number stand nowhere else in the tests.
"""

import logging
import os
import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from procrastinate.contrib.django import app

from accounts.actions import ensure_roles
from tests.factories import NOW, make_user
from tests.signing_in import sign_in
from tests.traces import places_of
from tests.working import run_worker
from tests.workshop_factories import make_registration, make_workshop
from workshops import codes, tasks
from workshops.actions.codes import code_in_words
from workshops.actions.reminders import thank
from workshops.models import AccessKind, ContactDetails, ListExport, NamedList, Notice, Registration, Workshop

pytestmark = [pytest.mark.django_db(transaction=True)]

NAME, STREET = "Ida Quastenpfennig", "Zwetschgenpfad 71"
PHONE, MAIL = "0631 5558731", "ida.quaste@example.org"
WORDS = ("Quastenpfennig", "Zwetschgenpfad", "5558731", MAIL)
PEOPLE = {"name_1": NAME, "group_1": "older_people"}
BY_MAIL = {"way": "mail", "email": MAIL}
HELP = {
    "needs": ["ride", "call"],
    "call_phone": PHONE,
    "other": "Frau Quastenpfennig sieht schlecht.",
    "consent": ["yes"],
}


class Clock:
    """Time goes on when the test says so."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def said(capfd, caplog, monkeypatch):
    """A function that returns all that was logged and printed so far; production logs errors only."""
    caplog.set_level(logging.INFO)
    for name in ("django", "procrastinate"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        caplog.set_level(logging.INFO, name)
    printed = []

    def said():
        printed.extend(capfd.readouterr())
        return caplog.text + "".join(printed)

    return said


@pytest.fixture
def files(tmp_path, monkeypatch, settings):
    """Everything the portal and its programs write lies here; letters too, as on a local trial."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    return tmp_path


def begin(client, workshop) -> str:
    return client.get(reverse("workshops:register", args=[workshop.slug])).url.removesuffix("personen/")


def register(client, workshop) -> Registration:
    draft = begin(client, workshop)
    client.post(f"{draft}personen/", PEOPLE)
    client.post(f"{draft}erreichen/", BY_MAIL)
    client.post(f"{draft}hilfe/", HELP)
    assert client.post(f"{draft}pruefen/").status_code == 303
    return Registration.objects.get(contact__names=[NAME])


def begin_and_forget(client, workshop) -> None:
    """Somebody types, wrong things too, and never comes back."""
    draft = begin(client, workshop)
    client.post(f"{draft}personen/", PEOPLE)
    assert client.post(f"{draft}erreichen/", {"way": "letter", "street": STREET}).status_code == 400


def come_back(client, registration) -> None:
    """By the code; and another telephone number instead of the mail."""
    opened = client.post(reverse("workshops:code"), {"code": code_in_words(registration.code)}).url
    assert NAME in client.get(opened).content.decode()
    assert client.post(f"{opened}erreichen/", {"way": "phone", "phone": PHONE}).status_code in (302, 303)
    assert ContactDetails.objects.get(registration=registration).way == "phone"


def change(client, edit, typed):
    return client.post(edit, typed | {"version": client.get(edit).context["form"]["version"].value()})


def handle_at_the_desk(client, registration) -> list:
    """Found by name, changed, and on every list. Returns the answers."""
    workshop = registration.workshop
    found = client.post(reverse("admin:workshops_registration_changelist"), {"gesucht": "Quastenpfennig"})
    assert NAME in found.content.decode()
    door = reverse("admin:workshops_workshop_check_in", args=[workshop.pk])
    at_door = [client.post(door, {"gesucht": typed}) for typed in ("Quastenpfennig", code_in_words(registration.code))]
    assert {answer.url for answer in at_door} == {f"{door}?nur={registration.pk}"}
    guest = registration.guests.get().pk
    at_door += [client.post(at_door[0].url, {button: guest}) for button in ("came", "came_not")]
    edit = reverse("admin:workshops_registration_edit", args=[registration.pk])
    help_too = {"wheelchairs": "1", "needs": ["ride"], "words": HELP["other"], "consent": "on"}
    letter = {"way": "letter", "street": STREET, "postal_code": "67655", "town": "Kaiserslautern"}
    changed = change(client, edit, PEOPLE | letter | help_too)
    assert ContactDetails.objects.get(registration=registration).street == STREET
    lists = [
        client.post(
            reverse("admin:workshops_workshop_list", args=[workshop.pk, kind]), {"reason": "Für den Empfang am Eingang"}
        )
        for kind in NamedList.values
    ]
    assert [answer["Content-Type"] for answer in lists] == ["application/pdf"] * len(NamedList)
    back = change(client, edit, PEOPLE | BY_MAIL | help_too)
    assert ContactDetails.objects.get(registration=registration).email == MAIL
    refused = client.post(reverse("admin:workshops_registration_confirm", args=[registration.pk]))
    return [found, *at_door, changed, *lists, back, refused]


def assert_says_nothing(answers, *, code: str) -> None:
    """Neither address nor message tells who it is about: both are kept, by machines on the way and in sessions."""
    told = [str(message) for answer in answers for message in get_messages(answer.wsgi_request)]
    told += [answer.url for answer in answers if answer.status_code in (302, 303)]
    assert not [text for text in told for word in (*WORDS, code) if word in text]


def test_nothing_is_left_of_a_person_31_days_after_the_workshop(client, clock, said, files):
    ensure_roles()
    workshop = make_workshop(wheelchair_seats=1, arranged_help=[AccessKind.RIDE])
    make_registration(workshop)

    registration = register(client, workshop)
    begin_and_forget(client, workshop)
    run_worker()
    come_back(client, registration)
    sign_in(client, make_user(groups=["Organisation"]))
    assert_says_nothing(handle_at_the_desk(client, registration), code=codes.digits(registration.code.nonce))

    clock.now = workshop.starts_at - timedelta(days=1)
    tasks.remind(0)
    run_worker()
    clock.now = workshop.ends_at + timedelta(days=5)
    thank(workshop=workshop, now=clock.now)
    run_worker()

    letters = sorted((files / "mail").iterdir())
    subjects = re.findall("Subject: (.*):", "".join(letter.read_text() for letter in letters))
    assert sorted(subjects) == ["Danke", "Erinnerung", "Ihre Anmeldung"]
    before = places_of(WORDS, files=files, said=said())
    assert before == {
        "workshops_contactdetails",
        "workshops_accessneed",
        "workshops_draft",
        *(str(letter.relative_to(files)) for letter in letters),
    }
    for letter in letters:
        os.utime(letter, times=(clock.now.timestamp(), clock.now.timestamp()))

    clock.now = workshop.ends_at + timedelta(days=31)
    call_command("nightly")
    assert places_of(WORDS, files=files, said=said()) == set()
    # And what has to stay did: the seats, the notices, who took which list, and what was deleted.
    assert "Kontaktdaten gelöscht: 2" in said()
    assert Registration.objects.get(pk=registration.pk).people == 1
    assert Notice.objects.filter(registration=registration).count() == 3
    assert ListExport.objects.count() == len(NamedList)
    workshop = Workshop.objects.get()
    assert (workshop.needs_purged_at, workshop.contacts_purged_at) == (clock.now, clock.now)


@pytest.mark.parametrize(
    ("hide", "place"),
    [
        (
            lambda user, client, files: LogEntry.objects.log_actions(user.pk, [user], CHANGE, NAME, single_object=True),
            "django_admin_log",
        ),
        (lambda user, client, files: hide_in_session(client, "+49 631 555-8731"), "django_session"),
        (
            lambda user, client, files: app.configure_task("anything", allow_unknown=True).defer(to=MAIL),
            "procrastinate_jobs",
        ),
        (lambda user, client, files: (files / "list.txt").write_text(STREET), "list.txt"),
        (lambda user, client, files: (files / "Quastenpfennig.pdf").touch(), "Quastenpfennig.pdf"),
        (
            lambda user, client, files: (files / "letter").write_text(
                "Content-Transfer-Encoding: base64\n\nSWRhIFF1YXN0ZW5wZmVubmln\n"
            ),
            "letter",
        ),
        (lambda user, client, files: logging.getLogger("procrastinate").error("to %s", MAIL), "said"),
        (lambda user, client, files: print(NAME), "said"),  # noqa: T201
    ],
)
def test_search_for_traces_finds_each_hiding_place(client, said, files, hide, place):
    user = make_user()
    assert places_of(WORDS, files=files, said=said()) == set()
    hide(user, client, files)
    assert places_of(WORDS, files=files, said=said()) == {place}


def hide_in_session(client, text):
    session = client.session
    session["told"] = text
    session.save()
