"""Registering without an account, page by page."""

import re

import pytest

from tests.reading import heading, words
from tests.workshop_factories import make_workshop
from workshops.models import Draft, Registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]

PEOPLE = {"name_1": "Ada Beispiel", "group_1": "older_people"}
CONTACT = {"way": "phone", "phone": "0631 5550177"}


def begin(client, workshop) -> str:
    """The address of a fresh draft, without its last step."""
    answer = client.get(f"{workshop.get_absolute_url()}anmelden/")
    assert answer.status_code == 302
    return answer.url.removesuffix("personen/")


def test_registration_is_made_page_by_page(client):
    workshop = make_workshop()
    draft = begin(client, workshop)
    assert client.get(f"{draft}personen/").status_code == 200
    assert client.post(f"{draft}personen/", PEOPLE).url == f"{draft}erreichen/"
    assert client.post(f"{draft}erreichen/", CONTACT).url == f"{draft}hilfe/"
    assert client.post(f"{draft}hilfe/", {}).url == f"{draft}pruefen/"
    check = client.get(f"{draft}pruefen/")
    print(words(check))
    assert client.post(f"{draft}pruefen/").url == f"{draft}fertig/"
    print(words(client.get(f"{draft}fertig/")))
    assert Registration.objects.count() == 1
