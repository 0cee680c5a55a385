"""The city as it stands on paper."""

import pytest

from tests.needs_paper import PHONE


@pytest.fixture(autouse=True)
def _city(settings):
    settings.HELP_PHONE = PHONE
    settings.HELP_HOURS = {}
    settings.PORTAL_ADDRESS = "https://hilfe.example"
    settings.TRIAL = False
    settings.CITY_FACTS = settings.CITY_FACTS | {
        "address": "Stadt Musterstadt | Musterweg 1 | 12345 Musterstadt",
        "data_protection_officer": "Dana Beispiel | 0631 5550199",
    }
