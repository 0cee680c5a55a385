"""Contributions: taken in from everywhere, redacted, coded, and told what became of them.

What is written to the log are keys and standings, never words of a contribution.
"""

from collections.abc import Iterable
from datetime import date, datetime
from secrets import randbelow

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from needs.actions.refusals import (
    MoveIsNotAllowed,
    ReasonIsMissing,
    RedactionIsEmpty,
    TextHasNoticedPlaces,
    TextIsDeleted,
    TextIsPublic,
)
from needs.actions.themes import make_theme
from needs.models import Contribution, Event, EventKind, RawReading, Source, Standing, Theme, Wave
from needs.redacting import noticed
from needs.standings import may_move
from offers.models import Area, ErrorReport, MissingHelp, Topic, TopicGroup
from workshops.actions.codes import issue_code
from workshops.models import CodeKind, Statement

# Numbers of telephone notes have eight digits; all others count from 1.
LOWEST_NOTE = 10_000_000


def take_in(*, now: datetime) -> int:
    """Take in what was said elsewhere: released statements of workshops, and answers to "Diese Hilfe fehlt?".

    Once a night and by a button; running it twice does no harm. Returns how many came in. Error reports are mostly
    about a wrong number or time: somebody chooses those that tell of a need (`take_in_report`).
    """
    _follow_minutes(now)
    statements = (
        Statement.objects.released().filter(contribution=None).select_related("workshop__minutes", "topic").in_order()
    )
    helps = MissingHelp.objects.filter(contribution=None).exclude(text="").order_by("pk")
    return sum(map(_take_in_statement, statements)) + sum(map(_take_in_help, helps))


@transaction.atomic
def _take_in_statement(statement: Statement) -> bool:
    """Everybody can read it already: nothing has to be taken out. Whoever wrote the minutes said what it is about."""
    contribution, is_new = Contribution.objects.get_or_create(
        statement=statement,
        defaults={
            "source": Source.MINUTES,
            "text": statement.text,
            "redacted": statement.text,
            "redacted_at": statement.workshop.minutes.published_at,
            "received_in": _month(timezone.localdate(statement.workshop.starts_at)),
            "groups": [statement.group] if statement.group else [],
            "area_id": statement.area_id,
            "is_example": statement.workshop.is_example,
        },
    )
    if statement.topic:
        contribution.topics.add(statement.topic)
        contribution.topic_groups.add(statement.topic.group_id)
    return is_new


def _take_in_help(told: MissingHelp) -> bool:
    fields = {"text": told.text, "received_in": _month(told.received_on), "area_id": told.area_id}
    _contribution, is_new = Contribution.objects.get_or_create(
        missing_help=told, defaults={"source": Source.MISSING_HELP, **fields}
    )
    return is_new


@transaction.atomic
def take_in_report(*, report_id: int) -> bool:
    """An error report that tells of a need. Returns whether it is new.

    Only one that is done: its contact is gone, or words and sender would stay side by side.
    """
    report = ErrorReport.objects.done().prefetch_related("offer__topics").get(pk=report_id)
    fields = {"text": report.text, "received_in": _month(timezone.localdate(report.received_at))}
    contribution, is_new = Contribution.objects.get_or_create(
        error_report=report, defaults={"source": Source.ERROR_REPORT, **fields}
    )
    contribution.topics.add(*report.offer.topics.all())
    contribution.topic_groups.add(*{topic.group_id for topic in report.offer.topics.all()})
    return is_new


@transaction.atomic
def write_note(
    *, text: str, groups: Iterable[str], area: Area | None, may_be_quoted: bool, now: datetime
) -> Contribution:
    """What somebody said on the telephone, with a code to ask later what became of it."""
    return Contribution.objects.create(
        # Drawn by chance: numbers in the order of calls would tell on which day somebody called.
        pk=LOWEST_NOTE + randbelow(9 * LOWEST_NOTE),
        source=Source.PHONE_NOTE,
        text=text,
        groups=list(groups),
        area=area,
        may_be_quoted=may_be_quoted,
        received_in=_month(timezone.localdate(now)),
        code=issue_code(CodeKind.CONTRIBUTION),
    )


def note_reading(*, what: str, reason: str, by, now: datetime, wave: Wave | None = None) -> RawReading:
    """Somebody opens single answers, or free text as it was written; called before it is shown."""
    return RawReading.objects.create(what=what, wave=wave, reason=reason, read_at=now, read_by=by)


