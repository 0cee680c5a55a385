"""What was answered, read back from its rows: whoever holds the code reads it as they wrote it."""

from needs.definitions import MORE_PAGE, YES
from needs.models import Context, Part, Sheet, Submission
from needs.views.way import Way, way_of


def as_sheet(submission: Submission) -> Sheet:
    """The sheet that a submission came from, never saved: pages read both alike."""
    sheet = Sheet(wave=submission.wave, provider=submission.provider, language=submission.language)
    way = way_of(sheet, key="", language=submission.language)
    sheet.data = _context(submission, way) | _answers(submission, way)
    return sheet


def _context(submission: Submission, way: Way) -> dict[str, list[str]]:
    said = {
        Context.ROLES: submission.roles,
        Context.HELPED: ["helping"] if submission.is_helped else [],
        Context.AREA: [submission.area.slug if submission.area else submission.no_district],
        Context.AGE: [submission.age_band],
        Context.SEX: [submission.sex],
    }
    asked = {context: way.definition.of_context(context) for context in said}
    return {asked[context].question.number: list(values) for context, values in said.items() if asked[context]}


def _answers(submission: Submission, way: Way) -> dict[str, list[str]]:
    steps = {(step.question.pk, *_about(step.subject)): step for step in way.possible}
    rows = submission.answers.order_by("option__position", "topic__position").values_list(
        "question", "topic_group", "offer", "option__key", "topic__slug"
    )
    texts = submission.contributions.order_by("pk").values_list("question", "text")
    data: dict[str, list[str]] = {}
    for *where, option, topic in [*rows, *((question, None, None, text, None) for question, text in texts)]:
        if step := steps.get(tuple(where)):
            data.setdefault(step.name, []).append(option or topic)
            if step.question.part == Part.MORE:
                data[MORE_PAGE] = [YES]
    return data


def _about(subject) -> tuple[int | None, int | None]:
    return (subject.topic_group_id, subject.offer_id) if subject else (None, None)
