"""What a form on paper says before its questions and after them: how, until when, whereto, and what becomes of it."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from needs.models import Batch, Frame, Language, Wave
from needs.printing.parts import Paper
from offers.printing import qr_svg
from offers.sheets import help_line

DAYS_OF_A_YEAR = 365


def front(paper: Paper, batch: Batch | None) -> dict:
    """The first pages, the footer, and the words for the places of the Typst file."""
    return {
        # The note on the trial is said in the language of the sheet.
        "is_trial": False,
        "language": paper.language,
        "notices": [*_draft(paper.wave), *notices(paper.wave)],
        "lead": _lead(paper),
        "has_name": paper.is_organisations and paper.provider is None,
        "privacy": _privacy(paper),
        "how": [
            _("Machen Sie ein Kreuz in das Kästchen."),
            _("Es gilt 1 Kreuz. Wo Sie mehr machen können, steht es dabei."),
            _("Falsch angekreuzt? Malen Sie das Kästchen ganz aus."),
            _("Was Sie nicht sagen möchten, lassen Sie frei."),
            _("Die grauen Zahlen vor den Kästchen sind nur für uns."),
        ],
        "send": [_("Schicken Sie den Bogen bis %(day)s an:") % {"day": day_words(paper.wave.closes_on)}, *sender()],
        "phone": help_line(),
        "internet": _internet(paper),
        "batch": str(batch.number) if batch else "",
        "words": _words(paper),
    }


def _draft(wave: Wave) -> list[str]:
    """Until a wave opens its questions may change."""
    return [] if wave.questionnaire.frozen_at else [_("Entwurf: Die Fragen stehen noch nicht fest.")]


def notices(wave: Wave) -> list[str]:
    """What nobody may overlook."""
    return [
        *([_("Probebetrieb, Angaben nicht geprüft")] if settings.TRIAL else []),
        *([_("Beispiel: Diese Befragung gibt es nicht. Schicken Sie nichts zurück.")] if wave.is_example else []),
    ]


def end(paper: Paper, *, has_more: bool) -> list[str]:
    """Below the last question of a part."""
    thanks = _("Vielen Dank. Schicken Sie den Bogen bis %(day)s zurück.") % {"day": day_words(paper.wave.closes_on)}
    if not has_more:
        return [thanks]
    return [
        _("Das war der wichtigste Teil."),
        thanks,
        _("Wenn Sie noch Zeit haben, geht es auf der nächsten Seite weiter."),
    ]


def day_words(day: date) -> str:
    return date_format(day, _("j. F Y"))


def sender() -> list[str]:
    """Where paper goes; where nobody entered it yet the sheet says so."""
    lines = [line.strip() for line in settings.CITY_FACTS["address"].split("|") if line.strip()]
    return lines or [_("(Hier fehlt noch die Adresse der Stadt %(city)s.)") % {"city": settings.CITY_NAME}]


def _lead(paper: Paper) -> list[str]:
    facts = {"city": settings.CITY_NAME, "day": day_words(paper.wave.closes_on)}
    sentences = [
        _("Die Stadt %(city)s fragt: Was fehlt älteren Menschen? Sie machen freiwillig mit, bis %(day)s.") % facts
    ]
    if paper.is_organisations:
        sentences.append(_("Jede Einrichtung antwortet einmal, mit einem Bogen. Name Ihrer Einrichtung:"))
    if paper.provider:
        sentences.append(paper.provider.name)
    if paper.group:
        sentences.append(_("Dieser Bogen ist für: %(group)s.") % {"group": paper.group_words([paper.group])})
    return sentences


def _privacy(paper: Paper) -> list[str]:
    """The information of Art. 13 GDPR in plain words."""
    officer = " ".join(line.strip() for line in settings.CITY_FACTS["data_protection_officer"].split("|"))
    return [
        _("Ihre Stellungnahme steht unter dem Namen Ihrer Einrichtung. Schreiben Sie keine Namen von Menschen auf.")
        if paper.is_organisations
        else _(
            "Schreiben Sie nirgends Ihren Namen und Ihre Adresse auf. Ohne Namen finden wir Ihren Bogen nicht wieder."
        ),
        _(
            "Verantwortlich ist die Stadt. Sie zählt die Antworten, damit sie Hilfe besser planen kann. Das erlaubt "
            "Artikel 6 Absatz 1 Buchstabe e der Datenschutz-Grundverordnung mit § 3 des Landesdatenschutzgesetzes "
            "und § 71 des Zwölften Buches Sozialgesetzbuch."
        ),
        _("Ihren Bogen sehen nur wenige in der Verwaltung. Öffentlich sind nur Zahlen aus mindestens %(least)d Bögen.")
        % {"least": paper.public_answers},
        _(
            "Wir zählen vom Ende der Befragung: Nach %(paper)s vernichten wir das Papier, nach %(text)s löschen wir, "
            "was Sie mit eigenen Worten geschrieben haben, nach %(answers)s alle anderen Antworten."
        )
        % {
            "paper": span_words(settings.PAPER_DAYS),
            "text": span_words(settings.TEXT_DAYS),
            "answers": span_words(settings.ANSWER_DAYS),
        },
        _(
            "Sie dürfen fragen, was wir über Sie wissen, und widersprechen. Sie können sich beschweren: beim "
            "Landesbeauftragten für den Datenschutz, Hintere Bleiche 34, 55116 Mainz."
        ),
        *([_("Fragen zum Datenschutz: %(officer)s") % {"officer": officer}] if officer else []),
    ]


def span_words(days: int) -> str:
    """ "90 Tage", "3 Jahre"; after "nach" both have an n at the end."""
    if days % DAYS_OF_A_YEAR:
        return ngettext("%(count)d Tag", "%(count)d Tagen", days) % {"count": days}
    years = days // DAYS_OF_A_YEAR
    return ngettext("%(count)d Jahr", "%(count)d Jahren", years) % {"count": years}


def _internet(paper: Paper) -> dict | None:
    """The way in the internet, where nobody needs a code from a letter."""
    if paper.wave.frame != Frame.OPEN:
        return None
    name = "needs:start_en" if paper.language == Language.ENGLISH else "needs:start"
    address = settings.PORTAL_ADDRESS + reverse(name)
    return {
        "words": _("Oder antworten Sie im Internet: %(address)s. Antworten Sie nur einmal.")
        % {"address": address.partition("://")[2].rstrip("/")},
        "qr": qr_svg(address),
    }


def _words(paper: Paper) -> dict:
    return {
        "office": _("Füllt die Stadt aus:"),
        "batch": _("Stapel"),
        "sheet": _("Bogen"),
        "page": _("Seite {page} von {pages}"),
        "privacy": _("Ihre Angaben") if paper.is_organisations else _("Ohne Namen"),
        "how": _("So geht es"),
        "send": _("So kommt der Bogen zu uns"),
        "phone": _("Fragen? Wir füllen den Bogen auch mit Ihnen am Telefon aus:"),
        "internet_qr": _("QR-Code: der Bogen im Internet"),
        "topics": _("Liste der Themen"),
        "topics_lead": _("Schreiben Sie die Nummer auf Ihren Bogen. Diese Seiten können Sie behalten."),
        "topic_number": _("Nummer"),
        "topic_words": _("oder mit Ihren Worten"),
    }
