"""Invented answers for trying out: through the same actions as real ones, and never beside them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from needs.actions.entering import add_batch, close_batch, enter
from needs.actions.planning import assign_districts
from needs.actions.questionnaires import load_first_questionnaire
from needs.actions.refusals import AnswersAreReal, CatalogueIsMissing, ExamplesAreThere
from needs.actions.sheets import begin, begin_with_letter, keep, send
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave, issue_letters, open_wave
from needs.definitions import frozen_definition, offers_of
from needs.inventing import Answered, Inventor
from needs.keys import key_of
from needs.models import (
    Batch,
    Channel,
    Frame,
    Letter,
    NeedsPurge,
    PlanningArea,
    RawReading,
    Sheet,
    Submission,
    Thresholds,
    Wave,
)
from offers.models import Area, Level, Offer, Provider
from offers.reference import reference
from workshops.models import Code, CodeKind, StakeholderGroup

NAMES = {
    Frame.OPEN: "Beispiel: Was fehlt Ihnen?",
    Frame.REGISTER: "Beispiel: Zufallsauswahl",
    Frame.ORGANISATIONS: "Beispiel: Stellungnahmen",
}
EXAMPLE = "Beispiel"
DAYS = 28
# Of a hundred answers; the rest comes by the open call on the internet.
BY_LETTER, ON_PAPER, BY_PHONE, OF_ORGANISATIONS, EQUAL = 30, 10, 5, 2, 7
PLANNING_AREAS, NETWORKS, PAGES_AT_ONCE = 4, 200, 20


@transaction.atomic
def load_example_participation(*, seed: int, answers: int, now: datetime) -> int:
    """Waves, letters, batches and so many answers, all marked as examples. Returns how many were counted.

    What people say depends on `seed` alone. The open call stays open. The first questionnaire is frozen by it, as by
    any wave. Raises AnswersAreReal, ExamplesAreThere, CatalogueIsMissing.
    """
    if Wave.objects.opened().real().exists():
        raise AnswersAreReal
    if Wave.objects.filter(is_example=True).exists():
        raise ExamplesAreThere
    if not Area.objects.filter(level=Level.DISTRICT).exists() or not reference().groups():
        raise CatalogueIsMissing
    began = now - timedelta(days=DAYS)
    _prepare(now)
    waves = {frame: _open(frame, began) for frame in NAMES}
    inventor = Inventor(seed, frozen_definition(waves[Frame.OPEN].questionnaire_id), reference())
    moments = _moments(began, answers)
    by_letter, on_paper, by_phone, equal = (answers * share // 100 for share in (BY_LETTER, ON_PAPER, BY_PHONE, EQUAL))
    by_organisations = _ask_organisations(inventor, waves[Frame.ORGANISATIONS], moments, answers)
    _invite(inventor, waves[Frame.REGISTER], moments, by_letter)
    _type_in(inventor, waves[Frame.OPEN], Channel.PAPER, on_paper, now)
    _type_in(inventor, waves[Frame.OPEN], Channel.PHONE, by_phone, now)
    _flood(inventor, waves[Frame.OPEN], equal, began)
    for number in range(answers - by_organisations - by_letter - on_paper - by_phone - equal):
        _fill_in(inventor.answer(frame=Frame.OPEN), next(moments), wave=waves[Frame.OPEN], network=_network(number))
    for frame in (Frame.REGISTER, Frame.ORGANISATIONS):
        close_wave(wave_id=waves[frame].pk, now=now)
    return empty_urn(now=now)


@transaction.atomic
def remove_examples() -> int:
    """Delete all of it again, and give back how many answers there were. The questionnaire stays, and stays frozen."""
    waves = Wave.objects.filter(is_example=True)
    counted = Submission.objects.filter(wave__in=waves).count()
    Submission.objects.filter(wave__in=waves).delete()
    sheets = Sheet.objects.filter(wave__in=waves)
    codes = list(Letter.objects.filter(wave__in=waves).values_list("code", flat=True))
    if waves.opened().exists():
        # Beside examples there are no real sheets: nobody else was given such a code.
        codes += Code.objects.filter(kind=CodeKind.NEEDS_SHEET).values_list("pk", flat=True)
    for rows in (sheets, Letter.objects, Batch.objects, NeedsPurge.objects, RawReading.objects):
        rows.filter(wave__in=waves).delete()
    Code.objects.filter(pk__in=codes).delete()
    waves.delete()
    PlanningArea.objects.filter(is_example=True).delete()
    Thresholds.objects.filter(role=EXAMPLE).delete()
    return counted


def _prepare(now: datetime) -> None:
    """Planning areas for the districts that have none, and thresholds where nobody has set any."""
    districts = list(Area.objects.filter(level=Level.DISTRICT, planning_membership=None).by_name())
    for number in range(PLANNING_AREAS if districts else 0):
        planning_area = PlanningArea.objects.create(
            name=f"Beispiel-Planungsraum {number + 1}", position=number + 1, is_example=True
        )
        assign_districts(places={area.pk: planning_area.pk for area in districts[number::PLANNING_AREAS]})
    if not Thresholds.objects.exists():
        Thresholds.objects.create(number=1, reason=EXAMPLE, role=EXAMPLE, decided_on=timezone.localdate(now))


def _open(frame: str, began: datetime) -> Wave:
    first = timezone.localdate(began)
    wave = Wave.objects.create(
        name=NAMES[frame],
        questionnaire=load_first_questionnaire(now=began),
        frame=frame,
        legal_basis="Beispiel: erfunden" if frame == Frame.REGISTER else "",
        opens_on=first,
        closes_on=first + timedelta(days=3 * DAYS),
        is_example=True,
    )
    return open_wave(wave_id=wave.pk, now=began)


def _moments(began: datetime, number: int) -> Iterator[datetime]:
    """When they come: one after the other, by day."""

    def moment(each: int) -> datetime:
        day, minutes = divmod(each * 11 * 60 * (DAYS - 1) // number, 11 * 60)
        return began.replace(hour=8, minute=0) + timedelta(days=day, minutes=minutes)

    return map(moment, range(number))


def _fill_in(answered: Answered, moment: datetime, *, network: str, wave: Wave | None = None, code=None) -> None:
    """From the first page to the last, as people do it: some pages, and then some more."""
    visit = {"language": answered.language, "network": network}
    sheet = begin_with_letter(code=code, now=moment, **visit) if code else begin(wave=wave, now=moment, **visit)
    key, pages = key_of(sheet.code), list(answered.data.items())
    for first in range(0, len(pages), PAGES_AT_ONCE):
        moment += timedelta(minutes=1)
        keep(key=key, typed=dict(pages[first : first + PAGES_AT_ONCE]), language=answered.language, now=moment)
    send(key=key, network=network, now=moment)


def _network(number: int) -> str:
    """Invented, and several, or a day's share of one network would be used up."""
    return f"{EXAMPLE} {number % NETWORKS}"


