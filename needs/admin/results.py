"""Results at the desk: live tables for planning, and the table that may leave."""

import csv
import io
import zipfile

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from needs.admin.desk import address_of, show
from needs.admin.results_in_words import (
    GROUP_NAMES,
    detail,
    option_texts,
    overview,
    remarks,
    who_answered,
)
from needs.counting import OLDER, About, Place, Split, count_opinions, count_people
from needs.disclosure import SHOWN_GROUPS, fewest_for_planners, fewest_in_public, lines
from needs.models import PlanningArea, Sheet, Wave, WaveState
from offers.models import Area, Level, TopicGroup
from workshops.admin.desk import Page, note

READS = "needs.view_wave"
WHOLE_CITY = "stadt"
# What can be chosen besides planning areas and districts.
PLACES = {
    WHOLE_CITY: (_("ganze Stadt"), Place.CITY),
    "nur-stadt": (_("wer für die ganze Stadt geantwortet hat"), Place.CITY_ONLY),
    "landkreis": (_("Gemeinden im Landkreis"), Place.COUNTY),
    "ohne-angabe": (_("ohne Angabe eines Stadtteils"), Place.UNKNOWN),
}
HEADINGS = {
    "befragung": _("Name der Befragung; bei erfundenen Antworten steht „Beispiel“ davor."),
    "gefragt_wurde": _("Wie Menschen zu der Befragung kamen. Zahlen verschiedener Wege werden nie zusammengezählt."),
    "lebensbereich": _("Einer der zwölf Lebensbereiche."),
    "planungsraum": _("Einer der Planungsräume, die vor der ersten Befragung festgelegt wurden."),
    "gruppe": _("Ältere Menschen nach dem Alter, sonst nach eigener Angabe; wer mehreres ist, zählt mehrfach."),
    "kennzahl": _(
        "Da fehlt mir etwas: Anteil an allen mit einer Meinung. Weiß ich nicht: Anteil an allen, die geantwortet "
        "haben. Wichtigkeit und Grund: Anteil an denen, die sagen, dass etwas fehlt."
    ),
    "antworten": _("Wie viele Antworten dahinter stehen, in Stufen. Unter 10 steht keine Zahl."),
    "anteil": _(
        "Unter 30 Antworten in Worten: wenige (weniger als ein Drittel), etwa die Hälfte, die meisten (mehr als zwei "
        "Drittel). Ab 30 auf 5 Prozentpunkte gerundet, ab 100 auf ganze."
    ),
    "anteil_ohne_auffaellige": _(
        "Dasselbe ohne Bögen, die in großer Zahl und gleich innerhalb einer Stunde kamen. Wären es nur einige wenige, "
        "steht hier nichts."
    ),
}


