"""A sheet as one page to type: every question in the order of the paper, a short field for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from needs.actions.refusals import (
    LetterIsNeeded,
    LetterIsUnknown,
    LetterWasTyped,
    Refusal,
    SheetIsIncomplete,
    SheetIsTyped,
)
from needs.admin.typed_answers import as_typed, read_typed, shown_choices
from needs.definitions import QUOTE_SUFFIX, YES, Asked, Data, Step
from needs.models import Kind, Language, Part
from needs.numbering import Choice, choices_of
from needs.words import PLACE, heading, question_text
from offers.reference import Reference

# Where a refusal is shown; others stand above the form.
PLACES = {SheetIsTyped: "number", LetterIsNeeded: "code", LetterIsUnknown: "code", LetterWasTyped: "code"}
# Answers whose names the browser completes.
NAMED = {Kind.AREA: "namen-stadtteile", Kind.TOPICS: "namen-themen"}

# Answers that the paper doesn't ask for, as the form named them when it was refused.
UNASKED = "unasked"


@dataclass(frozen=True)
class Column:
    """A question that is asked about each row of a table, and what can be answered."""

    pk: str
    number: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Questions under one heading: fields one below the other, or a table with a row for each part of life."""

    heading: str
    columns: Sequence[Column]
    rows: Sequence[tuple[str, list[forms.BoundField]]]
    fields: Sequence[forms.BoundField]


