"""What a chapter is made of: plain values, for the page and for paper. Every text is whole and German."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concept.models import (
    Chapter,
    Dissent,
    Evidence,
    EvidenceKind,
    Finding,
    Grade,
    Measure,
    MeasureState,
    Resolution,
)
from concept.trail import in_public, statements_in_words
from concept.words import marked, places_in_words

SOURCES = {
    "figure": gettext_lazy("Befragung"),
    "stock": gettext_lazy("Bestand"),
    "search": gettext_lazy("Suchen ohne Ergebnis"),
    "waiting": gettext_lazy("Warteliste"),
}
NOT_WRITTEN = gettext_lazy("Dieses Kapitel ist noch nicht geschrieben.")
NO_GOAL = gettext_lazy("Das Ziel ist noch nicht geschrieben.")
NO_AREAS = gettext_lazy("Für diesen Stand gibt es keine Planungsräume.")
ALL_OPEN = gettext_lazy("Bisher ist alles offen oder in Arbeit.")
# A release is never changed, while measures go on.
SINCE = gettext_lazy(
    "So weit war es, als dieser Stand erschien. Was seither daraus wurde, steht auf den Seiten des Portals unter "
    "„Was die Stadt plant“."
)
# What stands where nobody typed anything.
FILLERS = (NOT_WRITTEN, NO_GOAL, NO_AREAS, ALL_OPEN, SINCE)
PERCENT = re.compile(r"(\d+) %")


def anchor_of(chapter: Chapter) -> str:
    """It outlives another order of the chapters."""
    return f"kapitel-{chapter.pk}"


def heading(text: object, *, level: int = 1) -> dict:
    """A heading inside a chapter; level 1 is the highest there."""
    return {"type": "heading", "text": str(text), "level": level}


def paragraph(text: object) -> dict:
    return {"type": "paragraph", "text": str(text)}


def paragraphs(text: str) -> list[dict]:
    """What a planner typed: parted by empty lines; single line breaks are spaces."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [paragraph(" ".join(part.split())) for part in parts if part.strip()]


def numbers(sentences: Iterable[object]) -> dict:
    """Sentences that each hold a number, below each other."""
    return {"type": "numbers", "sentences": [str(sentence) for sentence in sentences]}


def table(caption: object, columns: Iterable[object], rows: Iterable[Sequence[object]], *, source: object) -> dict:
    """The first cell of a row says what it is about; `source` says where all its numbers are from."""
    return {
        "type": "table",
        "caption": str(caption),
        "columns": [str(column) for column in columns],
        "rows": [[str(cell) for cell in row] for row in rows],
        "source": str(source),
    }


def bars(caption: object, columns: Sequence[object], rows: Iterable[tuple], *, source: object) -> dict:
    """A chart that is a table: rows of label, share in words and answers; only told percentages have a length."""
    return {
        "type": "bars",
        "caption": str(caption),
        "columns": [str(column) for column in columns],
        "rows": [
            {"label": str(label), "text": str(share), "value": percent(str(share)), "answers": str(answers)}
            for label, share, answers in rows
        ],
        "source": str(source),
    }


def percent(words: str) -> int | None:
    """The length of a bar; None for "wenige" and for what isn't told."""
    found = PERCENT.search(words)
    return int(found[1]) if found else None


def finding(row: Finding) -> dict:
    """A finding with its frozen numbers, each of which names finding and release."""
    release = row.release.number if row.release else None
    return {
        "type": "finding",
        "reference": row.reference,
        "address": reverse("concept:finding_short", args=[row.year, row.number]),
        "kind": row.get_kind_display(),
        "sentence": marked(row, row.sentence),
        "explanation": [part["text"] for part in paragraphs(row.explanation)],
        "places": places_in_words(row),
        "topics": [topic.plain_name for topic in row.topics.all()],
        "grade": f"{row.grade}, {Grade(row.grade).label}",
        "release": release,
        "numbers": [_number(number, row.reference, release) for number in row.numbers],
        "evidence": [_evidence(each) for each in row.evidence.all()],
        "measures": [measure.reference for measure in row.measures.all() if measure.state != MeasureState.DRAFT],
        "dissents": [dissent(each) for each in row.dissents.all()],
    }


