"""Answers as the urn leaves them, for tests that count: written straight into the tables, many at once.

make_submission(wave, roles=["relatives"], age_band="65_74", answers={"beratung": {"opinion": ["missing"]}})
make_submission(wave, others={"orientation": ["no"], "missing_most": [topic]})
"""

from needs.models import Answer, Option, Question, Submission, Wave
from offers.models import Topic, TopicGroup


def make_submission(wave: Wave, *, answers: dict | None = None, others: dict | None = None, **fields) -> Submission:
    """A form; `answers` are by part of life and question, `others` by question: keys of options, or topics."""
    submission = Submission.objects.create(
        **{
            "wave": wave,
            "channel": "online",
            "language": "de",
            "received_in": "2026-11-01",
            "roles": ["older_people"],
            **fields,
        }
    )
    questions = dict(Question.objects.filter(questionnaire=wave.questionnaire_id).values_list("key", "pk"))
    options = {
        (question, key): pk
        for pk, question, key in Option.objects.filter(question__in=questions.values()).values_list(
            "pk", "question_id", "key"
        )
    }
    life_areas = dict(TopicGroup.objects.values_list("slug", "pk"))
    chosen = [(None, question, value) for question, values in (others or {}).items() for value in values] + [
        (life_areas[slug], question, value)
        for slug, asked in (answers or {}).items()
        for question, values in asked.items()
        for value in values
    ]
    Answer.objects.bulk_create(
        Answer(
            submission=submission,
            question_id=questions[question],
            topic_group_id=life_area,
            topic=value if isinstance(value, Topic) else None,
            option_id=None if isinstance(value, Topic) else options[questions[question], value],
        )
        for life_area, question, value in chosen
    )
    return submission
