"""The needs form on paper, read as a person or a screen reader does."""

import fcntl
import re

import pytest

from needs.actions.questionnaires import load_first_questionnaire
from needs.definitions import frozen_definition, load_definition
from needs.models import Batch, Frame, Question
from needs.numbering import choices_of
from needs.printing import paper_form
from needs.words import option_text, question_text
from offers.printing import PrinterIsBusy
from offers.reference import reference
from tests.factories import NOW, make_offer, make_provider, make_topic_group
from tests.needs_paper import PHONE, a_wave, form, organisations, pages, sizes
from tests.printed import fonts, read, tags, text
from workshops.models import StakeholderGroup

pytestmark = pytest.mark.django_db
BLOCK = (
    "1 Das ist gut so 2 Da fehlt mir etwas 3 Das brauche ich nicht 4 Weiß ich nicht "
    "Nur wenn Sie bei 6 „Da fehlt mir etwas“ angekreuzt haben: 6a Wie wichtig ist das, was fehlt? "
    "1 Sehr wichtig 2 Wichtig 3 Weniger wichtig 4 Weiß ich nicht 5 Möchte ich nicht sagen "
    "6b Woran liegt es? Sie können mehreres wählen. "
    "1 Weiß nicht, was es gibt 2 Zu weit weg 3 Kein Bus oder keine Begleitung 4 Stufen oder keine passende Toilette "
    "5 Zu teuer 6 Voll oder lange Wartezeit 7 Zeiten passen nicht 8 Nur im Internet 9 Nicht in meiner Sprache "
    "10 Traue mich nicht 11 Gibt es hier nicht 12 Weiß ich nicht 13 Möchte ich nicht sagen"
)


def test_form_says_all_one_has_to_know_before_the_first_question():
    made = pages(form(a_wave()))
    assert f"{made[0]} {made[1]}".startswith(
        "Was fehlt Ihnen? Die Stadt Kaiserslautern fragt: Was fehlt älteren Menschen? "
        "Sie machen freiwillig mit, bis 28. Februar 2027. "
        "Ohne Namen Schreiben Sie nirgends Ihren Namen und Ihre Adresse auf. "
        "Ohne Namen finden wir Ihren Bogen nicht wieder. "
        "Verantwortlich ist die Stadt. Sie zählt die Antworten, damit sie Hilfe besser planen kann. "
        "Das erlaubt Artikel 6 Absatz 1 Buchstabe e der Datenschutz-Grundverordnung mit § 3 des "
        "Landesdatenschutzgesetzes und § 71 des Zwölften Buches Sozialgesetzbuch. "
        "Ihren Bogen sehen nur wenige in der Verwaltung. Öffentlich sind nur Zahlen aus mindestens 10 Bögen. "
        "Wir zählen vom Ende der Befragung: Nach 90 Tagen vernichten wir das Papier, nach 1 Jahr löschen wir, was Sie "
        "mit eigenen Worten geschrieben haben, nach 3 Jahren alle anderen Antworten. "
        "Sie dürfen fragen, was wir über Sie wissen, und widersprechen. Sie können sich beschweren: beim "
        "Landesbeauftragten für den Datenschutz, Hintere Bleiche 34, 55116 Mainz. "
        "Fragen zum Datenschutz: Dana Beispiel 0631 5550199 "
        "So geht es – Machen Sie ein Kreuz in das Kästchen. – Es gilt 1 Kreuz. Wo Sie mehr machen können, "
        "steht es dabei. – Falsch angekreuzt? Malen Sie das Kästchen ganz aus. "
        "– Was Sie nicht sagen möchten, lassen Sie frei. – Die grauen Zahlen vor den Kästchen sind nur für uns. "
        "So kommt der Bogen zu uns Schicken Sie den Bogen bis 28. Februar 2027 an: "
        "Stadt Musterstadt Musterweg 1 12345 Musterstadt "
        f"Fragen? Wir füllen den Bogen auch mit Ihnen am Telefon aus: {PHONE} "
        "Oder antworten Sie im Internet: hilfe.example/bedarf. Antworten Sie nur einmal. "
        "Über Sie 1 Wer sind Sie? Diese Antwort brauchen wir. Sie können mehreres wählen. 1 Ältere Person "
    )
    assert "Name Ihrer Einrichtung" not in made[0]


def test_parts_of_life_stand_in_whole_blocks_with_their_follow_ups():
    made = pages(form(a_wave()))
    assert made[3] == (
        "Zwölf Lebensbereiche Ältere Person: Wie ist das für Sie? "
        "Angehörige oder pflegende Person: Wie ist das für die Person, um die Sie sich kümmern? "
        f"Alle anderen: Wie ist das für ältere Menschen in Ihrem Stadtteil? 6 Hilfe zu Hause {BLOCK}"
    )
    assert made[4].startswith(f"6 Pflege {BLOCK} Zurechtkommen 7 Wissen Sie, an wen ")


