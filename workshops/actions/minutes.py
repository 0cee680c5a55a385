"""Minutes: saved while they are typed, approved, published. Two who write at once both keep their text."""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from offers.models import Area, Topic
from workshops.actions.refusals import (
    MinutesAreEmpty,
    MinutesAreNotThere,
    MinutesAreTooLong,
    MinutesNeedChecking,
    MinutesWentOn,
    StatementIsNotReady,
)
from workshops.actions.reminders import thank
from workshops.models import Minutes, MinutesState, MinutesVersion, Standing, Statement

# What one page saves within this time is one version, else a script that saves every few seconds would make hundreds.
ONE_VERSION = timedelta(minutes=10)
MOST_CHARACTERS, MOST_STATEMENTS = 100_000, 200
LONGEST_STATEMENT = Statement._meta.get_field("text").max_length
# With at least so many words in common a sentence is the old one corrected, else it is another one.
CORRECTED = 0.5


@transaction.atomic
def save_minutes(*, workshop_id: int, content: dict, based_on: int, page: str, by, now: datetime) -> MinutesVersion:
    """Keep what was typed; `page` is the key of the open page it was typed in.

    If somebody saved in between, or the minutes are approved, the version lies aside (`is_aside`) and the one that
    counts stays. It is never refused for what it says, only for its size: half a sentence is worth keeping too.
    """
    _refuse_too_long(content)
    minutes = _locked(workshop_id)
    latest = minutes.versions.latest_first().first()
    if latest and latest.page == page and latest.content == content:
        return latest
    current = minutes.versions.current().first()
    # A page whose answer got lost doesn't know its own last version; that isn't somebody else's.
    is_own = current is not None and current.page == page and current.saved_by == by
    is_aside = minutes.state != MinutesState.WRITING or not (is_own or based_on == minutes.number)
    number = latest.number + 1 if latest else 1
    goes_on = is_own and based_on == minutes.number and now - current.begun_at < ONE_VERSION
    version = current if goes_on and not is_aside else MinutesVersion(minutes=minutes, begun_at=now)
    version.number, version.based_on, version.is_aside = number, based_on, is_aside
    version.content, version.page, version.saved_at, version.saved_by = content, page, now, by
    version.save()
    if not is_aside:
        # Also where a version goes on: whoever else has it open is then told of the difference.
        minutes.number = number
        minutes.save(update_fields=["number"])
    return version


def _refuse_too_long(content: dict) -> None:
    characters = len(content["text"]) + sum(len(row["text"]) for row in content["statements"])
    if characters > MOST_CHARACTERS or len(content["statements"]) > MOST_STATEMENTS:
        raise MinutesAreTooLong


def _locked(workshop_id: int) -> Minutes:
    Minutes.objects.get_or_create(workshop_id=workshop_id)
    return Minutes.objects.select_for_update().get(workshop_id=workshop_id)


@transaction.atomic
def approve(*, workshop_id: int, number: int, is_checked: bool, role: str, now: datetime) -> Minutes:
    """The version with this number becomes the minutes, its statements become rows; all other versions are deleted.

    Raises a Refusal where it can't be: `number` must be the one that counts, or something unread would be approved.
    """
    minutes = _locked(workshop_id)
    if minutes.state != MinutesState.WRITING:
        raise MinutesAreNotThere(_("Das Protokoll ist schon freigegeben."))
    if minutes.number != number:
        raise MinutesWentOn
    content = current_content(minutes)
    if not content["text"] and not content["statements"]:
        raise MinutesAreEmpty
    if not is_checked:
        raise MinutesNeedChecking
    _write_statements(workshop_id, content["statements"])
    minutes.versions.exclude(number=number).delete()
    minutes.state, minutes.approved_at, minutes.approved_by = MinutesState.APPROVED, now, role
    minutes.save(update_fields=["state", "approved_at", "approved_by"])
    return minutes


@transaction.atomic
def take_back_approval(*, workshop_id: int) -> Minutes:
    """It can be written on again. The statements stay and keep their identity for the next approval."""
    minutes = _locked(workshop_id)
    if minutes.state != MinutesState.APPROVED:
        raise MinutesAreNotThere(
            _("Eine Freigabe lässt sich nur zurücknehmen, solange das Protokoll nicht veröffentlicht ist.")
        )
    minutes.state, minutes.approved_at, minutes.approved_by = MinutesState.WRITING, None, ""
    minutes.save(update_fields=["state", "approved_at", "approved_by"])
    return minutes


