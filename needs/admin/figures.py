"""How many have answered, in words that anybody at the desk may read: no number below ten."""

from collections import Counter

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from needs.models import Channel, Letter, Sheet, Submission, Wave

# As for the public (methods.md section 6).
FEWEST = 10


def figures(wave: Wave) -> list[tuple[str, str]]:
    """What it is, and how many: begun, sent, by which way, letters used, minutes."""
    ways = _ways(wave)
    sent = ways.total()
    lines = [
        (_("Angefangen, noch nicht abgesendet"), in_words(Sheet.objects.filter(wave=wave).being_written().count())),
        (_("Abgesendet"), in_words(sent)),
        *_by_way(ways),
    ]
    letters = Letter.objects.filter(wave=wave).count()
    if letters:
        used = letters - Letter.objects.filter(wave=wave).unused().count()
        lines.append(
            (_("Benutzte Briefe"), _("%(used)s von %(letters)d") % {"used": in_words(used), "letters": letters})
        )
    if minutes := Submission.objects.filter(wave=wave).typical_minutes():
        lines.append(
            (_("Dauer im Internet: die Hälfte brauchte höchstens"), _("%(minutes)d Minuten") % {"minutes": minutes})
        )
    return lines


def in_words(count: int) -> str:
    if count == 0:
        return _("keine")
    return str(count) if count >= FEWEST else _("weniger als %(fewest)d") % {"fewest": FEWEST}


def _ways(wave: Wave) -> Counter:
    """Sent sheets by channel, whether they lie in the urn or are counted."""
    ways: Counter = Counter()
    for rows in (Sheet.objects.sent(), Submission.objects.all()):
        counted = rows.filter(wave=wave).order_by().values("channel").annotate(count=Count("pk"))
        ways.update({row["channel"]: row["count"] for row in counted})
    return ways


def _by_way(ways: Counter) -> list[tuple[str, str]]:
    """Only where no way is small: the others and the sum would give it away."""
    if len(ways) < 2:
        return []
    if min(ways.values()) < FEWEST:
        return [(_("Nach Wegen"), _("erst, wenn auf jedem Weg %(fewest)d gekommen sind") % {"fewest": FEWEST})]
    return [(capfirst(str(way.label)), in_words(ways[way])) for way in Channel if way in ways]
