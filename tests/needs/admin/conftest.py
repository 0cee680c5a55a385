"""Who sits at the desk, and the questionnaires and waves that lie on it."""

import pytest

from accounts.actions import ensure_roles
from needs.actions.waves import close_wave
from needs.models import Context, Kind, Questionnaire
from tests.factories import NOW, make_user
from tests.needs_factories import make_batch, make_wave
from tests.needs_questions import make_options, make_question
from tests.signing_in import sign_in


@pytest.fixture
def signed_in(client, db, stopped_clock):
    """A function that signs somebody of a role in at the desk, at `tests.factories.NOW`."""
    ensure_roles()

    def signed_in(*roles, **fields):
        user = make_user(groups=roles, **fields)
        sign_in(client, user)
        return user

    return signed_in


@pytest.fixture
def planner(signed_in):
    return signed_in("Planung")


@pytest.fixture
def short():
    """Two questions: who somebody is, and how they live, asked of older people only."""
    questionnaire = Questionnaire.objects.create(name="Kurz", made_at=NOW)
    roles = make_question(questionnaire, number="1", key="roles", kind=Kind.SEVERAL, context=Context.ROLES)
    make_options(roles, older_people="Ältere Person", relatives="Angehörige")
    living = make_question(questionnaire, number="2", key="living", groups=["older_people"])
    make_options(living, alone="Allein", together="Zu zweit")
    return questionnaire


@pytest.fixture
def wave(signed_in):
    """Looked at by somebody who reads every answer."""
    signed_in("Auswertung")
    return make_wave(name="Aufruf 2026")


@pytest.fixture
def ended(planner):
    """Looked at by planning, with two planning areas; add answers as you like."""
    wave = make_wave(name="Aufruf 2026")
    close_wave(wave_id=wave.pk, now=NOW)
    return wave


@pytest.fixture
def typist(signed_in):
    return signed_in("Erfassung")


@pytest.fixture
def batch():
    return make_batch(make_wave(name="Herbst 2026"))
