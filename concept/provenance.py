"""The trail for machines: JSON-LD in the words of W3C PROV, and CSV (methods.md section 11).

Published things and counts only: never a single contribution, never what is still a draft. Who made something is a
role, never a person. The lines of the log go with it, so that everybody can check the chain. A line names a draft by
its number where the Seniorenbeirat dissented from it before: its vote is printed with it from the first day.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from io import StringIO

from django.conf import settings
from django.db.models import Model, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from concept.models import Dissent, Finding, LogKind, LogLine, Measure, Release, Resolution, StatusReport
from concept.trail import Families, statements_behind_all, statements_in_words
from concept.words import marked
from needs.models import Event, EventKind, Frame, Theme

# The terms that stand for whole addresses.
CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "oparl": "https://schema.oparl.org/1.1/",
    "log": "#log-",
}
HEADINGS = (
    *("Kennung", "Art", "Titel", "entstanden durch", "Tag", "folgt aus", "ersetzt"),
    *("Rolle", "Beiträge", "Adresse"),
)
# What makes a role that of a thing: the line of the log in which it came to be public.
MAKING = (LogKind.PUBLISHED, LogKind.PROPOSED, LogKind.RESOLVED, LogKind.REPORTED)


@dataclass(frozen=True)
class Thing:
    """An entity: what follows from what. `activity` is what it came from, `role` who is responsible for it."""

    id: str
    kind: str
    title: str
    activity: str
    made_on: date | None = None
    derived_from: list[str] = field(default_factory=list)
    revision_of: list[str] = field(default_factory=list)
    role: str = ""
    statements: str = ""
    address: str = ""
    # Field names of OParl 1.1 with what stands there.
    oparl: dict[str, str] = field(default_factory=dict)


def things() -> list[Thing]:
    """Everything that is public, in the order it follows from each other."""
    rests_on = Finding.objects.public().with_releases().prefetch_related("evidence__theme")
    findings = list(rests_on.in_order())
    known = Prefetch("findings", Finding.objects.public())
    measures = list(Measure.objects.public().in_order().prefetch_related(known))
    roles = dict(LogLine.objects.filter(kind__in=MAKING).in_order().values_list("subject", "role"))
    return [
        *_themes(findings),
        *_releases(roles),
        *(_finding(each, roles, said) for each, said in _counted(findings)),
        *(_measure(each, roles, said) for each, said in _counted(measures)),
        *_resolutions(roles),
        *_reports(measures, roles),
        *_dissents(findings, measures),
    ]


def as_json_ld(found: Iterable[Thing]) -> dict:
    """Entities, the activities they came from and the roles behind them, and the lines of the log."""
    graph: dict[str, dict] = {}
    for thing in found:
        graph[_at(thing.id)] = _entity(thing)
        made = _at(thing.activity, thing.id)
        graph[made] = {"@id": made, "@type": "prov:Activity", "rdfs:label": thing.activity}
        if thing.role:
            role = _at("Rolle", thing.role)
            graph[role] = {"@id": role, "@type": "prov:Organization", "rdfs:label": thing.role}
    return {"@context": CONTEXT, "@graph": list(graph.values()), "log:lines": _log_lines()}


def as_csv(found: Iterable[Thing]) -> str:
    """A line for each thing; semicolons and the mark of UTF-8, as German spreadsheets want them."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    for thing in found:
        fields = asdict(thing) | {"made_on": thing.made_on.isoformat() if thing.made_on else ""}
        del fields["oparl"]
        cells = (", ".join(cell) if isinstance(cell, list) else cell for cell in fields.values())
        # A spreadsheet would carry out what begins like this.
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells])
    return f"\ufeff{text.getvalue()}"


def _entity(thing: Thing) -> dict:
    links = {
        "prov:wasDerivedFrom": [{"@id": _at(each)} for each in thing.derived_from],
        "prov:wasRevisionOf": [{"@id": _at(each)} for each in thing.revision_of],
        "prov:wasGeneratedBy": {"@id": _at(thing.activity, thing.id)},
        "prov:wasAttributedTo": {"@id": _at("Rolle", thing.role)} if thing.role else None,
        "prov:generatedAtTime": thing.made_on.isoformat() if thing.made_on else None,
        "dcterms:extent": thing.statements,
        "rdfs:seeAlso": {"@id": f"{settings.PORTAL_ADDRESS}{thing.address}"} if thing.address else None,
        **{f"oparl:{name}": value for name, value in thing.oparl.items()},
    }
    named = {"dcterms:identifier": thing.id, "dcterms:type": thing.kind, "dcterms:title": thing.title}
    filled = {name: value for name, value in links.items() if value}
    return {"@id": _at(thing.id), "@type": "prov:Entity", **named, **filled}


def _at(*parts: str) -> str:
    """An id within the file."""
    return "#" + "-".join(part.replace(" ", "-").replace(",", "") for part in parts)


def _counted(rows: list[Model]) -> list[tuple[Model, str]]:
    counts = statements_behind_all(rows)
    return [(row, statements_in_words(counts[row.pk])) for row in rows]


