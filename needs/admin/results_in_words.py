"""Numbers as the page of results shows them to planning: from five answers on, each with its count and its spread."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from needs.counting import IMPORTANCE, NOBODY, OLDER, REASONS, About, Cell, Place, Tally, Who
from needs.disclosure import Options
from needs.models import OLDER_BANDS, AgeBand, Frame, Option, PlanningArea, Wave
from offers.models import TopicGroup
from workshops.models import StakeholderGroup

GROUP_NAMES = {
    OLDER: gettext_lazy("ältere Menschen ab 65 (nach Alter)"),
    **{str(band): band.label for band in OLDER_BANDS},
    **dict(StakeholderGroup.choices),
    StakeholderGroup.OLDER_PEOPLE: gettext_lazy("nennt sich ältere Person"),
}
# Older people by their age first, then everybody by what they said of themselves.
COLUMNS = (OLDER, *StakeholderGroup.values)
Counted = Mapping[About, Cell[Tally]]
People = Mapping[Who, Cell[int]]


class Shown(NamedTuple):
    """A cell: what all forms say, and what those say that aren't flagged; "" where that is the same."""

    everything: str
    unflagged: str


class Table(NamedTuple):
    """The headings of its columns, the first of the rows' names; and a row of cells for each name."""

    heading: str
    columns: Sequence[str]
    rows: Mapping[str, Sequence[Shown]]


def share(part: int, whole: int) -> str:
    return f"{(200 * part + whole) // (2 * whole)} %"


def option_texts(waves: Sequence[Wave]) -> Options:
    """In the words of the latest of their questionnaires."""
    options = Option.objects.filter(
        question__questionnaire__in={wave.questionnaire_id for wave in waves}, question__key__in=(IMPORTANCE, REASONS)
    )
    texts: dict[str, dict[str, str]] = {IMPORTANCE: {}, REASONS: {}}
    for key, option, text in options.order_by("question__questionnaire", "position").values_list(
        "question__key", "key", "text"
    ):
        texts[key][option] = text
    return Options(texts[IMPORTANCE], texts[REASONS])


def remarks(waves: Sequence[Wave], counted: Counted, people: People, *, place: int, fewest: int) -> list[str]:
    """What has to be known before the first number is read."""
    everywhere = [cell for who, cell in people.items() if who.place != Place.CITY]
    forms, unflagged = (sum(cell[side] for cell in everywhere) for side in (0, 1))
    found = [_frame(waves[0])]
    if not forms:
        return [*found, _("Es gibt noch keine Antworten. Abgesendete Bögen werden in Gruppen gezählt.")]
    if flagged := forms - unflagged:
        found.append(_flood(flagged, forms, fewest))
    if any(who.place == Place.UNPLANNED for who in people):
        found.append(_("Einige Bögen nennen einen Stadtteil ohne Planungsraum. Sie zählen nur für die ganze Stadt."))
    groups = {about.group for about in counted if about.place == place} & {*StakeholderGroup.values}
    if not groups:
        found.append(_("Von hier gibt es keine Antworten."))
    elif len(groups) == 1:
        found.append(_("Von hier hat nur eine Gruppe geantwortet: %(group)s.") % {"group": GROUP_NAMES[groups.pop()]})
    return found


def _frame(wave: Wave) -> str:
    """An open call has no margin of error (methods.md section 5)."""
    if wave.frame == Frame.REGISTER:
        return _("Zufallsauswahl, noch nicht gewichtet. Die Spannen zeigen die Streuung innerhalb der Antworten.")
    return _("Streuung innerhalb der Antworten, keine repräsentative Stichprobe.")


def _flood(flagged: int, forms: int, fewest: int) -> str:
    if flagged == forms:
        return _("Alle Bögen sind auffällig: viele gleiche in einer Stunde. Ohne sie bleibt keine Zahl.")
    if flagged < fewest:
        return _("Einige Bögen sind auffällig: viele gleiche in einer Stunde.")
    numbers = {"flagged": flagged, "forms": forms}
    return (
        _(
            "%(flagged)d von %(forms)d Bögen sind auffällig: viele gleiche in einer Stunde. Sie zählen mit. Wo sie "
            "etwas ändern, steht daneben, was ohne sie gilt."
        )
        % numbers
    )


