"""Letters with codes for workshops by invitation."""

from datetime import datetime

from django.db import transaction

from workshops.actions.codes import issue_codes
from workshops.actions.refusals import BatchExists, WorkshopIsOver
from workshops.models import CodeKind, Invitation, Standing, Workshop


@transaction.atomic
def invite(*, workshop_id: int, group: str, number: int, batch: int, now: datetime) -> list[Invitation]:
    """A batch of invitations for one group. Raises WorkshopIsOver, and BatchExists when it is sent twice."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop_id)
    if workshop.standing(now) in (Standing.OVER, Standing.CANCELLED):
        raise WorkshopIsOver
    if workshop.invitations.filter(batch=batch).exists():
        raise BatchExists
    return Invitation.objects.bulk_create(
        Invitation(workshop=workshop, code=code, group=group, batch=batch, made_at=now)
        for code in issue_codes(CodeKind.INVITATION, number)
    )
