"""Pages of the catalogue are tested on a small city, at ten o'clock on a Monday."""

import pytest


@pytest.fixture
def city(db, stopped_clock):
    # Imported here: pytest loads this file before Django is set up.
    from tests.catalogue import make_small_city  # noqa: PLC0415

    return make_small_city(now=stopped_clock)
