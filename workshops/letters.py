"""The words of every notice; mail, letter and telephone say the same.

A notice keeps no words. They are made from registration and workshop when it goes out, so that they say what holds
then: load it with `Notice.objects.for_words()`.
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from offers import telephone
from workshops import codes
from workshops.models import Notice, NoticeKind, Seat, Workshop
from workshops.words import people_words, place_lines, seat_words, title_words, way_lines, when_words

_SUBJECTS = {
    NoticeKind.RECEIPT: lazy("Ihre Anmeldung: %(title)s"),
    NoticeKind.PROMISED: lazy("Ein Platz ist frei: %(title)s"),
    NoticeKind.SEATED: lazy("Sie haben jetzt einen Platz: %(title)s"),
    NoticeKind.EXPIRED: lazy("Die Zusage ist abgelaufen: %(title)s"),
    NoticeKind.CANCELLED_BY_US: lazy("Ihre Anmeldung ist abgesagt: %(title)s"),
    NoticeKind.MOVED: lazy("Neuer Termin oder Ort: %(title)s"),
    NoticeKind.CALLED_OFF: lazy("Der Termin fällt aus: %(title)s"),
    NoticeKind.WEEK_BEFORE: lazy("Erinnerung: %(title)s"),
    NoticeKind.DAY_BEFORE: lazy("Erinnerung: %(title)s"),
    NoticeKind.THANKS: lazy("Danke: %(title)s"),
}
# After these nobody comes: no way to get there, no code, nothing to cancel.
_ENDS = (NoticeKind.EXPIRED, NoticeKind.CANCELLED_BY_US, NoticeKind.CALLED_OFF, NoticeKind.THANKS)


def subject(notice: Notice, *, now: datetime) -> str:
    """One line: of a mail the subject, of a letter the line above the greeting."""
    return _SUBJECTS[_kind(notice, now)] % {"title": title_words(notice.registration.workshop)}


def paragraphs(notice: Notice, *, now: datetime) -> list[str]:
    """A mail or a letter from the greeting to the end, each paragraph on one line. It holds the code, and no name."""
    workshop = notice.registration.workshop
    return [
        _("Guten Tag,"),
        _news(notice, now),
        *_facts(notice),
        *_what_to_do(notice, now),
        _("Mit freundlichem Gruß, Ihre Stadt %(city)s") % {"city": settings.CITY_NAME},
        *([_("Dies ist ein Beispiel. Diese Werkstatt gibt es nicht.")] if workshop.is_example else []),
    ]


def spoken(notice: Notice, *, now: datetime) -> str:
    """What staff say at the telephone. No code: who wants to change something does so in the same call."""
    workshop = notice.registration.workshop
    about = _("Es geht um „%(title)s“.") % {"title": title_words(workshop)}
    where = "" if notice.kind in _ENDS else " " + _where(workshop) + "."
    return f"{about} {_news(notice, now)} {_when(notice)}.{where}"


def phone_words(workshop: Workshop) -> str:
    """The number to call about a workshop: its own, else the help line; "" where there is none."""
    return telephone.shown(workshop.registration_phone or settings.HELP_PHONE)


def code_address() -> str:
    """Where a code is typed, from anywhere."""
    return f"{settings.PORTAL_ADDRESS}{code_path()}"


def code_path() -> str:
    """The page for a code in the language that is read here: who answers in English types the code in English."""
    return reverse("workshops:code_en" if get_language() == "en" else "workshops:code")


def _news(notice: Notice, now: datetime) -> str:
    """What has happened, in a few sentences."""
    registration = notice.registration
    reason = {"reason": registration.workshop.state_reason.rstrip(".")}
    waiting = _("Wird ein Platz frei, sagen wir es Ihnen.") if registration.seat == Seat.WAITING else ""
    sentences = {
        NoticeKind.RECEIPT: [_("Ihre Anmeldung ist da."), seat_words(registration), waiting],
        NoticeKind.PROMISED: [
            _("Sie standen auf der Warteliste."),
            seat_words(registration, until=notice.answer_by(now)),
            _("Danach sind andere an der Reihe."),
        ],
        NoticeKind.SEATED: [_("Sie standen auf der Warteliste."), _("Jetzt ist für Sie Platz.")],
        NoticeKind.EXPIRED: [
            _("Für Sie war ein Platz frei."),
            _("Sie haben ihn nicht bestätigt."),
            _("Nun haben wir ihn weitergegeben."),
        ],
        NoticeKind.CANCELLED_BY_US: [_("Wir haben Ihre Anmeldung abgesagt.")],
        NoticeKind.MOVED: [
            _("Termin oder Ort der Werkstatt haben sich geändert."),
            _("Der Grund: %(reason)s.") % reason if reason["reason"] else "",
            _("Ihre Anmeldung gilt weiter."),
            seat_words(registration),
        ],
        NoticeKind.CALLED_OFF: [
            _("Die Werkstatt fällt aus."),
            _("Der Grund: %(reason)s.") % reason,
            _("Sie müssen nichts tun."),
        ],
        NoticeKind.WEEK_BEFORE: [_("Wir erinnern Sie an die Werkstatt."), seat_words(registration)],
        NoticeKind.DAY_BEFORE: [_("Wir erinnern Sie an die Werkstatt."), seat_words(registration)],
        NoticeKind.THANKS: [_("Danke, dass Sie dabei waren."), _("Jetzt ist das Protokoll fertig.")],
    }
    return " ".join(filter(None, sentences[_kind(notice, now)]))


def _kind(notice: Notice, now: datetime) -> NoticeKind:
    """What it says now: a promised seat that is theirs, or is about to be, has nothing to confirm."""
    seat = notice.registration.seat
    is_theirs = seat == Seat.SEATED or (seat == Seat.PROMISED and not notice.answer_by(now))
    if notice.kind == NoticeKind.PROMISED and is_theirs:
        return NoticeKind.SEATED
    return NoticeKind(notice.kind)


def _facts(notice: Notice) -> list[str]:
    """What, when; and for those who come also where, how to get there and how many."""
    registration = notice.registration
    workshop = registration.workshop
    facts = [_("Was: %(title)s") % {"title": title_words(workshop)}, _when(notice)]
    if notice.kind in _ENDS:
        return facts
    screen = _("Sie können auch am Bildschirm dabei sein: %(link)s") % {"link": workshop.hybrid_link}
    return [
        *facts,
        _where(workshop),
        *way_lines(workshop.place),
        *([screen] if workshop.hybrid_link else []),
        _("Angemeldet: %(people)s") % {"people": people_words(registration.people)},
        _("Ihr Code: %(code)s") % {"code": codes.in_groups(codes.digits(registration.code.nonce))},
    ]


def _when(notice: Notice) -> str:
    words = {"when": when_words(notice.registration.workshop)}
    if notice.kind == NoticeKind.MOVED:
        # The former date isn't kept; the new one is all that matters.
        return _("Jetzt gilt: %(when)s") % words
    return (_("Termin: %(when)s") if notice.kind in _ENDS else _("Wann: %(when)s")) % words


def _where(workshop: Workshop) -> str:
    return _("Wo: %(place)s") % {"place": ", ".join(place_lines(workshop))}


def _what_to_do(notice: Notice, now: datetime) -> list[str]:
    """The telephone first, then the code: who has no device reads no further."""
    workshop = notice.registration.workshop
    phone = phone_words(workshop)
    call = [_("Rufen Sie an: %(phone)s.") % {"phone": phone}] if phone else []
    if notice.kind == NoticeKind.THANKS:
        return _minutes_and_needs(workshop, call)
    if notice.kind in _ENDS:
        return [" ".join([_("Haben Sie Fragen?"), *call])] if call else []
    type_code = _("Im Internet geht es mit Ihrem Code: %(address)s") % {"address": code_address()}
    cancel = [_("Sie können nicht kommen? Sagen Sie ab, dann kommt jemand anderes."), *call, type_code]
    if _kind(notice, now) == NoticeKind.PROMISED:
        return [" ".join([_("So bestätigen Sie den Platz:"), *call, type_code]), " ".join(cancel)]
    return [" ".join(cancel)]


def _minutes_and_needs(workshop: Workshop, call: list[str]) -> list[str]:
    """Where the minutes are, and where to say what else is missing. Paper has no links: the telephone stands there."""
    minutes = f"{settings.PORTAL_ADDRESS}{workshop.get_absolute_url()}"
    return [
        *([" ".join([_("Möchten Sie das Protokoll auf Papier?"), *call])] if call else []),
        _("Hier können Sie es lesen: %(address)s") % {"address": minutes},
        " ".join([_("Was fehlt älteren Menschen noch? Sagen Sie es uns."), *call]),
        # Named, not imported: the form belongs to the app above.
        _("Hier antworten Sie: %(address)s") % {"address": f"{settings.PORTAL_ADDRESS}{reverse('needs:start')}"},
    ]
