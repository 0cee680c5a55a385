import pytest

from accounts.actions import ensure_roles
from tests.factories import make_user
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
