"""Read a page as a person does: its words without the marks between them."""

import re
from html import unescape


def words(response) -> str:
    """The text of a page's main part in one line."""
    html = response.content.decode()
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return text(main.split(">", 1)[1])


def text(html: str) -> str:
    """Text without tags, with single blanks; zero-width spaces and no-break spaces as people see them."""
    plain = (
        unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?(a|span|strong|wbr)\b[^>]*>", "", html)))
        .replace("\u200b", "")
        .replace("\u00ad", "")
        .replace("\u00a0", " ")
    )
    return re.sub(r"\s+", " ", plain).strip()


def heading(response) -> str:
    return text(re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)[1])


def headings(response, level: int) -> list[str]:
    html = response.content.decode()
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    # Hidden words tell links of the same name apart; they aren't part of what one sees.
    main = re.sub(r'<span class="hidden">.*?</span>', "", main)
    return [text(found) for found in re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", main, re.DOTALL)]
