"""Read a PDF as a person or a screen reader does."""

import re
from io import BytesIO

from pypdf import PdfReader


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text(content: bytes) -> str:
    """All its words in one line, in the order of the file, with the footer of each page."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read(content).pages)).strip()


def fonts(content: bytes) -> set[str]:
    """Names of the fonts without the mark of the subset: "SourceSansPro-Bold"."""
    found = (page["/Resources"]["/Font"].values() for page in read(content).pages)
    names = (font.get_object()["/BaseFont"] for page in found for font in page)
    return {re.sub(r"^/[A-Z]{6}\+|-Identity-H$", "", name) for name in names}


def tags(content: bytes) -> list[str]:
    """The tags in the order in which they are read: "/Title", "/H1", "/P" …; a figure with its words."""
    found = []

    def walk(node) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(f"{node['/S']}: {node['/Alt']}" if "/Alt" in node else str(node["/S"]))
            walk(node.get("/K"))

    walk(read(content).trailer["/Root"]["/StructTreeRoot"].get("/K"))
    return found


def positions(content: bytes, page: int = 0) -> dict[str, tuple[float, float, float]]:
    """Where each piece of text stands: millimetres from the left and from the top, and its size in points."""
    found = {}
    height = float(read(content).pages[page].mediabox.height)

    def note(words, page_matrix, text_matrix, _font, size):
        if words.strip():
            a, b, c, d, e, f = page_matrix
            x, y = text_matrix[4:]
            left, up = a * x + c * y + e, b * x + d * y + f
            found[words.strip()] = (round(left / 72 * 25.4, 1), round((height - up) / 72 * 25.4, 1), size)

    read(content).pages[page].extract_text(visitor_text=note)
    return found
