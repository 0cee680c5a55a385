from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import TooManyTries, confirm_device, count_try, ensure_roles, forget_devices, forget_tries
from accounts.models import SignInCount
from accounts.roles import RIGHTS
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


def tries(name, network, times, now=NOW):
    for _try in range(times):
        count_try(name=name, network=network, now=now)


def test_five_tries_from_one_network_then_wait():
    tries("Frau.Muster", "10.0.0.1", 5)
    with pytest.raises(TooManyTries, match="Warten Sie 15 Minuten"):
        tries("frau.muster", "10.0.0.1", 1)
    # The owner of the name, elsewhere, still comes in; so do others from there.
    tries("frau.muster", "10.0.0.2", 1)
    tries("herr.muster", "10.0.0.1", 1)


def test_thirty_tries_at_one_name_wherever_they_come_from():
    for number in range(6):
        tries("frau.muster", f"10.0.0.{number}", 5)
    with pytest.raises(TooManyTries):
        tries("frau.muster", "10.0.0.9", 1)


def test_tries_count_for_15_minutes_from_the_first():
    tries("frau.muster", "10.0.0.1", 5)
    with pytest.raises(TooManyTries):
        tries("frau.muster", "10.0.0.1", 1, now=NOW + timedelta(minutes=14, seconds=59))
    tries("frau.muster", "10.0.0.1", 1, now=NOW + timedelta(minutes=15))


def test_who_comes_in_starts_anew():
    tries("frau.muster", "10.0.0.1", 4)
    forget_tries(name="Frau.Muster", network="10.0.0.1")
    assert not SignInCount.objects.exists()


def test_neither_name_nor_network_is_stored():
    tries("frau.muster", "10.0.0.1", 1)
    rows = [str(row) for row in SignInCount.objects.values()]
    assert len(rows) == 2
    assert not any("muster" in row or "10.0.0.1" in row for row in rows)
    assert str(SignInCount.objects.first()).startswith("1 bis 2026-11-23")


def test_ensure_roles_gives_exactly_the_rights_of_the_table(capsys):
    call_command("ensure_roles")
    call_command("ensure_roles")
    assert (
        capsys.readouterr().out
        == "Rollen: Redaktion, Planung, Organisation, Auswertung, Erfassung, Betrieb, Seniorenbeirat.\n" * 2
    )
    for role, rights in RIGHTS.items():
        permissions = Group.objects.get(name=role).permissions.values_list(
            "content_type__app_label", "content_type__model", "codename"
        )
        expected = {
            (*name.split("."), f"{verb}_{name.split('.')[1]}")
            for name, verbs in rights.items()
            for verb in verbs.split()
        }
        assert set(permissions) == expected


def test_ensure_roles_takes_away_what_is_not_in_the_table():
    ensure_roles()
    editors, operators = Group.objects.get(name="Redaktion"), Group.objects.get(name="Betrieb")
    editors.permissions.add(*operators.permissions.filter(content_type__model="user"))
    ensure_roles()
    assert not editors.permissions.filter(content_type__model="user").exists()


def test_readers_read_nothing_personal():
    rights = RIGHTS["Seniorenbeirat"]
    own_voice = {"concept.dissent": "view add", "concept.officeargument": "view add change"}
    assert {model: right for model, right in rights.items() if right != "view"} == own_voice | {
        "concept.overlap": "",
        "concept.overlapreply": "",
    }
    assert {"auth.user", "offers.errorreport", "offers.missinghelp"}.isdisjoint(rights)


def test_a_confirmed_telephone_takes_the_place_of_the_old_one():
    user, other = make_user(), make_user()
    theirs = TOTPDevice.objects.create(user=other, confirmed=True)
    old = TOTPDevice.objects.create(user=user, confirmed=True)
    first = confirm_device(old)
    new = TOTPDevice.objects.create(user=user, confirmed=False)
    codes = confirm_device(new)
    assert list(TOTPDevice.objects.order_by("pk")) == [theirs, new]
    assert TOTPDevice.objects.get(pk=new.pk).confirmed
    assert (len(codes), len(set(codes))) == (8, 8)
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(codes)
    assert not set(first) & set(codes)


def test_forget_devices_of_these_people_only():
    user, other = make_user(), make_user()
    for someone in (user, other):
        confirm_device(TOTPDevice.objects.create(user=someone))
    forget_devices(users=[user])
    assert [device.user for device in TOTPDevice.objects.all()] == [other]
    assert set(StaticToken.objects.values_list("device__user", flat=True)) == {other.pk}


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted():
    barrier, answers = Barrier(8), []

    def guess():
        try:
            barrier.wait()
            count_try(name="frau.muster", network="10.0.0.1", now=NOW)
            answers.append("counted")
        except Exception as error:  # a thread must not hide why it stopped
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=guess) for _thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(answers) == ["TooManyTries"] * 3 + ["counted"] * 5
