"""Preparing and running a wave: what is asked and compared stands fixed before the first answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from needs.actions.refusals import (
    AnotherWaveRunsHere,
    AnswersAreReal,
    ExamplesAreLoaded,
    LettersAreNotNeeded,
    LettersExist,
    PlanningAreasAreIncomplete,
    QuestionnaireHasGaps,
    Refusal,
    ThresholdsAreMissing,
    WaveIsNotReady,
    WaveIsNotRunning,
    WaveIsOver,
)
from needs.asking import gaps
from needs.definitions import catalogue_life_areas, load_definition
from needs.models import (
    Letter,
    LifeArea,
    PlanningArea,
    Questionnaire,
    Thresholds,
    Wave,
    WaveState,
)
from offers.models import Area, Level, Provider
from workshops.actions.codes import issue_code
from workshops.models import CodeKind


@transaction.atomic
def open_wave(*, wave_id: int, now: datetime) -> Wave:
    """Begin to ask. From now on questionnaire, planning areas and thresholds stand fixed.

    Raises WaveIsNotReady, ExamplesAreLoaded, AnswersAreReal, QuestionnaireHasGaps, PlanningAreasAreIncomplete,
    ThresholdsAreMissing, AnotherWaveRunsHere.
    """
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.state != WaveState.PREPARING:
        raise WaveIsNotReady
    # Who changes a question or a planning area at this moment is waited for.
    Questionnaire.objects.select_for_update().get(pk=wave.questionnaire_id)
    lock_planning_areas()
    for refusal in obstacles(wave):
        raise refusal
    wave.thresholds = Thresholds.objects.newest_first().first()
    _freeze(wave.questionnaire_id, now)
    wave.state, wave.opened_at = WaveState.OPEN, now
    try:
        with transaction.atomic():
            wave.save(update_fields=["state", "opened_at", "thresholds"])
    except IntegrityError as taken:
        raise AnotherWaveRunsHere(wave) from taken
    return wave


def _freeze(questionnaire_id: int, now: datetime) -> None:
    """With the parts of life it asks about: their names and their order stay too."""
    if Questionnaire.objects.drafts().filter(pk=questionnaire_id).exists():
        LifeArea.objects.bulk_create(catalogue_life_areas(questionnaire_id))
        Questionnaire.objects.filter(pk=questionnaire_id).update(frozen_at=now)


@transaction.atomic
def close_wave(*, wave_id: int, now: datetime) -> Wave:
    """Nobody can answer any more. Raises WaveIsNotRunning."""
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.state != WaveState.OPEN:
        raise WaveIsNotRunning
    wave.state, wave.closed_at = WaveState.CLOSED, now
    wave.save(update_fields=["state", "closed_at"])
    return wave


@transaction.atomic
def issue_letters(
    *, wave_id: int, number: int = 0, providers: Iterable[Provider] = (), batch: int | None = None
) -> list[Letter]:
    """A new batch of codes: `number` for people whom the register office writes to, and one for each organisation.

    An organisation that has its letter already gets none. Raises LettersAreNotNeeded, WaveIsOver, and LettersExist
    where the batch that was meant is made already: the page was sent twice.
    """
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if not wave.is_invited:
        raise LettersAreNotNeeded
    if wave.state == WaveState.CLOSED:
        raise WaveIsOver
    following = next_batch(wave)
    if batch not in (None, following):
        raise LettersExist
    written = set(Letter.objects.filter(wave=wave).values_list("provider_id", flat=True))
    wanted = [None] * number + [provider for provider in providers if provider.pk not in written]
    return [
        Letter.objects.create(wave=wave, batch=following, code=issue_code(CodeKind.NEEDS_LETTER), provider=provider)
        for provider in wanted
    ]


def next_batch(wave: Wave) -> int:
    last = Letter.objects.filter(wave=wave).in_order().last()
    return last.batch + 1 if last else 1


def lock_planning_areas() -> None:
    """Nobody changes what they hold until this is done."""
    list(PlanningArea.objects.select_for_update().in_order())


def areas_are_frozen() -> bool:
    """Since the first wave of real answers has opened."""
    return Wave.objects.real().exclude(state=WaveState.PREPARING).exists()


def obstacles(wave: Wave) -> list[Refusal]:
    """Why it can't open yet; each says what to do."""
    found: list[Refusal] = []
    # Invented answers and real ones never lie side by side; a constraint keeps it too.
    if Wave.objects.opened().exclude(is_example=wave.is_example).exists():
        found.append(AnswersAreReal() if wave.is_example else ExamplesAreLoaded())
    if lacking := gaps(load_definition(wave.questionnaire_id).asked):
        found.append(QuestionnaireHasGaps(lacking))
    if names := districts_without_area():
        found.append(PlanningAreasAreIncomplete(names=names))
    if not Thresholds.objects.exists():
        found.append(ThresholdsAreMissing())
    return found


def districts_without_area() -> list[str]:
    districts = Area.objects.filter(level=Level.DISTRICT, planning_membership=None).by_name()
    return list(districts.values_list("name", flat=True))
