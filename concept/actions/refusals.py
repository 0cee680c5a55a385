"""Why something doesn't happen, in words for the person who wanted it."""

from django.utils.translation import gettext_lazy as _

from offers.actions.refusals import Refusal

__all__ = ["Refusal"]


class OverlapIsExample(Refusal):
    sentence = _("Das ist ein Beispiel. Dazu wird niemand gefragt.")


class OverlapIsAsked(Refusal):
    sentence = _("Zu diesem Hinweis sind die Anbieter schon gefragt, oder er ist entschieden. Laden Sie die Seite neu.")


class NobodyToAsk(Refusal):
    sentence = _("Bei einem der Angebote steht kein Anbieter. Tragen Sie ihn zuerst beim Angebot ein.")


class OverlapIsSettled(Refusal):
    sentence = _("Dieser Hinweis ist inzwischen entschieden. Rufen Sie uns an, wenn Sie uns noch etwas sagen möchten.")


class AnswerIsLate(Refusal):
    sentence = _("Die vier Wochen sind um. Rufen Sie uns an, wir schreiben Ihre Antwort noch auf.")


class ProviderHasAnswered(Refusal):
    sentence = _(
        "Der Anbieter hat selbst über seinen Link geantwortet. Diese Antwort ändert nur er. Will er eine andere geben, "
        "schicken Sie ihn zu seinem Link."
    )


class SomebodyHasAnswered(Refusal):
    sentence = _("Ein Anbieter hat schon geantwortet. Nehmen Sie die Frage nicht zurück, sondern entscheiden Sie.")


class OverlapIsNotAsked(Refusal):
    sentence = _("Zu diesem Hinweis ist gerade niemand gefragt. Laden Sie die Seite neu.")


class OverlapIsOpen(Refusal):
    sentence = _("Dieser Hinweis ist nicht entschieden. Laden Sie die Seite neu.")


class FindingsNameOverlap(Refusal):
    """`names` are published findings that rest on it."""

    sentence = _("Darauf beruht veröffentlicht: %(names)s. Ziehen Sie zuerst den Befund zurück.")


class NotEverybodyConfirms(Refusal):
    sentence = _(
        "Bestätigt ist eine Überschneidung erst, wenn alle gefragten Anbieter „Ja“ gesagt haben. Schweigen ist kein Ja."
    )


class ProvidersHaveTime(Refusal):
    sentence = _("Die Anbieter haben bis %(day)s Zeit. Warten Sie auf die Antworten, oder entscheiden Sie danach.")


class OverlapIsNotConfirmed(Refusal):
    sentence = _("Was daraus folgt, tragen Sie ein, wenn die Überschneidung bestätigt ist.")


class FindingIsPublished(Refusal):
    sentence = _("Dieser Befund ist schon veröffentlicht. Ziehen Sie ihn zurück und legen Sie einen neuen an.")


class FindingIsNotPublished(Refusal):
    sentence = _("Nur ein veröffentlichter Befund kann zurückgezogen werden.")


class FindingRestsOnNothing(Refusal):
    """`name` is the finding's."""

    sentence = _(
        "Der Befund %(name)s beruht noch auf nichts. Tragen Sie einen Beleg ein: Beiträge zu einem Thema, eine "
        "Befragung, den Bestand oder eine andere Quelle."
    )


class EvidenceIsNotInRelease(Refusal):
    """`name` is the finding's, `kinds` are those of the evidence."""

    sentence = _(
        "Beim Befund %(name)s steht als Beleg: %(kinds)s. Dazu hat dieser Stand dort keine Zahl. Nehmen Sie den Beleg "
        "heraus, oder veröffentlichen Sie den Befund mit einem späteren Stand."
    )


class FindingNamesOpenOverlap(Refusal):
    """`name` is the finding's."""

    sentence = _(
        "Der Befund %(name)s nennt eine Überschneidung, die noch nicht von beiden Anbietern bestätigt ist. Nehmen Sie "
        "den Beleg heraus oder warten Sie die Antworten ab."
    )


