"""What is typed into the minutes: a text, and statements in rows."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from offers.models import Area, Topic
from workshops.models import StakeholderGroup

COLUMNS = ("topic", "area", "group")


class Options(NamedTuple):
    """What a select offers: written once for all rows, since 137 options in 30 rows took a second."""

    html: SafeString
    names: dict[str, str]

    @classmethod
    def of(cls, groups: Iterable[tuple[str, list[tuple[str, str]]]]):
        """From headings with their values and names."""
        groups = list(groups)
        parts = ((heading, _options(rows)) for heading, rows in groups)
        html = format_html_join("", '<optgroup label="{}">{}</optgroup>', parts)
        return cls(_options([("", "–")]) + html, {value: name for _heading, rows in groups for value, name in rows})

    def chosen(self, value: str) -> SafeString:
        """With this one selected; what isn't offered any more is none."""
        option = format_html('value="{}"', value)
        return SafeString(self.html.replace(option, f"{option} selected", 1))


def _options(rows: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', rows)


def load_options() -> dict[str, Options]:
    """What a statement can be about, for each column: topics by Lebensbereich, areas by their kind. Two queries."""
    topics = Topic.objects.select_related("group").order_by("group__position", "position")
    areas = sorted(Area.objects.leaves().by_name(), key=lambda area: area.level)
    return {
        "topic": Options.of(_grouped((topic.group.plain_name, topic.code, topic.plain_name) for topic in topics)),
        "area": Options.of(_grouped((area.get_level_display(), area.slug, area.name) for area in areas)),
        "group": Options.of([(_("Gruppe"), StakeholderGroup.choices)]),
    }


def _grouped(facts: Iterable[tuple[str, str, str]]):
    for heading, rows in groupby(facts, key=lambda fact: fact[0]):
        yield heading, [row[1:] for row in rows]


class Row(NamedTuple):
    """One statement in the form; `selects` are name, label and options of its columns."""

    number: int
    text: str
    selects: list[tuple[str, str, SafeString]]


def form_rows(statements: list[dict], options: dict[str, Options]) -> list[Row]:
    """The statements as they were typed, and empty rows as {}."""
    labels = {"topic": _("Thema"), "area": _("Stadtteil"), "group": _("Wer hat es gesagt?")}
    return [
        Row(
            number,
            statement.get("text", ""),
            [(name, labels[name], options[name].chosen(statement.get(name, ""))) for name in COLUMNS],
        )
        for number, statement in enumerate(statements, start=1)
    ]


def typed_content(data: QueryDict) -> dict:
    """What stands in the form; rows with nothing in them are left out, and nothing is refused."""
    columns = [[_text(typed) for typed in data.getlist(name)] for name in (*COLUMNS, "statement")]
    rows = [
        {"topic": topic, "area": area, "group": group if group in StakeholderGroup else "", "text": text}
        for topic, area, group, text in zip(*columns, strict=False)
    ]
    return {"text": _text(data.get("content", "")), "statements": [row for row in rows if any(row.values())]}


def _text(typed: str) -> str:
    """Without what PostgreSQL doesn't keep, and with the line ends that a script sends too."""
    return typed.replace("\0", "").replace("\r\n", "\n").strip()


def said(content: dict, options: dict[str, Options]) -> list[dict]:
    """The statements for reading: the words, and what they are about."""
    return [
        {
            "text": row["text"],
            "about": [options[name].names[row[name]] for name in COLUMNS if row[name] in options[name].names],
        }
        for row in content["statements"]
    ]


def in_words(content: dict, options: dict[str, Options]) -> str:
    """All of it as one text, to compare."""
    lines = [" · ".join(map(str, (*row["about"], row["text"]))) for row in said(content, options)]
    return "\n\n".join([content["text"], *lines])
