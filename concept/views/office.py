"""The question of a Seniorenbüro: what is done today, what people say, what both sides say. Nothing is weighed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from concept.models import Figure, OfficeElsewhere, Release
from concept.office import arguments, tasks_today
from concept.views.lists import frame_facts
from concept.words import GROUPS, option_texts
from offers.sharing import shared_page

# Questions 7 and 10 to 12 of the questionnaire, with what they mean for the reader.
QUESTIONS = {
    "orientation": _("Wissen Sie, an wen Sie sich wenden können, wenn Sie Hilfe brauchen?"),
    "office_helps": _("Würde ein Seniorenbüro helfen?"),
    "office_tasks": _("Was sollte so eine Stelle tun?"),
    "office_run_by": _("Wer sollte das übernehmen?"),
}


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def office(request: HttpRequest) -> HttpResponse:
    release = Release.objects.shown()
    context = {
        "tasks": tasks_today(today=timezone.localdate()),
        "options": arguments(),
        "elsewhere": OfficeElsewhere.objects.in_order(),
    }
    if release:
        context |= _asked(request, release)
    return render(request, "concept/office.html", context)


def _asked(request: HttpRequest, release: Release) -> dict:
    """Each question with what each group says, by the way of asking that the address names."""
    figures = list(release.figures.about_questions())
    facts, texts = frame_facts(request, figures), option_texts(release, QUESTIONS)
    told = {(figure.question, figure.group): figure for figure in figures if figure.frame == facts["frame"]}
    questions = {
        words: [
            (name, told[question, group], _chosen(told[question, group], texts[question]))
            for group, name in GROUPS.items()
            if (question, group) in told
        ]
        for question, words in QUESTIONS.items()
    }
    return facts | {"release": release, "questions": questions}


def _chosen(figure: Figure, texts: dict[str, str]) -> list[tuple[str, str]]:
    """The answers in the order of the questionnaire, with how many gave each."""
    told = figure.shares.get("chosen", {})
    return [(text, told[key]) for key, text in texts.items() if key in told]
