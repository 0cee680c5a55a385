"""What was typed on a page: what of it counts, and what has to be put right, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from needs.definitions import QUOTE_SUFFIX, YES, Data, Step
from needs.models import Kind
from needs.words import option_text
from offers.models import Level
from offers.reference import Reference

# A page may hold so many characters and choices: a text to be cut stays whole, and all topics may be ticked. What is
# more is refused aloud, so that no sheet becomes a heap of text.
LONGEST_KEPT, MOST_KEPT = 20_000, 200


@dataclass(frozen=True)
class Reading:
    """`values` count: option keys, slugs of a district or of topics, or one text. `problem` says what to do."""

    step: Step
    values: tuple[str, ...]
    problem: str = ""
    may_be_quoted: bool = False

    @property
    def is_answered(self) -> bool:
        return bool(self.values) and not self.problem


def typed(values: Iterable[str]) -> list[str]:
    """What is kept of what was sent: everything once."""
    return [value.replace("\0", "") for value in dict.fromkeys(values) if value]


def can_be_kept(values: Sequence[str]) -> bool:
    return len(values) <= MOST_KEPT and sum(map(len, values)) <= LONGEST_KEPT


def read(step: Step, data: Data, reference: Reference) -> Reading:
    """Look at what was typed on one page; an empty page has no problem, even where an answer is needed."""
    values = tuple(dict.fromkeys(value.strip() for value in data.get(step.name, ()) if value.strip()))
    if step.question.kind == Kind.TEXT:
        may_be_quoted = YES in data.get(f"{step.name}{QUOTE_SUFFIX}", ())
        return Reading(step, values[:1], _too_long(step, values), may_be_quoted and bool(values))
    return Reading(step, values, _unknown(step, values, reference) or _beside(step, values) or _too_many(step, values))


def read_all(steps: Iterable[Step], data: Data, reference: Reference) -> list[Reading]:
    return [read(step, data, reference) for step in steps]


def missing(reading: Reading) -> str:
    """What to do where an answer is needed and none is there; empty where nothing is missing."""
    return _("Wählen Sie eine Antwort.") if reading.step.question.is_required and not reading.values else ""


def known_values(step: Step, reference: Reference) -> set[str]:
    """Everything that can be chosen on a page."""
    keys = set(step.asked.option_keys)
    if step.question.kind == Kind.AREA:
        keys |= {area.slug for area in reference.areas.values() if area.level == Level.DISTRICT}
    if step.question.kind == Kind.TOPICS:
        keys |= {theme.slug for theme in reference.themes.values() if not theme.is_group}
    return keys


def _unknown(step: Step, values: tuple[str, ...], reference: Reference) -> str:
    return _("Wählen Sie noch einmal aus.") if set(values) - known_values(step, reference) else ""


def _too_many(step: Step, values: tuple[str, ...]) -> str:
    most = step.question.most or (len(values) if step.question.kind in (Kind.SEVERAL, Kind.TOPICS) else 1)
    if len(values) <= most:
        return ""
    return ngettext(
        "Wählen Sie nur eine Antwort. Nehmen Sie die anderen weg.",
        "Wählen Sie höchstens %(most)d Antworten. Jetzt sind es %(chosen)d.",
        most,
    ) % {"most": most, "chosen": len(values)}


def _beside(step: Step, values: tuple[str, ...]) -> str:
    """ "Nichts davon" beside something else."""
    alone = next((option for option in step.options if option.stands_alone and option.key in values), None)
    if alone is None or len(values) == 1:
        return ""
    return _("Sie haben „%(option)s“ und noch etwas anderes gewählt. Nehmen Sie eines davon weg.") % {
        "option": option_text(alone, get_language())
    }


def _too_long(step: Step, values: tuple[str, ...]) -> str:
    over = sum(map(len, values[:1])) - step.question.characters
    if over <= 0:
        return ""
    return ngettext(
        "Kürzen Sie den Text um 1 Zeichen. Erlaubt sind %(most)d.",
        "Kürzen Sie den Text um %(over)d Zeichen. Erlaubt sind %(most)d.",
        over,
    ) % {"over": over, "most": step.question.characters}
