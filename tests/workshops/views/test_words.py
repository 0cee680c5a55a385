"""The pages of a registration are as easy to read as all our own texts; formula and limits in tests/portal."""

import pytest
from django.urls import reverse

from tests.drafts import make_draft, send_draft
from tests.portal.reading import main_text
from tests.portal.test_words import assert_easy
from tests.workshop_factories import make_workshop
from workshops.models import AccessKind, StakeholderGroup
from workshops.views.opened import opened_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
# Names of groups, of which a page lists 21, and of a law: nobody can choose easier ones.
FIXED = [*StakeholderGroup.labels, "Datenschutz-Grundverordnung"]


@pytest.fixture
def pages(settings):
    settings.HELP_PHONE = "0631 3650"
    workshop = make_workshop(title="Gut leben", slug="gut-leben", arranged_help=AccessKind.values)
    key, sent = make_draft(workshop), make_draft(workshop)
    code = send_draft(workshop, sent).code_id
    steps = ("personen", "erreichen", "hilfe", "pruefen")
    return {step: reverse(f"workshops:register_{step}", args=["gut-leben", key]) for step in steps} | {
        "fertig": reverse("workshops:register_fertig", args=["gut-leben", sent]),
        "code": reverse("workshops:code"),
        "registration": opened_address("workshops:code_registration", code),
        "cancel": opened_address("workshops:code_cancel", code),
    }


@pytest.mark.parametrize(
    "name", ["personen", "erreichen", "hilfe", "pruefen", "fertig", "code", "registration", "cancel"]
)
def test_pages_are_easy_to_read(client, pages, name):
    text = main_text(client.get(pages[name]).content.decode())
    for fixed in FIXED:
        text = text.replace(str(fixed), "")
    assert_easy(text)
