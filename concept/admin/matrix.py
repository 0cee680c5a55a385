"""Stock beside need as it is now, for planners and the reading Seniorenbeirat: the matrix, and a page for each cell.

Numbers of need pass concept.disclosure first: from five answers on, and none that follows from others.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django import forms
from django.contrib import admin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from concept.admin.cell import cell_context, count_in_words
from concept.admin.cell_groups import groups_table, index_in_words, unflagged_in_words
from concept.disclosure import for_planners
from concept.expressed import NOTHING
from concept.matrix import Matrix, MatrixCell, live_matrix
from concept.models import Grade, MatchCell, Verdict
from concept.words import GROUPS, MEANINGS, SYMBOLS, frame_in_words
from needs.admin.desk import NeedsAdmin, show
from needs.admin.results import READS_ANSWERS
from needs.admin.results_in_words import option_texts
from needs.counting import OLDER, Place, Split, Tally
from needs.disclosure import fewest_for_planners
from needs.models import Frame, PlanningArea, Thresholds, Wave
from offers.models import Area, Level, TopicGroup
from workshops.admin.desk import Page, urls_of

READS = "concept.view_matchcell"
CITY = "stadt"
SPLITS = {Split.PLANNING_AREAS: _("Planungsräume"), Split.DISTRICTS: _("Stadtteile")}


class ChoiceForm(forms.Form):
    """What the page shows; what doesn't exist counts as not chosen."""

    art = forms.ChoiceField(label=_("Befragungen"), required=False)
    raum = forms.ChoiceField(label=_("Wo"), choices=list(SPLITS.items()), required=False)
    gruppe = forms.ChoiceField(label=_("Wer"), choices=list(GROUPS.items()), required=False)
    bereich = forms.ChoiceField(label=_("Lebensbereich"), required=False)

    def __init__(self, data):
        self.kinds = _kinds()
        self.topic_groups = {row.slug: row for row in TopicGroup.objects.in_order()}
        first = next(iter(self.kinds), "")
        super().__init__({"art": first, "raum": Split.PLANNING_AREAS, "gruppe": OLDER} | data.dict())
        self.fields["art"].choices = [(key, name) for key, (name, _waves) in self.kinds.items()]
        self.fields["bereich"].choices = [
            ("", _("alle")),
            *((slug, row.plain_name) for slug, row in self.topic_groups.items()),
        ]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("Das steht hier nicht zur Auswahl.")

    def chosen(self) -> "Chosen":
        self.full_clean()
        typed = self.cleaned_data
        kind = typed.get("art") or next(iter(self.kinds), "")
        return Chosen(
            kind=kind,
            waves=self.kinds[kind][1] if kind else [],
            split=Split(typed.get("raum") or Split.PLANNING_AREAS),
            group=typed.get("gruppe") or OLDER,
            topic_group=self.topic_groups.get(typed.get("bereich", "")),
        )


class Chosen(NamedTuple):
    kind: str
    waves: list[Wave]
    split: Split
    group: str
    topic_group: TopicGroup | None

    @property
    def fewest(self) -> int:
        return fewest_for_planners(self.waves)

    @property
    def query(self) -> str:
        """As it stands in the address of a cell."""
        return urlencode({"art": self.kind, "raum": self.split, "gruppe": self.group})


class Shown(NamedTuple):
    """A cell as the desk shows it; without `tally` too few have answered, or others would tell it."""

    cell: MatrixCell
    # What planners may see of each group.
    told: Mapping[str, Tally | None]
    tally: Tally | None
    # By the older people's own column.
    verdict: Verdict
    verdict_as_opened: Verdict | str
    url: str
    place_name: str

    @property
    def grade(self) -> Grade:
        """How well it is backed, told with the verdict only."""
        return self.cell.grade if self.verdict == self.cell.verdict else Grade.HINT

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.verdict]


def _kinds() -> dict[str, tuple[str, list[Wave]]]:
    """Waves of one frame together, never one alone: all of them without it would tell it (ADR 30)."""
    opened = list(Wave.objects.opened().select_related("thresholds").newest_first())
    kinds: dict[str, tuple[str, list[Wave]]] = {}
    for is_example in (False, True):
        for frame in Frame:
            waves = [wave for wave in opened if (wave.frame, wave.is_example) == (frame, is_example)]
            key = f"{frame}-beispiel" if is_example else str(frame)
            if waves:
                name = _("Beispiel: %(frame)s") % {"frame": frame.label} if is_example else frame.label
                kinds[key] = (name, waves)
    return kinds