def test_twelve_parts_of_life_take_two_blocks_a_page_and_none_is_torn():
    for number in range(10):
        make_topic_group(plain_name=f"Leben und vieles andere mehr {number}")
    made = pages(form(a_wave()))
    blocks = [page.count(BLOCK) for page in made]
    assert (sum(blocks), max(blocks), sum(page.count("Gibt es hier nicht") for page in made)) == (12, 2, 12)
    second_part = next(place for place, page in enumerate(made) if page.startswith("Wenn Sie noch Zeit haben "))
    assert (second_part, len(made)) == (13, 13 + 4 + 1)
    assert min(map(len, made)) > 100


def test_paper_has_the_numbers_questions_and_answers_of_the_screen():
    wave = a_wave()
    definition, words = frozen_definition(wave.questionnaire_id), " ".join(pages(form(wave)))
    steps = definition.possible_steps(StakeholderGroup.values, frame=Frame.OPEN)
    place = 0
    for step in steps:
        text_on_screen = question_text(step, [], "de")
        name, _colon, short = text_on_screen.partition(": ") if step.subject else ("", "", text_on_screen)
        asked = name if step.question.number == "6" else short
        # Each after the one before.
        place = words.index(f"{step.question.number} {asked} ", place)
        numbers = {choice.value: choice.number for choice in choices_of(step.asked, reference())}
        answers = [f"{numbers[option.key]} {option_text(option, 'de')}" for option in step.options]
        place = words.index(" ".join(answers), place)
    assert words.count("Stufen oder keine passende Toilette") == 2
    assert words.count("Kernstadt 1 Betzenberg Ortsbezirke 2 Dansenberg 3 Ganze Stadt 4 Gemeinde") == 1


def test_every_answer_is_printed_once_for_its_question():
    wave = a_wave()
    steps = frozen_definition(wave.questionnaire_id).possible_steps(StakeholderGroup.values, frame=Frame.OPEN)
    answers = sum(len(step.options) for step in steps)
    districts, how, quotes = 2, 5, 2
    # Each answer is an item of a list; the follow-up of importance stands in lines.
    in_lines = sum(len(step.options) for step in steps if step.question.key == "importance")
    assert tags(form(wave)).count("/LI") == answers - in_lines + districts + how + quotes


def test_questions_say_whom_they_are_for_where_everybody_holds_the_same_sheet():
    words = " ".join(pages(form(a_wave())))
    assert "Diese Frage ist für alle, nur nicht für: Seniorenbeirat. 4 Wie alt sind Sie?" in words
    assert "Diese Frage ist nur für: Ältere Person, Angehörige oder pflegende Person. 8 Haben Sie" in words


def test_sheet_of_a_group_asks_only_its_questions_in_its_words():
    words = " ".join(pages(form(a_wave(), group=StakeholderGroup.RELATIVES)))
    assert "Dieser Bogen ist für: Angehörige oder pflegende Person. Ohne Namen" in words
    assert "Zwölf Lebensbereiche Wie ist das für die Person, um die Sie sich kümmern? 6 Hilfe zu Hause" in words
    assert "22 Was würde Sie am meisten entlasten?" in words
    for not_theirs in ("14 Wie wohnen Sie?", "27 Was würde", "Diese Frage ist", "Wie ist das für Sie?", "Alle anderen"):
        assert not_theirs not in words


def test_topics_are_written_by_the_numbers_of_the_list_at_the_end():
    made = form(a_wave())
    assert (
        "9 Was fehlt am meisten? Wählen Sie bis zu 3 Themen. Die Nummern stehen in der Liste am Ende. "
        "Sie können auch mit Ihren Worten schreiben. Nummer oder mit Ihren Worten "
        "1 Weiß ich nicht 2 Möchte ich nicht sagen"
    ) in " ".join(pages(made))
    assert pages(made)[-1] == (
        "Liste der Themen Schreiben Sie die Nummer auf Ihren Bogen. Diese Seiten können Sie behalten. "
        "Hilfe zu Hause 603 Essen nach Hause 604 Nachbarn helfen Pflege 1003 Tagespflege"
    )
    # A head and five rows, a head and three rows.
    assert tags(made).count("/TR") == 6 + 4


def test_second_part_begins_on_a_sheet_of_its_own():
    made = pages(form(a_wave()))
    assert made[7] == (
        "Zum Schluss 13 Möchten Sie uns noch etwas sagen? Schreiben Sie keine Namen und keine Krankheiten auf. "
        "Der Text darf ohne Namen zitiert werden Das war der wichtigste Teil. "
        "Vielen Dank. Schicken Sie den Bogen bis 28. Februar 2027 zurück. "
        "Wenn Sie noch Zeit haben, geht es auf der nächsten Seite weiter."
    )
    assert made[8].startswith("Wenn Sie noch Zeit haben Diese Frage ist nur für: Ältere Person. 14 Wie wohnen Sie?")
    assert made[-2].endswith("Möchte ich nicht sagen Vielen Dank. Schicken Sie den Bogen bis 28. Februar 2027 zurück.")


