"""What is typed into the minutes: a text, and statements in rows."""

from itertools import groupby
from typing import NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from offers.models import Area, Topic
from workshops.models import StakeholderGroup

NOTHING = ("", "–")


class Choices(NamedTuple):
    """What a statement can be about: topics by Lebensbereich, areas by their kind. Two queries for all rows."""

    topics: list
    areas: list

    @classmethod
    def load(cls):
        topics = Topic.objects.select_related("group").order_by("group__position", "position")
        areas = sorted(Area.objects.leaves().by_name(), key=lambda area: area.level)
        return cls(
            [NOTHING, *_grouped(topics, lambda topic: (topic.group.plain_name, topic.code, topic.plain_name))],
            [NOTHING, *_grouped(areas, lambda area: (area.get_level_display(), area.slug, area.name))],
        )

    def names(self) -> dict[str, str]:
        return {value: name for _group, rows in (*self.topics[1:], *self.areas[1:]) for value, name in rows}


def _grouped(rows, facts) -> list:
    by_heading = groupby(map(facts, rows), key=lambda fact: fact[0])
    return [(heading, [fact[1:] for fact in facts]) for heading, facts in by_heading]


class RowForm(forms.Form):
    """One statement. All rows use the same names: what was typed is read with `typed_content`, never refused here."""

    statement = forms.CharField(label=_("Aussage"), widget=forms.Textarea(attrs={"rows": 3}))
    topic = forms.ChoiceField(label=_("Thema"))
    area = forms.ChoiceField(label=_("Stadtteil"))
    group = forms.ChoiceField(label=_("Wer hat es gesagt?"), choices=[NOTHING, *StakeholderGroup.choices])
    use_required_attribute = False

    def __init__(self, choices: Choices, number: int, row: dict):
        initial = {**row, "statement": row.get("text", "")}
        super().__init__(auto_id=f"aussage-{number}-%s", initial=initial)
        self.number = number
        self.fields["topic"].choices, self.fields["area"].choices = choices


def typed_content(data: QueryDict) -> dict:
    """What stands in the form; rows with nothing in them are left out."""
    columns = [data.getlist(name) for name in ("topic", "area", "group", "statement")]
    rows = [
        {"topic": topic, "area": area, "group": group if group in StakeholderGroup else "", "text": _text(text)}
        for topic, area, group, text in zip(*columns, strict=False)
    ]
    return {"text": _text(data.get("content", "")), "statements": [row for row in rows if any(row.values())]}


def _text(typed: str) -> str:
    """Without what PostgreSQL doesn't keep, and with the line ends that a script sends too."""
    return typed.replace("\0", "").replace("\r\n", "\n").strip()


def said(content: dict, choices: Choices) -> list[dict]:
    """The statements for reading: the words, and what they are about."""
    names = choices.names() | dict(StakeholderGroup.choices)
    return [
        {"text": row["text"], "about": [names[row[key]] for key in ("topic", "area", "group") if row[key] in names]}
        for row in content["statements"]
    ]


def in_words(content: dict, choices: Choices) -> str:
    """All of it as one text, to compare."""
    lines = [" · ".join(map(str, (*row["about"], row["text"]))) for row in said(content, choices)]
    return "\n\n".join([content["text"], *lines])
