import pytest

from tests.workshop_sheets import PHONE


@pytest.fixture(autouse=True)
def _city(settings):
    """The city that all sheets name; it is no trial."""
    settings.HELP_PHONE = PHONE
    settings.PORTAL_ADDRESS = "https://hilfe.example"
    settings.TRIAL = False
    settings.CITY_FACTS = settings.CITY_FACTS | {"address": "Stadt Musterstadt | Musterweg 1 | 12345 Musterstadt"}
