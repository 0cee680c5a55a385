"""Rows of the concept in plain German words; pages and the document say the same."""

from collections.abc import Iterable, Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from concept.fragmentation import ContactPoints
from concept.models import Finding, Grade, MatchCell, Release, StockState, Verdict
from needs.counting import OLDER, REASONS
from needs.models import FRAME_WORDS, Frame, Option
from workshops.models import StakeholderGroup

SYMBOLS = {
    Verdict.GAP: "▲",
    Verdict.ACCESS: "◆",
    Verdict.CHECK_STOCK_NEED_CLEAR: "△",
    Verdict.CHECK_STOCK: "?",
    Verdict.WATCH: "◇",
    Verdict.UNDECIDABLE: "≈",
    Verdict.SERVED: "●",
    Verdict.SERVED_ELSEWHERE: "◐",
    Verdict.NO_NEED: "○",
    Verdict.MORE_THAN_ASKED: "▼",
    Verdict.TOO_FEW: "–",
}
# What each result of the decision table means (methods.md section 8), in the order of the legend.
MEANINGS = {
    Verdict.GAP: gettext_lazy("Viele sagen: Da fehlt mir etwas. Das gibt es hier nicht, oder es reicht nicht."),
    Verdict.ACCESS: gettext_lazy("Es gibt geprüfte Angebote. Aber viele kommen nicht daran. Der Grund steht dabei."),
    Verdict.CHECK_STOCK_NEED_CLEAR: gettext_lazy(
        "Viele sagen: Da fehlt mir etwas. Ob es Angebote gibt, hat noch niemand geprüft."
    ),
    Verdict.CHECK_STOCK: gettext_lazy("Ob es Angebote gibt, hat noch niemand geprüft."),
    Verdict.WATCH: gettext_lazy("Es gibt kein Angebot. Aus den Antworten ist nicht klar, ob etwas fehlt."),
    Verdict.UNDECIDABLE: gettext_lazy("Es gibt geprüfte Angebote. Aus den Antworten ist nicht klar, ob sie reichen."),
    Verdict.SERVED: gettext_lazy("Es gibt geprüfte Angebote. Nur wenige sagen: Da fehlt mir etwas."),
    Verdict.SERVED_ELSEWHERE: gettext_lazy(
        "Hier gibt es kein Angebot. Trotzdem fehlt nur wenigen etwas. Wir fragen nach, woher die Hilfe kommt."
    ),
    Verdict.NO_NEED: gettext_lazy("Es gibt kein Angebot. Und nur wenige brauchen es."),
    Verdict.MORE_THAN_ASKED: gettext_lazy(
        "Es gibt mehrere geprüfte Angebote. Nur wenige brauchen sie. Das heißt nicht: Etwas ist doppelt."
    ),
    Verdict.TOO_FEW: gettext_lazy("Es haben zu wenige geantwortet. Darum steht hier kein Ergebnis."),
}
# How well something is backed (methods.md section 5).
GRADE_MEANINGS = {
    Grade.PROVEN: gettext_lazy("Eine Zufallsauswahl sagt es, und eine andere Quelle auch."),
    Grade.BACKED: gettext_lazy("Mindestens 30 Menschen haben geantwortet, und eine andere Quelle sagt es auch."),
    Grade.HINT: gettext_lazy("Es spricht etwas dafür. Sicher ist es nicht."),
}
GROUPS = {
    OLDER: gettext_lazy("Ältere Menschen ab 65"),
    StakeholderGroup.RELATIVES: gettext_lazy("Angehörige und Pflegende"),
    StakeholderGroup.COUNCIL: gettext_lazy("Seniorenbeirat"),
    StakeholderGroup.PROVIDERS: gettext_lazy("Anbieter"),
    StakeholderGroup.CHURCHES: gettext_lazy("Kirchen und Religionen"),
    StakeholderGroup.VOLUNTEERS: gettext_lazy("Ehrenamtliche"),
    StakeholderGroup.ADMINISTRATION: gettext_lazy("Verwaltung und Politik"),
}

POINTS_EXPLAINED = gettext_lazy(
    "Anlaufstellen sind die Anbieter der Angebote zu einem Thema. „5, so viel wie 2 gleich große“ heißt: Fast alle "
    "Angebote kommen von zwei der fünf. Viele Anlaufstellen sind nicht falsch. Aber man muss wissen, wohin man geht."
)
# How the share begins of what hardly anybody named.
RARE = ("unter ", "wenige")


def marked(row, text: object) -> str:
    """An example says so wherever it shows, and once: many carry the word in their name."""
    if not row.is_example or str(text).startswith("Beispiel"):
        return str(text)
    return _("Beispiel: %(text)s") % {"text": text}


def places_in_words(finding: Finding) -> str:
    """Where a finding holds; loaded with its planning areas."""
    names = [area.name for area in finding.planning_areas.all()]
    return ", ".join(names) or _("ganze Stadt")


def stock_in_words(cell: MatchCell) -> str:
    """What there is: counted where somebody checked it; "gibt es nicht" is told apart from "noch nicht erfasst"."""
    if cell.stock_state == StockState.CONFIRMED:
        checked = ngettext("%(count)d geprüftes Angebot", "%(count)d geprüfte Angebote", cell.confirmed)
        words = _("%(checked)s, davon %(step_free)d ohne Stufen") % {
            "checked": checked % {"count": cell.confirmed},
            "step_free": cell.step_free,
        }
        if cell.published > cell.confirmed:
            words += _("; %(count)d mit den nicht geprüften") % {"count": cell.published}
        return words
    if cell.stock_state == StockState.UNCHECKED:
        unchecked = ngettext(
            "%(count)d Angebot, noch nicht geprüft", "%(count)d Angebote, noch nicht geprüft", cell.published
        )
        return unchecked % {"count": cell.published}
    return str(StockState(cell.stock_state).label)


