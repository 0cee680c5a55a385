"""An invented concept goes again, as a whole; what is real stays, and what was published for real can't go at all."""

from django.db import transaction
from django.db.models import Max

from concept.actions.chapters import MARK
from concept.actions.examples import CODES
from concept.models import (
    Chapter,
    Dissent,
    Finding,
    LogLine,
    LogSalt,
    Measure,
    OfficeArgument,
    OfficeElsewhere,
    Overlap,
    Release,
    Resolution,
    StatusReport,
)
from needs.models import Event, Theme
from offers.models import Offer, Provider


@transaction.atomic
def remove_example_concept() -> int:
    """Delete all of it, and give back how many releases there were. Invented answers stay (needs.actions.examples).

    Lines of the log go unless a real one was chained to them.
    """
    examples = {"is_example": True}
    releases = Release.objects.filter(**examples)
    count = releases.count()
    findings, measures = Finding.objects.filter(**examples), Measure.objects.filter(**examples)
    Dissent.objects.filter(finding__in=findings).delete()
    Dissent.objects.filter(measure__in=measures).delete()
    Resolution.objects.filter(**examples).delete()
    StatusReport.objects.filter(measure__in=measures).delete()
    measures.delete()
    findings.delete()
    for release in releases.newest_first():
        # Its figures may stand in the release before it.
        release.delete()
    Overlap.objects.filter(**examples).delete()
    offers = Offer.objects.filter(code__startswith=CODES)
    providers = list(Provider.objects.filter(offers__in=offers).values_list("pk", flat=True))
    offers.delete()
    Provider.objects.filter(pk__in=providers).delete()
    OfficeArgument.objects.filter(text__startswith=MARK).delete()
    OfficeElsewhere.objects.filter(**examples).delete()
    Chapter.objects.filter(text__startswith=MARK).update(text="")
    _forget_themes()
    _forget_log()
    return count


def _forget_themes() -> None:
    themes = Theme.objects.filter(is_example=True)
    Event.objects.filter(theme__in=themes).delete()
    themes.delete()


def _forget_log() -> None:
    real = LogLine.objects.filter(is_example=False).aggregate(last=Max("position"))["last"] or 0
    lines = LogLine.objects.filter(is_example=True, position__gt=real)
    LogSalt.objects.filter(line__in=lines).delete()
    lines.delete()
