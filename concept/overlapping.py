"""Which offers may do the same for the same people: hints with reasons, and what speaks against (methods.md section 9).

Overlap is similar activities for similar beneficiaries, duplication the same for the same (GAO-15-49SP); several
bodies can be right, and people may choose between them. So nothing here is a judgement: a hint says why the two were
laid side by side and, in the same row, what excuses them. Providers are asked before anybody is named.

Entries that stand in the catalogue twice are found first, else every structure that is "double" would be an artefact.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import NamedTuple

from django.utils.translation import gettext as _

from concept.compared import Compared, Time, load_compared
from concept.models import Norm
from concept.population import older_people, sum_of
from offers.models import Language, Mode
from offers.opening_times.words import WEEKDAYS

# methods.md section 9: how much target groups and served people have to be the same, and how near times lie.
SAME_GROUPS = 0.5
SAME_AREAS = 0.5
NEAR_MINUTES = 90
# Similarity of titles from which on two entries may be one (pg_trgm, methods.md section 9).
SAME_TITLE = 0.6


class Candidate(NamedTuple):
    """A pair of offers by their keys, the older one first, with whole sentences."""

    first: int
    second: int
    reasons: list[str]
    facts: list[str]


class Twin(NamedTuple):
    """Two entries of the catalogue that may be one offer."""

    first: Compared
    second: Compared
    reasons: list[str]


class Shared(NamedTuple):
    """How much of what either serves is served by both, in people of 65 and older or, where unknown, in areas."""

    both: int
    either: int
    is_people: bool


def candidates(*, today: date) -> list[Candidate]:
    """All hints of today's public catalogue, by the offers' keys."""
    found, _undecided = compare_all(today=today)
    return found


def compare_all(*, today: date) -> tuple[list[Candidate], int]:
    """The hints, and how many pairs would be some if their service areas were known and overlapped."""
    compared, people, norms = load_compared(today=today), older_people(), _norms()
    double = {(twin.first.pk, twin.second.pk) for twin in _twins(compared)}
    found, undecided = [], 0
    for first, second in _pairs(compared):
        if (first.pk, second.pk) in double or not _may_overlap(first, second):
            continue
        if not (first.areas and second.areas):
            undecided += 1
        elif is_half(shared := shared_service(first.areas, second.areas, people)):
            reasons = _reasons(first, second, shared)
            found.append(Candidate(first.pk, second.pk, reasons, _facts(first, second, people, norms)))
    return sorted(found), undecided


def twins(*, today: date) -> list[Twin]:
    """Likely double entries, among offers of the same topic: only those could pass for a duplicate structure."""
    return _twins(load_compared(today=today))


def _twins(compared: list[Compared]) -> list[Twin]:
    found = ((first, second, _twin_reasons(first, second)) for first, second in _pairs(compared))
    return sorted((Twin(*pair) for pair in found if pair[2]), key=lambda twin: (twin.first.pk, twin.second.pk))


def _twin_reasons(first: Compared, second: Compared) -> list[str]:
    """Same phone and same address, or nearly the same title and a phone, e-mail host or postcode in common.

    What one provider offers at one place has one phone and one address anyway: that tells nothing. Nor are two entries
    one that take place at different addresses, whatever they are called.
    """
    same_address = bool(first.addresses & second.addresses)
    reasons = []
    if first.phones & second.phones and same_address and first.providers.keys() != second.providers.keys():
        reasons.append(_("Gleiche Telefonnummer und gleiche Anschrift."))
    is_elsewhere = first.addresses and second.addresses and not same_address
    if first.marks & second.marks and not is_elsewhere and have_one_title(first, second):
        reasons.append(_("Fast gleicher Titel, und Telefonnummer, E-Mail-Anbieter oder Postleitzahl sind gleich."))
    return reasons


def have_one_title(first: Compared, second: Compared) -> bool:
    """By the share of common trigrams, as pg_trgm's similarity() counts it."""
    common = first.trigrams & second.trigrams
    return bool(common) and len(common) >= SAME_TITLE * len(first.trigrams | second.trigrams)


