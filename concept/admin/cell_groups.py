"""On the page of a cell: all groups beside each other, so that nobody drowns anybody (methods.md section 4).

From what concept.disclosure tells planners, and from nothing else: None stands for too few.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from concept.matrix import MatrixCell
from concept.need import FEWEST, FEWEST_GROUPS, equal_index, rank_ranges
from concept.words import GROUPS, ranks_in_words
from needs.admin.results_in_words import Shown, Table, listed, of_how_many
from needs.counting import OLDER, Tally
from needs.disclosure import TOO_FEW, Options
from needs.models import Thresholds

Told = Mapping[str, Tally | None]


def groups_table(told: Told, options: Options, fewest: int) -> Table:
    """Older people first."""
    tells = {
        _("Da fehlt mir etwas"): lambda tally: of_how_many(*tally.unmet, fewest),
        _("Brauche ich"): lambda tally: of_how_many(*tally.demand, fewest),
        _("Weiß ich nicht"): lambda tally: of_how_many(*tally.unknown, fewest),
        _("Wie wichtig ist, was fehlt"): lambda tally: listed(
            tally.importance, options.importance, tally.missing, fewest
        ),
        _("Woran es liegt"): lambda tally: listed(tally.reasons, options.reasons, tally.missing, fewest),
    }
    return Table(
        _("Was die Gruppen sagen"),
        [_("Gruppe"), *tells],
        {
            str(words): [Shown(str(tell(tally) if (tally := told[group]) else TOO_FEW), "") for tell in tells.values()]
            for group, words in GROUPS.items()
        },
    )


def unflagged_in_words(cell: MatrixCell, fewest: int) -> str:
    """What the older people say without flagged forms, and what follows, where that differs (methods.md section 4).

    For who reads every answer only: beside the number with all forms it tells what single ones said (ADR 30).
    """
    tally = cell.opinions[OLDER].unflagged
    if (tally.unmet, cell.verdict_unflagged) == (cell.older.unmet, cell.verdict):
        return ""
    facts = {"unmet": of_how_many(*tally.unmet, fewest), "verdict": cell.verdict_unflagged.label}
    return (
        _(
            "Ohne auffällige Bögen steht bei den älteren Menschen: „Da fehlt mir etwas“ %(unmet)s. Das Ergebnis ist "
            "dann: %(verdict)s. Das sieht nur die Auswertung. Sagen und zeigen Sie es niemandem sonst."
        )
        % facts
    )


def index_in_words(city: Mapping[int, Told], topic_group: int, thresholds: Thresholds) -> list[str]:
    """Of the whole city, by Lebensbereich: what comes out where each group weighs the same, and the range of ranks."""
    tallies = {row: {group: tally or Tally() for group, tally in told.items()} for row, told in city.items()}
    index = equal_index(tallies[topic_group])
    if index is None or len(index.groups) < FEWEST_GROUPS:
        return [
            _(
                "Was herauskommt, wenn jede Gruppe gleich viel zählt, steht hier noch nicht. Dafür müssen in "
                "mindestens %(groups)d Gruppen je %(people)d Menschen eine Meinung haben."
            )
            % {"groups": FEWEST_GROUPS, "people": FEWEST}
        ]
    value, low, high = (round(100 * share) for share in (index.value, index.low, index.high))
    facts = {"value": value, "low": low, "high": high}
    groups = ", ".join(str(GROUPS[group]) for group in index.groups)
    words = [
        _("Zählt jede Gruppe gleich viel: %(value)d %%. Streuung innerhalb der Antworten: %(low)d bis %(high)d %%.")
        % facts,
        _("Darin sind: %(groups)s.") % {"groups": groups},
    ]
    if ranks := rank_ranges(tallies, fewest=thresholds.ranked_answers).get(topic_group):
        rank = {"rank": ranks_in_words(ranks._asdict())}
        words.append(_("%(rank)s. Rang 1: Da fehlt am meisten. Der Rang hängt davon ab, wie Gruppen zählen.") % rank)
    return words
