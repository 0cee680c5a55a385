"""The slip with the code of a sheet, to take along."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from needs.models import Sheet
from needs.printing.cover import day_words, notices
from offers import telephone
from offers.printing import LARGE, pdf
from offers.printing import sheet as sheet_facts
from workshops.printing.facts import code_page, code_words


def slip(sheet: Sheet, *, language: str, now: datetime) -> bytes:
    """The code of a sheet to take along: how to go on, and until when; of a sent one, how to see what became of it."""
    with override(language):
        content = sheet_facts(title=_("Was fehlt Ihnen?"), now=now, size=LARGE) | {
            "is_trial": False,
            "language": language,
            "notices": notices(sheet.wave),
            "code": code_words(sheet.code),
            "page": code_page(),
            "phone": telephone.shown(settings.HELP_PHONE),
            "paragraphs": [_sent() if sheet.sent_at else _until(sheet)],
            "words": {
                "code": _("Ihr Code:"),
                "secret": _("Zeigen Sie den Code niemandem."),
                "how": _("So sehen Sie nach") if sheet.sent_at else _("So machen Sie weiter"),
                "open": _("Öffnen Sie im Internet:"),
                "type": _("Tragen Sie dort Ihren Code ein."),
                "qr": _("QR-Code: die Seite, auf der Sie Ihren Code eintragen"),
                "phone": _("Fragen? Rufen Sie an:"),
            },
        }
        return pdf("needs/printing/slip.typ", content)


def _sent() -> str:
    return _("Ihre Antworten sind da. Mit dem Code sehen Sie später, was daraus wird, oder ziehen alles zurück.")


def _until(sheet: Sheet) -> str:
    """What is not sent is deleted some days after its last change; and no wave runs for ever."""
    kept_until = timezone.localdate(sheet.changed_at + timedelta(days=settings.DRAFT_DAYS))
    return _("Sie können bis %(day)s weitermachen. Danach löschen wir, was Sie nicht abgeschickt haben.") % {
        "day": day_words(min(kept_until, sheet.wave.closes_on))
    }
