"""What people may type when they register, and the words when it is wrong."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from tests.drafts import TYPED
from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_party, make_workshop
from workshops.actions.parties import Contact, Party, Person
from workshops.forms.registering import (
    CONTACT,
    HELP,
    LONGEST_KEPT,
    PEOPLE,
    ContactForm,
    HelpForm,
    PeopleForm,
    pages_of,
    party_from,
    read_pages,
    typed_on,
)
from workshops.models import AccessKind, StakeholderGroup

pytestmark = pytest.mark.django_db
NOBODY = Party(people=[])
PHONE_HINT = "Tragen Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0631 3650."


def errors(form) -> dict[str, list[str]]:
    return {name: list(found) for name, found in form.errors.items()}


def people(**typed) -> PeopleForm:
    return PeopleForm(TYPED[PEOPLE] | typed)


def contact(**typed) -> ContactForm:
    return ContactForm(TYPED[CONTACT] | typed)


def help_needed(*, arranged=AccessKind.values, wheelchair_seats=3, people=1, phone="", held=(), **typed) -> HelpForm:
    workshop = make_workshop(arranged_help=list(arranged), wheelchair_seats=wheelchair_seats)
    return HelpForm(TYPED[HELP] | typed, workshop=workshop, people=people, phone=phone, held=held)


def party_of(form, before=NOBODY) -> Party:
    assert form.is_valid(), form.errors
    return form.into(before)


def test_people_are_those_with_a_name():
    form = people(name_1="  Ada \n Beispiel ", name_3="Cem Beispiel", group_3="council")
    assert party_of(form).people == [
        Person("Ada Beispiel", StakeholderGroup.OLDER_PEOPLE),
        Person("Cem Beispiel", StakeholderGroup.COUNCIL),
    ]


def test_whoever_comes_alone_brings_no_companions():
    assert not people().has_companions
    assert people(name_3="Cem").has_companions
    assert not PeopleForm().has_companions


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name_1": " "}, {"name_1": ["Tragen Sie Ihren Namen ein."]}),
        ({"name_1": "a" * 121}, {"name_1": ["Kürzen Sie auf 120 Zeichen."]}),
        ({"name_2": "a" * 121, "group_2": "council"}, {"name_2": ["Kürzen Sie auf 120 Zeichen."]}),
        ({"group_1": "pirates"}, {"group_1": ["Wählen Sie noch einmal aus."]}),
        (
            {"group_2": "council"},
            {
                "name_2": [
                    "Tragen Sie zu dieser Person den Namen ein. Kommt sie nicht mit? "
                    "Dann wählen Sie „möchte ich nicht sagen“."
                ]
            },
        ),
    ],
)
def test_people_errors_say_what_to_do(typed, said):
    assert errors(people(**typed)) == said


def test_code_is_asked_only_for_an_invitation():
    assert "code" not in PeopleForm().fields
    assert errors(PeopleForm(TYPED[PEOPLE], asks_code=True)) == {"code": ["Tragen Sie den Code aus Ihrem Brief ein."]}


def test_fewer_people_need_fewer_wheelchairs():
    assert party_of(people(), make_party(["Ada", "Bea"], wheelchairs=2)).wheelchairs == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"phone": "0631 / 555-0177"}, BY_PHONE),
        ({"way": "mail", "email": " ada@example.org "}, BY_MAIL),
        (
            {"way": "letter", "street": "Musterweg 1", "postal_code": "67655", "town": "Kaiserslautern"},
            BY_LETTER,
        ),
    ],
)
def test_only_the_chosen_way_is_read(typed, expected):
    """What else was typed, right or wrong, hinders nobody."""
    others = {"phone": "5", "street": "x" * 500, "postal_code": "6", "town": "", "email": "@"}
    assert party_of(contact(**(others | typed))).contact == expected


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"way": ""}, {"way": ["Wählen Sie Anruf, Brief oder E-Mail."]}),
        ({"way": "pigeon"}, {"way": ["Wählen Sie Anruf, Brief oder E-Mail."]}),
        ({"phone": ""}, {"phone": [PHONE_HINT]}),
        ({"phone": "5550177"}, {"phone": [PHONE_HINT]}),
        ({"way": "mail"}, {"email": ["Tragen Sie Ihre E-Mail-Adresse ein."]}),
        (
            {"way": "mail", "email": "ada"},
            {"email": ["Prüfen Sie die E-Mail-Adresse. Sie sieht so aus: name@beispiel.de"]},
        ),
        (
            {"way": "letter", "street": "x" * 161},
            {
                "street": ["Kürzen Sie auf 160 Zeichen."],
                "postal_code": ["Tragen Sie die Postleitzahl ein: 5 Ziffern."],
                "town": ["Tragen Sie den Ort ein."],
            },
        ),
        (
            {"way": "letter", "street": "Weg 1", "postal_code": "6765A", "town": "Ort"},
            {"postal_code": ["Tragen Sie die Postleitzahl ein: 5 Ziffern."]},
        ),
    ],
)
def test_contact_errors_say_what_to_do(typed, said):
    assert errors(contact(**typed)) == said


def test_only_what_is_arranged_is_asked():
    assert [value for value, _label in help_needed(arranged=["ride", "large_print"]).fields["needs"].choices] == [
        "large_print",
        "ride",
        "call",
    ]
    assert [value for value, _label in help_needed(arranged=[]).fields["needs"].choices] == ["call"]


def test_wheelchairs_are_asked_where_there_is_room_for_them():
    assert AccessKind.WHEELCHAIR not in dict(help_needed(wheelchair_seats=0).fields["needs"].choices)
    assert "wheelchairs" not in help_needed(people=1).fields
    assert "wheelchairs" not in help_needed(people=3, wheelchair_seats=1).fields
    assert help_needed(people=3, wheelchair_seats=2).fields["wheelchairs"].choices == [("1", "1"), ("2", "2")]


def test_what_was_promised_can_be_kept_though_it_is_no_longer_offered():
    assert "ride" in dict(help_needed(arranged=[], held={"ride": ""}).fields["needs"].choices)


def test_nothing_is_needed_and_no_consent_then():
    party = party_of(help_needed())
    assert (party.wheelchairs, party.needs) == (0, {})


def test_number_of_wheelchairs_counts_only_with_the_tick():
    assert party_of(help_needed(people=2, wheelchairs="2")).wheelchairs == 0
    ticked = {"needs": ["wheelchair"], "consent": ["yes"]}
    assert party_of(help_needed(people=2, wheelchairs="2", **ticked)).wheelchairs == 2
    assert party_of(help_needed(people=2, wheelchairs="", **ticked)).wheelchairs == 1
    assert party_of(help_needed(people=1, wheelchairs="2", **ticked)).wheelchairs == 1


def test_needs_are_read_with_their_words():
    form = help_needed(
        needs=["ride", "call"], other="Platz am Fenster", call_phone="0631 5550177", consent=["yes"], phone=""
    )
    assert party_of(form, make_party(needs={"ride": "holt Team 2", "front_seat": ""})).needs == {
        "ride": "holt Team 2",
        "call": "0631\N{NO-BREAK SPACE}5550177",
        "other": "Platz am Fenster",
    }


def test_number_is_asked_only_where_nobody_calls_anyway():
    form = help_needed(needs=["call"], consent=["yes"], phone=BY_PHONE.phone)
    assert "call_phone" not in form.fields
    assert party_of(form).needs == {"call": "0631\N{NO-BREAK SPACE}5550177"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"needs": ["ride"]},
            {"consent": ["Geben Sie uns Ihre Erlaubnis. Oder nehmen Sie zurück, was Sie oben gewählt haben."]},
        ),
        (
            {"other": "Platz am Fenster"},
            {"consent": ["Geben Sie uns Ihre Erlaubnis. Oder nehmen Sie zurück, was Sie oben gewählt haben."]},
        ),
        ({"needs": ["call"], "consent": ["yes"]}, {"call_phone": [PHONE_HINT]}),
        (
            {"needs": ["sauna"]},
            {"needs": ["Das bieten wir hier nicht an. Wählen Sie noch einmal aus."]},
        ),
        (
            {"other": "x" * 501, "consent": ["yes"]},
            {"other": ["Ihr Text ist zu lang. Kürzen Sie ihn auf 500 Zeichen."]},
        ),
        (
            {"needs": ["wheelchair"], "people": 2, "wheelchairs": "3", "consent": ["yes"]},
            {"wheelchairs": ["Wählen Sie, wie viele Rollstühle kommen."]},
        ),
    ],
)
def test_help_errors_say_what_to_do(typed, said):
    assert errors(help_needed(**typed)) == said


def test_consent_says_why_and_until_when(settings):
    settings.NEEDS_DAYS = 9
    why = help_needed().fields["consent"].help_text
    assert "Artikel 9 der Datenschutz-Grundverordnung" in why
    assert "9 Tage nach der Werkstatt löschen wir sie." in why


def test_too_much_text_is_kept_in_part_and_without_nul():
    sent = QueryDict(mutable=True)
    sent.update({"name_1": "a\0b" + "c" * 100_000, "code": "000000000000"})
    sent.setlist("needs", ["ride"] * 100)
    kept = typed_on(PEOPLE, sent)
    assert kept["name_1"] == ("ab" + "c" * 100_000)[:LONGEST_KEPT]
    assert "code" not in kept
    assert typed_on(HELP, sent)["needs"] == ["ride"] * 20


def test_wheelchairs_are_asked_for_as_many_as_come():
    workshop = make_workshop(arranged_help=["wheelchair"], wheelchair_seats=3)
    two = read_pages(workshop, {PEOPLE: TYPED[PEOPLE] | {"name_2": "Bea"}})
    assert len(two[HELP].fields["wheelchairs"].choices) == 2
    # While nobody knows how many come, three may.
    assert len(read_pages(workshop, {})[HELP].fields["wheelchairs"].choices) == 3


def test_party_of_pages_is_whole_or_none():
    workshop = make_workshop()
    assert party_from(read_pages(workshop, TYPED)) == make_party()
    assert party_from(read_pages(workshop, {PEOPLE: TYPED[PEOPLE]})) is None


@pytest.mark.parametrize("way", [BY_PHONE, BY_MAIL, BY_LETTER])
def test_a_party_reads_as_it_was_typed(way):
    workshop = make_workshop(arranged_help=AccessKind.values, wheelchair_seats=2, is_by_invitation=True)
    party = make_party(
        ["Ada", "Bea", "Cem"],
        contact=way,
        wheelchairs=2,
        needs={"wheelchair": "", "call": "0631\N{NO-BREAK SPACE}5550177", "other": "Fenster"},
    )
    assert party_from(read_pages(workshop, pages_of(party))) == party


def test_a_party_without_contact_has_none_to_show():
    assert CONTACT not in pages_of(replace(make_party(), contact=None))
    assert isinstance(make_party().contact, Contact)