def matrix_page(request):
    form = ChoiceForm(request.GET)
    chosen = form.chosen()
    places, cells, matrix = _shown(chosen)
    rows = [chosen.topic_group] if chosen.topic_group else form.topic_groups.values()
    return show(
        request,
        "concept/matrix.html",
        title=_("Was es gibt und was fehlt"),
        model=MatchCell,
        form=form,
        chosen=chosen,
        frame_words=frame_in_words(chosen.waves[0].frame) if chosen.waves else "",
        is_example=any(wave.is_example for wave in chosen.waves),
        group=GROUPS[chosen.group],
        places=places.values(),
        unsorted=_unsorted(matrix, chosen.fewest),
        rows={row: [cells[row.pk, place] for place in places] for row in rows},
        as_opened=matrix.thresholds_as_opened,
        meanings={verdict: (SYMBOLS[verdict], verdict.label, text) for verdict, text in MEANINGS.items()},
    )


def cell_page(request, topic_group: int, place: str):
    """Everything that stands behind a cell, and the way from there to a finding."""
    chosen = ChoiceForm(request.GET).chosen()
    row = get_object_or_404(TopicGroup, pk=topic_group)
    places, cells, matrix = _shown(chosen)
    key = Place.CITY if place == CITY else int(place) if place.isdecimal() else None
    if key not in places:
        raise Http404
    shown = cells[row.pk, key]
    return show(
        request,
        "concept/cell.html",
        title=f"{row.plain_name}: {places[key]}",
        model=MatchCell,
        shown=shown,
        chosen=chosen,
        is_example=any(wave.is_example for wave in chosen.waves),
        frame_words=frame_in_words(chosen.waves[0].frame) if chosen.waves else "",
        group=GROUPS[chosen.group],
        as_opened=matrix.thresholds_as_opened,
        unflagged=_unflagged(request, shown, chosen.fewest),
        table=groups_table(shown.told, option_texts(chosen.waves), chosen.fewest),
        index=index_in_words(_of_city(cells), topic_group, matrix.thresholds) if key == Place.CITY else [],
        **cell_context(request, shown, split=chosen.split, waves=chosen.waves),
    )


def _unflagged(request, shown: Shown, fewest: int) -> str:
    """Beside a number that is told, for who reads every answer."""
    if not shown.told[OLDER] or not request.user.has_perm(READS_ANSWERS):
        return ""
    return unflagged_in_words(shown.cell, fewest)


def _shown(chosen: Chosen) -> tuple[dict[int, str], dict[tuple[int, int], Shown], Matrix]:
    """The columns with their names, the cells as the desk shows them, and what they come from."""
    thresholds = Thresholds.objects.newest_first().first() or Thresholds()
    places = {int(Place.CITY): str(_("ganze Stadt"))} | _places(chosen.split)
    matrix = live_matrix(chosen.waves, thresholds=thresholds, today=timezone.localdate(), split=chosen.split)
    told = for_planners(matrix, chosen.fewest)
    cells = {
        where: _cell(cell, told[where], chosen, places[where[1]])
        for where, cell in matrix.cells.items()
        if where[1] in places
    }
    return places, cells, matrix


def _of_city(cells: Mapping[tuple[int, int], Shown]) -> dict[int, Mapping[str, Tally | None]]:
    return {topic_group: shown.told for (topic_group, place), shown in cells.items() if place == Place.CITY}


def _unsorted(matrix: Matrix, fewest: int) -> dict[str, str | int]:
    """What belongs to no Lebensbereich, in the whole city."""
    besides = matrix.unsorted.get(Place.CITY, NOTHING)
    return {
        "searches": besides.empty_searches,
        "helps": count_in_words(besides.helps, fewest),
        "notes": count_in_words(besides.notes, fewest),
    }


def _cell(cell: MatrixCell, told: Mapping[str, Tally | None], chosen: Chosen, place_name: str) -> Shown:
    """A verdict is told with the number that it comes from."""
    is_told = told[OLDER] is not None
    place = CITY if cell.place == Place.CITY else str(cell.place)
    address = reverse("admin:concept_matchcell_cell", args=[cell.topic_group, place])
    return Shown(
        cell=cell,
        told=told,
        tally=told[chosen.group],
        verdict=cell.verdict if is_told else Verdict.TOO_FEW,
        verdict_as_opened=cell.verdict_as_opened if is_told and cell.verdict_as_opened != cell.verdict else "",
        url=f"{address}?{chosen.query}",
        place_name=place_name,
    )


def _places(split: Split) -> dict[int, str]:
    if split == Split.DISTRICTS:
        return {area.pk: area.name for area in Area.objects.filter(level=Level.DISTRICT).by_name()}
    return {area.pk: area.name for area in PlanningArea.objects.in_order()}


PAGES = (Page("<int:topic_group>/<str:place>/", "cell", cell_page, READS),)


@admin.register(MatchCell)
class MatchCellAdmin(NeedsAdmin):
    """In the place of the list stands the matrix; what releases froze is read on their pages."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return [
            *urls_of(PAGES, self),
            *urls_of((Page("", "changelist", matrix_page, READS),), self),
        ]