class FindingCarriesMeasures(Refusal):
    """`names` are the measures that would stand without a finding."""

    sentence = _("Auf diesem Befund beruht noch: %(names)s. Berichten Sie zuerst dort, dass die Maßnahme nicht geht.")


class WithdrawalNeedsReason(Refusal):
    sentence = _("Schreiben Sie, warum der Befund zurückgezogen wird. Alle lesen das.")


class MeasureNeedsFinding(Refusal):
    sentence = _("Keine Maßnahme ohne Befund: Wählen Sie mindestens einen Befund.")


class ExamplesStayApart(Refusal):
    """`names` are those of the other kind."""

    sentence = _("Beispiele und Echtes bleiben getrennt. Nehmen Sie heraus: %(names)s.")


class MeasureNeedsPublishedFindings(Refusal):
    """`names` are the findings that nobody can read yet."""

    sentence = _(
        "Diese Befunde sind nicht veröffentlicht: %(names)s. Veröffentlichen Sie sie mit einem Stand, dann kann die "
        "Maßnahme gleich mit."
    )


class MeasureIsNoDraft(Refusal):
    sentence = _("Diese Maßnahme ist schon vorgeschlagen.")


class MeasureCannotGoThere(Refusal):
    """`state` is where it stands, in words."""

    sentence = _("Die Maßnahme steht auf „%(state)s“. Wählen Sie einen Stand, der darauf folgen kann.")


class RejectionNeedsReason(Refusal):
    sentence = _("Schreiben Sie, warum es nicht geht. Alle lesen das.")


class MeasureIsDraft(Refusal):
    """`names` are measures that nobody has proposed yet."""

    sentence = _(
        "Noch nicht vorgeschlagen: %(names)s. Schlagen Sie die Maßnahme vor, dann kann darüber beschlossen werden."
    )


class DissentIsAboutOneThing(Refusal):
    sentence = _("Wählen Sie einen Befund oder eine Maßnahme.")


class ExampleConceptIsThere(Refusal):
    sentence = _("Das Beispiel ist schon geladen.")


class ExamplesAreMissing(Refusal):
    sentence = _("Laden Sie zuerst die Beispiele der Befragung: load_example_participation.")


class ConceptIsReal(Refusal):
    sentence = _("Hier gibt es schon einen echten Stand. Daneben werden keine Beispiele geladen.")


class ReleaseIsWorkedOn(Refusal):
    sentence = _("Es gibt schon einen Stand in Arbeit. Veröffentlichen Sie ihn zuerst, oder verwerfen Sie ihn.")


class ReleaseIsPublished(Refusal):
    sentence = _("Dieser Stand ist veröffentlicht und ändert sich nicht mehr. Legen Sie einen neuen Stand an.")


class ReleaseIsNotFrozen(Refusal):
    sentence = _("Halten Sie zuerst die Zahlen dieses Standes fest.")


class WavesAreRunning(Refusal):
    """`names` are those of the waves."""

    sentence = _(
        "Noch nicht beendet: %(names)s. Zahlen werden nur von Befragungen festgehalten, die beendet sind. Beenden Sie "
        "die Befragung, oder wählen Sie sie ab."
    )


class NoThresholds(Refusal):
    sentence = _("Es gibt noch keine Schwellenwerte. Legen Sie sie zuerst fest.")


class NumbersMoved(Refusal):
    sentence = _(
        "Jemand anderes hat diesen Stand gerade geändert oder seine Zahlen festgehalten. Laden Sie die Seite neu und "
        "sehen Sie nach, was jetzt dort steht."
    )


class ChaptersAreInvented(Refusal):
    """`names` are their titles."""

    sentence = _(
        "In diesen Kapiteln steht erfundener Text, der mit „Beispiel:“ beginnt: %(names)s. Schreiben Sie ihn neu, oder "
        "löschen Sie ihn."
    )


class NoChapterIsWritten(Refusal):
    sentence = _("Noch kein Kapitel hat einen Text. Schreiben Sie zuerst mindestens ein Kapitel.")
