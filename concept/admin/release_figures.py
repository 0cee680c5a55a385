"""The figures of a release as the public will read them, to look at before they are published."""

from collections.abc import Mapping

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concept.models import Figure, MatchCell, Release
from concept.words import GROUPS, frame_in_words
from needs.admin.desk import show
from needs.admin.results_in_words import Shown, Table
from needs.models import Question
from offers.models import TopicGroup


class ChoiceForm(forms.Form):
    """What the page shows; what doesn't exist counts as not chosen."""

    bereich = forms.ChoiceField(label=_("Lebensbereich"), required=False)

    def __init__(self, data):
        self.topic_groups = {row.slug: row for row in TopicGroup.objects.in_order()}
        super().__init__(data)
        self.fields["bereich"].choices = [(slug, row.plain_name) for slug, row in self.topic_groups.items()]

    def chosen(self) -> TopicGroup | None:
        self.full_clean()
        first = next(iter(self.topic_groups), "")
        return self.topic_groups.get(self.cleaned_data.get("bereich") or first)


def figures_page(request, pk: int):
    release = get_object_or_404(Release, pk=pk)
    form = ChoiceForm(request.GET)
    topic_group = form.chosen()
    found = list(Figure.objects.filter(release=release, topic_group=topic_group, question="").for_tables())
    asked = list(Figure.objects.filter(release=release).exclude(question="").for_tables())
    frames = dict.fromkeys(figure.frame for figure in found)
    texts = dict(Question.objects.filter(questionnaire__waves__releases=release).values_list("key", "text"))
    return show(
        request,
        "concept/release_figures.html",
        title=_("Zahlen"),
        row=release,
        form=form,
        tables=[
            *(_opinions([figure for figure in found if figure.frame == frame], frame) for frame in frames),
            *(_choices([figure for figure in asked if figure.frame == frame], frame, texts) for frame in frames),
        ],
        cells=MatchCell.objects.filter(release=release, topic_group=topic_group).for_tables(),
    )


def _opinions(figures: list[Figure], frame: str) -> Table:
    places = dict.fromkeys(figure.planning_area for figure in figures)
    by_cell = {(figure.group, figure.planning_area): figure for figure in figures}
    return Table(
        gettext("Da fehlt mir etwas. %(frame)s") % {"frame": frame_in_words(frame)},
        [gettext("Gruppe"), *(str(place or gettext("ganze Stadt")) for place in places)],
        {name: [Shown(_words(by_cell[group, place]), "") for place in places] for group, name in GROUPS.items()},
    )


def _choices(figures: list[Figure], frame: str, texts: Mapping[str, str]) -> Table:
    questions = dict.fromkeys(figure.question for figure in figures)
    by_cell = {(figure.question, figure.group): figure for figure in figures}
    return Table(
        gettext("Fragen, die einmal gestellt wurden: wie viele geantwortet haben. %(frame)s")
        % {"frame": frame_in_words(frame)},
        [gettext("Frage"), *(str(name) for name in GROUPS.values())],
        {texts[key]: [Shown(_answers(by_cell[key, group]), "") for group in GROUPS] for key in questions},
    )


def _words(figure: Figure) -> str:
    if figure.is_hidden:
        return figure.answers
    return gettext("%(share)s (%(answers)s)") % {"share": figure.shares["unmet"], "answers": _answers(figure)}


def _answers(figure: Figure) -> str:
    if figure.taken_from is None or figure.is_hidden:
        return figure.answers
    return gettext("%(answers)s, aus Stand %(number)d") % {
        "answers": figure.answers,
        "number": figure.taken_from.number,
    }
