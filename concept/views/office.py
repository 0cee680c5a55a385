"""The question of a Seniorenbüro: what is done today, what people say, what both sides say. Nothing is weighed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from concept.models import OfficeElsewhere, Release
from concept.office import arguments, tasks_today
from concept.words import GROUPS, frame_in_words, option_texts
from needs.models import Frame
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
        "release": release,
        "tasks": tasks_today(today=timezone.localdate()),
        "questions": _asked(release) if release else [],
        "options": arguments(),
        "elsewhere": OfficeElsewhere.objects.in_order(),
    }
    return render(request, "concept/office.html", context)


def _asked(release: Release) -> list[dict]:
    """Each question with what each group says, a part for each way of asking: these are never added up."""
    figures, texts = list(release.figures.about_questions()), option_texts(release, QUESTIONS)
    return [
        {
            "question": words,
            "frame": frame_in_words(frame),
            "groups": [
                (name, figure, _chosen(figure, texts[key]))
                for group, name in GROUPS.items()
                for figure in figures
                if (figure.question, figure.frame, figure.group) == (key, frame, group)
            ],
        }
        for key, words in QUESTIONS.items()
        for frame in Frame
        if any((figure.question, figure.frame) == (key, frame) for figure in figures)
    ]


def _chosen(figure, texts: dict[str, str]) -> list[tuple[str, str]]:
    """The answers in the order of the questionnaire, with how many gave each."""
    told = figure.shares.get("chosen", {})
    return [(text, told[key]) for key, text in texts.items() if key in told]
