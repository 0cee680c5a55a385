"""Paper: every sheet is PDF/UA-1 in our own font, takes values as they are, and is made in a process of its own."""

import fcntl
import re
import sys

import pytest

from offers.printing import LARGE, MISSING, PrinterIsBusy, as_response, pdf, qr_svg, sheet
from tests.factories import NOW
from tests.printed import fonts, read, tags, text

SOURCE = "offers/printing/offer.typ"


def content(**values) -> dict:
    """A sheet of one offer, valid by default."""
    return sheet(title=values.pop("title", "Café"), now=NOW, size=values.pop("size", LARGE)) | {
        "summary": "Hier treffen Sie andere Menschen.",
        "warnings": [],
        "phone": {"words": "0631\N{NO-BREAK SPACE}5550100", "owner": "", "hours": "", "note": ""},
        "no_phone": "",
        "steps": [],
        "description": "",
        "facts": [("Kosten", ["kostenlos"])],
        "next_dates": [],
        "freshness": "Noch nicht geprüft.",
        "number": 1042,
        "address": "https://hilfe.example/a/1042/",
        "qr": qr_svg("https://hilfe.example/a/1042/"),
        "help_line": None,
        **values,
    }


def test_sheet_says_what_it_is_to_who_cannot_see_it():
    made = pdf(SOURCE, content())
    root = read(made).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "de-DE",
        True,
        True,
    )
    assert read(made).metadata.title == "Café"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    said = tags(made)
    assert [tag for tag in said if re.match(r"/(Title|H\d|Figure)", tag)] == [
        "/Title",
        "/H1",
        "/H1",
        "/Figure: QR-Code zu Angebot 1042",
    ]


def test_sheet_is_set_in_the_sans_that_comes_with_it():
    assert fonts(pdf(SOURCE, content())) == {"SourceSansPro-Bold", "SourceSansPro-Regular"}


def test_text_comes_in_the_order_in_which_it_is_read(settings):
    settings.TRIAL = False
    assert text(pdf(SOURCE, content())) == (
        "Café Hier treffen Sie andere Menschen. Telefon 0631 5550100 Noch nicht geprüft. "
        "Gut zu wissen Kosten: kostenlos "
        "Im Internet Das ist Angebot 1042. Am Telefon genügt diese Nummer. https://hilfe.example/a/1042/ Notizen "
        "Hilfe in Ihrem Stadtteil Gedruckt am 23. November 2026 Seite 1 von 1"
    )


def test_sheet_of_a_trial_says_so(settings):
    settings.TRIAL = True
    assert "Probebetrieb, Angaben nicht geprüft" in text(pdf(SOURCE, content()))


@pytest.mark.parametrize("size", [14, 18])
def test_text_has_the_size_asked_for(size):
    found = []
    visit = lambda words, _cm, _tm, _font, points: found.append(points) if "andere Menschen" in words else None  # noqa: E731
    read(pdf(SOURCE, content(size=size))).pages[0].extract_text(visitor_text=visit)
    assert {round(points) for points in found} == {size}


@pytest.mark.parametrize(
    "typed",
    ["#strong[fett] *a* _b_ `c`", "$x^2$ @kürzel <marke> \\ // weg", "= Titel", '#eval("1 + 1")', "- 1", "~ --- ..."],
)
def test_what_people_typed_is_never_markup(typed):
    made = pdf(SOURCE, content(title=typed, summary=typed))
    assert text(made).startswith(f"{typed} ")
    assert text(made).count(typed) == 2


def test_sign_without_a_shape_becomes_a_question_mark():
    made = text(pdf(SOURCE, content(summary="Tanz 💃 und 漢 \x07 e\u0301 a\u035e Wei\u00adter", steps=["Ж Ω → 5 €"])))
    assert f"Tanz {MISSING} und {MISSING} {MISSING} é a{MISSING}" in made
    assert "Ж Ω → 5 €" in made


def test_every_sign_that_is_let_through_can_be_printed():
    signs = "".join(map(chr, range(sys.maxunicode + 1)))
    signs = signs.encode("utf-8", "ignore").decode()
    assert pdf(SOURCE, content(title=" ".join(signs[:0x3000]), steps=[signs[:0x3000], signs[0x3000:0x3100]]))


def test_values_of_any_kind_arrive():
    assert "1 2" in text(pdf(SOURCE, content(steps=("1 2",), number=7, description=NOW)))


def test_long_document_waits_for_nobody_and_keeps_a_process_free(settings):
    with (settings.STATE_DIR / "printing.lock").open("w") as file:
        # A lock that others may share would do where each asked for a shared one only.
        fcntl.flock(file, fcntl.LOCK_SH)
        with pytest.raises(PrinterIsBusy, match="Gerade entsteht ein anderes Heft"):
            pdf(SOURCE, content(), is_long=True)
        assert pdf(SOURCE, content()).startswith(b"%PDF")
    assert pdf(SOURCE, content(), is_long=True).startswith(b"%PDF")


def test_pdf_opens_in_the_browser_and_not_in_search_machines():
    response = as_response(b"%PDF", filename="angebot-1042.pdf")
    assert dict(response.items()) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'inline; filename="angebot-1042.pdf"',
        "X-Robots-Tag": "noindex",
        "Content-Security-Policy": "frame-ancestors 'none'",
    }


def test_qr_code_is_a_black_picture_on_white():
    assert qr_svg("https://hilfe.example/a/1042/").startswith(
        '<svg width="37" height="37" class="segno"><path fill="#fff"'
    )
