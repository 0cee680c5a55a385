"""Waves with answers that a release is made of: people of 65 to 74 in Betzenberg on the Lebensbereich "Beratung"."""

from needs.actions.waves import close_wave
from offers.models import Area
from tests.factories import NOW
from tests.needs_factories import make_wave
from tests.submissions import make_submission

MISSING = {"beratung": {"opinion": ["missing"], "reasons": ["not_here"]}}
FINE = {"beratung": {"opinion": ["fine"]}}


def make_closed(*, missing=0, fine=0, **fields):
    wave = make_wave(**fields)
    area = Area.objects.get(slug="betzenberg")
    for answers in (*[MISSING] * missing, *[FINE] * fine):
        make_submission(wave, age_band="65_74", roles=[], area=area, answers=answers)
    return close_wave(wave_id=wave.pk, now=NOW)