class SheetForm(forms.Form):
    """`steps` are all that stand on the paper. Free text isn't typed a second time, only whether it may be quoted."""

    def __init__(self, data, *, steps: Sequence[Step], known: Reference, is_spoken=False, is_again=False, **options):
        self.steps, self.known, self.is_spoken, self.is_again = steps, known, is_spoken, is_again
        self.choices = {step.question.pk: choices_of(step.asked, known) for step in steps}
        super().__init__(data, label_suffix="", **options)
        for step in steps:
            self.fields |= self._text_fields(step) if _is_text(step) else {step.name: self._number_field(step)}

    def choices_for(self, step: Step) -> tuple[Choice, ...]:
        return self.choices[step.question.pk]

    def as_initial(self, answers: Data) -> dict[str, object]:
        """What stands in the fields of a sheet that was typed already."""
        return {
            step.name: "".join(answers.get(step.name, ()))
            if _is_text(step)
            else as_typed(answers.get(step.name, ()), self.choices_for(step))
            for step in self.steps
        } | {_quote(step): YES in answers.get(_quote(step), ()) for step in self.steps if _is_text(step)}

    def clean(self):
        super().clean()
        self.answers: dict[str, list[str]] = {}
        for step in self.steps:
            if _is_text(step):
                text = self.cleaned_data.get(step.name, "")
                self.answers[step.name] = [text] if text else []
                self.answers[_quote(step)] = [YES] if self.cleaned_data.get(_quote(step)) else []
                continue
            typed = read_typed(self.cleaned_data.get(step.name, ""), self.choices_for(step))
            self.answers[step.name] = list(typed.values)
            if typed.problem:
                self.add_error(step.name, typed.problem)
        if self.unasked and self.data.get(UNASKED) != self.unasked:
            self._doubt()

    @property
    def unasked(self) -> str:
        """The fields with an answer to a question that the answer before it doesn't lead to.

        A form that says them already was saved once more, after a look at the paper.
        """
        return " ".join(step.name for step in self.steps if self._is_unasked(step))

    def _is_unasked(self, step: Step) -> bool:
        if not step.question.after_id or not getattr(self, "answers", {}).get(step.name):
            return False
        return not {*self.answers[self._earlier(step).name]} & {*step.question.after_options}

    def _earlier(self, step: Step) -> Step:
        return next(
            other
            for other in self.steps
            if other.question.pk == step.question.after_id and other.subject in (None, step.subject)
        )

    def _doubt(self) -> None:
        for name in self.unasked.split():
            step = next(step for step in self.steps if step.name == name)
            earlier = self._earlier(step)
            leading = [_("„%s“") % choice.name for choice in self._leading_to(step)]
            self.add_error(
                earlier.name,
                _(
                    "%(later)s gilt nur, wenn bei %(earlier)s %(answers)s steht. Stimmt die %(earlier)s? "
                    "Dann speichern Sie noch einmal."
                )
                % {
                    "later": step.question.number,
                    "earlier": earlier.question.number,
                    "answers": _(" oder ").join(leading),
                },
            )

    @property
    def has_new_questions(self) -> bool:
        """Fields that the page it was sent from didn't show: the offers of an organisation, known by its code."""
        return any(step.name not in self.data for step in self.steps if not _is_text(step))

    def refuse(self, refusal: Refusal) -> None:
        """Say it at the field it is about."""
        if isinstance(refusal, SheetIsIncomplete):
            for reading in refusal.readings:
                self.add_error(reading.step.name, reading.problem)
        else:
            self.add_error(PLACES.get(type(refusal)), str(refusal))

    def focus(self) -> None:
        """The page begins at the first field that is wrong, else at the first that nobody has filled."""
        names = [name for name, field in self.fields.items() if not field.widget.is_hidden and name != "number"]
        wrong = [name for name in self.errors if name in self.fields] if self.is_bound else []
        self.fields[(wrong or names)[0]].widget.attrs["autofocus"] = True

    def sections(self) -> list[Section]:
        """The part that everybody is asked."""
        return self._sections([step for step in self.steps if step.question.part != Part.MORE])

    def more_sections(self) -> list[Section]:
        """The part that nobody has to answer."""
        return self._sections([step for step in self.steps if step.question.part == Part.MORE])

    def is_more_typed(self) -> bool:
        names = [step.name for step in self.steps if step.question.part == Part.MORE]
        return any(self[name].value() or self[name].errors for name in names if name in self.fields)

    def names(self) -> list[tuple[str, list[str]]]:
        """What the browser completes, by the name of the list."""
        kinds = {step.question.kind: self.choices_for(step) for step in self.steps if step.question.kind in NAMED}
        return [(NAMED[kind], [choice.name for choice in choices]) for kind, choices in kinds.items()]

    def _sections(self, steps: Sequence[Step]) -> list[Section]:
        groups = groupby(steps, key=lambda step: (heading(step.question, Language.GERMAN), step.question.repeat))
        return [self._section(name, list(members)) for (name, _repeat), members in groups]

    def _section(self, name: str, steps: list[Step]) -> Section:
        if steps[0].subject is None:
            pages = [page for step in steps for page in (step.name, _quote(step)) if page in self.fields]
            return Section(name, (), (), [self[page] for page in pages])
        asked = {step.question.pk: step.asked for step in steps}
        rows = groupby(steps, key=lambda step: step.subject)
        return Section(
            name,
            [self._column(member) for member in asked.values()],
            [self._row(list(members)) for _subject, members in rows],
            (),
        )

    def _row(self, steps: list[Step]) -> tuple[str, list[forms.BoundField]]:
        name = self._question(steps[0]) if self.is_spoken else steps[0].subject.name
        return name, [self[step.name] for step in steps]

    def _column(self, asked: Asked) -> Column:
        step, question = Step("", asked), asked.question
        spoken = (question.text_relatives, question.text_others) if self.is_spoken else ()
        texts = [text.removeprefix(f"{PLACE}: ") for text in (self._question(step), *spoken) if text]
        return Column(_column_id(asked), question.number, (*texts, self._beside(step)))

    def _text_fields(self, step: Step) -> dict[str, forms.Field]:
        label = f"{step.question.number} {self._question(step)}"
        about_quoting = (
            _("Darf die Stadt Ihre Worte ohne Namen zeigen?")
            if self.is_spoken
            else _("Angekreuzt: Die Stadt darf die Worte ohne Namen zeigen.")
        )
        quote = {_quote(step): forms.BooleanField(label=f"{step.question.number} {about_quoting}", required=False)}
        if self.is_again:
            return quote
        area = forms.Textarea(attrs={"rows": 4})
        said = step.question.help if self.is_spoken else ""
        return {step.name: forms.CharField(label=label, required=False, widget=area, help_text=said)} | quote

    def _number_field(self, step: Step) -> forms.CharField:
        attrs = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "size": 8}
        if step.subject:
            described = {"aria-describedby": _column_id(step.asked)}
            attrs |= described | {"aria-label": f"{step.question.number} {self._question(step)}"}
        if step.question.kind in NAMED:
            attrs |= {"list": NAMED[step.question.kind], "size": 28}
        if step.question.after_id and step.subject:
            # The script goes past it, unless one of these stands in the first field of its row.
            attrs |= {"data-after": " ".join(choice.number for choice in self._leading_to(step))}
        return forms.CharField(
            label=f"{step.question.number} {self._question(step)}",
            required=False,
            help_text="" if step.subject else self._beside(step),
            widget=forms.TextInput(attrs=attrs),
        )

    def _leading_to(self, step: Step) -> list[Choice]:
        """The answers after which a question is asked."""
        earlier = self.choices[step.question.after_id]
        return [choice for choice in earlier if choice.value in step.question.after_options]

    def _question(self, step: Step) -> str:
        spoken = step.question.spoken if self.is_spoken else ""
        return spoken or question_text(step, (), Language.GERMAN)

    def _beside(self, step: Step) -> str:
        """What can be typed; on the telephone it is read out, where somebody hasn't said it by themselves."""
        numbered = ((choice.number, choice.name) for choice in shown_choices(step.asked, self.known))
        said = format_html_join(", ", "<strong>{}</strong>\N{NO-BREAK SPACE}{}", numbered)
        if step.question.kind == Kind.TOPICS:
            how = _("Der Anfang des Themas, oder") if self.is_spoken else _("Nummern der Liste am Ende, oder")
            said = format_html("{} {}", how, said)
        if not self.is_spoken or step.question.kind in NAMED:
            return said
        return format_html("{} {} {}", step.question.help, _("Sagen Sie mir:"), said)


class NewSheetForm(SheetForm):
    """A sheet that is typed for the first time; `code` only where people are invited by letter."""

    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(
        label=gettext_lazy("Bogen"),
        min_value=1,
        max_value=99_999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Schreiben Sie die Nummer des Bogens in Ziffern."),
        ),
    )
    code = forms.CharField(
        label=gettext_lazy("Code vom Brief"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 20}),
    )

    def __init__(self, data, *, is_invited: bool, **options):
        super().__init__(data, **options)
        if not is_invited:
            del self.fields["code"]


def _is_text(step: Step) -> bool:
    return step.question.kind == Kind.TEXT


def _quote(step: Step) -> str:
    return f"{step.name}{QUOTE_SUFFIX}"


def _column_id(asked: Asked) -> str:
    return f"antworten-{asked.question.number}"
