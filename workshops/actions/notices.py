"""What parties are told: one notice for each, by the way they chose."""

from datetime import datetime

from workshops.models import Notice, NoticeKind, Registration


def tell(registration: Registration, kind: NoticeKind, *, now: datetime) -> Notice | None:
    """Note that a party has to be told; None where nobody knows how to reach them. The same thing is told once."""
    contact = getattr(registration, "contact", None)
    if contact is None:
        return None
    notice, _is_new = Notice.objects.get_or_create(
        registration=registration,
        kind=kind,
        about_start=registration.workshop.starts_at,
        defaults={"way": contact.way, "made_at": now},
    )
    return notice