def _pairs(compared: Iterable[Compared]) -> Iterator[tuple[Compared, Compared]]:
    """Each two that have a topic in common, once, the older one first."""
    of_topic = defaultdict(list)
    for each in sorted(compared, key=lambda offer: offer.pk):
        for topic in each.topics:
            of_topic[topic].append(each)
    for topic, offers in of_topic.items():
        for first, second in combinations(offers, 2):
            # Of several common topics one speaks for all.
            if topic == min(first.topics.keys() & second.topics.keys()):
                yield first, second


def _may_overlap(first: Compared, second: Compared) -> bool:
    """All but the service areas: target groups, times, and another provider or another place."""
    is_elsewhere = first.providers.keys() != second.providers.keys() or first.addresses != second.addresses
    return is_elsewhere and same_groups(first.groups, second.groups) and _at_same_time(first, second)


def same_groups(first: Mapping[int, str], second: Mapping[int, str]) -> bool:
    """Jaccard index of at least a half. Unknown on both sides isn't held against anybody, and is said as unknown."""
    either = first.keys() | second.keys()
    return not either or len(first.keys() & second.keys()) / len(either) >= SAME_GROUPS


def _at_same_time(first: Compared, second: Compared) -> bool:
    """Who has no fixed times may be there at any."""
    return not (first.times and second.times) or bool(near_times(first.times, second.times))


def near_times(first: Iterable[Time], second: Iterable[Time]) -> list[tuple[Time, Time]]:
    """Times of the same weekday that overlap or lie at most 90 minutes apart."""
    return [
        (one, other)
        for one in first
        for other in second
        if one.weekday == other.weekday
        and one.start <= other.end + NEAR_MINUTES
        and other.start <= one.end + NEAR_MINUTES
    ]


def shared_service(first: frozenset[int], second: frozenset[int], people: Mapping[int, int]) -> Shared:
    """In people of 65 and older; in areas where a figure is missing, or nobody of that age lives there."""
    both, either = first & second, first | second
    if whole := sum_of(either, people):
        return Shared(sum(people[area] for area in both), whole, is_people=True)
    return Shared(len(both), len(either), is_people=False)


def is_half(shared: Shared) -> bool:
    return shared.both >= SAME_AREAS * shared.either


def _norms() -> dict[int, Norm]:
    return {norm.topic_id: norm for norm in Norm.objects.select_related("topic")}


def _reasons(first: Compared, second: Compared, shared: Shared) -> list[str]:
    """Why the two were laid side by side, a sentence for each rule."""
    return [
        _("Gleiches Thema: %(topics)s.") % {"topics": _common(first.topics, second.topics)},
        _groups_words(first, second),
        _shared_words(shared),
        *_time_words(first, second),
        _("Verschiedene Anbieter.")
        if first.providers.keys() != second.providers.keys()
        else _("Ein Anbieter, verschiedene Orte."),
    ]


def _groups_words(first: Compared, second: Compared) -> str:
    if not first.groups and not second.groups:
        return _("Für welche Gruppen die Angebote da sind, ist bei beiden nicht bekannt.")
    return _("Für dieselben Gruppen: %(groups)s.") % {"groups": _common(first.groups, second.groups)}


