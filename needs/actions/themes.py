"""Themes: made, renamed, merged, split. Contributions are never changed by it, and each step stands in the log.

A merged theme keeps its contributions and says into which one it went: they count there as long as it is so, and
parting the two gives back exactly what was.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from needs.actions.refusals import NothingToSplit, ThemeIsMerged, ThemeIsNotMerged, ThemeIsTheSame
from needs.models import Contribution, Event, EventKind, Theme
from offers.models import TopicGroup


@transaction.atomic
def make_theme(*, title: str, topic_group: TopicGroup | None, by, now: datetime, is_example: bool = False) -> Theme:
    """A new theme with the next number; where somebody takes that at the same moment, the one after it."""
    while True:
        last = Theme.objects.aggregate(last=Max("number"))["last"] or 0
        try:
            with transaction.atomic():
                theme = Theme.objects.create(
                    number=last + 1, title=title, topic_group=topic_group, is_example=is_example
                )
        except IntegrityError:
            continue
        _log(EventKind.MADE, theme, by, now)
        return theme


@transaction.atomic
def rename_theme(*, theme_id: int, title: str, topic_group: TopicGroup | None, by, now: datetime) -> Theme:
    theme = _locked(theme_id)[0]
    if (theme.title, theme.topic_group_id) != (title, topic_group and topic_group.pk):
        theme.title, theme.topic_group = title, topic_group
        theme.save(update_fields=["title", "topic_group"])
        _log(EventKind.RENAMED, theme, by, now)
    return theme


@transaction.atomic
def merge(*, theme_id: int, into_id: int, by, now: datetime) -> Event:
    """The first counts as the second from now on. Raises ThemeIsTheSame, ThemeIsMerged."""
    if theme_id == into_id:
        raise ThemeIsTheSame
    theme, into = _locked(theme_id, into_id)
    if theme.merged_into_id or into.merged_into_id:
        raise ThemeIsMerged
    contributions = list(Contribution.objects.of_theme(theme).order_by("pk").values_list("pk", flat=True))
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    return _log(EventKind.MERGED, theme, by, now, other_theme=into, contributions=contributions)


@transaction.atomic
def part(*, event_id: int, by, now: datetime) -> Theme:
    """Undo a merge from its line in the log. Raises ThemeIsNotMerged where it isn't so any more."""
    merged = Event.objects.get(pk=event_id, kind=EventKind.MERGED)
    theme = _locked(merged.theme_id)[0]
    if theme.merged_into_id != merged.other_theme_id:
        raise ThemeIsNotMerged
    theme.merged_into = None
    theme.save(update_fields=["merged_into"])
    _log(EventKind.PARTED, theme, by, now, other_theme=merged.other_theme, contributions=merged.contributions)
    return theme


@transaction.atomic
def split(*, theme_id: int, contribution_ids: Iterable[int], title: str, by, now: datetime) -> Theme:
    """Chosen contributions become a theme of their own; the others stay. Raises ThemeIsMerged, NothingToSplit."""
    theme = _locked(theme_id)[0]
    if theme.merged_into_id:
        raise ThemeIsMerged
    family = Theme.objects.family(theme)
    held = Contribution.objects.select_for_update().filter(themes__in=family, pk__in=list(contribution_ids))
    chosen = sorted({contribution.pk for contribution in held.order_by("pk")})
    if not chosen:
        raise NothingToSplit
    new = make_theme(title=title, topic_group=theme.topic_group, by=by, now=now, is_example=theme.is_example)
    codings = Contribution.themes.through.objects
    codings.filter(contribution__in=chosen, theme__in=family).delete()
    codings.bulk_create(codings.model(contribution_id=pk, theme=new) for pk in chosen)
    _log(EventKind.SPLIT, theme, by, now, other_theme=new, contributions=chosen)
    return new


def _locked(*keys: int) -> list[Theme]:
    """In the order they are named, locked in the order of their keys: nobody waits in a circle."""
    themes = {theme.pk: theme for theme in Theme.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return [themes[key] for key in keys]


def _log(kind: str, theme: Theme, by, now: datetime, **fields) -> Event:
    return Event.objects.create(kind=kind, theme=theme, by=by, happened_at=now, **fields)