def overview(
    counted: Counted, topic_groups: Sequence[TopicGroup], *, place: int, place_name: str, fewest: int
) -> Table:
    """Who says "hier fehlt etwas": a row for each part of life, a cell for each group."""
    return Table(
        _("Wer sagt, dass etwas fehlt: %(place)s") % {"place": place_name},
        [_("Lebensbereich"), *(str(GROUP_NAMES[group]) for group in COLUMNS)],
        {
            row.plain_name: [
                shown_cell(counted.get(About(row.pk, place, group), NOBODY), lambda tally: _unmet(tally, fewest))
                for group in COLUMNS
            ]
            for row in topic_groups
        },
    )


def detail(
    counted: Counted, topic_groups: Sequence[TopicGroup], options: Options, about: tuple, *, fewest: int
) -> Table:
    """Everything that one group says; `about`: the place and its name, the group."""
    place, place_name, group = about
    tells = {
        _("Da fehlt etwas (Streuung)"): lambda tally: _spread(tally, fewest),
        _("Gut so oder fehlt"): lambda tally: of_how_many(*tally.demand, fewest),
        _("Davon gut so"): lambda tally: of_how_many(*tally.served, fewest),
        _("Weiß ich nicht"): lambda tally: of_how_many(*tally.unknown, fewest),
        _("Wie wichtig ist, was fehlt"): lambda tally: listed(
            tally.importance, options.importance, tally.missing, fewest
        ),
        _("Woran es liegt"): lambda tally: listed(tally.reasons, options.reasons, tally.missing, fewest),
    }
    return Table(
        _("Was dahinter steht: %(group)s, %(place)s") % {"group": GROUP_NAMES[group], "place": place_name},
        [_("Lebensbereich"), *tells],
        {
            row.plain_name: [
                shown_cell(counted.get(About(row.pk, place, group), NOBODY), tell) for tell in tells.values()
            ]
            for row in topic_groups
        },
    )


def who_answered(people: People, planning_areas: Sequence[PlanningArea], *, fewest: int) -> Table:
    """Age band × planning area."""
    places = {Place.CITY: _("ganze Stadt"), **{row.pk: row.name for row in planning_areas}}
    bands = {**dict(AgeBand.choices), "": _("nicht gefragt oder keine Angabe")}
    return Table(
        _("Wer geantwortet hat"),
        [_("Alter"), *places.values()],
        {
            str(name): [Shown(_people(people.get(Who(band, place), (0, 0))[0], fewest), "") for place in places]
            for band, name in bands.items()
        },
    )


def _people(number: int, fewest: int) -> str:
    return str(number) if number >= fewest else _("unter %(fewest)d") % {"fewest": fewest}


def shown_cell(cell: Cell, tell) -> Shown:
    """What `tell` says of each side."""
    everything, unflagged = tell(cell.everything), tell(cell.unflagged)
    return Shown(everything, "" if unflagged == everything else unflagged)


def of_how_many(part: int, whole: int, fewest: int) -> str:
    if whole == 0:
        return _("keine Antworten")
    if whole < fewest:
        return _("weniger als %(fewest)d Antworten") % {"fewest": fewest}
    return _("%(share)s, %(part)d von %(whole)d") % {"share": share(part, whole), "part": part, "whole": whole}


def _unmet(tally: Tally, fewest: int) -> str:
    return of_how_many(*tally.unmet, fewest)


def _spread(tally: Tally, fewest: int) -> str:
    told = _unmet(tally, fewest)
    if tally.opinions < fewest:
        return told
    low, high = (round(100 * end) for end in tally.interval)
    return _("%(told)s (%(low)d bis %(high)d %%)") % {"told": told, "low": low, "high": high}


def listed(chosen: Mapping[str, int], texts: Mapping[str, str], missing: int, fewest: int) -> str:
    """Most frequent first."""
    if missing < fewest:
        return of_how_many(0, missing, fewest)
    frequent = sorted(chosen.items(), key=lambda item: (-item[1], item[0]))
    named = "; ".join(f"{texts[key]} {number}" for key, number in frequent)
    return _("von %(missing)d: %(named)s") % {"missing": missing, "named": named or _("keine Angabe")}
