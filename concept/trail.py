"""From a statement forward to what became of it, and back: how many statements stand behind a thing.

A contribution is coded to themes, a theme stands behind findings as evidence, findings carry measures, and resolutions
decide on them (methods.md section 11). Invented contributions lead to invented things only, and the other way round.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Model, Prefetch
from django.utils.translation import gettext as _

from concept.models import Evidence, Finding, Measure, Resolution
from needs.models import Contribution, Theme

# Below it a count is told in words only, and goes into no sum: a finding on three themes would tell what its themes
# hide. Above it in full tens, so that two counts, of two themes and both together, leave the rest open by nine to
# either side (methods.md section 6). They are of today: over months it can be seen when a count reached a full ten.
FEWEST = 10
TOO_FEW = "too few"
# From evidence to what stands on it.
WAYS = {Finding: "finding", Measure: "finding__measures", Resolution: "finding__measures__resolutions"}


class Line(NamedTuple):
    """A theme of a contribution, as it counts now, and the public findings on it with `public_measures`.

    Each of these has `public_resolutions`.
    """

    theme: Theme
    findings: list[Finding]


class Families:
    """Which themes were merged into which, however often; asked once."""

    def __init__(self):
        self.themes = {theme.pk: theme for theme in Theme.objects.all()}

    def upwards(self, key: int) -> list[int]:
        """A theme and what it was merged into: it counts as each of them. The last is the one of now."""
        into = self.themes[key].merged_into_id
        return [key, *(self.upwards(into) if into else [])]

    def below(self, keys: Iterable[int]) -> set[int]:
        """These themes and all that were merged into them."""
        wanted = set(keys)
        return {key for key in self.themes if wanted.intersection(self.upwards(key))}


def trails_of(contributions: Iterable[Contribution]) -> dict[int, list[Line]]:
    """What became of each, by its key, a line for each of its themes; the same number of queries for one and many."""
    examples = {contribution.pk: contribution.is_example for contribution in contributions}
    codings = list(_codings(contribution__in=examples))
    families = Families() if codings else None
    ways = {theme: families.upwards(theme) for _contribution, theme in codings}
    found = _findings_on({key for way in ways.values() for key in way})
    lines: dict[int, dict[int, Line]] = {key: {} for key in examples}
    for contribution, theme in codings:
        current = families.themes[ways[theme][-1]]
        findings = {finding for key in ways[theme] for finding in found[key]}
        former = lines[contribution].get(current.pk, Line(current, []))
        same = {finding for finding in findings if finding.is_example == examples[contribution]}
        findings = sorted(same.union(former.findings), key=lambda finding: (finding.year, finding.number))
        lines[contribution][current.pk] = Line(current, findings)
    return {key: sorted(each.values(), key=lambda line: line.theme.number) for key, each in lines.items()}


def trail_of(contribution: Contribution) -> list[Line]:
    return trails_of([contribution])[contribution.pk]


def contributions_behind(themes: Iterable[int], *, is_example: bool, families: Families | None = None):
    """The contributions coded to one of these themes, or to one that was merged into it."""
    below = (families or Families()).below(themes)
    return Contribution.objects.filter(themes__in=below, is_example=is_example).distinct()


def statements_behind_all(things: Iterable[Finding | Measure | Resolution | Theme]) -> dict[int, int | str]:
    """How many statements stand behind things of one kind, by their keys, fit for the public.

    0 where no theme is among what it rests on; TOO_FEW where each has fewer than ten; else of those that have more, in
    full tens ("at least 30").
    """
    things = list(things)
    themes = _themes_behind(things)
    if not any(themes.values()):
        return dict.fromkeys(themes, 0)
    families = Families()
    below = {theme: families.below([theme]) for theme in set().union(*themes.values())}
    coded = defaultdict(set)
    for contribution, theme, is_example in _codings("contribution__is_example", theme__in=set().union(*below.values())):
        coded[theme, is_example].add(contribution)
    counts = {}
    for thing in things:
        piles = [set().union(*(coded[key, thing.is_example] for key in below[theme])) for theme in themes[thing.pk]]
        told = set().union(*(pile for pile in piles if len(pile) >= FEWEST))
        counts[thing.pk] = in_public(len(told)) if piles else 0
    return counts


def statements_behind(thing: Finding | Measure | Resolution | Theme) -> int | str:
    return statements_behind_all([thing])[thing.pk]


def in_public(count: int) -> int | str:
    return TOO_FEW if count < FEWEST else count // FEWEST * FEWEST


def statements_in_words(count: int | str) -> str:
    """A count fit for the public as people read it: "mindestens 30 Beiträge"."""
    if count == TOO_FEW:
        return _("weniger als %(fewest)d Beiträge") % {"fewest": FEWEST}
    return _("mindestens %(count)d Beiträge") % {"count": count} if count else _("keine Beiträge")


def _codings(*fields: str, **wanted):
    return Contribution.themes.through.objects.filter(**wanted).values_list("contribution", "theme", *fields)


def _findings_on(themes: set[int]) -> dict[int, list[Finding]]:
    """Public findings by the theme that stands behind them."""
    found = defaultdict(list)
    resolutions = Prefetch("resolutions", Resolution.objects.newest_first(), to_attr="public_resolutions")
    measures = Prefetch(
        "measures", Measure.objects.public().in_order().prefetch_related(resolutions), to_attr="public_measures"
    )
    evidence = Evidence.objects.filter(theme__in=themes, finding__in=Finding.objects.public())
    for each in evidence.prefetch_related(Prefetch("finding", Finding.objects.prefetch_related(measures))):
        found[each.theme_id].append(each.finding)
    return found


def _themes_behind(things: list[Model]) -> dict[int, set[int]]:
    """The themes among what each rests on: of a finding also while it is a draft, else of public ones."""
    themes = {thing.pk: {thing.pk} if isinstance(thing, Theme) else set() for thing in things}
    for kind, way in WAYS.items():
        keys = [thing.pk for thing in things if isinstance(thing, kind)]
        evidence = Evidence.objects.filter(theme__isnull=False, **{f"{way}__in": keys})
        if kind is not Finding:
            evidence = evidence.filter(finding__in=Finding.objects.public())
        for key, theme in evidence.values_list(way, "theme") if keys else ():
            themes[key].add(theme)
    return themes