def test_every_page_has_a_place_for_batch_and_sheet():
    wave = a_wave()
    batch = Batch.objects.create(number=7, wave=wave, source="Auslage", storage_place="Schrank 3")
    for options, place in (({}, "Stapel Bogen"), ({"batch": batch}, "Stapel 7 Bogen")):
        made = form(wave, **options)
        found = re.findall(r"Füllt die Stadt aus: (.*?) Seite (\d+) von (\d+)", text(made))
        assert found == [(place, str(number), "13") for number in range(1, 14)]


def test_paper_is_large_tagged_and_brings_its_font():
    made = form(a_wave())
    root = read(made).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("de-DE", True)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert fonts(made) == {"SourceSansPro-Bold", "SourceSansPro-Regular"}
    assert min(sizes(made)) == 18
    assert "/Figure: QR-Code: der Bogen im Internet" in tags(made)


def test_english_paper_is_english():
    make_topic_group(plain_name="Gut wohnen", code="F07")
    made = form(a_wave(), language="en")
    words = " ".join(pages(made))
    assert read(made).trailer["/Root"]["/Lang"] == "en-GB"
    assert "Oder" not in words
    assert "Do not write your name or address anywhere." in words
    assert (
        "6 Living well at home 1 This is fine 2 I am missing something 3 I do not need this 4 I do not know " in words
    )
    assert "Only if you ticked “I am missing something” at 6: 6a How important is what is missing?" in words
    assert "by 28 February 2027 to:" in words
    assert "hilfe.example/en/bedarf" in words
    assert "For the city: Batch Form Page 1 of" in text(made)


def test_sheet_for_any_organisation_has_lines_for_its_name_and_offers():
    words = " ".join(pages(form(organisations())))
    assert "Jede Einrichtung antwortet einmal, mit einem Bogen. Name Ihrer Einrichtung: Ihre Angaben Ihre " in words
    assert "Ihre Stellungnahme steht unter dem Namen Ihrer Einrichtung." in words
    assert "Ihre Einrichtung Ist dieses Angebot ausgelastet? 24 Ihr Angebot 1 heißt: 1 Freie Plätze" in words
    assert "24 Ihr Angebot 3 heißt:" in words
    for absent in ("Oder antworten Sie im Internet", "4 Wie alt", "Wenn Sie noch Zeit haben", "nirgends Ihren Namen"):
        assert absent not in words


def test_sheet_of_an_organisation_names_it_and_its_offers():
    provider = make_provider(name="Diakonisches Werk")
    make_offer(title="Besuchsdienst", providers=[provider])
    words = " ".join(pages(form(organisations(), provider=provider)))
    assert "Name Ihrer Einrichtung: Diakonisches Werk Ihre Angaben" in words
    assert "24 Besuchsdienst 1 Freie Plätze 2 Fast voll" in words
    assert "heißt:" not in words


def test_sheet_says_that_it_is_a_trial_a_draft_an_example(settings):
    settings.TRIAL = True
    wave = a_wave(is_open=False, is_example=True)
    made = paper_form(load_definition(wave.questionnaire_id), wave, now=NOW)
    assert pages(made)[0].startswith(
        "Was fehlt Ihnen? Entwurf: Die Fragen stehen noch nicht fest. Probebetrieb, Angaben nicht geprüft "
        "Beispiel: Diese Befragung gibt es nicht. Schicken Sie nichts zurück. Die Stadt "
    )


def test_sheet_without_address_telephone_and_internet_says_what_is_missing(settings):
    settings.HELP_PHONE = ""
    settings.CITY_FACTS = settings.CITY_FACTS | {"address": "", "data_protection_officer": ""}
    words = " ".join(pages(form(a_wave(frame=Frame.REGISTER))))
    assert "an: (Hier fehlt noch die Adresse der Stadt Kaiserslautern.) Über Sie" in words
    for absent in ("Fragen?", "Internet: ", "Fragen zum Datenschutz"):
        assert absent not in words


def test_question_that_names_its_part_of_life_in_the_middle_is_asked_whole():
    questionnaire = load_first_questionnaire(now=NOW)
    same = "Wie ist es mit {worum} bei Ihnen?"
    texts = ("text", "text_relatives", "text_others")
    Question.objects.filter(key="opinion").update(**dict.fromkeys(texts, same))
    wave = a_wave(questionnaire=questionnaire)
    assert f"Zwölf Lebensbereiche 6 Wie ist es mit Hilfe zu Hause bei Ihnen? {BLOCK}" in " ".join(pages(form(wave)))


def test_one_whole_form_is_printed_at_a_time(settings):
    wave = a_wave()
    with (settings.STATE_DIR / "printing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PrinterIsBusy):
            form(wave)
