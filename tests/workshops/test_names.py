"""What the rows call themselves at the desk and in its log: never a person."""

import pytest

from tests.drafts import make_draft
from tests.factories import NOW
from tests.workshop_factories import BY_MAIL, make_registration, make_workshop
from workshops.actions.codes import issue_code
from workshops.models import CodeKind, Draft, Invitation, Notice, SeatEvent, StakeholderGroup

pytestmark = pytest.mark.django_db


def test_rows_of_a_registration_name_nobody():
    registration = make_registration(names=["Ada Geheim"], contact=BY_MAIL, needs={"ride": ""})
    number, need = registration.pk, registration.needs.get()
    assert [str(row) for row in (registration, registration.contact, need, registration.guests.get())] == [
        f"Anmeldung {number}",
        f"Kontaktdaten {number}",
        f"Hilfe {need.pk}",
        "Person 1",
    ]
    assert str(Notice.objects.get()) == f"Anmeldung bestätigt, Anmeldung {number}"
    assert str(SeatEvent.objects.get()) == f"Anmeldung {number}: hat einen Platz bekommen"
    assert str(registration.code) == "Anmeldung"


def test_invitations_and_drafts_name_nobody():
    invitation = Invitation.objects.create(
        workshop=make_workshop(),
        code=issue_code(CodeKind.INVITATION),
        group=StakeholderGroup.PROVIDERS,
        batch=2,
        made_at=NOW,
    )
    assert str(invitation) == f"Anbieter 2/{invitation.pk}"
    make_draft(invitation.workshop)
    draft = Draft.objects.get()
    assert str(draft) == f"Entwurf {draft.pk}"
