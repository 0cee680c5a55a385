import pytest

from accounts.actions import ensure_roles
from tests.factories import make_user
from tests.signing_in import sign_in


@pytest.fixture
def signed_in(client, db):
    """A function that signs somebody of a role in at the desk."""
    ensure_roles()

    def signed_in(*roles, **fields):
        user = make_user(groups=roles, **fields)
        sign_in(client, user)
        return user

    return signed_in


@pytest.fixture
def organiser(signed_in, stopped_clock):
    """Somebody who arranges workshops, at `tests.factories.NOW`."""
    return signed_in("Organisation")


@pytest.fixture
def planner(signed_in, stopped_clock):
    return signed_in("Planung")


@pytest.fixture
def help_line(settings):
    """A number to call: without any, no workshop is announced."""
    settings.HELP_PHONE = "+496313650"
