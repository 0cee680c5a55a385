"""Why something doesn't happen, in words for the person who wanted it."""

from django.utils.translation import gettext_lazy as _

from offers.actions.refusals import Refusal

__all__ = ["Refusal"]


class WaveIsNotOpen(Refusal):
    sentence = _("Diese Befragung läuft gerade nicht. Rufen Sie uns an, wenn Sie uns etwas sagen möchten.")


class LetterIsUsed(Refusal):
    sentence = _(
        "Mit diesem Code hat schon jemand geantwortet. Er gilt nur einmal. Rufen Sie uns an, wenn Sie das nicht waren."
    )


class TooManySheets(Refusal):
    sentence = _(
        "Von hier kamen heute schon sehr viele Bögen. Ihre Antworten sind gespeichert. Rufen Sie uns an, oder senden "
        "Sie morgen ab."
    )


class TooManyBegun(Refusal):
    sentence = _(
        "Von hier wurden heute schon sehr viele Bögen angefangen. Rufen Sie uns an, wir füllen den Bogen mit Ihnen am "
        "Telefon aus."
    )


class SheetIsIncomplete(Refusal):
    """`readings` are those of the pages that have to be put right."""

    sentence = _("Der Bogen ist noch nicht fertig. Prüfen Sie die Antworten, die wir nennen.")

    def __init__(self, readings):
        super().__init__(readings)
        self.readings = readings


class QuestionnaireIsFrozen(Refusal):
    sentence = _("Dieser Fragebogen ist festgeschrieben. Legen Sie eine neue Fassung an.")


class QuestionnaireIsEmpty(Refusal):
    sentence = _("In diesem Fragebogen fehlt eine Frage nach den Gruppen oder nach dem Stadtteil. Tragen Sie sie ein.")


class WaveIsNotReady(Refusal):
    sentence = _("Diese Befragung ist schon geöffnet oder beendet.")


class WaveIsNotRunning(Refusal):
    sentence = _("Nur eine Befragung, die läuft, kann beendet werden.")


class AnotherCallIsOpen(Refusal):
    sentence = _("Es läuft schon ein offener Aufruf. Beenden Sie ihn zuerst.")


class PlanningAreasAreIncomplete(Refusal):
    """`names` are the districts without a planning area."""

    sentence = _(
        "Jeder Stadtteil gehört in einen Planungsraum, bevor die erste Befragung beginnt. Es fehlen noch: %(names)s."
    )

    def __init__(self, names: list[str]):
        super().__init__(names)
        self.names = names

    def __str__(self) -> str:
        return str(self.sentence) % {"names": ", ".join(self.names)}


class PlanningAreasAreFrozen(Refusal):
    sentence = _(
        "Die Planungsräume stehen fest, seit die erste Befragung begonnen hat. Sonst ließen sich Zahlen nicht mehr "
        "vergleichen."
    )


class ThresholdsAreMissing(Refusal):
    sentence = _("Legen Sie zuerst die Schwellenwerte fest: Sie gelten, bevor die erste Antwort kommt.")


class LettersAreNotNeeded(Refusal):
    sentence = _("Nur Befragungen mit Einladung haben Briefe mit Codes.")
