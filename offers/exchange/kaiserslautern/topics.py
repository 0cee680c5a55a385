"""Topics: twelve parts of life, their topics, the everyday words, and the target groups."""

from pathlib import Path

from offers.exchange.stock import Link, Row, Table
from offers.exchange.tables import Line, Problem, convert, parts, read_lines, whole_number, whole_numbers
from offers.models import TargetGroup, Topic, TopicGroup, TopicWord

COMMON = ("name", "plain_name", "slug", "description", "position", "action_field_number", "who_domain")
GROUPS = Table(TopicGroup, "code", COMMON)
TOPICS = Table(
    Topic,
    "code",
    (*COMMON, "group__code", "legal_numbers", "open_eligibility", "mapping_note"),
    {"words": Link(TopicWord, "topic", ("word",))},
)
TARGET_GROUPS = Table(TargetGroup, "slug", ("name", "position"))
GROUP_LEVEL = "1"
COLUMNS = (
    "code",
    "level",
    "parent_code",
    "sort",
    "label_de",
    "plain_label_de",
    "description_de",
    "synonyms_de",
    "par71_abs2_nr",
    "handlungsfeld_nr",
    "who_domain",
    "open_eligibility_term",
    "mapping_certainty",
)


def read_topics(folder: Path, problems: list[Problem]) -> tuple[list[Row], list[Row]]:
    """The groups and the topics; their short addresses stand in a table of our own."""
    slug_lines = read_lines(folder / "topic_slugs.csv", ("code", "slug"), problems)
    slugs = {line["code"]: line["slug"] for line in slug_lines}
    lines = read_lines(folder / "topics.csv", COLUMNS, problems)
    groups = [line for line in lines if line["level"] == GROUP_LEVEL]
    topics = [line for line in lines if line["level"] != GROUP_LEVEL]
    return (
        convert(groups, lambda line: Row(line["code"], line, _common(line, slugs)), problems),
        convert(topics, lambda line: _topic(line, slugs), problems),
    )


def _common(line: Line, slugs: dict[str, str]) -> dict:
    return {
        "name": line["label_de"],
        "plain_name": line["plain_label_de"],
        "slug": slugs.get(line["code"], ""),
        "description": line["description_de"],
        "position": whole_number(line, "sort"),
        "action_field_number": whole_number(line, "handlungsfeld_nr"),
        "who_domain": whole_number(line, "who_domain"),
    }


def _topic(line: Line, slugs: dict[str, str]) -> Row:
    columns = {
        **_common(line, slugs),
        "group__code": line["parent_code"],
        "legal_numbers": whole_numbers(line, "par71_abs2_nr"),
        "open_eligibility": line["open_eligibility_term"],
        "mapping_note": line["mapping_certainty"],
    }
    return Row(line["code"], line, columns, {"words": [(word,) for word in parts(line["synonyms_de"])]})


def read_target_groups(folder: Path, problems: list[Problem]) -> list[Row]:
    lines = read_lines(folder / "target_groups.csv", ("slug", "name", "position"), problems)
    return convert(lines, _target_group, problems)


def _target_group(line: Line) -> Row:
    columns = {"name": line["name"], "position": whole_number(line, "position")}
    return Row(line["slug"], line, columns)
