"""An invented concept for trying out, from a statement to a resolution: through the same actions as a real one.

It rests on the examples of the needs form and closes their waves. Everything says "Beispiel"; all of it can go again.
"""

from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from concept.actions.chapters import MARK, ensure_chapters
from concept.actions.findings import dissent, make_finding
from concept.actions.measures import make_measure, report
from concept.actions.office import load_office
from concept.actions.refusals import ConceptIsReal, ExampleConceptIsThere, ExamplesAreMissing
from concept.actions.releases import freeze, make_release, publish
from concept.actions.resolutions import resolve
from concept.frozen import missing_kinds
from concept.models import (
    KIND_OF_VERDICT,
    Chapter,
    EvidenceKind,
    Finding,
    FindingKind,
    Measure,
    MeasureState,
    OfficeArgument,
    OfficeCriterion,
    OfficeElsewhere,
    OfficeOption,
    Outcome,
    Overlap,
    OverlapAnswer,
    OverlapReply,
    OverlapState,
    Release,
    Resolution,
    Voice,
)
from needs.actions.contributions import code, redact
from needs.actions.sheets import begin, keep, send
from needs.actions.themes import make_theme
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.keys import key_of
from needs.models import Contribution, Frame, Theme, Wave
from offers.models import Area, Level, Offer, OfferProvider, OfferTopic, Provider, ProviderKind, Status, TopicGroup
from workshops.actions.codes import code_in_words

EXAMPLE = "Beispiel"
CODES = "BEISPIEL-"


class Told(NamedTuple):
    """An invented theme: words by which its statements are known, the finding and the measure that follow from it."""

    topic_group: str
    words: str
    title: str
    sentence: str
    measure: str


TOLD = (
    Told(
        "F02",
        "Mittagstisch",
        "Ein Mittagstisch in der Nähe fehlt",
        "Vielen fehlt ein Mittagstisch, den sie zu Fuß erreichen.",
        "Ein Mittagstisch in jedem Planungsraum",
    ),
    Told(
        "F08",
        "kein Bus",
        "Am Sonntag fährt kein Bus",
        "Am Sonntag kommen viele nicht dorthin, wo sie hinmöchten.",
        "Ein Rufbus am Sonntag",
    ),
    Told(
        "F01",
        "niemand sagt einem",
        "Niemand sagt einem, was es gibt",
        "Viele wissen nicht, wen sie um Rat fragen können.",
        "Ein gedrucktes Verzeichnis in jedem Haushalt",
    ),
)
FOLLOWED = "Beispiel: Ich wünsche mir einen Mittagstisch in der Nähe."
DISSENT = "Beispiel: Der Seniorenbeirat hält das für wichtiger, als der Befund es sagt."
WHY_NOT = "Beispiel: Das Verzeichnis wäre nach wenigen Wochen veraltet."


PLAIN = "\n\n".join(
    [
        "Beispiel: Die Stadt hat ältere Menschen gefragt: Was fehlt Ihnen? Viele haben geantwortet.",
        "Viele wünschen sich einen Mittagstisch. Sie möchten zu Fuß hinkommen.",
        "Am Sonntag fährt kein Bus. Darum kommen viele nicht dorthin, wo sie hinmöchten.",
        "Viele wissen nicht, wen sie um Rat fragen können.",
        "Die Stadt schlägt vor: In jedem Teil der Stadt soll es einen Mittagstisch geben.",
        "Wir wissen noch nicht genau, welche Hilfe es schon gibt. Das prüfen wir jetzt.",
    ]
)


@transaction.atomic
def load_example_concept(*, now: datetime) -> str:
    """A published release with all that leads to it and follows from it. Returns the code of a statement to follow.

    Raises ExamplesAreMissing, ExampleConceptIsThere, ConceptIsReal.
    """
    if Release.objects.filter(is_example=True).exists():
        raise ExampleConceptIsThere
    if Release.objects.exists():
        raise ConceptIsReal
    waves = Wave.objects.opened().filter(is_example=True)
    if not waves.exists():
        raise ExamplesAreMissing
    followed = _say_something(now)
    for wave in waves.running():
        close_wave(wave_id=wave.pk, now=now)
    empty_urn(now=now)
    themes = {told: _bundle(told, now) for told in TOLD}
    # Without the few letters, whose answers would decide everything: a second release can be tried out with them.
    waves = waves.exclude(frame=Frame.REGISTER)
    release = make_release(title=f"{MARK}erster Stand", waves=waves, is_example=True, now=now)
    freeze(release_id=release.pk, by=None, now=now)
    findings = {told: _find(release, told, theme, now) for told, theme in themes.items()}
    measures = [_draft(told, finding) for told, finding in findings.items()]
    _write_chapters()
    publish(release_id=release.pk, by=None, now=now)
    _follow_up(list(findings.values()), measures, now)
    _argue(now)
    _overlap(now)
    return followed


def _say_something(now: datetime) -> str:
    """One statement more, whose code is known; where the open call is closed already, none."""
    wave = Wave.objects.running().of_everybody().filter(is_example=True).first()
    if wave is None:
        return ""
    district = Area.objects.filter(level=Level.DISTRICT).by_name().first()
    sheet = begin(wave=wave, language="de", network=EXAMPLE, now=now)
    words = code_in_words(sheet.code)
    typed = {"1": ["older_people"], "3": [district.slug], "4": ["75_84"], "13": [FOLLOWED], "mehr": ["nein"]}
    keep(key=key_of(sheet.code), typed=typed, language="de", now=now)
    send(key=key_of(sheet.code), network=EXAMPLE, now=now)
    return words


