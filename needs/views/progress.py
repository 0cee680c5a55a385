"""How far one is, in words that never move away: the part of the form, and in it which area of life or offer."""

from django.utils.translation import gettext as _

from needs.definitions import MORE_PAGE, Step
from needs.models import Part, Repeat
from needs.views.way import Way
from needs.words import heading


def place_words(way: Way, step: Step) -> str:
    """ "Teil 2 von 5: Zwölf Lebensbereiche, Bereich 3 von 12"; the questions of the second part are counted."""
    title = heading(step.question, way.language)
    if step.name == MORE_PAGE:
        return title
    if step.question.part == Part.MORE:
        return title + _among([own.name for own in way.questions if own.question.part == Part.MORE], step.name)
    # Of everybody's questions: what somebody answers changes nothing here.
    duty = [own for own in way.possible if own.question.part != Part.MORE]
    titles = list(dict.fromkeys(heading(own.question, way.language) for own in duty))
    facts = {"number": titles.index(title) + 1, "total": len(titles), "title": title}
    return _("Teil %(number)d von %(total)d: %(title)s") % facts + _which_subject(duty, step)


def _among(names: list[str], name: str) -> str:
    """Another answer may have taken a question off the way since."""
    if name not in names:
        return ""
    return ", " + _("Frage %(number)d von %(total)d") % {"number": names.index(name) + 1, "total": len(names)}


def _which_subject(duty: list[Step], step: Step) -> str:
    subjects = list(dict.fromkeys(own.subject for own in duty if own.question.repeat == step.question.repeat))
    if step.subject is None:
        return ""
    facts = {"number": subjects.index(step.subject) + 1, "total": len(subjects)}
    if step.question.repeat == Repeat.OFFERS:
        return ", " + _("Angebot %(number)d von %(total)d") % facts
    return ", " + _("Bereich %(number)d von %(total)d") % facts
