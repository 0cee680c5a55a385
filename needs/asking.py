"""What a questionnaire asks whom, in words, and what it still lacks before anybody can answer it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from needs.counting import IMPORTANCE, OPINION, OPINIONS, REASONS
from needs.definitions import Asked
from needs.models import AgeBand, Context, Kind, NoDistrict, Question, Repeat, Sex
from needs.words import PLACE
from workshops.models import StakeholderGroup

NEEDED = (Context.ROLES, Context.AREA)
MYSELF, HELPING = "myself", "helping"
# What becomes a column of a submission: how it is asked, and the answers that the column knows.
KINDS = {
    Context.ROLES: Kind.SEVERAL,
    Context.HELPED: Kind.SINGLE,
    Context.AREA: Kind.AREA,
    Context.AGE: Kind.SINGLE,
    Context.SEX: Kind.SINGLE,
}
KEYS: dict[str, Sequence[str]] = {
    Context.ROLES: StakeholderGroup.values,
    Context.HELPED: (MYSELF, HELPING),
    Context.AREA: NoDistrict.values,
    Context.AGE: AgeBand.values,
    Context.SEX: Sex.values,
}
# What the need is counted from, by keys: questions for each part of life, and the answers that these can't do without.
COUNTED: dict[str, Sequence[str]] = {OPINION: OPINIONS, IMPORTANCE: (), REASONS: ()}
# Can't be answered without options.
CHOSEN = (Kind.SINGLE, Kind.SEVERAL, Kind.SCALE)


def gaps(asked: Sequence[Asked]) -> list[str]:
    """Sentences, each with what to do; none where a wave can open with these questions, given in their order."""
    found, before = [], {}
    if not {one.question.context for one in asked}.issuperset(NEEDED):
        found.append(_("Tragen Sie eine Frage nach den Gruppen und eine nach dem Stadtteil ein."))
    found += uncounted(asked)
    for one in asked:
        question, earlier = one.question, before.get(one.question.after_id)
        wrong = (
            wrong_kind(question),
            wrong_place(question),
            wrong_options(question, one.option_keys),
            wrong_condition(question, earlier),
        )
        found += [
            _("Frage %(number)s: %(gap)s") % {"number": question.number, "gap": sentence}
            for sentence in wrong
            if sentence
        ]
        before[question.pk] = one
    return found


def uncounted(asked: Iterable[Asked]) -> list[str]:
    """What the results would lack: they find questions and answers by their keys."""
    found, by_key = [], {one.question.key: one for one in asked if one.question.repeat == Repeat.LIFE_AREAS}
    for key, needed in COUNTED.items():
        one = by_key.get(key)
        if one is None:
            found.append(
                _("Tragen Sie eine Frage mit der Kennung „%(key)s“ ein, die für jeden Lebensbereich gestellt wird.")
                % {"key": key}
            )
        elif lacking := [option for option in needed if option not in one.option_keys]:
            words = {"number": one.question.number, "keys": ", ".join(lacking)}
            found.append(
                _("Frage %(number)s: Tragen Sie auch die Antworten mit diesen Kennungen ein: %(keys)s.") % words
            )
    return found


def wrong_kind(question: Question) -> str:
    """Where the answers would fit no column."""
    if question.kind == Kind.AREA and question.context != Context.AREA:
        return _("Nach dem Stadtteil fragt nur die Angabe zum Bogen „Stadtteil“. Wählen Sie eine andere Art.")
    kind = KINDS.get(question.context, question.kind)
    if question.kind == kind:
        return ""
    words = {"context": question.get_context_display(), "kind": Kind(kind).label}
    return _("Zur Angabe „%(context)s“ gehört die Art „%(kind)s“. Wählen Sie diese.") % words


def wrong_place(question: Question) -> str:
    """Where a question that repeats doesn't say what it is about, or another one promises to."""
    texts = [getattr(question, name) for name in TEXTS]
    if question.repeat and any(text and PLACE not in text for text in texts):
        return _("Schreiben Sie %(place)s an die Stelle, an der der Lebensbereich oder das Angebot stehen soll.") % {
            "place": PLACE
        }
    if not question.repeat and any(PLACE in text for text in texts):
        return _("Die Frage wiederholt sich nicht. Nehmen Sie %(place)s weg.") % {"place": PLACE}
    return ""


TEXTS = ("text", "text_en", "text_relatives", "text_relatives_en", "text_others", "text_others_en", "spoken")


def wrong_options(question: Question, keys: Iterable[str]) -> str:
    keys = list(keys)
    known = KEYS.get(question.context, keys)
    if unknown := [key for key in keys if key not in known]:
        return _("Bei dieser Angabe gibt es die Kennung „%(key)s“ nicht. Möglich sind: %(known)s.") % {
            "key": unknown[0],
            "known": ", ".join(known),
        }
    if question.kind in CHOSEN and len(keys) < 2:
        return _("Tragen Sie mindestens zwei Antworten ein.")
    if question.kind == Kind.TEXT and keys:
        return _("Freier Text hat keine Antworten zur Auswahl. Löschen Sie die Antworten.")
    return ""


def wrong_condition(question: Question, earlier: Asked | None) -> str:
    """`earlier` is the question it comes after, if that stands before it."""
    if question.after_id is None:
        return ""
    if earlier is None:
        return _("Sie richtet sich nach einer Frage, die erst danach kommt. Verschieben Sie sie.")
    if not can_come_after(question, earlier):
        return _("Nach der Frage %(number)s kann sie nicht kommen. Ändern Sie die Bedingung.") % {
            "number": earlier.question.number
        }
    if set(question.after_options) - {*earlier.option_keys}:
        return _("Zur Frage %(number)s fehlt eine Antwort, nach der sie kommt. Ändern Sie die Bedingung.") % {
            "number": earlier.question.number
        }
    return ""


def can_come_after(question: Question, earlier: Asked) -> bool:
    """What is asked once can't come after what is asked for each part of life: after which of them?"""
    return bool(earlier.options) and earlier.question.repeat in ("", question.repeat)


def conditions(question: Question, asked: Iterable[Asked]) -> list[str]:
    """Who is asked and after what, in words; none where everybody is asked."""
    words = []
    if question.groups:
        groups = ", ".join(str(StakeholderGroup(group).label) for group in question.groups)
        words.append(_("Gefragt werden: %(groups)s.") % {"groups": groups})
    for earlier in asked:
        if earlier.question.pk == question.after_id:
            chosen = [f"„{option.text}“" for option in earlier.options if option.key in question.after_options]
            words.append(
                _("Nur nach Frage %(number)s, wenn die Antwort lautet: %(options)s.")
                % {"number": earlier.question.number, "options": ", ".join(chosen)}
            )
    return words
