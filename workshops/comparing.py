"""Two texts side by side: what stands only in one of them."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

# Words, each with the space before it; and lines.
WORD, LINE = re.compile(r"\s*\S+|\s+"), re.compile(r"[^\n]*\n|[^\n]+")


class Part(NamedTuple):
    text: str
    differs: bool


def compare(first: str, second: str) -> tuple[list[Part], list[Part]]:
    """Both texts in parts, in their order. Line by line first, so that a long text costs little."""
    parts: tuple[list[Part], list[Part]] = ([], [])
    for is_same, mine, other in _blocks(LINE.findall(first), LINE.findall(second)):
        pieces = [(True, mine, other)] if is_same else _blocks(WORD.findall(mine), WORD.findall(other))
        for is_same_piece, *texts in pieces:
            for side, text in zip(parts, texts, strict=True):
                if text:
                    side.append(Part(text, differs=not is_same_piece and not text.isspace()))
    return parts


def _blocks(first: list[str], second: list[str]):
    """Runs of what is the same or isn't: whether it is, and the text on either side. Blanks don't count."""
    keys = [[piece.strip() for piece in pieces] for pieces in (first, second)]
    for tag, *(i, j, k, m) in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        yield tag == "equal", "".join(first[i:j]), "".join(second[k:m])
