"""Questions and answers of a questionnaire, written straight into the tables."""

from needs.models import Kind, Option, Question


def make_question(questionnaire, *, number, **fields):
    position = 10 * (questionnaire.questions.count() + 1)
    given = {"position": position, "key": f"frage_{number}", "kind": Kind.SINGLE, "heading": "Über Sie"}
    return Question.objects.create(
        **{"questionnaire": questionnaire, "number": number, "text": f"Frage {number}?", **given, **fields}
    )


def make_options(question, **options):
    Option.objects.bulk_create(
        Option(question=question, key=key, text=text, position=10 * place)
        for place, (key, text) in enumerate(options.items(), start=1)
    )
