"""What may leave, by the rules for the public (needs.disclosure): as tables at the desk, and as files."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import product

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from needs.admin.desk import marked
from needs.admin.results_in_words import GROUP_NAMES, Shown, Table, option_texts
from needs.counting import About, count_opinions
from needs.disclosure import SHOWN_GROUPS, TOO_FEW, Line, fewest_in_public, lines
from needs.models import PlanningArea, Wave
from offers.models import TopicGroup

HEADINGS = {
    "befragung": _("Name der Befragung; bei erfundenen Antworten steht „Beispiel“ davor."),
    "gefragt_wurde": _("Wie Menschen zu der Befragung kamen. Zahlen verschiedener Wege werden nie zusammengezählt."),
    "lebensbereich": _("Einer der zwölf Lebensbereiche."),
    "planungsraum": _("Einer der Planungsräume, die vor der ersten Befragung festgelegt wurden."),
    "gruppe": _("Ältere Menschen nach dem Alter, sonst nach eigener Angabe; wer mehreres ist, zählt mehrfach."),
    "kennzahl": _(
        "Da fehlt mir etwas: Anteil an allen mit einer Meinung. Weiß ich nicht: Anteil an allen, die geantwortet "
        "haben. Wichtigkeit und Grund: Anteil an denen, die sagen, dass etwas fehlt."
    ),
    "antworten": _("Wie viele Antworten dahinter stehen, in Stufen. Unter 10 steht keine Zahl."),
    "anteil": _(
        "Unter 30 Antworten in Worten: wenige (weniger als ein Drittel), etwa die Hälfte, die meisten (mehr als zwei "
        "Drittel). Ab 30 auf 5 Prozentpunkte gerundet, ab 100 auf ganze."
    ),
    "anteil_ohne_auffaellige": _(
        "Dasselbe ohne Bögen, die in großer Zahl und gleich innerhalb einer Stunde kamen. Wären es nur einige wenige, "
        "steht hier nichts."
    ),
}


def lines_of(wave: Wave, topic_groups: Iterable[int], places: Iterable[int]) -> list[Line]:
    """Of one wave with its thresholds, whose numbers stand fixed."""
    about = [About(*each) for each in product(topic_groups, places, SHOWN_GROUPS)]
    fewest = fewest_in_public([wave])
    return [*lines(count_opinions([wave]), about=about, options=option_texts([wave]), fewest=fewest)]


def told_overview(told: Iterable[Line], topic_groups: Sequence[TopicGroup], *, place_name: str) -> Table:
    """As needs.admin.results_in_words.overview, of the lines of a planning area."""
    rows: dict[int, dict[str, Line]] = {row.pk: {} for row in topic_groups}
    for line in told:
        # The first measure of a cell is the headline.
        rows[line.about.topic_group].setdefault(line.about.group, line)
    return Table(
        gettext("Wer sagt, dass etwas fehlt: %(place)s") % {"place": place_name},
        [gettext("Lebensbereich"), *(str(GROUP_NAMES[group]) for group in SHOWN_GROUPS)],
        {row.plain_name: [shown_line(line) for line in rows[row.pk].values()] for row in topic_groups},
    )


def told_detail(told: Iterable[Line], topic_groups: Sequence[TopicGroup], *, place_name: str, group: str) -> Table:
    """Everything that is told of one group: a row for each measure, a cell for each part of life."""
    rows: dict[str, list[Shown]] = {}
    for line in told:
        if line.about.group == group:
            rows.setdefault(line.measure, []).append(shown_line(line))
    names = {"group": GROUP_NAMES[group], "place": place_name}
    return Table(
        gettext("Was dahinter steht: %(group)s, %(place)s") % names,
        [gettext("Kennzahl"), *(row.plain_name for row in topic_groups)],
        rows,
    )


def shown_line(line: Line) -> Shown:
    """How many answered stands in the cell, where it isn't too few."""
    if line.answers == str(TOO_FEW):
        return Shown(line.answers, "")
    words = gettext("%(share)s (%(answers)s Antworten)") % {"share": line.share, "answers": line.answers}
    return Shown(words, "" if line.share_unflagged == line.share else line.share_unflagged)


def export(wave: Wave) -> bytes:
    """Two tables in one file: the numbers, and what each column means. By the rules for the public, for everybody."""
    topic_groups = {row.pk: row.plain_name for row in TopicGroup.objects.in_order()}
    planning_areas = {row.pk: row.name for row in PlanningArea.objects.in_order()}
    name = marked(wave)
    rows = [
        (
            name,
            wave.frame_words,
            topic_groups[line.about.topic_group],
            planning_areas[line.about.place],
            GROUP_NAMES[line.about.group],
            *line[1:],
        )
        for line in lines_of(wave, topic_groups, planning_areas)
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("ergebnisse.csv", _table([HEADINGS, *rows]))
        files.writestr("erklaerung.csv", _table([("spalte", "bedeutung"), *HEADINGS.items()]))
    return packed.getvalue()


def _table(rows) -> str:
    """As spreadsheets here open it: semicolons, and a mark that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([_no_formula(str(value)) for value in row] for row in rows)
    return f"\ufeff{text.getvalue()}"


def _no_formula(text: str) -> str:
    """A spreadsheet would carry out what begins like this."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
