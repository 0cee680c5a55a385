"""The concept on paper, as PDF/UA-1: made of a document (concept.document), never of rows that live on.

    kept_pdf(release)                # of a published release, made once and kept
    draft_pdf(release, document, now=now)    # a preview, never kept

Both return bytes and may raise `offers.printing.PrinterIsBusy`: long documents are made one at a time.
"""

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from concept.models import Release
from concept.words import marked, release_in_words
from offers.printing import pdf, sheet

SOURCE = "concept/printing/concept.typ"


def kept_pdf(release: Release) -> bytes:
    """Named after everything that it is made from, so that no other document is ever taken for it."""
    content = _content(release.document, release_in_words(release), now=release.published_at)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    path = settings.STATE_DIR / "releases" / f"{release.number}-{digest}.pdf"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        made = pdf(SOURCE, content, is_long=True)
        _keep(path, made)
        return made


def draft_pdf(release: Release, document: dict, *, now: datetime) -> bytes:
    facts = {"number": release.number, "day": date_format(timezone.localdate(now), "j. F Y")}
    stand = marked(release, _("Entwurf zu Stand %(number)d, %(day)s") % facts)
    return pdf(SOURCE, _content(document, stand, now=now), is_long=True)


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all: another process reads it at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)


def _content(document: dict, stand: str, *, now: datetime) -> dict:
    today = timezone.localdate(now)
    facts = document.get("release", {})
    return sheet(title=_("Seniorenpolitisches Konzept: %(city)s") % {"city": settings.CITY_NAME}, now=now) | {
        "stand": stand,
        "subtitle": facts.get("title", ""),
        "is_draft": document["is_draft"],
        "is_example": facts.get("is_example", False),
        "origin": settings.PORTAL_ADDRESS,
        # The same bytes whenever it is made.
        "date": [today.year, today.month, today.day],
        "changes": document["changes"],
        "chapters": document["chapters"],
    }