def _number(number: dict, reference: str, release: int | None) -> str:
    return _("%(text)s (%(source)s; %(reference)s, Stand %(release)d)") % {
        "text": number["text"],
        "source": SOURCES[number["source"]],
        "reference": reference,
        "release": release,
    }


def _evidence(evidence: Evidence) -> str:
    kind = evidence.get_kind_display()
    if evidence.kind == EvidenceKind.THEME:
        # Counted when the finding is published.
        count = "" if evidence.statements is None else f" ({statements_in_words(in_public(evidence.statements))})"
        return f"{kind}: {evidence.theme.title}{count}"
    if evidence.kind == EvidenceKind.OVERLAP and evidence.overlap.is_nameable:
        return f"{kind}: {evidence.overlap.first} / {evidence.overlap.second}"
    return f"{kind}: {evidence.text}" if evidence.text else kind


def measure(row: Measure) -> dict:
    """A measure with everything that the catalogue of measures tells of it (methods.md section 10)."""
    return {
        "type": "measure",
        "reference": row.reference,
        "address": reverse("concept:measure", args=[row.number]),
        "title": marked(row, row.title),
        "description": [part["text"] for part in paragraphs(row.description)],
        "state": row.state,
        "facts": [[str(name), str(value)] for name, value in _facts(row) if value],
        "dissents": [dissent(each) for each in row.dissents.all()],
    }


def _facts(row: Measure) -> Iterator[tuple[str, str]]:
    yield _("Lebensbereich"), row.topic_group.plain_name
    yield _("Befunde"), ", ".join(finding.reference for finding in row.findings.all())
    yield _("Wer verantwortlich ist"), f"{row.get_responsible_display()}: {row.responsible_name}"
    yield _("Partner"), row.partners
    yield _("Zeit"), row.get_horizon_display()
    yield _("Kosten"), row.get_cost_class_display()
    yield _("Vorrang"), row.get_priority_display()
    yield _("Woran man den Erfolg misst"), row.indicator
    yield _("Stand"), row.get_state_display()
    yield _("Beschluss"), ", ".join(f"{each.label} vom {day(each.decided_on)}" for each in row.resolutions.all())
    for report in row.reports.all():
        said = " ".join(part for part in (report.text, report.reason) if part)
        yield (
            _("Bericht vom %(day)s") % {"day": day(report.reported_on)},
            f"{report.get_state_display()}. {said}".strip(),
        )


def reason_of(row: Measure) -> str:
    """Why a measure doesn't happen, as its last report says."""
    return next((report.reason for report in reversed(row.reports.all()) if report.reason), "")


def resolution(row: Resolution) -> dict:
    measures = ", ".join(measure.reference for measure in row.measures.all())
    facts = (
        (_("Gremium"), row.organization),
        (_("beschlossen am"), day(row.decided_on)),
        (_("Vorlage"), row.reference),
        (_("Tagesordnungspunkt"), row.agenda_item_number),
        (_("Ergebnis"), row.result),
        (_("Maßnahmen"), measures),
        (_("Quelle"), row.source),
    )
    return {
        "type": "resolution",
        "reference": row.label,
        "address": reverse("concept:resolution", args=[row.number]),
        "title": marked(row, row.name),
        "web": row.web,
        "text": [part["text"] for part in paragraphs(row.resolution_text)],
        "facts": [[name, value] for name, value in facts if value],
    }


def dissent(row: Dissent) -> dict:
    """Printed with what it dissents from."""
    return {
        "type": "dissent",
        "body": row.body,
        "day": day(row.voted_on),
        "text": [part["text"] for part in paragraphs(row.text)],
    }


def day(date) -> str:
    return date_format(date, "j. F Y")