def _bundle(told: Told, now: datetime) -> Theme:
    group = TopicGroup.objects.get(code=told.topic_group)
    theme = make_theme(title=f"{MARK}{told.title}", topic_group=group, by=None, now=now, is_example=True)
    for row in Contribution.objects.filter(is_example=True, text__contains=told.words).order_by("pk"):
        redact(contribution_id=row.pk, text=row.text, is_checked=True, by=None, now=now)
        code(contribution_id=row.pk, topics=(), topic_groups=[group], themes=[theme], by=None, now=now)
    return theme


def _find(release: Release, told: Told, theme: Theme, now: datetime) -> Finding:
    """What the frozen table says of the whole city decides its kind."""
    cell = release.cells.get(topic_group=theme.topic_group_id, planning_area=None)
    finding = make_finding(
        kind=KIND_OF_VERDICT.get(cell.verdict, FindingKind.OTHER),
        sentence=f"{MARK}{told.sentence}",
        topic_group=theme.topic_group,
        evidence=[
            {"kind": EvidenceKind.THEME, "theme": theme},
            {"kind": EvidenceKind.FELT},
            {"kind": EvidenceKind.STOCK},
        ],
        now=now,
        is_example=True,
    )
    # Of a few invented answers no figure is told.
    finding.evidence.filter(kind__in=missing_kinds(finding, release)).delete()
    return finding


def _draft(told: Told, finding: Finding) -> Measure:
    """Proposed with the release that publishes the finding."""
    measure = Measure(
        title=f"{MARK}{told.measure}",
        description=f"{MARK}erfunden, zum Ausprobieren.",
        topic_group=finding.topic_group,
        responsible="city",
        responsible_name=f"{MARK}Referat Soziales",
        horizon="medium",
        indicator=f"{MARK}Zahl der Menschen, die es nutzen",
        is_example=True,
    )
    return make_measure(measure=measure, findings=[finding])


def _write_chapters() -> None:
    """Where nobody has written anything."""
    ensure_chapters()
    Chapter.objects.filter(text="", key="plain").update(text=PLAIN)
    Chapter.objects.filter(text="").update(text=f"{MARK}Hier steht, was die Planung dazu schreibt.")


def _follow_up(findings: list[Finding], measures: list[Measure], now: datetime) -> None:
    """The first is resolved and begun, the last can't be done, and the Seniorenbeirat sees one thing differently."""
    first, _second, last = measures
    resolution = Resolution(
        organization=f"{MARK}Stadtrat",
        reference="Beispiel 1",
        name=f"{MARK}Erste Maßnahmen",
        decided_on=timezone.localdate(now),
        result="beschlossen",
        source=f"{MARK}erfunden",
        is_example=True,
    )
    resolve(resolution=resolution, measures=[first], by=None, now=now)
    report(measure_id=first.pk, state=MeasureState.RUNNING, text=f"{MARK}Zwei Räume sind gefunden.", by=None, now=now)
    report(measure_id=last.pk, state=MeasureState.REJECTED, reason=WHY_NOT, by=None, now=now)
    dissent(finding=findings[1], text=DISSENT, voted_on=timezone.localdate(now), by=None, now=now)


def _argue(now: datetime) -> None:
    """Both voices on the first two options and criteria, and an office elsewhere."""
    load_office()
    today = timezone.localdate(now)
    pairs = product(OfficeOption.objects.in_order()[:2], OfficeCriterion.objects.in_order()[:2])
    OfficeArgument.objects.bulk_create(
        [
            OfficeArgument(
                option=option,
                criterion=criterion,
                voice=voice,
                text=f"{MARK}{voice.label} sieht das so.",
                written_on=today,
            )
            for (option, criterion), voice in product(pairs, Voice)
        ],
        ignore_conflicts=True,
    )
    OfficeElsewhere.objects.create(
        name=f"{MARK}Seniorenbüro",
        town="Musterstadt",
        tasks="Beratung, Treffpunkt, Ehrenamt",
        sponsor="Stadt und Verein gemeinsam",
        staff="2 Stellen",
        source="erfunden",
        as_of=today,
        is_example=True,
    )


def _overlap(now: datetime) -> None:
    """Of invented offers, archived so that nobody looks for them: no real provider is said to have answered."""
    today = timezone.localdate(now)
    topic = TopicGroup.objects.get(code="F01").topics.in_order().first()
    offers = []
    for number in (1, 2):
        provider = Provider.objects.create(
            name=f"{EXAMPLE}-Verein {number}", slug=f"beispiel-verein-{number}", kind=ProviderKind.ASSOCIATION
        )
        offer = Offer.objects.create(
            code=f"{CODES}{number}",
            title=f"{MARK}Sprechstunde {number}",
            slug=f"beispiel-sprechstunde-{number}",
            summary="Erfunden, zum Ausprobieren.",
            status=Status.ARCHIVED,
        )
        OfferProvider.objects.create(offer=offer, provider=provider)
        OfferTopic.objects.create(offer=offer, topic=topic)
        offers.append((offer, provider))
    overlap = Overlap.objects.create(
        first=offers[0][0],
        second=offers[1][0],
        reasons=["Beispiel: Beide beraten am Mittwoch zum selben Thema."],
        facts=["Beispiel: Sie sprechen verschiedene Sprachen."],
        found_on=today - timedelta(days=30),
        asked_on=today - timedelta(days=29),
        answer_by=today - timedelta(days=1),
        state=OverlapState.CONFIRMED,
        settled_on=today,
        settled_text=f"{MARK}Beide sagen, dass es sich überschneidet.",
        outcome=Outcome.COORDINATE,
        is_example=True,
    )
    OverlapReply.objects.bulk_create(
        OverlapReply(
            overlap=overlap,
            provider=provider,
            answer=OverlapAnswer.SAME,
            text=f"{MARK}Ja, das stimmt.",
            answered_at=now,
        )
        for _offer, provider in offers
    )
