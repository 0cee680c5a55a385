"""Pages of the form as its visitors see them: where they lie, what is offered, ticked and written there."""

import re
from html import unescape

from needs.actions.sheets import find_sheet
from needs.keys import key_of
from needs.models import Sheet


def address(sheet: Sheet, page: str, language: str = "de") -> str:
    return f"{'/en' if language == 'en' else ''}/bedarf/{key_of(sheet.code)}/{page}/"


def data_of(sheet: Sheet) -> dict:
    return find_sheet(key_of(sheet.code)).data


def ticked(response) -> list[str]:
    return re.findall(r'<input type="checkbox" name="antwort" value="([\w-]+)" checked>', response.content.decode())


def taps(response) -> list[str]:
    return re.findall(r'<button class="button" name="antwort" value="([\w-]+)"', response.content.decode())


def written(response) -> str:
    return unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.content.decode(), re.DOTALL)[1])
