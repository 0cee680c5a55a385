"""Grades of evidence (methods.md section 5)."""

import pytest

from concept.grades import grade
from concept.models import EvidenceKind, Grade
from needs.models import Frame

RAISING = ("waiting", "norm", "comparison")


@pytest.mark.parametrize("source", RAISING)
@pytest.mark.parametrize(
    ("frame", "answers", "expected"),
    [
        (Frame.REGISTER, 30, Grade.PROVEN),
        (Frame.REGISTER, 29, Grade.HINT),
        (Frame.OPEN, 30, Grade.BACKED),
        (Frame.OPEN, 29, Grade.HINT),
        (Frame.WORKSHOP, 100, Grade.BACKED),
        (Frame.ORGANISATIONS, 30, Grade.BACKED),
        (None, 0, Grade.HINT),
        ("", 30, Grade.HINT),
    ],
)
def test_a_grade_takes_answers_a_frame_and_another_source(frame, answers, expected, source):
    assert grade(frame=frame, answers=answers, other_sources={source}) == expected


@pytest.mark.parametrize("frame", Frame)
@pytest.mark.parametrize("source", sorted({*EvidenceKind.values} - {*RAISING}))
def test_searches_statements_and_stock_never_raise_a_grade(frame, source):
    assert grade(frame=frame, answers=5_000, other_sources={source}) == Grade.HINT


@pytest.mark.parametrize("frame", Frame)
def test_answers_alone_are_a_hint(frame):
    assert grade(frame=frame, answers=5_000, other_sources=()) == Grade.HINT


def test_one_source_that_raises_is_enough_among_others():
    assert grade(frame="register", answers=30, other_sources=["search", "norm"]) == Grade.PROVEN
