"""Letters with codes: to people whom the register office writes to, and to organisations."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from needs import words
from needs.models import Language, Letter, Wave
from needs.printing.cover import day_words, notices, sender, span_words
from offers import telephone
from offers.models import Provider
from offers.printing import NORMAL, pdf, sheet
from workshops.printing.facts import code_page, code_words
from workshops.printing.post import MOST_AT_ONCE


def letters_of(wave: Wave, letters: Sequence[Letter], *, now: datetime) -> bytes:
    """A page for each letter of a wave; those to organisations bear their address, those to people none.

    Which code lies in whose envelope nobody knows: the pages come in an order that no table holds.
    Raises PrinterIsBusy.
    """
    shuffled = secrets.SystemRandom().sample(letters, len(letters))
    content = sheet(title=_("Briefe mit Codes"), now=now, size=NORMAL) | {
        "is_trial": False,
        "notices": notices(wave),
        "sender": sender(),
        "city": settings.CITY_NAME,
        "day": day_words(timezone.localdate(now)),
        "code_page": code_page(),
        "letters": [_letter(wave, letter) for letter in shuffled],
        "words": {
            "subject": words.catalogue_name(wave.questionnaire.name, Language.GERMAN),
            "code": _("Ihr Code:"),
            "open": _("Diesen Code tragen Sie im Internet ein:"),
            "qr": _("QR-Code: die Seite, auf der Sie Ihren Code eintragen"),
        },
    }
    return pdf("needs/printing/letters.typ", content, is_long=len(letters) > MOST_AT_ONCE)


def _letter(wave: Wave, letter: Letter) -> dict:
    phone = telephone.shown(settings.HELP_PHONE)
    return {
        "address": _address(letter.provider) if letter.provider else [],
        "phone": phone,
        "code": code_words(letter.code),
        "paragraphs": [_("Guten Tag,"), *(_to_organisation(letter.provider) if letter.provider else _to_person(wave))],
        "after": [
            _("Der Code gilt für 1 Bogen, bis %(day)s. Zeigen Sie ihn niemandem.") % {"day": day_words(wave.closes_on)},
            _other_ways(phone),
            _("Sie antworten freiwillig. Wer nicht antwortet, hat keinen Nachteil."),
            _privacy(),
            _("Mit freundlichem Gruß, Ihre Stadt %(city)s") % {"city": settings.CITY_NAME},
        ],
    }


def _to_person(wave: Wave) -> list[str]:
    city = {"city": settings.CITY_NAME}
    return [
        _("die Stadt %(city)s fragt: Was fehlt älteren Menschen? Ihre Adresse wurde dafür zufällig ausgewählt.") % city,
        _("Wir fragen ohne Namen. Welcher Code in welchem Brief liegt, weiß niemand."),
        *([_("Rechtsgrundlage der Auswahl: %(law)s") % {"law": wave.legal_basis}] if wave.legal_basis else []),
    ]


def _to_organisation(provider: Provider) -> list[str]:
    return [
        _("die Stadt %(city)s fragt: Was fehlt älteren Menschen? Wir möchten die Stellungnahme Ihrer Einrichtung.")
        % {"city": settings.CITY_NAME},
        _("Sie steht unter dem Namen „%(name)s“. Jede Einrichtung antwortet einmal.") % {"name": provider.name},
    ]


def _other_ways(phone: str) -> str:
    if phone:
        return _("Lieber am Telefon oder auf Papier? Rufen Sie uns an. Wir fragen Sie, oder wir schicken den Bogen.")
    return _("Lieber auf Papier? Schreiben Sie an die Adresse oben. Wir schicken Ihnen den Bogen.")


def _privacy() -> str:
    """The heart of Art. 13 GDPR; all of it stands on the page that the code opens, and on the sheet."""
    return _(
        "Verantwortlich ist die Stadt. Nach %(answers)s löscht sie die Antworten, vom Ende der Befragung an. Sie "
        "dürfen fragen, widersprechen und sich beschweren, beim Landesbeauftragten für den Datenschutz in Mainz."
    ) % {"answers": span_words(settings.ANSWER_DAYS)}


def _address(provider: Provider) -> list[str]:
    """The lines of the window."""
    town = f"{provider.postal_code} {provider.town}".strip()
    return [line for line in (provider.name, provider.street, town) if line]
