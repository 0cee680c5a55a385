"""Coming in: password, throttle, second factor, forgotten password."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import confirm_device, ensure_roles
from accounts.models import SignInCount
from portal.models import Job
from tests.factories import make_user
from tests.signing_in import sign_in
from tests.working import run_jobs

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
ASK = "/admin/zweiter-faktor/"
SET_UP = "/admin/zweiter-faktor/einrichten/"
GOOD = "Ein-guter-Satz-1"
WRONG = "Name oder Passwort stimmen nicht. Prüfen Sie beides, auch große und kleine Buchstaben."


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def editor():
    return make_user(username="frau.muster", password=GOOD, groups=["Redaktion"])


@pytest.fixture
def operator():
    return make_user(username="betrieb", password="Ein-guter-Satz-2", groups=["Betrieb"])


def type_password(client, name="frau.muster", *, password=GOOD, **headers):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, **headers)


def number_now(device):
    return f"{totp(device.bin_key):06}"


def test_an_editor_comes_in_with_a_password(client, editor):
    response = type_password(client)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200
    assert not SignInCount.objects.exists()


def test_a_wrong_password_says_what_to_do(client, editor):
    response = type_password(client, password="falsch")
    assert response.context["form"].non_field_errors() == [WRONG]
    assert "<title>Fehler: " in response.content.decode()


def test_the_sixth_try_is_refused_even_with_the_right_password(client, editor):
    for _try in range(5):
        assert type_password(client, password="falsch").context["form"].non_field_errors() == [WRONG]
    response = type_password(client)
    assert response.context["form"].non_field_errors() == [
        "Das waren zu viele Versuche. Warten Sie 15 Minuten und versuchen Sie es dann noch einmal."
    ]
    assert client.get("/admin/").status_code == 302
    assert type_password(client, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_an_empty_form_asks_for_the_name(client):
    response = client.post(LOGIN, {"username": "", "password": ""})
    assert set(response.context["form"].errors) == {"username", "password"}


def test_an_operator_has_to_set_up_the_second_factor(client, operator):
    type_password(client, "betrieb", password="Ein-guter-Satz-2")
    response = client.get("/admin/offers/offer/", follow=True)
    assert [address for address, _status in response.redirect_chain] == [
        "/admin/login/?next=/admin/offers/offer/",
        f"{ASK}?next=%2Fadmin%2Foffers%2Foffer%2F",
        SET_UP,
    ]
    device = TOTPDevice.objects.get(user=operator, confirmed=False)
    page = response.content.decode()
    assert "<svg" in page
    assert "Ersatz-Code" not in page
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]
    assert key.replace(" ", "") in device.config_url

    assert client.get("/admin/").status_code == 302
    response = client.post(SET_UP, {"token": number_now(device)})
    codes = set(StaticToken.objects.values_list("token", flat=True))
    assert (len(codes), all(code in response.content.decode() for code in codes)) == (8, True)
    assert client.get("/admin/").status_code == 200


def test_setting_up_refuses_a_wrong_number(client, operator):
    client.force_login(operator)
    client.get(SET_UP)
    response = client.post(SET_UP, {"token": "12"})
    assert response.context["form"].errors == {
        "token": ["Die Zahl stimmt nicht. Warten Sie auf die nächste und tragen Sie sie ein."]
    }
    assert not TOTPDevice.objects.get().confirmed
    # The device now waits a little: even the right number has to wait.
    response = client.post(SET_UP, {"token": number_now(TOTPDevice.objects.get())})
    assert "token" in response.context["form"].errors


def test_an_editor_with_a_second_factor_is_asked_for_it(client, editor):
    device = TOTPDevice.objects.create(user=editor, confirmed=True)
    type_password(client)
    assert client.get("/admin/").status_code == 302
    assert client.get(LOGIN)["Location"] == f"{ASK}?next="
    response = client.post(f"{ASK}?next=/admin/offers/place/", {"token": number_now(device)})
    assert (response.status_code, response["Location"]) == (302, "/admin/offers/place/")
    assert client.get("/admin/").status_code == 200


def test_the_second_factor_leads_to_no_other_host(client, editor):
    device = TOTPDevice.objects.create(user=editor, confirmed=True)
    client.force_login(editor)
    response = client.post(f"{ASK}?next=https://example.org/", {"token": number_now(device)})
    assert response["Location"] == "/admin/"


def test_a_recovery_code_counts_once(client, editor):
    codes = confirm_device(TOTPDevice.objects.create(user=editor))
    client.force_login(editor)
    assert client.post(ASK, {"token": f" {codes[0]} "}).status_code == 302
    assert client.get("/admin/").status_code == 200
    client.logout()
    client.force_login(editor)
    assert client.post(ASK, {"token": codes[0]}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_who_knows_only_the_password_brings_no_telephone_of_their_own(client, editor):
    TOTPDevice.objects.create(user=editor, confirmed=True)
    client.force_login(editor)
    assert client.get(SET_UP)["Location"] == ASK
    assert TOTPDevice.objects.count() == 1


def test_a_person_with_second_factor_may_set_up_a_new_telephone(client, editor):
    sign_in(client, editor)
    assert client.get(SET_UP).status_code == 200
    assert TOTPDevice.objects.filter(user=editor, confirmed=False).count() == 1


@pytest.mark.parametrize("address", [ASK, SET_UP])
def test_the_second_factor_is_closed_to_others(client, address):
    assert client.get(address)["Location"] == f"{LOGIN}?next={address}"
    client.force_login(make_user(is_staff=False))
    assert client.get(address).status_code == 403


def test_a_forgotten_password_comes_by_mail(client, editor):
    assert reverse("admin_password_reset") in client.get(LOGIN).content.decode()
    response = client.post(reverse("admin_password_reset"), {"email": "frau.muster@example.org"})
    assert response["Location"] == reverse("password_reset_done")
    assert mail.outbox == []
    run_jobs()
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["frau.muster@example.org"], "Neues Passwort für die Redaktion")
    address = re.search(r"http://localhost:8000(/admin/reset/\S+)", letter.body)[1]
    form = client.get(address, follow=True).context["form"]
    assert set(form.fields) == {"new_password1", "new_password2"}
    new = {"new_password1": "Noch-ein-guter-Satz", "new_password2": "Noch-ein-guter-Satz"}
    client.post(client.get(address)["Location"], new)
    assert type_password(client, password="Noch-ein-guter-Satz").status_code == 302


def test_a_stranger_learns_nothing_from_the_forgotten_password(client, editor):
    """Not even by the time: what is done for nobody is done, too."""
    asked = {}
    for email in (editor.email, "niemand@example.org"):
        with CaptureQueriesContext(connection) as queries:
            response = client.post(reverse("admin_password_reset"), {"email": email})
        assert response["Location"] == reverse("password_reset_done")
        asked[email] = [re.sub(r"\d", "", query["sql"].partition(" ")[0]) for query in queries]
    assert asked[editor.email] == asked["niemand@example.org"]
    assert list(Job.objects.in_order().values_list("args", flat=True)) == [
        {"user_ids": [editor.pk]},
        {"user_ids": []},
    ]
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [[editor.email]]


def test_a_mailbox_is_not_flooded(client, editor):
    for _try in range(5):
        client.post(reverse("admin_password_reset"), {"email": editor.email})
    response = client.post(reverse("admin_password_reset"), {"email": editor.email}, REMOTE_ADDR="10.0.0.2")
    assert len(run_jobs()) == len(mail.outbox) == 5
    assert "Das waren zu viele Versuche" in response.context["form"].errors["email"][0]


def test_an_operator_resets_the_second_factor_of_a_colleague(client, operator, editor):
    ensure_roles()
    TOTPDevice.objects.create(user=editor, confirmed=True)
    sign_in(client, operator)
    client.post(
        reverse("admin:auth_user_changelist"),
        {"action": "forget_second_factor", "_selected_action": [editor.pk]},
    )
    assert [device.user for device in TOTPDevice.objects.all()] == [operator]


def test_operators_see_no_superusers(client, operator, editor):
    ensure_roles()
    chief = make_user(username="chefin", is_superuser=True)
    sign_in(client, operator)
    page = client.get(reverse("admin:auth_user_changelist")).content.decode()
    assert ("frau.muster" in page, "chefin" in page) == (True, False)
    assert client.get(reverse("admin:auth_user_change", args=[chief.pk])).status_code == 302
    sign_in(client, chief)
    assert "chefin" in client.get(reverse("admin:auth_user_changelist")).content.decode()


def test_an_operator_makes_an_account_with_a_role(client, operator):
    ensure_roles()
    sign_in(client, operator)
    new = {"username": "herr.muster", "email": "herr@example.org", "password1": GOOD, "password2": GOOD}
    client.post(reverse("admin:auth_user_add"), new)
    user = User.objects.get(username="herr.muster")
    assert (user.is_staff, user.is_superuser, user.email) == (True, False, "herr@example.org")
    role = Group.objects.get(name="Redaktion")
    fields = {"username": "herr.muster", "is_active": "on", "groups": [role.pk], "is_superuser": "on"}
    client.post(reverse("admin:auth_user_change", args=[user.pk]), fields)
    user.refresh_from_db()
    assert (list(user.groups.all()), user.is_superuser) == ([role], False)
    better = {"password1": "Ein-besserer-Satz", "password2": "Ein-besserer-Satz"}
    client.post(reverse("admin:auth_user_password_change", args=[user.pk]), better)
    client.logout()
    assert type_password(client, "herr.muster", password="Ein-besserer-Satz").status_code == 302
