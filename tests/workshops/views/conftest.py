import pytest

from tests.workshop_factories import make_workshop


@pytest.fixture
def workshop():
    """One in which people can register, with a telephone of its own."""
    return make_workshop(title="Gut leben", slug="gut-leben", registration_phone="+496313654408")