def _invite(inventor: Inventor, wave: Wave, moments: Iterator[datetime], number: int) -> None:
    """Every other letter is answered."""
    letters = issue_letters(wave_id=wave.pk, number=2 * number)
    for place, letter in enumerate(letters[::2]):
        _fill_in(inventor.answer(frame=wave.frame), next(moments), network=_network(place), code=letter.code)


def _ask_organisations(inventor: Inventor, wave: Wave, moments: Iterator[datetime], answers: int) -> int:
    """One statement of each; returns of how many."""
    offering = Offer.objects.published().filter(providers__isnull=False).values("providers")
    providers = Provider.objects.filter(pk__in=offering).order_by("pk")[: answers * OF_ORGANISATIONS // 100]
    letters = issue_letters(wave_id=wave.pk, providers=providers)
    for place, letter in enumerate(letters):
        answered = inventor.answer(
            frame=wave.frame, offers=offers_of(letter.provider_id), role=StakeholderGroup.PROVIDERS
        )
        _fill_in(answered, next(moments), network=_network(place), code=letter.code)
    return len(letters)


def _type_in(inventor: Inventor, wave: Wave, channel: str, number: int, now: datetime) -> None:
    batch = add_batch(wave=wave, channel=channel, source="Beispiel: erfunden", storage_place="Beispiel: Schrank 1")
    for place in range(number):
        answered = inventor.answer(frame=wave.frame)
        enter(batch_id=batch.pk, number=place + 1, data=answered.data, code="", seconds=110, by=None, now=now)
    close_batch(batch_id=batch.pk, now=now)


def _flood(inventor: Inventor, wave: Wave, number: int, began: datetime) -> None:
    """The same form again and again within an hour, from a single group."""
    answered = inventor.answer(frame=wave.frame, role=StakeholderGroup.PROVIDERS)
    start = began.replace(hour=3, minute=0) + timedelta(days=1)
    for place in range(number):
        _fill_in(answered, start + timedelta(hours=1) * place / number, wave=wave, network=f"{EXAMPLE}-Flut")
