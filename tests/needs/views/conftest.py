"""The call that runs, and a sheet of it that is being filled in."""

import pytest

from tests.needs_factories import make_sheet, make_wave


@pytest.fixture
def wave():
    return make_wave()


@pytest.fixture
def sheet(wave):
    return make_sheet(wave)
