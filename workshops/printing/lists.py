"""What staff hold before and on the day: who comes, what has to be arranged, who has to be called."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.printing import NORMAL, pdf, sheet
from workshops import letters as words
from workshops.models import AccessNeed, Notice, Registration, Workshop
from workshops.people import names_of, names_words, reach_words, sort_key, surname
from workshops.printing.facts import workshop_facts
from workshops.words import people_words


def attendance_list(workshop: Workshop, *, now: datetime) -> bytes:
    """Everybody by surname with a box to tick; who waits stands apart, in the order of the queue."""
    seated = list(workshop.registrations.expected().holding_seats().for_lists())
    content = sheet(title=_("Teilnahmeliste"), now=now, size=NORMAL) | {
        "workshop": workshop_facts(workshop),
        "count": people_words(sum(registration.people for registration in seated)),
        "rows": [_row(*person) for person in sorted(_people(seated), key=lambda person: sort_key(person[0]))],
        "waiting": [_row(*person) for person in _people(workshop.registrations.waiting().for_lists())],
    }
    return pdf("workshops/printing/attendance.typ", content)


def badges(workshop: Workshop, *, now: datetime) -> bytes:
    """Name badges to cut out, with nothing but the name and the workshop; a page is filled up with empty ones."""
    names = [
        name for party in workshop.registrations.expected().holding_seats().for_lists() for name in names_of(party)
    ]
    content = sheet(title=_("Namensschilder"), now=now, size=NORMAL)
    content |= {"workshop": workshop_facts(workshop), "names": sorted(names, key=sort_key)}
    return pdf("workshops/printing/badges.typ", content)


def needs_list(workshop: Workshop, *, now: datetime) -> bytes:
    """What has to be arranged, for each kind of help, with whom to call about it."""
    needs = list(AccessNeed.objects.of_who_comes().filter(registration__workshop=workshop).for_lists())
    needs.sort(key=lambda need: (sort_key(names_words(need.registration)), need.pk))
    kinds = [
        {"kind": str(label), "needs": [_need(need) for need in needs if need.kind == kind]}
        for kind, label in AccessNeed._meta.get_field("kind").choices
    ]
    content = sheet(title=_("Hilfen bei der Teilnahme"), now=now, size=NORMAL)
    content |= {"workshop": workshop_facts(workshop), "kinds": [kind for kind in kinds if kind["needs"]]}
    return pdf("workshops/printing/needs.typ", content)


def call_list(workshop: Workshop, *, now: datetime) -> bytes:
    """Who has to be called, whose turn it is first, with the number and the words to say."""
    notices = Notice.objects.about(workshop).to_call().for_lists().soonest_first()
    calls = [
        {
            "names": names_of(notice.registration),
            "number": reach_words(notice.registration),
            "words": words.spoken(notice, now=now),
        }
        for notice in notices
    ]
    content = sheet(title=_("Anrufliste"), now=now, size=NORMAL)
    content |= {"workshop": workshop_facts(workshop), "calls": calls}
    return pdf("workshops/printing/calls.typ", content)


def _people(registrations: Iterable[Registration]) -> Iterator[tuple[str, list[str], Registration]]:
    """Each person with those they come with."""
    for registration in registrations:
        names = names_of(registration) or [_("ohne Namen")]
        for place, name in enumerate(names):
            yield name, names[:place] + names[place + 1 :], registration


def _row(name: str, companions: list[str], registration: Registration) -> dict:
    before, last, after = name.rpartition(surname(name))
    return {
        "before": before,
        "surname": last,
        "after": after,
        "people": registration.people,
        "companions": companions,
        # It lies open at the door: what somebody needs stands on the other list only.
        "seat": registration.get_seat_display(),
    }


def _seat_and_wheelchairs(registration: Registration) -> str:
    count = registration.wheelchairs
    if not count:
        return registration.get_seat_display()
    wheelchairs = ngettext("%(count)d Rollstuhl", "%(count)d Rollstühle", count) % {"count": count}
    return f"{registration.get_seat_display()}, {wheelchairs}"


def _need(need: AccessNeed) -> dict:
    return {
        "names": names_words(need.registration),
        "text": need.text,
        "seat": _seat_and_wheelchairs(need.registration),
        "reach": reach_words(need.registration),
        "is_arranged": need.arranged_at is not None,
    }
