"""Questionnaires that many tests of the needs form begin with."""

import pytest

from needs.actions.questionnaires import load_first_questionnaire
from tests.factories import NOW
from tests.needs_factories import make_wave


@pytest.fixture
def draft():
    return load_first_questionnaire(now=NOW)


@pytest.fixture
def frozen(draft):
    make_wave(questionnaire=draft)
    draft.refresh_from_db()
    return draft
