"""Why something doesn't happen, in words for the person who wanted it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from offers.actions.refusals import Refusal


class RegistrationIsNotOpen(Refusal):
    """`standing` says why: not yet, closed, cancelled or over."""

    def __init__(self, standing):
        super().__init__()
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
        super().__init__()
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


class TooManyRegistrations(Refusal):
    sentence = _("Von hier kamen heute schon sehr viele Anmeldungen. Rufen Sie uns an, wir melden Sie am Telefon an.")


class TooManyDrafts(Refusal):
    sentence = _(
        "Von hier wurden heute schon sehr viele Anmeldungen angefangen. Rufen Sie uns an, wir melden Sie am Telefon an."
    )


class DraftHasChanged(Refusal):
    sentence = _("Ihre Angaben haben sich in einem anderen Fenster geändert. Prüfen Sie sie noch einmal.")


class PartyHasChanged(Refusal):
    sentence = _(
        "Diese Anmeldung hat sich geändert, während Ihre Seite offen war. Vergleichen Sie, was jetzt gespeichert ist, "
        "mit Ihren Angaben. Drücken Sie dann noch einmal auf „Änderung sichern“."
    )


class PromiseIsOver(Refusal):
    sentence = _("Der Platz war nur für eine bestimmte Zeit zugesagt. Die Zeit ist vorbei. Rufen Sie uns an.")


class RegistrationIsOver(Refusal):
    sentence = _("Diese Anmeldung gilt nicht mehr.")


class WorkshopIsOver(Refusal):
    sentence = _("Diese Werkstatt ist vorbei oder abgesagt. Daran lässt sich nichts mehr ändern.")


class WorkshopIsIncomplete(Refusal):
    """Can't be announced yet; `missing` says what to do first, each in a sentence."""

    def __init__(self, missing: list[str]):
        super().__init__()
        self.missing = missing

    def __str__(self) -> str:
        return " ".join(self.missing)


class WorkshopIsSomewhereElse(Refusal):
    """Somebody else was faster; `state` says where it stands now."""

    sentence = _("Das geht jetzt nicht. Diese Werkstatt hat den Stand „%(state)s“.")


class RegistrationTimeIsOver(Refusal):
    sentence = _("Die Zeit der Anmeldung ist vorbei. Tragen Sie zuerst bei „Anmeldung bis“ einen späteren Tag ein.")


class DateRefused(Refusal):
    """`day` can't be a workshop's start."""

    def __init__(self, day):
        super().__init__()
        self.day = day

    def __str__(self) -> str:
        return str(self.sentence) % {"day": date_format(timezone.localtime(self.day), "j. F Y, H:i")}


class DateIsOver(DateRefused):
    sentence = _("%(day)s Uhr ist schon vorbei. Wählen Sie einen Termin in der Zukunft.")


class DateIsTaken(DateRefused):
    sentence = _("Am %(day)s Uhr gibt es diese Werkstatt schon. Nehmen Sie diesen Termin aus der Liste.")


class BatchExists(Refusal):
    sentence = _("Dieser Stapel ist schon angelegt. Sie finden ihn in der Liste.")


class CodeIsSlip(Refusal):
    sentence = _("In diesem Code ist ein Tippfehler. Vergleichen Sie ihn Ziffer für Ziffer mit Ihrem Zettel.")


class CodeIsUnknown(Refusal):
    sentence = _("Diesen Code gibt es nicht. Schauen Sie noch einmal auf Ihren Zettel oder rufen Sie uns an.")


class TooManyWrongCodes(Refusal):
    sentence = _("Von hier kamen heute zu viele falsche Codes. Rufen Sie uns an, wir helfen Ihnen am Telefon.")


class MinutesAreTooLong(Refusal):
    sentence = _(
        "Das Protokoll ist zu lang und wurde nicht gespeichert. Kürzen Sie es auf 100.000 Zeichen und 200 Aussagen."
    )


class MinutesAreEmpty(Refusal):
    sentence = _("Das Protokoll ist leer. Schreiben Sie zuerst auf, was gesagt wurde.")


class MinutesWentOn(Refusal):
    sentence = _("Jemand hat das Protokoll inzwischen geändert. Lesen Sie die neue Fassung und geben Sie dann frei.")


class MinutesNeedChecking(Refusal):
    sentence = _("Lesen Sie das Protokoll und setzen Sie den Haken: keine Namen, keine Krankheiten.")


class MinutesAreNotThere(Refusal):
    """`sentence` depends on what was wanted: the minutes aren't in the state it starts from."""

    def __init__(self, sentence):
        super().__init__()
        self.sentence = sentence


class StatementIsNotReady(Refusal):
    """A statement can't be taken over; `fault` has a place for its number."""

    def __init__(self, number: int, fault):
        super().__init__()
        self.number, self.fault = number, fault

    def __str__(self) -> str:
        return str(self.fault) % {"number": self.number}


class NoSeatLeft(Refusal):
    """Somebody came without a registration and every seat is taken."""

    sentence = _("Alle Plätze sind vergeben. Erhöhen Sie zuerst die Zahl der Plätze, dann tragen Sie die Person ein.")


class GuestHasNoSeat(Refusal):
    sentence = _("Diese Anmeldung hat keinen Platz. Tragen Sie die Person unter „Ohne Anmeldung gekommen“ ein.")


class RoundNeedsOptions(Refusal):
    sentence = _("Tragen Sie zuerst mindestens zwei Anliegen ein. Erst dann können Sie die Abstimmung öffnen.")


class RoundIsNotOpen(Refusal):
    """`state` says why: not yet, or closed."""

    def __init__(self, state):
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        if self.state == "closed":
            return str(_("Diese Abstimmung ist abgeschlossen. Es zählen keine weiteren Stimmen mehr."))
        return str(_("Diese Abstimmung hat noch nicht begonnen. Warten Sie, bis sie geöffnet ist."))


class RoundIsNotClosed(Refusal):
    sentence = _("Das Ergebnis ist zu sehen, sobald die Abstimmung abgeschlossen ist.")


class PageHasCounted(Refusal):
    sentence = _(
        "Auf dieser Seite ist schon ein anderer Stimmzettel gezählt. Vergleichen Sie. "
        "Ist das hier der nächste, drücken Sie noch einmal auf „Zählen und nächster“."
    )


class BallotIsEmpty(Refusal):
    sentence = _("Verteilen Sie mindestens einen Punkt.")


class TooManyPoints(Refusal):
    sentence = _("Sie haben %(given)d Punkte verteilt. Verteilen Sie höchstens 5 Punkte.")


class TooManyPointsOnOne(Refusal):
    sentence = _("Anliegen %(number)d: Geben Sie einem Anliegen höchstens 3 Punkte.")


class OptionIsUnknown(Refusal):
    sentence = _("Ein Anliegen mit der Nummer %(number)d gibt es nicht. Schauen Sie auf den Stimmzettel.")


class SlipIsUsed(Refusal):
    sentence = _("Mit diesem Code ist schon abgestimmt worden. Die Stimme ist gezählt.")