@transaction.atomic
def publish_minutes(*, workshop_id: int, now: datetime) -> Minutes:
    """Everybody may read it on the workshop's page; who was there is told so, once."""
    minutes = _locked(workshop_id)
    if minutes.state != MinutesState.APPROVED:
        raise MinutesAreNotThere(_("Geben Sie das Protokoll zuerst frei. Dann können Sie es veröffentlichen."))
    if minutes.workshop.standing(now) != Standing.OVER:
        raise MinutesAreNotThere(_("Veröffentlichen Sie das Protokoll erst, wenn die Werkstatt vorbei ist."))
    minutes.state, minutes.published_at = MinutesState.PUBLISHED, now
    minutes.save(update_fields=["state", "published_at"])
    thank(workshop=minutes.workshop, now=now)
    return minutes


@transaction.atomic
def unpublish_minutes(*, workshop_id: int) -> Minutes:
    """Off the page again; still approved."""
    minutes = _locked(workshop_id)
    if minutes.state != MinutesState.PUBLISHED:
        raise MinutesAreNotThere(_("Das Protokoll ist nicht veröffentlicht."))
    minutes.state, minutes.published_at = MinutesState.APPROVED, None
    minutes.save(update_fields=["state", "published_at"])
    return minutes


def current_content(minutes: Minutes | None) -> dict:
    """What counts now; empty where nobody has written yet."""
    version = minutes.versions.current().first() if minutes else None
    return version.content if version else {"text": "", "statements": []}


class Matching(NamedTuple):
    """Which statement each row goes on, None where it is a new one; and those that no row goes on."""

    statements: list[Statement | None]
    leaving: list[Statement]


def match(workshop_id: int, rows: list[dict]) -> Matching:
    """Others may link to a statement: it stays the same one where its words stay, move or are corrected.

    Not by position alone: a sentence put in at the top would give every link below it another sentence.
    """
    left = list(Statement.objects.filter(workshop=workshop_id).in_order())
    found = [_take(left, row["text"], 1) for row in rows]
    found = [known or _take(left, row["text"], CORRECTED) for known, row in zip(found, rows, strict=True)]
    return Matching(found, left)


def _take(left: list[Statement], text: str, least: float) -> Statement | None:
    """The statement that is most like the text, and at least that much; it is taken out of those left."""
    statement = max(left, key=lambda one: _likeness(one.text, text), default=None)
    if statement is None or _likeness(statement.text, text) < least:
        return None
    left.remove(statement)
    return statement


def _likeness(before: str, after: str) -> float:
    """The share of words in common, 0 to 1 (Dice 1945)."""
    words, others = Counter(before.split()), Counter(after.split())
    return 2 * (words & others).total() / (words.total() + others.total())


def _write_statements(workshop_id: int, rows: list[dict]) -> None:
    topics = {topic.code: topic for topic in Topic.objects.all()}
    areas = {area.slug: area for area in Area.objects.all()}
    matching = match(workshop_id, rows)
    for position, (row, known) in enumerate(zip(rows, matching.statements, strict=True), start=1):
        _refuse_unready(position, row, topics, areas)
        statement = known or Statement(workshop_id=workshop_id)
        statement.position, statement.text, statement.group = position, row["text"], row["group"]
        statement.topic, statement.area = topics.get(row["topic"]), areas.get(row["area"])
        statement.save()
    Statement.objects.filter(pk__in=[statement.pk for statement in matching.leaving]).delete()


def _refuse_unready(number: int, row: dict, topics: dict, areas: dict) -> None:
    faults = (
        (not row["text"], _("Schreiben Sie bei Aussage %(number)d auf, was gesagt wurde, oder leeren Sie die Zeile.")),
        (len(row["text"]) > LONGEST_STATEMENT, _("Kürzen Sie Aussage %(number)d auf 500 Zeichen.")),
        (row["topic"] and row["topic"] not in topics, _("Wählen Sie bei Aussage %(number)d das Thema neu.")),
        (row["area"] and row["area"] not in areas, _("Wählen Sie bei Aussage %(number)d den Stadtteil neu.")),
    )
    for is_at_fault, fault in faults:
        if is_at_fault:
            raise StatementIsNotReady(number, fault)
