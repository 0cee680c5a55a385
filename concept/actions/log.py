"""The log: lines in a chain, so that nobody can change, drop or slip in one unseen (methods.md section 11).

Each line is chained over ids, role, time and the digest of its content. The content, with the salt of its digest, lies
beside it and can be forgotten: what stays says nothing of it any more, and the chain still holds.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from secrets import token_hex
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext

from concept.models import LogLine, LogSalt

# Any number that no other lock of the database uses.
LOCK = 7_131_105
# What the first line follows.
BEGINNING = "0" * 64
LONGEST_ROLE = LogLine._meta.get_field("role").max_length


class Checked(NamedTuple):
    """`broken` are the positions whose line isn't as it was written, `forgotten` how many contents were deleted."""

    lines: int
    forgotten: int
    broken: list[int]
    # The chain after the last line: whoever noted it down can ask later whether the log still holds it.
    head: str
    is_known: bool

    @property
    def is_whole(self) -> bool:
        return self.is_known and not self.broken


def lock_log() -> None:
    """Wait until nobody else writes to the log; till the end of the transaction.

    An action that locks rows and writes to the log takes this first: else two wait for each other in a circle.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def role_of(by) -> str:
    """What the log says of somebody: the roles, never the name."""
    if by is None:
        return gettext("Betrieb")
    roles = ", ".join(by.groups.order_by("name").values_list("name", flat=True))
    return (roles or gettext("Betrieb"))[:LONGEST_ROLE]


@transaction.atomic
def write_log(
    *,
    kind: str,
    subject: str,
    derived_from: Iterable[str] = (),
    role: str,
    content: dict,
    now: datetime,
    is_example: bool = False,
) -> LogLine:
    """Add a line. `subject` and `derived_from` are ids as in documents; `content` is what happened, for its digest.

    Under REPEATABLE READ the last line may not be seen: PostgreSQL then refuses the second one of its position.
    """
    lock_log()
    last = LogLine.objects.in_order().last()
    # Numbers with a point would come back from the database in other digits.
    content = json.loads(json.dumps(content, cls=DjangoJSONEncoder), parse_float=str)
    salt = token_hex(32)
    line = LogLine(
        position=last.position + 1 if last else 1,
        kind=kind,
        subject=subject,
        derived_from=list(derived_from),
        role=role,
        happened_at=now,
        is_example=is_example,
        digest=digest_of(content, salt),
    )
    line.chain = chain_of(line, last.chain if last else BEGINNING)
    line.save(force_insert=True)
    LogSalt.objects.create(line=line, salt=salt, content=content)
    return line


@transaction.atomic
def forget_content(*, position: int) -> bool:
    """Delete what a line is about, with its salt; the line stays and says that something happened, not what.

    Returns whether there was something to forget.
    """
    return bool(LogSalt.objects.filter(line=position).delete()[0])


def verify_log(*, known: str = "") -> Checked:
    """Go along the chain. `known` is a head that was noted down: else nobody can tell that the end is cut off."""
    before, broken, lines, forgotten, is_known = BEGINNING, [], 0, 0, known in ("", BEGINNING)
    for line in LogLine.objects.in_order().select_related("salt").iterator():
        salt = getattr(line, "salt", None)
        is_content = salt is None or digest_of(salt.content, salt.salt) == line.digest
        if not is_content or line.chain != chain_of(line, before):
            broken.append(line.position)
        before, lines, forgotten = line.chain, lines + 1, forgotten + (salt is None)
        is_known = is_known or before == known
    return Checked(lines, forgotten, broken, before, is_known)


def digest_of(content: dict, salt: str) -> str:
    """Keyed with the salt: short contents can't be guessed from it once the salt is gone."""
    return hmac.new(salt.encode(), _plain(content), hashlib.sha256).hexdigest()


def chain_of(line: LogLine, before: str) -> str:
    written = [
        *(before, line.position, line.kind, line.subject, line.derived_from, line.role),
        *(line.happened_at.astimezone(UTC).isoformat(), line.digest, line.is_example),
    ]
    return hashlib.sha256(_plain(written)).hexdigest()


def _plain(content) -> bytes:
    """One way to write it, whatever the order of its keys."""
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
