"""What a sheet of the needs form is made from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from needs import words
from needs.definitions import Asked, Definition
from needs.models import Context, Frame, Question, Thresholds, Wave
from offers.models import Provider
from offers.reference import Reference


@dataclass(frozen=True)
class Paper:
    """What a sheet is made from. `group` is one of StakeholderGroup, or "" for a sheet that everybody can use.

    `provider` is the organisation that answers, or None for a sheet that any can use.
    """

    definition: Definition
    wave: Wave
    group: str
    language: str
    reference: Reference
    provider: Provider | None = None

    @property
    def is_organisations(self) -> bool:
        return self.wave.frame == Frame.ORGANISATIONS

    @property
    def public_answers(self) -> int:
        """So many must have answered before a number is shown to everybody."""
        return (self.wave.thresholds or Thresholds()).public_answers

    @property
    def roles(self) -> Sequence[str]:
        return [self.group] if self.group else []

    def earlier(self, question: Question) -> Asked:
        return next(asked for asked in self.definition.asked if asked.question.pk == question.after_id)

    def group_words(self, groups: Iterable[str]) -> str:
        """The groups as question 1 names them."""
        asked = self.definition.of_context(Context.ROLES)
        named = {option.key: words.option_text(option, self.language) for option in asked.options}
        return ", ".join(named[group] for group in groups)
