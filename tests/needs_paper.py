"""Printed sheets of the needs form: a wave to print, and what stands on the pages."""

import re
from datetime import date

from needs.definitions import frozen_definition
from needs.models import Frame, Letter, Sheet, Wave
from needs.printing import paper_form
from offers.models import Level
from offers.reference import forget
from tests.factories import NOW, make_area, make_topic, make_topic_group
from tests.needs_factories import make_wave
from tests.printed import read
from workshops.actions.codes import code_in_words

PHONE = "0631 5550100"


def a_wave(**fields) -> Wave:
    """Two parts of life, three topics, a district of each kind."""
    city = make_area(Level.CITY, name="Musterstadt")
    core = make_area(Level.DISTRICT_GROUP, name="Kernstadt", parent=city)
    make_area(name="Betzenberg", parent=core)
    make_area(name="Dansenberg", parent=city)
    at_home = make_topic_group(plain_name="Hilfe zu Hause", code="F06")
    make_topic(group=at_home, plain_name="Essen nach Hause", code="T0603")
    make_topic(group=at_home, plain_name="Nachbarn helfen", code="T0604")
    make_topic(group=make_topic_group(plain_name="Pflege", code="F10"), plain_name="Tagespflege", code="T1003")
    forget()
    return make_wave(closes_on=date(2027, 2, 28), **fields)


def form(wave: Wave, **options) -> bytes:
    return paper_form(frozen_definition(wave.questionnaire_id), wave, now=NOW, **options)


def pages(content: bytes) -> list[str]:
    """Each page in one line, without the footer."""
    footer = re.compile(r" (Füllt die Stadt aus|For the city): .*")
    return [footer.sub("", re.sub(r"\s+", " ", page.extract_text()).strip()) for page in read(content).pages]


def sizes(content: bytes) -> set[float]:
    found = set()

    def note(words, _page, _text, _font, size):
        found.update({round(size, 1)} if words.strip() else set())

    for page in read(content).pages:
        page.extract_text(visitor_text=note)
    return found


def organisations(**fields) -> Wave:
    return a_wave(frame=Frame.ORGANISATIONS, **fields)


def code(of: Sheet | Letter) -> str:
    """As `text` reads it."""
    return code_in_words(of.code).replace("\N{NO-BREAK SPACE}", " ")
