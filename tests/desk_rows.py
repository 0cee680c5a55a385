"""A row of everything that the desk opens, for the table of who may open what."""

from datetime import timedelta

from django.utils import timezone

from concept.actions.findings import dissent
from concept.actions.office import load_office
from concept.models import (
    OfficeArgument,
    OfficeCriterion,
    OfficeElsewhere,
    OfficeOption,
)
from needs.models import (
    Batch,
    RawReading,
)
from tests.concept_factories import make_finding, make_measure, make_resolution
from tests.concept_stock_factories import make_age_count, make_norm, make_waiting_list
from tests.factories import (
    NOW,
    TODAY,
    make_area,
)
from tests.needs_bundling_factories import make_contribution, make_theme
from tests.needs_factories import make_wave
from tests.submissions import make_submission
from tests.workshop_factories import BY_LETTER, make_registration, make_round, make_series, make_workshop
from workshops.actions.inviting import invite
from workshops.models import ListExport, Purge


def make_workshop_rows():
    workshop = make_workshop(series=make_series(), starts_at=timezone.now() + timedelta(days=14))
    make_registration(workshop, contact=BY_LETTER, now=timezone.now())
    invite(workshop_id=workshop.pk, group="council", number=1, batch=1, now=NOW)
    ListExport.objects.create(workshop=workshop, kind="attendance", reason="Einlass", made_at=NOW)
    Purge.objects.create(what="drafts", count=1, purged_at=NOW)
    make_round(workshop)


def make_office_rows():
    load_office()
    OfficeArgument.objects.create(
        option=OfficeOption.objects.first(),
        criterion=OfficeCriterion.objects.first(),
        voice="planning",
        text="Das kostet.",
        written_on=TODAY,
    )
    OfficeElsewhere.objects.create(
        name="Büro", town="Musterstadt", tasks="Rat", sponsor="Stadt", source="x", as_of=TODAY
    )


def make_trail():
    """A finding that nothing rests on yet, and a measure that nobody has proposed."""
    make_finding()
    measure = make_measure(make_finding(), state="draft")
    dissent(measure=measure, text="Nein.", voted_on=TODAY, by=None, now=NOW)
    make_resolution()


def make_measures_of_stock(offer):
    make_age_count(make_area())
    make_norm()
    make_waiting_list(offer)


def make_needs_rows():
    # Not opened: the questionnaire can still be changed.
    Batch.objects.create(number=1, wave=make_wave(is_open=False), source="Auslage", storage_place="Schrank 2")
    make_theme("Am Markt fehlt ein Platz zum Ausruhen", make_contribution(redacted="Am Markt fehlt eine Bank."))
    make_submission(make_wave(is_open=False))
    RawReading.objects.create(what="Liste der Bögen", reason="Bericht", read_at=NOW)
