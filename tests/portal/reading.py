"""How hard a German text is to read."""

import re
from html.parser import HTMLParser

WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+")
SYLLABLE = re.compile(r"aa|ee|oo|ie|ei|ey|ai|ay|au|äu|eu|[aeiouyäöü]", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)|\n")
BLOCKS = {"p", "h1", "h2", "h3", "li", "dt", "dd", "label", "button", "div", "section", "br"}


class MainText(HTMLParser):
    """The text inside <main>; a block ends a sentence as a full stop does."""

    def __init__(self):
        super().__init__()
        self.is_inside = False
        self.parts: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.is_inside |= tag == "main"
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.is_inside &= tag != "main"
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if self.is_inside:
            self.parts.append(" ".join(data.split()).replace("\N{SOFT HYPHEN}", "") + " ")


def main_text(html: str) -> str:
    parser = MainText()
    parser.feed(html)
    return "".join(parser.parts)


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence."""
    return [words for part in SENTENCE_END.split(text) if (words := WORD.findall(part))]


def wiener_sachtextformel(text: str) -> float:
    """The school year that understands the text: the first Wiener Sachtextformel.

    0.1935 MS + 0.1672 SL + 0.1297 IW - 0.0327 ES - 0.875, where MS, IW and ES are the per cent of words with three
    or more syllables, more than six letters and one syllable, and SL is the mean number of words in a sentence.
    Source: Richard Bamberger, Erich Vanecek: Lesen - Verstehen - Lernen - Schreiben, Wien 1984.
    """
    spoken = sentences(text)
    words = [word for sentence in spoken for word in sentence]
    syllables = [max(1, len(SYLLABLE.findall(word))) for word in words]
    percent = 100 / len(words)
    many = percent * sum(count >= 3 for count in syllables)
    one = percent * sum(count == 1 for count in syllables)
    long = percent * sum(len(word) > 6 for word in words)
    return 0.1935 * many + 0.1672 * len(words) / len(spoken) + 0.1297 * long - 0.0327 * one - 0.875
