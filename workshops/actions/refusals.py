"""Why something doesn't happen, in words for the person who wanted it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Refusal(Exception):
    """An action refuses. `str()` of it is the sentence to show: what to do instead."""

    sentence = ""

    def __str__(self) -> str:
        return str(self.sentence)


class RegistrationIsNotOpen(Refusal):
    """`standing` says why: not yet, closed, cancelled or over."""

    def __init__(self, standing):
        super().__init__(standing)
        self.standing = standing

    def __str__(self) -> str:
        return str(self.standing.label)


class InvitationIsNeeded(Refusal):
    sentence = _("Für diese Werkstatt brauchen Sie eine Einladung. Tragen Sie den Code aus Ihrem Brief ein.")


class InvitationIsUsed(Refusal):
    sentence = _("Mit diesem Code ist schon jemand angemeldet. Rufen Sie uns an, wenn Sie das nicht waren.")


class PartyIsTooLarge(Refusal):
    """More people than there will ever be room for, or an enlarged party for which no seat is free."""

    def __init__(self, free: int):
        super().__init__(free)
        self.free = free

    def __str__(self) -> str:
        if not self.free:
            return str(_("Es ist kein Platz mehr frei. Ihre Anmeldung bleibt, wie sie war."))
        return ngettext(
            "Es ist nur noch %(free)d Platz frei. Ihre Anmeldung bleibt, wie sie war.",
            "Es sind nur noch %(free)d Plätze frei. Ihre Anmeldung bleibt, wie sie war.",
            self.free,
        ) % {"free": self.free}


class NoWheelchairSpace(Refusal):
    sentence = _(
        "So viele Plätze für Rollstühle gibt es in diesem Raum nicht. Rufen Sie uns an, wir suchen eine Lösung."
    )


class PromiseIsOver(Refusal):
    sentence = _("Der Platz war nur für eine bestimmte Zeit zugesagt. Die Zeit ist vorbei. Rufen Sie uns an.")


class RegistrationIsOver(Refusal):
    sentence = _("Diese Anmeldung gilt nicht mehr.")


class WorkshopIsOver(Refusal):
    sentence = _("Diese Werkstatt ist vorbei oder abgesagt. Daran lässt sich nichts mehr ändern.")


class CodeIsSlip(Refusal):
    sentence = _("In diesem Code ist ein Tippfehler. Vergleichen Sie ihn Ziffer für Ziffer mit Ihrem Zettel.")


class CodeIsUnknown(Refusal):
    sentence = _("Diesen Code gibt es nicht. Schauen Sie noch einmal auf Ihren Zettel oder rufen Sie uns an.")


class TooManyWrongCodes(Refusal):
    sentence = _("Von hier kamen heute zu viele falsche Codes. Rufen Sie uns an, wir helfen Ihnen am Telefon.")
