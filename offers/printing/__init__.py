"""Paper: Typst files become PDF/UA-1 for people who hold paper (docs/adr/0005). Other apps print through here.

A sheet is a Typst file in the app that owns it, which imports the shared look; its data are plain values:

    // workshops/printing/ticket.typ
    #import "/offers/printing/style.typ": data, phone, qr_code, sheet
    #show: sheet
    = #data.workshop
    #phone(data.phone)
    #qr_code(data.qr, "QR-Code: Ihre Anmeldung im Internet")

    content = sheet(title=_("Ihre Anmeldung"), now=now, size=18) | {"workshop": …, "phone": …, "qr": qr_svg(address)}
    return pdf("workshops/printing/ticket.typ", content)

Values stay text: `#data.workshop` shows "*" and "#" as they are. Never hand one to Typst's `eval`.
"""

import fcntl
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import segno
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

PROGRAM = Path(__file__).with_name("typesetting.py")
NORMAL, LARGE = 14, 18
# Latin, Greek, Cyrillic and signs that the font has: PDF/UA forbids a sign without a shape, Typst refuses such a sheet.
_WITHOUT_SHAPE = re.compile(
    "[^\n -~\u00a0-\u02ff\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0482\u048a-\u04ff"
    "\u1e00-\u1eff\u2010-\u2027\u202f-\u2040\u20a0-\u20bf\u2190-\u21ff]"
)
MISSING = "?"
LONGEST_SECONDS = 20


def sheet(*, title: str, now: datetime, size: int = NORMAL) -> dict:
    """What every sheet says about itself: title, size of the text in points, and the facts of the footer."""
    return {
        "title": title,
        "size": size,
        "portal": settings.PORTAL_NAME,
        "is_trial": settings.TRIAL,
        "printed_on": date_format(timezone.localdate(now), "j. F Y"),
    }


def pdf(source: str, data: dict, *, is_long: bool = False) -> bytes:
    """The PDF of a Typst file ("workshops/printing/ticket.typ") with its data, which begin with `sheet(…)`.

    Made in a process of its own: Typst keeps what it made, and would double the memory of each server process.
    Long documents are made one at a time; raises PrinterIsBusy while another one is being made.
    """
    command = [sys.executable, "-I", str(PROGRAM), source]
    text = json.dumps(_printable(data))
    with _alone() if is_long else nullcontext():
        return subprocess.run(
            command, input=text.encode(), stdout=subprocess.PIPE, check=True, timeout=LONGEST_SECONDS
        ).stdout


class PrinterIsBusy(Exception):
    """Another long document is being made. Whoever asks again in a few seconds gets theirs."""

    def __str__(self):
        return _("Gerade entsteht ein anderes Heft. Versuchen Sie es in einer Minute noch einmal.")


@contextmanager
def _alone() -> Iterator[None]:
    """One long document at a time on a host: however many are asked for, a process is left for all other pages."""
    settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.STATE_DIR / "printing.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PrinterIsBusy from None
        yield


def as_response(content: bytes, *, filename: str) -> HttpResponse:
    """A PDF that opens in the browser; paper isn't what search machines should find."""
    headers = {
        "Content-Disposition": f'inline; filename="{filename}"',
        "X-Robots-Tag": "noindex",
        # Chrome shows a PDF by an embedded object with inline styles, which the policy of our pages forbids.
        "Content-Security-Policy": "frame-ancestors 'none'",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@lru_cache(maxsize=1_000)
def qr_svg(address: str, *, is_for_page: bool = False) -> str:
    """The QR code of an address as a picture; scanned from paper with error correction for creases and stains.

    `is_for_page`: as wide as its frame there; else a box of it is one point wide.
    """
    # A mask named beforehand instead of the best of eight: a fifth of the time, and just as readable.
    return segno.make(address, error="m", micro=False, mask=4).svg_inline(border=4, light="#fff", omitsize=is_for_page)


def _printable(value):
    """The same values with a question mark for every sign the fonts don't have, as an emoji in a title."""
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part) for part in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _WITHOUT_SHAPE.sub(MISSING, unicodedata.normalize("NFC", str(value)))
