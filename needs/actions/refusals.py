"""Why something doesn't happen, in words for the person who wanted it."""

from django.utils.translation import gettext_lazy as _

from offers.actions.refusals import Refusal

__all__ = ["Refusal"]


class WaveIsNotOpen(Refusal):
    sentence = _("Diese Befragung läuft gerade nicht. Rufen Sie uns an, wenn Sie uns etwas sagen möchten.")


class LetterIsUsed(Refusal):
    sentence = _(
        "Mit diesem Code ist schon ein Bogen abgeschickt. Waren Sie das? Dann lesen Sie Ihre Antworten mit dem neuen "
        "Code von Ihrem Zettel. War es jemand anderes? Rufen Sie uns an."
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
        super().__init__()
        self.readings = readings


class QuestionnaireIsFrozen(Refusal):
    sentence = _("Dieser Fragebogen ist festgeschrieben. Legen Sie eine neue Fassung an.")


class DraftExists(Refusal):
    """`number` is that of the version that nobody has frozen yet."""

    sentence = _("Die Fassung %(number)d ist noch ein Entwurf. Ändern Sie diese.")


class FollowsAnotherQuestion(Refusal):
    """`number` is that of the question it depends on."""

    sentence = _("Die Frage %(number)s muss davor stehen: Nach ihrer Antwort richtet sich die andere.")


class QuestionnaireHasGaps(Refusal):
    """`gaps` are sentences, each with what to do."""

    def __init__(self, gaps: list[str]):
        super().__init__()
        self.gaps = gaps

    def __str__(self) -> str:
        return " ".join(self.gaps)


class WaveIsNotReady(Refusal):
    sentence = _("Diese Befragung ist schon geöffnet oder beendet.")


class WaveIsNotRunning(Refusal):
    sentence = _("Nur eine Befragung, die läuft, kann beendet werden.")


class AnotherWaveRunsHere(Refusal):
    """A second open call, or a second wave at one workshop."""

    def __init__(self, wave):
        super().__init__()
        self.wave = wave

    def __str__(self) -> str:
        if self.wave.workshop_id:
            return str(_("In dieser Werkstatt läuft schon eine Befragung. Beenden Sie sie zuerst."))
        return str(_("Es läuft schon ein offener Aufruf. Beenden Sie ihn zuerst."))


class ExamplesAreLoaded(Refusal):
    sentence = _(
        "Es sind noch erfundene Beispiele geladen. Sie gehören nicht neben echte Antworten. Lassen Sie sie zuerst "
        "entfernen, mit dem Befehl load_example_participation --remove."
    )


class AnswersAreReal(Refusal):
    sentence = _("Hier hat schon eine echte Befragung begonnen. Beispiele werden nur geladen, wo es keine gibt.")


class ExamplesAreThere(Refusal):
    sentence = _("Die Beispiele sind schon geladen. Entfernen Sie sie mit --remove, bevor Sie andere laden.")


class CatalogueIsMissing(Refusal):
    sentence = _("Laden Sie zuerst den Katalog: Gefragt wird nach Stadtteilen und Lebensbereichen.")


class PlanningAreasAreIncomplete(Refusal):
    """`names` are the districts without a planning area."""

    sentence = _(
        "Jeder Stadtteil gehört in einen Planungsraum, bevor die erste Befragung beginnt. Es fehlen noch: %(names)s."
    )


class PlanningAreasAreFrozen(Refusal):
    sentence = _(
        "Die Planungsräume stehen fest, seit die erste Befragung begonnen hat. Sonst ließen sich Zahlen nicht mehr "
        "vergleichen."
    )


class ThresholdsAreMissing(Refusal):
    sentence = _("Legen Sie zuerst die Schwellenwerte fest: Sie gelten, bevor die erste Antwort kommt.")


class LettersAreNotNeeded(Refusal):
    sentence = _("Nur Befragungen mit Einladung haben Briefe mit Codes.")


class WaveIsOver(Refusal):
    sentence = _("Diese Befragung ist beendet. Legen Sie eine neue an.")


class LettersExist(Refusal):
    sentence = _("Diese Briefe sind schon angelegt. Öffnen Sie die Seite neu, wenn Sie noch mehr Briefe brauchen.")


class WaveIsInPreparation(Refusal):
    sentence = _("Diese Befragung ist noch nicht geöffnet. Öffnen Sie sie zuerst, dann tippen Sie Bögen ein.")


class NumbersAreFixed(Refusal):
    sentence = _("Die Zahlen dieser Befragung stehen schon fest. Mit einem Bogen mehr verrieten sie, was darauf steht.")


class NumbersStandInARelease(Refusal):
    sentence = _(
        "Die Zahlen dieser Befragung stehen in einem Stand des Konzepts. Sehen Sie dort nach. Eine eigene Tabelle gibt "
        "es nicht mehr: Aus beiden zusammen ließe sich ausrechnen, was einzelne geantwortet haben."
    )


class NumbersCanStillChange(Refusal):
    sentence = _(
        "Ausgegeben wird erst, wenn die Befragung beendet ist, alle Stapel abgeschlossen und alle Bögen gezählt sind. "
        "Sonst verrieten zwei Ausgaben nacheinander, was einzelne geantwortet haben."
    )


class BatchIsClosed(Refusal):
    sentence = _("Dieser Stapel ist abgeschlossen. Legen Sie für weitere Bögen einen neuen an.")


class BatchIsOpen(Refusal):
    sentence = _("Schließen Sie den Stapel zuerst ab. Solange er offen ist, wird das Papier noch gebraucht.")


class PaperIsDestroyed(Refusal):
    sentence = _("Bei diesem Stapel steht schon, wann das Papier vernichtet wurde.")


class SheetIsTyped(Refusal):
    """`free` is the next number that nobody has."""

    sentence = _("Bogen %(number)d ist schon eingetippt. Die nächste freie Nummer ist %(free)d.")


class SheetIsGone(Refusal):
    sentence = _("Diesen Bogen gibt es nicht, oder jemand anders hat ihn eingetippt.")


class SheetWasCompared(Refusal):
    sentence = _("Dieser Bogen ist schon zweimal eingetippt. Er zählt für die Fehlerquote und bleibt.")


class SecondPersonIsNeeded(Refusal):
    sentence = _("Das zweite Mal tippt jemand anders. Diesen Bogen haben Sie selbst eingetippt.")


class SecondEntryIsTooShort(Refusal):
    sentence = _(
        "Das sind viel weniger Antworten als beim ersten Mal. Tippen Sie alles ab, was auf dem Papier angekreuzt ist."
    )


class LetterIsNeeded(Refusal):
    sentence = _("Tippen Sie den Code ab, der auf dem Bogen oder im Brief steht. Ohne ihn zählt der Bogen hier nicht.")


class LetterIsUnknown(Refusal):
    sentence = _("Diesen Code gibt es in dieser Befragung nicht. Vergleichen Sie die Ziffern mit dem Papier.")


class LetterWasTyped(Refusal):
    sentence = _(
        "Mit diesem Code hat schon jemand geantwortet. Legen Sie den Bogen zur Seite, er zählt nicht noch einmal."
    )


class TextHasNoticedPlaces(Refusal):
    """`places` are those that may still tell who it was, in words."""

    sentence = _(
        "Im bereinigten Text steht noch: %(places)s. Nehmen Sie es heraus, oder kreuzen Sie an, dass Sie es geprüft "
        "haben."
    )


class RedactionIsEmpty(Refusal):
    sentence = _(
        "Es bleibt kein Text übrig. Lassen Sie stehen, was niemanden verrät, oder schreiben Sie beim Stand, warum der "
        "Beitrag nicht weiterverfolgt wird."
    )


class TextIsPublic(Refusal):
    sentence = _("Diese Aussage steht in einem veröffentlichten Protokoll. Ändern Sie sie dort.")


class TextIsDeleted(Refusal):
    sentence = _("Der Wortlaut ist gelöscht: Seine Frist ist um.")


class MoveIsNotAllowed(Refusal):
    """`names` are the contributions that can't go there from where they are."""

    sentence = _("Von ihrem Stand aus geht das nicht: %(names)s. Wählen Sie einen Stand, der darauf folgt.")


class ReasonIsMissing(Refusal):
    sentence = _("Schreiben Sie, warum der Beitrag nicht weiterverfolgt wird. Wer ihn geschickt hat, liest das.")


class ThemeIsMerged(Refusal):
    sentence = _("Eines der Themen ist inzwischen mit einem anderen vereint. Sehen Sie in der Liste nach.")


class ThemeIsTheSame(Refusal):
    sentence = _("Wählen Sie ein anderes Thema: Mit sich selbst lässt es sich nicht vereinen.")


class ThemeIsNotMerged(Refusal):
    sentence = _("Diese Vereinigung ist schon aufgehoben.")


class NothingToSplit(Refusal):
    sentence = _("Wählen Sie Beiträge dieses Themas, die ein eigenes Thema werden.")