def _themes(findings: list[Finding]) -> list[Thing]:
    """Those behind public findings with what was merged into them, and for each the pile of what was said."""
    families = Families()
    named = {each.theme_id for finding in findings for each in finding.evidence.all() if each.theme_id}
    themes = [families.themes[key] for key in sorted(families.below(named))]
    before = defaultdict(list)
    for theme in themes:
        before[theme.merged_into_id].append(f"T-{theme.number}")
    split = Event.objects.filter(kind=EventKind.SPLIT, other_theme__in=themes, theme__in=themes).order_by("pk")
    for theme, new in split.values_list("theme__number", "other_theme"):
        before[new].append(f"T-{theme}")
    return [thing for each, said in _counted(themes) for thing in _theme(each, said, before[each.pk])]


def _theme(theme: Theme, said: str, before: list[str]) -> list[Thing]:
    number, pile = f"T-{theme.number}", f"B-T-{theme.number}"
    return [
        Thing(pile, _("Beiträge"), marked(theme, said), activity=_("Eingabe"), statements=said),
        Thing(
            id=number,
            kind=_("Anliegen"),
            title=marked(theme, theme.title),
            derived_from=[pile],
            revision_of=before,
            activity=_("Zuordnung"),
            statements=said,
        ),
    ]


def _releases(roles: dict[str, str]) -> list[Thing]:
    found, waves = [], {}
    for release in reversed(Release.objects.published().newest_first().prefetch_related("waves")):
        asked_in = sorted(release.waves.all(), key=lambda wave: wave.pk)
        for wave in asked_in:
            asked = _("Workshop") if wave.frame == Frame.WORKSHOP else _("Befragung")
            waves[wave.pk] = Thing(f"W-{wave.pk}", _("Befragung"), marked(wave, wave.name), activity=asked)
        found.append(
            Thing(
                id=str(release),
                kind=_("Stand"),
                title=marked(release, release.title),
                made_on=timezone.localdate(release.published_at),
                derived_from=[f"W-{wave.pk}" for wave in asked_in],
                activity=_("Auswertung"),
                role=roles.get(str(release), ""),
                address=release.get_absolute_url(),
            )
        )
    return [*waves.values(), *found]


def _finding(finding: Finding, roles: dict[str, str], said: str) -> Thing:
    themes = sorted({each.theme.number for each in finding.evidence.all() if each.theme_id})
    return Thing(
        id=finding.reference,
        kind=_("Befund"),
        title=marked(finding, finding.sentence),
        made_on=timezone.localdate(finding.release.published_at),
        derived_from=[str(finding.release), *(f"T-{number}" for number in themes)],
        activity=_("Auswertung"),
        role=roles.get(finding.reference, ""),
        statements=said,
        address=finding.get_absolute_url(),
    )


def _measure(measure: Measure, roles: dict[str, str], said: str) -> Thing:
    findings = sorted(measure.findings.all(), key=lambda finding: (finding.year, finding.number))
    return Thing(
        id=measure.reference,
        kind=_("Maßnahme"),
        title=marked(measure, measure.title),
        derived_from=[finding.reference for finding in findings],
        activity=_("Vorschlag"),
        role=roles.get(measure.reference, ""),
        statements=said,
        address=measure.get_absolute_url(),
    )


def _resolutions(roles: dict[str, str]) -> list[Thing]:
    rows = reversed(Resolution.objects.newest_first().prefetch_related("measures"))
    return [
        Thing(
            id=resolution.label,
            kind=_("Beschluss"),
            title=marked(resolution, resolution.name),
            made_on=resolution.decided_on,
            derived_from=sorted(measure.reference for measure in resolution.measures.all()),
            activity=_("Sitzung"),
            # Who decided; the log says who entered it.
            role=resolution.organization,
            statements=said,
            address=resolution.get_absolute_url(),
            oparl={
                "organization": resolution.organization,
                "reference": resolution.reference,
                "name": resolution.name,
                "result": resolution.result,
                "resolutionText": resolution.resolution_text,
                "web": resolution.web,
            },
        )
        for resolution, said in _counted(list(rows))
    ]


def _reports(measures: list[Measure], roles: dict[str, str]) -> list[Thing]:
    rows = StatusReport.objects.filter(measure__in=measures).in_order().select_related("measure")
    return [
        Thing(
            id=str(row),
            kind=_("Statusbericht"),
            title=marked(row.measure, " ".join(filter(None, (row.get_state_display(), row.reason)))),
            made_on=row.reported_on,
            derived_from=[row.measure.reference],
            activity=_("Bericht"),
            role=roles.get(str(row), ""),
        )
        for row in rows
    ]


def _dissents(findings: list[Finding], measures: list[Measure]) -> list[Thing]:
    rows = Dissent.objects.filter(Q(finding__in=findings) | Q(measure__in=measures)).in_order()
    return [
        Thing(
            id=f"A-{row.pk}",
            kind=_("abweichende Stimme"),
            title=marked(row.finding or row.measure, row.text),
            made_on=row.voted_on,
            derived_from=[(row.finding or row.measure).reference],
            activity=_("Sitzung"),
            role=row.body,
        )
        for row in rows.select_related("finding", "measure")
    ]


def _log_lines() -> list[dict]:
    names = ("position", "kind", "subject", "derived_from", "role", "happened_at", "is_example", "digest", "chain")
    return list(LogLine.objects.in_order().values(*names))