class ChoiceForm(forms.Form):
    """What the page shows; what doesn't exist counts as not chosen."""

    raum = forms.ChoiceField(label=_("Wo"), required=False)
    gruppe = forms.ChoiceField(label=_("Gruppe für die untere Tabelle"), required=False)
    auch = forms.MultipleChoiceField(
        label=_("Zusammen mit"),
        help_text=_("Nur Befragungen, bei denen auf dieselbe Weise gefragt wurde."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data, *, others: dict[str, Wave], planning_areas, districts):
        self.places = {key: (str(name), place, Split.PLANNING_AREAS) for key, (name, place) in PLACES.items()}
        self.places |= {f"raum-{row.pk}": (row.name, row.pk, Split.PLANNING_AREAS) for row in planning_areas}
        self.places |= {row.slug: (row.name, row.pk, Split.DISTRICTS) for row in districts}
        super().__init__({"raum": WHOLE_CITY, "gruppe": OLDER} | data.dict() | {"auch": data.getlist("auch")})
        self.others = others
        self.fields["raum"].choices = [(key, name) for key, (name, _place, _split) in self.places.items()]
        self.fields["gruppe"].choices = list(GROUP_NAMES.items())
        self.fields["auch"].choices = [(key, wave.name) for key, wave in others.items()]
        if not others:
            del self.fields["auch"]

    def chosen(self) -> tuple[list[Wave], tuple, str]:
        self.full_clean()
        waves = [self.others[key] for key in self.cleaned_data.get("auch", ())]
        place = self.places[self.cleaned_data.get("raum") or WHOLE_CITY]
        return waves, place, self.cleaned_data.get("gruppe") or OLDER


def results_page(request, pk: int):
    """Live numbers of one wave, or of several of the same kind."""
    wave = get_object_or_404(Wave.objects.select_related("thresholds"), pk=pk)
    planning_areas = list(PlanningArea.objects.in_order())
    form = ChoiceForm(
        request.GET,
        others=_others(wave),
        planning_areas=planning_areas,
        districts=Area.objects.filter(level=Level.DISTRICT).by_name(),
    )
    others, (place_name, place, split), group = form.chosen()
    waves = [wave, *others]
    fewest = fewest_for_planners(waves)
    counted, people = count_opinions(waves, split=split), count_people(waves)
    topic_groups = list(TopicGroup.objects.in_order())
    return show(
        request,
        "needs/results.html",
        title=_("Ergebnisse"),
        row=wave,
        form=form,
        waves=waves,
        remarks=remarks(waves, counted, people, place=place, fewest=fewest),
        overview=overview(counted, topic_groups, place=place, place_name=place_name, fewest=fewest),
        detail=detail(counted, topic_groups, option_texts(waves), (place, place_name, group), fewest=fewest),
        who=who_answered(people, planning_areas, fewest=fewest_in_public(waves)),
        can_be_exported=wave.state == WaveState.CLOSED,
    )


def _others(wave: Wave) -> dict[str, Wave]:
    """Waves whose answers may be added: of the same frame, examples with examples."""
    found = Wave.objects.filter(frame=wave.frame, is_example=wave.is_example).exclude(pk=wave.pk)
    opened = found.exclude(state=WaveState.PREPARING).select_related("thresholds").newest_first()
    return {str(other.pk): other for other in opened}


@require_POST
def export_page(request, pk: int):
    """The table that leaves, of one wave that has ended; with a line in its history."""
    wave = get_object_or_404(Wave.objects.select_related("thresholds"), pk=pk)
    if wave.state != WaveState.CLOSED or Sheet.objects.sent().filter(wave=wave).exists():
        messages.error(
            request,
            gettext(
                "Ausgegeben wird erst, wenn die Befragung beendet ist und alle Bögen gezählt sind. Sonst verrieten "
                "zwei Ausgaben nacheinander, was einzelne geantwortet haben."
            ),
        )
        return redirect(address_of(wave, "results"))
    content = export(wave)
    note(request, wave, gettext("Ergebnisse als Tabelle ausgegeben"))
    name = f"ergebnisse-{wave.pk}-{timezone.localdate().isoformat()}.zip"
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def export(wave: Wave) -> bytes:
    """Two tables in one file: the numbers, and what each column means. By the rules for the public, for everybody."""
    topic_groups = {row.pk: row.plain_name for row in TopicGroup.objects.in_order()}
    planning_areas = {row.pk: row.name for row in PlanningArea.objects.in_order()}
    about = [
        About(topic_group, place, group)
        for topic_group in topic_groups
        for place in planning_areas
        for group in SHOWN_GROUPS
    ]
    name = gettext("Beispiel: %(wave)s") % {"wave": wave} if wave.is_example else wave.name
    told = lines(count_opinions([wave]), about=about, options=option_texts([wave]), fewest=fewest_in_public([wave]))
    rows = [
        (
            name,
            wave.frame_words,
            topic_groups[line.about.topic_group],
            planning_areas[line.about.place],
            GROUP_NAMES[line.about.group],
            *line[1:],
        )
        for line in told
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("ergebnisse.csv", _table([HEADINGS, *rows]))
        files.writestr("erklaerung.csv", _table([("spalte", "bedeutung"), *HEADINGS.items()]))
    return packed.getvalue()


def _table(rows) -> str:
    """As spreadsheets here open it: semicolons, and a mark that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([_no_formula(str(value)) for value in row] for row in rows)
    return f"\ufeff{text.getvalue()}"


def _no_formula(text: str) -> str:
    """A spreadsheet would carry out what begins like this."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


PAGES = (
    Page("<int:pk>/ergebnisse/", "results", results_page, READS, _("Ergebnisse")),
    Page("<int:pk>/ergebnisse/ausgeben/", "results_export", export_page, READS),
)
