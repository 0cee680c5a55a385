"""Offers as they are laid side by side: everything that may tell two apart, in a constant number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from offers.models import Contact, ContactKind, Frequency, Offer, OpeningTime, ProviderKind
from offers.reach import AreaTree, load_tree

MINUTES_OF_A_DAY = 24 * 60
LAST_WEEK, MAY_BE_LAST = -1, {4, 5}


class Time(NamedTuple):
    """A weekday (0 is Monday) and minutes after midnight; the weeks of the month, none for every week."""

    weekday: int
    start: int
    end: int
    weeks: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Compared:
    """An offer; what isn't known is empty or None. Names stand by their keys."""

    pk: int
    title: str
    trigrams: frozenset[str]
    topics: dict[int, str]
    groups: dict[int, str]
    providers: dict[int, str]
    # Districts and municipalities that it serves; empty: not known.
    areas: frozenset[int]
    # Of its places, or of its providers where it names none.
    addresses: frozenset[str]
    districts: tuple[str, ...]
    times: tuple[Time, ...]
    phones: frozenset[str]
    # Phones, e-mail hosts and postcodes: entries that have none in common are hardly one.
    marks: frozenset[str]
    languages: tuple[str, ...]
    modes: tuple[str, ...]
    is_of_church: bool
    is_step_free: bool | None
    is_waited_for: bool


def load_compared(*, today: date) -> list[Compared]:
    """The public offers of today, by their keys."""
    offers = Offer.objects.published().current(today).order_by("pk").select_related("waiting_list")
    offers = offers.prefetch_related(
        "topics", "target_groups", "service_areas", "places__area", "providers__contacts", "contacts", "opening_times"
    )
    tree = load_tree()
    return [_compared(offer, tree, today) for offer in offers]


def _compared(offer: Offer, tree: AreaTree, today: date) -> Compared:
    providers, places = list(offer.providers.all()), list(offer.places.all())
    contacts = [*offer.contacts.all(), *(contact for provider in providers for contact in provider.contacts.all())]
    phones = frozenset(contact.value for contact in contacts if contact.kind == ContactKind.PHONE)
    where = [*places, *providers]
    waiting_list = getattr(offer, "waiting_list", None)
    return Compared(
        pk=offer.pk,
        title=offer.title,
        trigrams=trigrams(offer.title),
        topics={topic.pk: topic.plain_name for topic in offer.topics.all()},
        groups={group.pk: group.name for group in offer.target_groups.all()},
        providers={provider.pk: provider.name for provider in providers},
        areas=frozenset(_leaves(tree, [area.pk for area in offer.service_areas.all()])),
        addresses=_addresses(places) or _addresses(providers),
        districts=tuple(sorted({place.area.name for place in places})),
        times=tuple(span for rule in offer.opening_times.all() for span in _times(rule, today)),
        phones=phones,
        marks=phones | _hosts(contacts) | {each.postal_code for each in where if each.postal_code},
        languages=tuple(offer.languages),
        modes=tuple(offer.modes),
        is_of_church=any(provider.kind == ProviderKind.CHURCH for provider in providers),
        is_step_free=_step_free([place.is_step_free for place in places]),
        is_waited_for=waiting_list is not None and waiting_list.people > 0,
    )


def trigrams(text: str) -> frozenset[str]:
    """Three letters each, words with two blanks before and one after, as pg_trgm cuts them; no extension needed."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    return frozenset(f"  {word} "[at : at + 3] for word in words for at in range(len(word) + 1))


def _leaves(tree: AreaTree, areas: Iterable[int]) -> Iterator[int]:
    """Where people live: the districts of a city, the municipalities of a county."""
    return (leaf for area in areas for leaf in tree.down(area) if leaf not in tree.children)


def _addresses(rows: Iterable) -> frozenset[str]:
    """Of places or providers; "Muster-Straße 1" and "Musterstr. 1" are one."""
    return frozenset(_address(f"{row.street} {row.postal_code}") for row in rows if row.street)


def _address(text: str) -> str:
    short = text.casefold().replace("strasse", "str")
    return "".join(character for character in short if character.isalnum())


def _hosts(contacts: Iterable[Contact]) -> set[str]:
    return {contact.value.rpartition("@")[2].casefold() for contact in contacts if contact.kind == ContactKind.EMAIL}


def _times(rule: OpeningTime, today: date) -> Iterator[Time]:
    """None of a rule that is over."""
    if rule.valid_until and rule.valid_until < today:
        return
    start, end = _minutes(rule.starts_at), _minutes(rule.ends_at)
    weeks = set(rule.weeks_of_month) if rule.frequency == Frequency.MONTHLY else set()
    if LAST_WEEK in weeks:
        weeks |= MAY_BE_LAST
    for weekday in rule.weekdays:
        yield Time(weekday, start, end if end > start else end + MINUTES_OF_A_DAY, frozenset(weeks))


def _minutes(moment: time) -> int:
    return 60 * moment.hour + moment.minute


def _step_free(known: list[bool | None]) -> bool | None:
    """One way in without steps is enough; where nobody has looked everywhere, "no" isn't known."""
    return True if True in known else None if None in known or not known else False
