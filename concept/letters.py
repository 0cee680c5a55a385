"""What providers are asked about a hint, in the same words by mail and on paper, and the link they answer by."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from concept.models import OverlapReply
from needs.printing.cover import day_words
from offers import telephone

SALT = "stellungnahme"


def reply_address(reply: OverlapReply) -> str:
    """For a mail or a letter. It opens the page until the four weeks are over; no account, no code."""
    return f"{settings.PORTAL_ADDRESS}{reverse('concept:reply', args=[signing.dumps(reply.pk, salt=SALT)])}"


def opened_reply(signed: str) -> int | None:
    """The key of the reply; None where nobody signed it. How long it can be used stands at the hint."""
    try:
        return signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return None


def subject(reply: OverlapReply) -> str:
    return _("Ihre Stellungnahme bis %(day)s") % {"day": day_words(reply.overlap.answer_by)}


def paragraphs(reply: OverlapReply) -> list[str]:
    """From the greeting to the end, each paragraph on one line; load it with `for_its_page()`."""
    overlap, phone = reply.overlap, telephone.shown(settings.HELP_PHONE)
    names = {"first": overlap.first.title, "second": overlap.second.title}
    return [
        _("Guten Tag,"),
        _("die Stadt %(city)s vergleicht Angebote für ältere Menschen.") % {"city": settings.CITY_NAME},
        _("Diese zwei Angebote könnten sich überschneiden: „%(first)s“ und „%(second)s“.") % names,
        _("Das ist nur ein Hinweis. Wir möchten zuerst wissen, was Sie sagen. Wir haben alle Anbieter gefragt."),
        _("Antworten Sie bis %(day)s hier: %(address)s")
        % {"day": day_words(overlap.answer_by), "address": reply_address(reply)},
        _("Sie brauchen kein Konto. Zeigen Sie den Link nur Menschen, die für Sie antworten dürfen."),
        *(
            [_("Sie können auch anrufen: %(phone)s. Wir schreiben Ihre Antwort auf.") % {"phone": phone}]
            if phone
            else []
        ),
        _("Die Namen veröffentlichen wir nur, wenn alle Gefragten die Überschneidung bestätigen."),
        _("Mit freundlichem Gruß, Ihre Stadt %(city)s") % {"city": settings.CITY_NAME},
    ]
