"""A workshop in plain German words; pages, letters and paper say the same."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.models import Place
from offers.opening_times import hours_in_words
from workshops.models import Registration, Seat, Standing, State, Workshop


def day_words(workshop: Workshop) -> str:
    """The day: "Montag, 7. Dezember 2026"."""
    return date_format(timezone.localtime(workshop.starts_at), "l, j. F Y")


def when_words(workshop: Workshop) -> str:
    """Day and hours: "Montag, 7. Dezember 2026, 14 bis 17 Uhr"; of one that goes on for days, both days."""
    begin, end = timezone.localtime(workshop.starts_at), timezone.localtime(workshop.ends_at)
    if begin.date() != end.date():
        return _("%(begin)s Uhr bis %(end)s Uhr") % {
            "begin": date_format(begin, "l, j. F Y, G.i"),
            "end": date_format(end, "l, j. F Y, G.i"),
        }
    return f"{day_words(workshop)}, {hours_in_words(((begin.time(), end.time()),))}"


def title_words(workshop: Workshop) -> str:
    """The title; an example says so wherever it shows."""
    return _("Beispiel: %(title)s") % {"title": workshop.title} if workshop.is_example else workshop.title


def place_lines(workshop: Workshop) -> list[str]:
    """Where it is, line by line: name, room, street, town; without what nobody has entered."""
    place = workshop.place
    town = f"{place.postal_code} {place.town}".strip()
    return [line for line in (place.name, workshop.room, place.street, town) if line]


def way_lines(place: Place) -> list[str]:
    """How to get there: the stop and the directions."""
    stop = ""
    if place.bus_stop and place.bus_stop_metres:
        stop = _("Haltestelle %(stop)s, %(metres)d Meter entfernt") % {
            "stop": place.bus_stop,
            "metres": place.bus_stop_metres,
        }
    elif place.bus_stop:
        stop = _("Haltestelle %(stop)s") % {"stop": place.bus_stop}
    return [line for line in (stop, place.directions) if line]


def access_lines(place: Place) -> list[str]:
    """How one gets in. What nobody has looked at isn't said; that there is no step-free way is."""
    facts = (
        (place.is_step_free, _("Zugang ohne Stufen"), _("Es gibt Stufen. Rufen Sie uns an, wenn Sie Hilfe brauchen.")),
        (place.has_accessible_toilet, _("Toilette für Rollstuhl"), _("Keine Toilette für Rollstuhl")),
        (place.has_hearing_loop, _("Höranlage"), ""),
        (place.has_parking, _("Parkplatz"), ""),
    )
    said = [yes if fact else no for fact, yes, no in facts if fact is not None]
    return [line for line in (*said, place.access_note) if line]


def seats_words(workshop: Workshop, standing: Standing) -> str:
    """Whether one can come: "Es gibt noch 5 freie Plätze", else why not."""
    if standing == Standing.OPEN:
        return ngettext(
            "Es gibt noch %(free)d freien Platz.", "Es gibt noch %(free)d freie Plätze.", workshop.free_seats
        ) % {"free": workshop.free_seats}
    if standing == Standing.FULL:
        return _("Alle Plätze sind vergeben. Sie können auf die Warteliste.")
    if standing == Standing.NOT_YET:
        opens = timezone.localtime(workshop.registration_opens_at)
        return _("Sie können sich ab %(day)s anmelden.") % {"day": date_format(opens, "l, j. F Y, G.i \\U\\h\\r")}
    if standing == Standing.CANCELLED:
        return _("Dieser Termin fällt aus. Der Grund: %(reason)s") % {"reason": workshop.state_reason}
    return f"{standing.label}."


def people_words(people: int) -> str:
    return ngettext("%(people)d Person", "%(people)d Personen", people) % {"people": people}


def seat_words(registration: Registration, *, until: datetime | None = None) -> str:
    """What a party has, for the party itself; `until`: the time to confirm that they are just being told."""
    if registration.workshop.state == State.CANCELLED and registration.is_active:
        return _("Die Werkstatt fällt aus.")
    if registration.seat == Seat.PROMISED:
        return _promise_words(registration, registration.promised_until or until)
    seated = ngettext("Sie haben einen Platz.", "Sie haben %(people)d Plätze.", registration.people)
    return {
        Seat.SEATED: seated % {"people": registration.people},
        Seat.WAITING: _("Sie stehen auf der Warteliste."),
        Seat.EXPIRED: _("Die Zusage ist abgelaufen. Der Platz ist weitergegeben."),
        Seat.CANCELLED: _("Diese Anmeldung ist abgesagt."),
    }[registration.seat]


def _promise_words(registration: Registration, until: datetime | None) -> str:
    """With the time to confirm, once it runs."""
    if until is None:
        return ngettext(
            "Für Sie ist ein Platz frei. Sie können ihn jetzt bestätigen. Wir melden uns auch noch bei Ihnen.",
            "Für Sie sind %(people)d Plätze frei. Sie können sie jetzt bestätigen. Wir melden uns auch noch bei Ihnen.",
            registration.people,
        ) % {"people": registration.people}
    return ngettext(
        "Für Sie ist ein Platz frei. Bestätigen Sie ihn bis %(until)s.",
        "Für Sie sind %(people)d Plätze frei. Bestätigen Sie sie bis %(until)s.",
        registration.people,
    ) % {"until": date_format(timezone.localtime(until), "l, j. F, G.i \\U\\h\\r"), "people": registration.people}