def placed_in_words(cell: MatchCell) -> str:
    """Where an offer lies and whom it serves are two things (methods.md section 7); "" where there is none."""
    return _("%(count)d mit einem Ort hier") % {"count": cell.placed_here} if cell.published else ""


def points_in_words(points: ContactPoints | None) -> str:
    """How many there are to turn to, and to how many equally large ones they come (concept.fragmentation)."""
    if points is None:
        return _("keine")
    if points.count == points.equally_large:
        return str(points.count)
    words = _("%(count)d, so viel wie %(equally_large)d gleich große")
    return words % {"count": points.count, "equally_large": points.equally_large}


def at_least_in_words(count: int) -> str:
    """A number that is frozen in full tens, what is below ten as 0 (concept.public_cells.in_tens)."""
    return _("mindestens %(count)d") % {"count": count} if count else _("weniger als 10")


def in_vain_in_words(chosen: Mapping[str, str], topics: Mapping[str, str]) -> list[str]:
    """What people looked for in vain: topics by their slugs; those that hardly anybody named stand together.

    A share that is told as "wenige" may be nobody's.
    """
    told = {name: chosen[slug] for slug, name in topics.items() if slug in chosen}
    named = [f"{name}: {share}" for name, share in told.items() if not share.startswith(RARE)]
    others = _("jedes andere Thema: %(share)s oder niemand") if named else _("jedes Thema: %(share)s oder niemand")
    return [*named, *(others % {"share": share} for share in sorted({*told.values()}) if share.startswith(RARE))]


def ranks_in_words(ranks: dict) -> str:
    """Where a Lebensbereich stands by each way of weighing the groups."""
    if ranks["best"] == ranks["worst"]:
        return _("Rang %(best)d") % ranks
    return _("Rang %(best)d bis %(worst)d") % ranks


def agreement_in_words(cell: MatchCell) -> str:
    """How the groups see it beside each other, and who (methods.md section 4); "" where that isn't known."""
    if cell.agreement.startswith("only "):
        return _("Nur eine Gruppe sieht das so: %(group)s.") % {"group": GROUPS[cell.agreement.removeprefix("only ")]}
    words = {
        "together": _("Alle Gruppen sehen das so."),
        "disputed": _("Das ist umstritten: Die Gruppen sehen es verschieden."),
    }.get(cell.agreement, "")
    if cell.agreement == "disputed" and "highest" in cell.index:
        ends = {end: GROUPS[cell.index[end]] for end in ("highest", "lowest")}
        words += " " + _("Am häufigsten sagen „Da fehlt mir etwas“: %(highest)s. Am seltensten: %(lowest)s.") % ends
    return words


def groups_in_words(index: dict) -> str:
    """Whose answers an index is made of."""
    return ", ".join(str(GROUPS[group]) for group in index["groups"])


def frame_in_words(frame: str) -> str:
    """What stands beside every figure instead of a margin of error (methods.md section 5)."""
    if frame == Frame.REGISTER:
        return str(FRAME_WORDS[Frame.REGISTER])
    return _("%(frame)s: Streuung innerhalb der Antworten, keine repräsentative Stichprobe") % {
        "frame": Frame(frame).label
    }


def release_in_words(release: Release) -> str:
    """ "Stand 2 vom 3. November 2026"."""
    day = date_format(release.published_at, "j. F Y")
    return marked(release, _("Stand %(number)d vom %(day)s") % {"number": release.number, "day": day})


def as_asked(texts: Iterable[str], told: dict) -> dict:
    """What was told of each answer, in the order of the questionnaire: the database doesn't keep one."""
    return {key: told[key] for key in dict.fromkeys([*texts, *told]) if key in told}


def option_texts(release: Release, questions: Iterable[str] = (REASONS,)) -> dict[str, dict[str, str]]:
    """By question and key the words of the questionnaires that a release rests on, those of the newest one."""
    texts: dict[str, dict[str, str]] = {question: {} for question in questions}
    options = Option.objects.filter(question__key__in=texts, question__questionnaire__waves__releases=release).order_by(
        "question__questionnaire", "position"
    )
    for question, key, text in options.values_list("question__key", "key", "text").distinct():
        texts[question][key] = text
    return texts


# What there has to be, by number of § 71 (2) SGB XII, and what the portal knows of it (concept.floor).
DUTIES = {
    1: gettext_lazy("Etwas tun und sich für andere einsetzen"),
    2: gettext_lazy("Eine passende Wohnung finden und behalten"),
    3: gettext_lazy("Beratung vor und während der Pflege, auch zum Wohnen mit Hilfe"),
    4: gettext_lazy("Beratung zu Hilfen und Diensten für ältere Menschen"),
    5: gettext_lazy("Gemeinschaft, Unterhaltung, Bildung und Kultur"),
    6: gettext_lazy("Verbindung zu Menschen, die einem nahe sind"),
}
FLOOR_WORDS = {
    "yes": gettext_lazy("ja"),
    "no": gettext_lazy("nein"),
    "not_looked": gettext_lazy("noch nicht nachgesehen"),
}
# Where long words break in a narrow column.
_BREAKS = ("Zugangs|problem", "entscheid|bar", "Planungs|raum", "Orts|bezirk")


def narrow(words: object) -> str:
    text = str(words)
    for word in _BREAKS:
        text = text.replace(word.replace("|", ""), word.replace("|", "\N{SOFT HYPHEN}"))
    return text
