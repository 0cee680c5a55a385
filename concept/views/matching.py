"""Stock beside need: the matrix, one district, one part of life. Only what a release has frozen is shown."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concept.disclosure import NOT_TOLD
from concept.expressed import IN_VAIN
from concept.floor import NOT_LOOKED, floor
from concept.models import Figure, MatchCell, Release
from concept.views.lists import frame_facts
from concept.words import (
    DUTIES,
    FLOOR_WORDS,
    GRADE_MEANINGS,
    GROUPS,
    MEANINGS,
    as_asked,
    in_vain_in_words,
    option_texts,
)
from needs.counting import OLDER, REASONS
from needs.models import PlanningArea
from offers.models import Level, Topic
from offers.reference import Reference, reference
from offers.sharing import shared_page


class Sought(NamedTuple):
    """What older people looked for in vain, by topic, and the figure that tells it."""

    topics: list[str]
    figure: Figure


class Part(NamedTuple):
    """A part of life at one place: what is so there, why, and who says what."""

    cell: MatchCell
    reasons: list[str]
    figures: list[tuple[str, Figure]]
    # Why older people miss something, with how many say so: empty where that is left out, None where nothing is told.
    named: list[tuple[str, str]] | None
    # The same part of life in each planning area; empty where only one of them is shown.
    areas: list[MatchCell]
    # Of the whole city only, where it is told.
    sought: Sought | None


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def match(request: HttpRequest) -> HttpResponse:
    release, today = Release.objects.shown(), timezone.localdate()
    context = {"known": _districts(reference()), "grades": GRADE_MEANINGS, "meanings": MEANINGS}
    context |= {"today": today, "duties": _floor(today)}
    if release:
        context |= _released(request, release, place=None)
    return render(request, "concept/match.html", context)


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def match_district(request: HttpRequest, slug: str) -> HttpResponse:
    """A district by the planning area it belongs to: single districts have too few answers (methods.md section 2)."""
    context, release = _district(slug), Release.objects.shown()
    context |= {"grades": GRADE_MEANINGS, "meanings": MEANINGS}
    if release:
        context |= _released(request, release, place=context["planning_area"])
    return render(request, "concept/match_district.html", context)


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def match_part(request: HttpRequest, part: str, slug: str = "") -> HttpResponse:
    """One part of life, in the whole city or for a district: who says what, and why."""
    context, release = _district(slug) if slug else {"planning_area": None}, Release.objects.shown()
    if release is None:
        raise Http404
    context |= _released(request, release, place=context["planning_area"])
    found = next((each for each in context["parts"] if each.cell.topic_group.slug == part), None)
    if found is None:
        raise Http404
    return render(request, "concept/match_part.html", context | {"part": found})


def _district(slug: str) -> dict:
    """With the planning area it lies in, if any. Raises Http404."""
    area = next((each for each in _districts(reference()) if each.slug == slug), None)
    if area is None:
        raise Http404
    return {"area": area, "planning_area": PlanningArea.objects.filter(areas=area).first()}


def _districts(known: Reference) -> list:
    return [area for area in known.city_with_districts() if area.level == Level.DISTRICT]


def _released(request: HttpRequest, release: Release, *, place: PlanningArea | None) -> dict:
    """What a release says of a place (None: the whole city) by the way of asking that the address names."""
    cells = list(release.cells.for_tables())
    figures = list(release.figures.about_parts_of_life(place))
    facts = frame_facts(request, figures)
    texts = option_texts(release)[REASONS]
    sought = {} if place else _sought(release, facts["frame"])
    told = {cell.pk: _by_group(each for each in figures if _is_about(each, cell, facts["frame"])) for cell in cells}
    return facts | {
        "release": release,
        "planning_areas": list(dict.fromkeys(cell.planning_area for cell in cells if cell.planning_area)),
        "parts": [
            Part(
                cell,
                [texts.get(key, key) for key in cell.reasons],
                told[cell.pk],
                _named(told[cell.pk], texts),
                [other for other in cells if not place and _is_part_of(cell, other)],
                sought.get(cell.topic_group_id),
            )
            for cell in cells
            if cell.planning_area == place
        ],
    }


def _sought(release: Release, frame: str) -> dict[int, Sought]:
    """By Lebensbereich (methods.md section 8: beside every cell those who searched in vain)."""
    told = release.figures.about_questions().filter(question=IN_VAIN, group=OLDER, frame=frame, is_hidden=False)
    figure = told.first()
    topics: dict[int, dict[str, str]] = {}
    for group, slug, name in Topic.objects.in_order().values_list("group", "slug", "plain_name") if figure else ():
        topics.setdefault(group, {})[slug] = name
    found = {group: in_vain_in_words(figure.shares["chosen"], names) for group, names in topics.items()}
    return {group: Sought(words, figure) for group, words in found.items() if words}


def _is_part_of(city: MatchCell, other: MatchCell) -> bool:
    return bool(other.planning_area_id) and other.topic_group_id == city.topic_group_id


def _is_about(figure: Figure, cell: MatchCell, frame: str) -> bool:
    return figure.topic_group_id == cell.topic_group_id and figure.frame == frame


def _by_group(figures: Iterable[Figure]) -> list[tuple[str, Figure]]:
    """The older people's own column first; the other groups of which nothing is told stand last, as one."""
    by_group = {figure.group: figure for figure in figures}
    told = [(str(name), by_group[group]) for group, name in GROUPS.items() if group in by_group]
    hidden = [each for each in told if each[1].is_hidden and each[1].group != OLDER]
    folded = [(", ".join(name for name, _figure in hidden), hidden[0][1])] if hidden else []
    return [each for each in told if each not in hidden] + folded


def _named(told: list[tuple[str, Figure]], texts: dict[str, str]) -> list[tuple[str, str]] | None:
    older = next((figure for _name, figure in told if figure.group == OLDER and not figure.is_hidden), None)
    if older is None:
        return None
    reasons = as_asked(texts, older.shares["reasons"])
    named = [(texts.get(key, key), share) for key, share in reasons.items()]
    return [*named, (_("Andere Gründe"), str(NOT_TOLD))] if reasons and texts.keys() - reasons.keys() else named


def _floor(today: date) -> list[tuple[str, list[tuple[PlanningArea, str]]]]:
    """Each duty of § 71 (2) SGB XII with what is so in each planning area, as of now."""
    areas = list(PlanningArea.objects.in_order())
    if not areas:
        return []
    found = floor(today=today)
    return [
        (words, [(area, FLOOR_WORDS[found.get((number, area.pk), NOT_LOOKED)]) for area in areas])
        for number, words in DUTIES.items()
    ]
