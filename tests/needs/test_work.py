"""What the to-do board says of the needs form, and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import ensure_roles
from needs.actions.waves import close_wave
from needs.models import Batch
from needs.work import tasks_for
from tests.factories import NOW, TODAY, make_user
from tests.needs_bundling_factories import make_contribution
from tests.needs_factories import make_wave
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def waiting():
    """One thing of each kind waits, and one of each doesn't."""
    make_wave(is_open=False, name="Fällig", opens_on=TODAY)
    make_wave(is_open=False, name="Später", opens_on=TODAY + timedelta(days=1))
    make_wave(name="Läuft noch", frame="register", closes_on=TODAY)
    make_wave(name="Vorbei", closes_on=TODAY - timedelta(days=1))
    make_contribution()
    make_contribution(standing="read")
    for number, days, fields in (
        (1, None, {}),
        (2, 90, {"closed_at": NOW}),
        (3, 90, {"closed_at": NOW, "destroyed_on": TODAY}),
    ):
        make_batch(number, days, **fields)
    ensure_roles()


def make_batch(number, days, **fields):
    """A pile of a wave that ended so many days ago, or that runs."""
    wave = make_wave(frame="register", closes_on=TODAY)
    if days:
        close_wave(wave_id=wave.pk, now=NOW - timedelta(days=days))
    Batch.objects.create(number=number, wave=wave, source="Auslage", storage_place="Schrank", **fields)


def tasks(role):
    return [(str(task.label), task.count) for task in tasks_for(make_user(groups=[role]), now=NOW)]


def test_each_role_sees_what_it_can_do(waiting):
    assert {role: tasks(role) for role in ("Planung", "Auswertung", "Erfassung", "Seniorenbeirat", "Redaktion")} == {
        "Planung": [("Befragungen, die beginnen sollen", 1), ("Befragungen, deren letzter Tag vorbei ist", 1)],
        "Auswertung": [("Beiträge, die noch niemand gelesen hat", 1)],
        "Erfassung": [("Stapel, die noch offen sind", 1), ("Stapel, deren Papier vernichtet werden kann", 1)],
        "Seniorenbeirat": [],
        "Redaktion": [],
    }


def test_the_board_leads_to_what_waits(client, waiting):
    sign_in(client, make_user(is_superuser=True))
    board = client.get(reverse("admin:index")).context["tasks"]
    own = [task for task in board if "/needs/" in task.url]
    assert [task.count for task in own] == [1] * 5
    assert [client.get(task.url).context["cl"].queryset.count() for task in own] == [1, 1, 1, 1, 1]


def test_nothing_of_it_stands_on_the_board_where_nothing_waits(client, db):
    ensure_roles()
    sign_in(client, make_user(groups=["Planung"]))
    assert not [task for task in client.get(reverse("admin:index")).context["tasks"] if "/needs/" in task.url]
