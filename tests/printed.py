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
