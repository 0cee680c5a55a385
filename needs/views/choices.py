"""What can be chosen on a page, as its template shows it: each choice once, what was chosen first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from needs.definitions import Step
from needs.words import catalogue_name, option_text
from offers.models import Area, Level
from offers.reference import Reference
from offers.search import understand

# A topic is found if it scores at least this share of the best one.
LEAST_SHARE, MOST_FOUND = 0.3, 8
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Choice:
    key: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    title: str
    choices: list[Choice]


def options_of(step: Step, values: Collection[str], language: str) -> list[Choice]:
    return [Choice(option.key, option_text(option, language), option.key in values) for option in step.options]


def districts_of(values: Collection[str], known: Reference) -> list[Group]:
    """All districts as people know them: those of the inner city, the others."""
    inner = known.districts(below=Level.DISTRICT_GROUP)
    outer = [area for area in known.areas.values() if area.level == Level.DISTRICT and area not in inner]
    groups = [_districts(_("Kernstadt"), inner, values), _districts(_("Ortsbezirke"), outer, values)]
    return [group for group in groups if group.choices]


def topics_of(values: Collection[str], found: Sequence[str], known: Reference, language: str) -> dict:
    """The topics chosen, those found, and the others by part of life."""
    shown = {*values, *found}
    return {
        "chosen": _topics([slug for slug in values if slug in known.themes], values, known, language),
        "found": _topics([slug for slug in found if slug not in values], values, known, language),
        "groups": [
            Group(
                catalogue_name(group.name, language),
                _topics([t.slug for t in known.topics_of(group.slug) if t.slug not in shown], values, known, language),
            )
            for group in known.groups()
        ],
    }


def find_topics(text: str, known: Reference, language: str) -> tuple[list[str], bool]:
    """The topics that typed words mean, best first, and whether somebody is in despair."""
    understood = understand(text[:LONGEST_SEARCH], lexicon=known.lexicon)
    best = max((match.score for match in understood.topics), default=0)
    close = [known.slugs_by_code[match.code] for match in understood.topics if match.score >= best * LEAST_SHARE]
    # The search knows German: names in another language are looked through as they stand.
    named = [slug for slug in known.themes if understood.text and _is_named(slug, understood.text, known, language)]
    found = [topic for slug in [*close, *named] for topic in _topics_below(slug, known)]
    return list(dict.fromkeys(found))[:MOST_FOUND], understood.is_crisis


def _is_named(slug: str, text: str, known: Reference, language: str) -> bool:
    return text.casefold() in catalogue_name(known.themes[slug].name, language).casefold()


def _topics_below(slug: str, known: Reference) -> list[str]:
    theme = known.themes[slug]
    return [topic.slug for topic in known.topics_of(slug)] if theme.is_group else [slug]


def _topics(slugs: Iterable[str], values: Collection[str], known: Reference, language: str) -> list[Choice]:
    return [Choice(slug, catalogue_name(known.themes[slug].name, language), slug in values) for slug in slugs]


def _districts(title: str, areas: Iterable[Area], values: Collection[str]) -> Group:
    return Group(title, [Choice(area.slug, area.name, area.slug in values) for area in areas])