@transaction.atomic
def redact(*, contribution_id: int, text: str, is_checked: bool, by, now: datetime) -> Contribution:
    """Let others read a copy. `is_checked`: what was noticed in it tells of nobody.

    Raises TextIsPublic, TextIsDeleted, RedactionIsEmpty, TextHasNoticedPlaces.
    """
    contribution = Contribution.objects.select_for_update().get(pk=contribution_id)
    if contribution.source == Source.MINUTES:
        raise TextIsPublic
    if contribution.text_deleted_on:
        raise TextIsDeleted
    if not text:
        raise RedactionIsEmpty
    if (places := noticed(text)) and not is_checked:
        raise TextHasNoticedPlaces(places=places)
    contribution.redacted, contribution.redacted_at, contribution.redacted_by = text, now, by
    contribution.save(update_fields=["redacted", "redacted_at", "redacted_by"])
    _log(EventKind.REDACTED, [contribution.pk], by, now)
    _be_read(contribution, by, now)
    return contribution


@transaction.atomic
def code(
    *,
    contribution_id: int,
    topics: Iterable[Topic],
    topic_groups: Iterable[TopicGroup],
    themes: Iterable[Theme],
    new_theme: str = "",
    by,
    now: datetime,
) -> Contribution:
    """Say what a contribution is about; what isn't named any more is taken away. A topic brings its Lebensbereich.

    `new_theme` is the title of one that is made for it.
    """
    contribution = Contribution.objects.select_for_update().get(pk=contribution_id)
    topics = list(topics)
    contribution.topics.set(topics)
    contribution.topic_groups.set({group.pk for group in topic_groups} | {topic.group_id for topic in topics})
    chosen = {theme.pk for theme in themes}
    if new_theme:
        group = contribution.topic_groups.in_order().first()
        chosen.add(make_theme(title=new_theme, topic_group=group, by=by, now=now).pk)
    _assign(contribution, chosen, by, now)
    _be_read(contribution, by, now)
    return contribution


def _assign(contribution: Contribution, themes: set[int], by, now: datetime) -> None:
    """To these themes and no others; those merged into them count as them. Each change is a line of the log."""
    current = Theme.objects.by_any()
    themes = {current[pk].pk for pk in themes}
    held = set(contribution.themes.values_list("pk", flat=True))
    left = {pk for pk in held if current[pk].pk not in themes}
    come = themes - {current[pk].pk for pk in held}
    contribution.themes.remove(*left)
    contribution.themes.add(*come)
    for kind, keys in ((EventKind.UNCODED, left), (EventKind.CODED, come)):
        for theme_id in sorted(keys):
            _log(kind, [contribution.pk], by, now, theme_id=theme_id)
    if contribution.standing in (Standing.RECEIVED, Standing.READ) and themes:
        _move(contribution, Standing.THEME, "", by, now)
    elif contribution.standing == Standing.THEME and not themes:
        _move(contribution, Standing.READ, "", by, now)


@transaction.atomic
def advance(*, contribution_ids: Iterable[int], standing: str, reason: str = "", by, now: datetime) -> int:
    """Say of contributions what became of them; those that stand there already are left. Returns how many moved.

    `reason` is read by whoever sent them; it has to be given where a contribution ends without being followed.
    All or none move. Raises ReasonIsMissing, MoveIsNotAllowed.
    """
    if standing == Standing.NOT_FOLLOWED and not reason:
        raise ReasonIsMissing
    # In one order for everybody: two that move the same ones wait for each other, not in a circle.
    rows = Contribution.objects.select_for_update().filter(pk__in=list(contribution_ids)).order_by("pk")
    moving = [row for row in rows if (row.standing, row.standing_reason) != (standing, reason)]
    if stuck := [str(row) for row in moving if row.standing != standing and not may_move(row, standing)]:
        raise MoveIsNotAllowed(names=stuck)
    Contribution.objects.filter(pk__in=[row.pk for row in moving]).update(standing=standing, standing_reason=reason)
    if moving:
        # Not the reason: it may tell what was said, and has to go when the contribution is withdrawn.
        _log(EventKind.STANDING, [row.pk for row in moving], by, now, standing=standing)
    return len(moving)


def _move(contribution: Contribution, standing: str, reason: str, by, now: datetime) -> None:
    advance(contribution_ids=[contribution.pk], standing=standing, reason=reason, by=by, now=now)
    contribution.standing, contribution.standing_reason = standing, reason


def _be_read(contribution: Contribution, by, now: datetime) -> None:
    if contribution.standing == Standing.RECEIVED:
        _move(contribution, Standing.READ, "", by, now)


def _follow_minutes(now: datetime) -> None:
    """A sentence of minutes that were written on again gets its new words; till then nobody reads the old ones."""
    changed = Contribution.objects.filter(source=Source.MINUTES).exclude(redacted=F("statement__text"))
    for contribution in changed.select_related("statement"):
        text = contribution.statement.text
        own = Contribution.objects.filter(pk=contribution.pk)
        own.update(redacted=text, redacted_at=now)
        own.with_text().update(text=text)


def _log(kind: str, contributions: list[int], by, now: datetime, **fields) -> None:
    Event.objects.create(kind=kind, contributions=contributions, by=by, happened_at=now, **fields)


def _month(day: date) -> date:
    return day.replace(day=1)
