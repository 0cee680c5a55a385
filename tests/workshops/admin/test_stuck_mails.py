"""Mails that don't go out are seen by who can do something about it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import NOW
from tests.workshop_factories import BY_MAIL, BY_PHONE, make_party, make_registration, make_workshop
from workshops.actions.notices import tell
from workshops.actions.seats import change_party
from workshops.models import Notice, NoticeKind
from workshops.work import tasks_for

pytestmark = pytest.mark.django_db
ALL = reverse("admin:workshops_workshop_all_calls")
HOUR = timedelta(hours=1)
LABEL = "E-Mails, die nicht hinausgehen"


def on_the_board(user):
    return [(task.count, task.url) for task in tasks_for(user, now=NOW) if task.label == LABEL]


@pytest.mark.parametrize(("age", "number"), [(HOUR - timedelta(seconds=1), 0), (HOUR, 1)])
def test_mail_is_out_within_an_hour(client, organiser, age, number):
    make_registration(contact=BY_MAIL, now=NOW - age)
    assert on_the_board(organiser) == [(number, f"{ALL}#mails")]
    assert ("ada@example.org" in client.get(ALL).content.decode()) == number


def test_mail_that_went_out_is_no_work(client, organiser):
    make_registration(contact=BY_MAIL, now=NOW - HOUR)
    Notice.objects.update(done_at=NOW)
    assert on_the_board(organiser) == [(0, f"{ALL}#mails")]
    assert LABEL not in client.get(ALL).content.decode()


def test_another_way_brings_the_message_to_the_calls(client, organiser):
    workshop = make_workshop()
    registration = make_registration(workshop, contact=BY_MAIL, now=NOW - HOUR)
    tell(registration, NoticeKind.SEATED, now=NOW - HOUR)
    of_the_workshop = reverse("admin:workshops_workshop_calls", args=[workshop.pk])
    assert len(client.get(of_the_workshop).context["mails"]) == 2
    change_party(registration_id=registration.pk, party=make_party(contact=BY_PHONE), now=NOW)
    page = client.get(of_the_workshop)
    assert (len(page.context["mails"]), len(page.context["calls"])) == (0, 2)
