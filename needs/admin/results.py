"""Results at the desk: live tables for who reads every answer, for everybody else what may leave."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from needs.actions.refusals import NumbersCanStillChange, NumbersStandInARelease
from needs.actions.results import give_out
from needs.admin.desk import address_of, show
from needs.admin.results_in_words import GROUP_NAMES, detail, option_texts, overview, remarks, who_answered
from needs.admin.results_questions import live_choices, questions_of, told_choices
from needs.admin.results_told import export, lines_of, told_detail, told_overview
from needs.counting import OLDER, Place, Split, count_opinions, count_people
from needs.disclosure import SHOWN_GROUPS, fewest_for_planners, fewest_in_public
from needs.models import PlanningArea, Question, Wave, WaveState
from offers.models import Area, Level, TopicGroup
from workshops.admin.desk import Page, note

READS = "needs.view_wave"
# Whoever may read each answer may see each number: nobody else sees more than what may leave.
READS_ANSWERS = "needs.view_submission"
# The first table that leaves ends the typing of paper.
FIXES = "needs.change_wave"
WHOLE_CITY = "stadt"
# What can be chosen besides planning areas and districts.
PLACES = {
    WHOLE_CITY: (_("ganze Stadt"), Place.CITY),
    "nur-stadt": (_("wer für die ganze Stadt geantwortet hat"), Place.CITY_ONLY),
    "landkreis": (_("Gemeinden im Landkreis"), Place.COUNTY),
    "ohne-angabe": (_("ohne Angabe eines Stadtteils"), Place.UNKNOWN),
}


class ChoiceForm(forms.Form):
    """What the page shows; what doesn't exist counts as not chosen. `places`: name, key and split by what is sent."""

    raum = forms.ChoiceField(label=_("Wo (nur bei Lebensbereichen)"), required=False)
    gruppe = forms.ChoiceField(label=_("Gruppe für die untere Tabelle"), required=False)
    frage = forms.ChoiceField(label=_("Frage"), required=False)
    auch = forms.MultipleChoiceField(
        label=_("Zusammen mit"),
        help_text=_("Nur Befragungen, bei denen auf dieselbe Weise gefragt wurde."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data, wave: Wave, *, places: Mapping[str, tuple], groups: Mapping[str, str], others=None):
        self.places, self.others, self.questions = places, others or {}, questions_of(wave)
        super().__init__({"raum": "", "gruppe": OLDER} | data.dict() | {"auch": data.getlist("auch")})
        self.fields["raum"].choices = [(key, name) for key, (name, _place, _split) in places.items()]
        self.fields["gruppe"].choices = list(groups.items())
        self.fields["frage"].choices = [
            ("", _("Lebensbereiche")),
            *((key, f"{one.number}: {one.text}") for key, one in self.questions.items()),
        ]
        self.fields["auch"].choices = [(key, wave.name) for key, wave in self.others.items()]
        if not self.others:
            del self.fields["auch"]

    def chosen(self) -> tuple[list[Wave], tuple, str, Question | None]:
        """The other waves, the place, the group, and the question where it isn't about the parts of life."""
        self.full_clean()
        waves = [self.others[key] for key in self.cleaned_data.get("auch", ())]
        place = self.places[self.cleaned_data.get("raum") or next(iter(self.places))]
        question = self.questions.get(self.cleaned_data.get("frage"))
        return waves, place, self.cleaned_data.get("gruppe") or OLDER, question


def results_page(request, pk: int):
    wave = get_object_or_404(Wave.objects.select_related("thresholds"), pk=pk)
    page = _live_page if request.user.has_perm(READS_ANSWERS) else _told_page
    return page(request, wave, list(PlanningArea.objects.in_order()), list(TopicGroup.objects.in_order()))


def _live_page(request, wave: Wave, planning_areas: list[PlanningArea], topic_groups: list[TopicGroup]):
    """Live numbers of one wave, or of several of the same kind."""
    form = ChoiceForm(request.GET, wave, places=_places(planning_areas), groups=GROUP_NAMES, others=_others(wave))
    others, (place_name, place, split), group, question = form.chosen()
    waves = [wave, *others]
    if question:
        table = live_choices(waves, question)
        return _show(request, wave, form=form, waves=waves, tables=[table], is_live=True, question=question)
    fewest = fewest_for_planners(waves)
    counted, people = count_opinions(waves, split=split), count_people(waves)
    tables = (
        overview(counted, topic_groups, place=place, place_name=place_name, fewest=fewest),
        detail(counted, topic_groups, option_texts(waves), (place, place_name, group), fewest=fewest),
        who_answered(people, planning_areas, fewest=fewest_in_public(waves)),
    )
    found = remarks(waves, counted, people, place=place, fewest=fewest)
    return _show(request, wave, form=form, waves=waves, remarks=found, tables=tables, is_live=True)


def _told_page(request, wave: Wave, planning_areas: list[PlanningArea], topic_groups: list[TopicGroup]):
    """What the table that leaves says; nothing before it has left: a number can still change, or a release tells it."""
    if wave.exported_at is None or not planning_areas:
        return _show(request, wave)
    groups = {group: GROUP_NAMES[group] for group in SHOWN_GROUPS}
    form = ChoiceForm(request.GET, wave, places=_own_places(planning_areas), groups=groups)
    _none, (place_name, place, _split), group, question = form.chosen()
    if question:
        return _show(request, wave, form=form, tables=[told_choices(wave, question)])
    told = lines_of(wave, [row.pk for row in topic_groups], [place])
    tables = (
        told_overview(told, topic_groups, place_name=place_name),
        told_detail(told, topic_groups, place_name=place_name, group=group),
    )
    return _show(request, wave, form=form, tables=tables)


def _show(request, wave: Wave, **context):
    given = {
        "waves": [wave],
        "remarks": [f"{capfirst(wave.frame_words)}."],
        "tables": (),
        "is_live": False,
        "form": None,
        "question": None,
    }
    return show(
        request,
        "needs/results.html",
        title=_("Ergebnisse"),
        row=wave,
        is_closed=wave.state == WaveState.CLOSED,
        elsewhere=str(NumbersStandInARelease()) if wave.is_told_elsewhere else "",
        can_be_exported=wave.state == WaveState.CLOSED and _may_export(request.user, wave),
        **given | context,
    )


def _may_export(user, wave: Wave) -> bool:
    return wave.exported_at is not None or user.has_perm(FIXES)


def _places(planning_areas: list[PlanningArea]) -> dict[str, tuple]:
    city = {key: (str(name), place, Split.PLANNING_AREAS) for key, (name, place) in PLACES.items()}
    districts = Area.objects.filter(level=Level.DISTRICT).by_name()
    return city | _own_places(planning_areas) | {row.slug: (row.name, row.pk, Split.DISTRICTS) for row in districts}


def _own_places(planning_areas: list[PlanningArea]) -> dict[str, tuple]:
    return {f"raum-{row.pk}": (row.name, row.pk, Split.PLANNING_AREAS) for row in planning_areas}


def _others(wave: Wave) -> dict[str, Wave]:
    """Waves whose answers may be added: of the same frame, examples with examples."""
    found = Wave.objects.filter(frame=wave.frame, is_example=wave.is_example).exclude(pk=wave.pk)
    opened = found.exclude(state=WaveState.PREPARING).select_related("thresholds").newest_first()
    return {str(other.pk): other for other in opened}


@require_POST
def export_page(request, pk: int):
    """The table that leaves, of one wave that has ended; with a line in its history."""
    wave = get_object_or_404(Wave, pk=pk)
    if not _may_export(request.user, wave):
        raise PermissionDenied
    try:
        wave = give_out(wave_id=pk, now=timezone.now())
    except (NumbersCanStillChange, NumbersStandInARelease) as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of(wave, "results"))
    content = export(wave)
    note(request, wave, gettext("Ergebnisse als Tabelle ausgegeben"))
    name = f"ergebnisse-{pk}-{timezone.localdate().isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


PAGES = (
    Page("<int:pk>/ergebnisse/", "results", results_page, READS, _("Ergebnisse")),
    Page("<int:pk>/ergebnisse/ausgeben/", "results_export", export_page, READS),
)