def _shared_words(shared: Shared) -> str:
    share = {"percent": 100 * shared.both // shared.either, "both": shared.both, "either": shared.either}
    if shared.is_people:
        return _("Sie sind für dieselben Menschen da: %(percent)d %% der Menschen ab 65, die eines erreicht.") % share
    return _("Sie sind in denselben Gebieten da: %(both)d von %(either)d Gebieten haben beide.") % share


def _time_words(first: Compared, second: Compared) -> list[str]:
    near = near_times(first.times, second.times)
    if near:
        days = sorted({one.weekday for one, _other in near})
        return [_("Zur gleichen Zeit: %(days)s.") % {"days": ", ".join(_(WEEKDAYS[day]) for day in days)}]
    names = _names(first, second)
    return [
        _("Feste Zeiten sind nicht eingetragen: %(offer)s.") % {"offer": name}
        for each, name in zip((first, second), names, strict=True)
        if not each.times
    ]


def _facts(first: Compared, second: Compared, people: Mapping[int, int], norms: Mapping[int, Norm]) -> list[str]:
    """What excuses the two; a fact that isn't known on both sides says nothing."""
    names = _names(first, second)
    found = [
        *_waiting_words(first, second, names),
        _differ(_("Andere Sprachen"), names, _chosen(first.languages, Language), _chosen(second.languages, Language)),
        _differ(_("Andere Art der Hilfe"), names, _chosen(first.modes, Mode), _chosen(second.modes, Mode)),
        _church_words(first, second),
        _access_words(first, second, names),
        _differ(_("Andere Stadtteile"), names, ", ".join(first.districts), ", ".join(second.districts)),
        _weeks_words(first, second),
        *_norm_words(first, second, people, norms),
    ]
    return [words for words in found if words]


def _waiting_words(first: Compared, second: Compared, names: tuple[str, str]) -> list[str]:
    """Not how many: that stays with whoever keeps the list."""
    return [
        _("Eine Warteliste gibt es bei %(offer)s.") % {"offer": name}
        for each, name in zip((first, second), names, strict=True)
        if each.is_waited_for
    ]


def _differ(what: str, names: tuple[str, str], first: str, second: str) -> str:
    if not first or not second or first == second:
        return ""
    return f"{what}: {names[0]}: {first}; {names[1]}: {second}."


def _church_words(first: Compared, second: Compared) -> str:
    if first.is_of_church and second.is_of_church:
        is_same = first.providers.keys() & second.providers.keys()
        return "" if is_same else _("Verschiedene Kirchen oder Religionsgemeinschaften bieten sie an.")
    if first.is_of_church or second.is_of_church:
        return _("Nur bei einem ist der Anbieter eine Kirche oder Religionsgemeinschaft.")
    return ""


def _access_words(first: Compared, second: Compared, names: tuple[str, str]) -> str:
    if None in (first.is_step_free, second.is_step_free) or first.is_step_free == second.is_step_free:
        return ""
    return _("Ohne Stufen ist nur %(offer)s.") % {"offer": names[0] if first.is_step_free else names[1]}


def _weeks_words(first: Compared, second: Compared) -> str:
    near = near_times(first.times, second.times)
    if near and all(one.weeks and other.weeks and not one.weeks & other.weeks for one, other in near):
        return _("Sie finden in verschiedenen Wochen des Monats statt.")
    return ""


def _norm_words(
    first: Compared, second: Compared, people: Mapping[int, int], norms: Mapping[int, Norm]
) -> Iterator[str]:
    """Two offers for so many people are still fewer than a plan, the council or the law asks for."""
    older = sum_of(first.areas | second.areas, people) or 0
    for topic in sorted(first.topics.keys() & second.topics.keys() & norms.keys()):
        if norms[topic].offers_per_thousand * older > 2 * 1000:
            yield _("Zusammen liegen sie unter dem Richtwert für „%(topic)s“ (%(source)s).") % {
                "topic": first.topics[topic],
                "source": norms[topic].source,
            }


def _names(first: Compared, second: Compared) -> tuple[str, str]:
    """Their titles; of two with one title also the numbers."""
    if first.title != second.title:
        return f"„{first.title}“", f"„{second.title}“"
    return tuple(f"„{each.title}“ ({_('Angebot')} {each.pk})" for each in (first, second))


def _common(first: Mapping[int, str], second: Mapping[int, str]) -> str:
    return ", ".join(sorted(first[key] for key in first.keys() & second.keys()))


def _chosen(values: Iterable[str], choices) -> str:
    """In the order of the choices, so that equal lists are equal words."""
    chosen = set(values)
    return ", ".join(str(choice.label) for choice in choices if choice in chosen)
