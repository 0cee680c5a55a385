"""`make bench`: how long a concept of 200 pages takes, from a document to a PDF in a process of its own.

The document is made up: twelve Lebensbereiche with long texts, tables, charts, findings and measures. No database.
"""

import argparse
import os
import resource
import time
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.conf import settings  # noqa: E402 — Django's settings come first
from django.utils import timezone  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from concept.models import Release  # noqa: E402
from concept.printing import draft_pdf  # noqa: E402

TARGET_SECONDS = 10
SENTENCE = "Wer nicht mehr weit gehen kann, braucht Hilfe in der Nähe, die er kennt und bezahlen kann. "
GROUPS, AREAS = 7, 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=int, default=12, help="Lebensbereiche")
    parser.add_argument("--rounds", type=int, default=3, help="how often it is made; the median counts")
    plan = parser.parse_args()
    with TemporaryDirectory() as folder:
        settings.STATE_DIR = Path(folder)
        for line in measure(plan.parts, plan.rounds):
            print(line, flush=True)


def measure(parts: int, rounds: int):
    document, release, now = make_document(parts), Release(number=1), timezone.now()
    taken = []
    for _round in range(rounds):
        started = time.perf_counter()
        content = draft_pdf(release, document, now=now)
        taken.append(time.perf_counter() - started)
    pages = len(PdfReader(BytesIO(content)).pages)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    yield (
        f"concept of {pages} pages: {median(taken):.1f} s (at most {TARGET_SECONDS} s for 200 pages), "
        f"{memory} MB in a process of its own, {len(content) // 1024} kB"
    )


def make_document(parts: int) -> dict:
    chapters = [chapter(str(number), f"Beispielkapitel {number}", texts(12)) for number in range(1, 5)]
    chapters.append(chapter("5", "Die Lebensbereiche", texts(4)))
    chapters += [part_of_life(number) for number in range(1, parts + 1)]
    chapters.append(chapter("11", "Anhang: Tabellen", [annex_table(number) for number in range(1, parts + 1)]))
    return {"release": {"title": "Messung"}, "is_draft": True, "changes": [SENTENCE] * 20, "chapters": chapters}


def chapter(number: str, title: str, blocks: list[dict]) -> dict:
    return {"number": number, "title": title, "level": 2 if "." in number else 1, "blocks": blocks}


def texts(count: int) -> list[dict]:
    return [{"type": "paragraph", "text": SENTENCE * 6}] * count


def part_of_life(number: int) -> dict:
    blocks = [
        *texts(14),
        heading("Bestand und Ergebnis"),
        table([["Planungsraum", "2 geprüfte Angebote, davon 1 ohne Stufen", "Lücke (B, gestützt)"]] * (AREAS + 1)),
        heading("Bedarf"),
        *[bars() for _chart in range(3)],
        heading("Befunde"),
        *[finding(number * 10 + place) for place in range(8)],
        heading("Maßnahmen"),
        *[taken_measure(number * 10 + place) for place in range(8)],
    ]
    return chapter(f"5.{number}", f"Beispiel für einen Lebensbereich {number}", blocks)


def annex_table(number: int) -> dict:
    words = "Da fehlt mir etwas: 45 %. Brauche ich: 80 %. Weiß ich nicht: 10 %."
    return table([[f"Planungsraum {number}: Angehörige und Pflegende", words, "30 bis 99"]] * (AREAS + 1) * GROUPS)


def heading(words: str) -> dict:
    return {"type": "heading", "text": words, "level": 1}


def table(rows: list[list[str]]) -> dict:
    columns = ["Gebiet", "Bestand", "Ergebnis"]
    return {"type": "table", "caption": "Beispiel", "columns": columns, "rows": rows, "source": "Zahlen: Stand 1."}


def bars() -> dict:
    row = {"label": "Ältere Menschen ab 65", "text": "45 %", "value": 45, "answers": "100 und mehr Antworten"}
    told = {"caption": "Wer sagt, dass etwas fehlt", "columns": ["Gruppe", "Anteil"], "source": "Zahlen: Stand 1."}
    return {"type": "bars", "rows": [row] * GROUPS, **told}


def finding(number: int) -> dict:
    return {
        "type": "finding",
        "reference": f"F-2026-{number:03d}",
        "address": f"/f/2026-{number}/",
        "kind": "Lücke",
        "sentence": SENTENCE,
        "explanation": [SENTENCE * 3],
        "places": "ganze Stadt",
        "topics": ["Einkaufen"],
        "grade": "B, gestützt",
        "release": 1,
        "numbers": [f"Etwa 45 % sagen: Da fehlt mir etwas. (Befragung; F-2026-{number:03d}, Stand 1)"] * 3,
        "evidence": ["Befragung", "Bestand"],
        "measures": [f"M-{number:03d}"],
        "dissents": [{"body": "Seniorenbeirat", "day": "1. Oktober 2026", "text": [SENTENCE]}],
    }


def taken_measure(number: int) -> dict:
    facts = [[name, SENTENCE] for name in ("Wer verantwortlich ist", "Partner", "Zeit", "Kosten", "Vorrang", "Stand")]
    return {
        "type": "measure",
        "reference": f"M-{number:03d}",
        "title": "Ein Einkaufsdienst",
        "description": [SENTENCE * 2],
        "facts": facts,
        "dissents": [],
    }


if __name__ == "__main__":
    main()
