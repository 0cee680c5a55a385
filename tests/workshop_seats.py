"""Seats of a workshop as its tables tell of them, and the parties that take them."""

from django.db.models import Sum

from tests.factories import NOW
from workshops.actions.codes import issue_code
from workshops.models import HOLDING, CodeKind, Invitation, Registration, StakeholderGroup

TWO = ("Ada Beispiel", "Bea Beispiel")
THREE = (*TWO, "Cem Beispiel")


def taken(workshop) -> tuple[int, int]:
    """Seats given according to the column and to the registrations: always the same."""
    workshop.refresh_from_db()
    counted = Registration.objects.filter(workshop=workshop, seat__in=HOLDING).aggregate(Sum("people"))
    return workshop.seats_taken, counted["people__sum"] or 0


def seats(*registrations) -> list[str]:
    return [Registration.objects.get(pk=registration.pk).seat for registration in registrations]


def log(workshop) -> list[tuple[int, str, int]]:
    return list(workshop.seat_events.order_by("pk").values_list("registration_id", "kind", "free_seats"))


def invite(workshop) -> Invitation:
    return Invitation.objects.create(
        workshop=workshop,
        code=issue_code(CodeKind.INVITATION),
        group=StakeholderGroup.PROVIDERS,
        made_at=NOW,
    )
