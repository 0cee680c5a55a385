"""What several sheets say alike, as plain values for their Typst files."""

from offers.printing import qr_svg
from workshops import codes
from workshops.letters import code_address, phone_words
from workshops.models import Code, Workshop
from workshops.words import access_lines, place_lines, title_words, way_lines, when_words


def workshop_facts(workshop: Workshop) -> dict:
    """What, when, where, how to get there and in; and the telephone, "" where there is none."""
    return {
        "title": title_words(workshop),
        "summary": workshop.summary,
        "when": when_words(workshop),
        "where": place_lines(workshop),
        "ways": way_lines(workshop.place),
        "access": access_lines(workshop.place),
        "phone": phone_words(workshop),
    }


def code_page() -> dict:
    """The page where a code is typed, to read and to scan. The code itself is never in an address."""
    address = code_address()
    # Without scheme and last slash: only what somebody has to type.
    return {"address": address.partition("://")[2].rstrip("/"), "qr": qr_svg(address)}


def code_words(code: Code) -> str:
    """The digits as they are printed: "482 617 390 255"."""
    return codes.in_groups(codes.digits(code.nonce))
