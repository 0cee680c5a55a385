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

import json
import re
import subprocess
import sys
import unicodedata
from datetime import datetime

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from offers.printing import typesetting

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


def pdf(source: str, data: dict, *, in_own_process: bool = False) -> bytes:
    """The PDF of a Typst file ("workshops/printing/ticket.typ") with its data, which begin with `sheet(…)`.

    Long documents get a process of their own, so that their memory is given back: 200 pages take hundreds of MB.
    """
    text = json.dumps(_printable(data), default=str)
    if not in_own_process:
        return typesetting.typeset(source, text)
    command = [sys.executable, "-I", typesetting.__file__, source]
    finished = subprocess.run(command, input=text.encode(), capture_output=True, check=True, timeout=LONGEST_SECONDS)
    return finished.stdout


def qr_svg(address: str) -> str:
    """The QR code of an address as a picture; scanned from paper with error correction for creases and stains."""
    return segno.make(address, error="m", micro=False).svg_inline(border=4, light="#fff")


def _printable(value):
    """The same values with a question mark for every sign the fonts don't have, as an emoji in a title."""
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part) for part in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _WITHOUT_SHAPE.sub(MISSING, unicodedata.normalize("NFC", str(value)))
