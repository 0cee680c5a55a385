"""Who a party is, in words for staff."""

import pytest

from tests.workshop_factories import BY_LETTER, BY_MAIL, BY_PHONE, make_registration
from workshops.people import names_of, names_words, reach_words, sort_key


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contact", "words"),
    [
        (BY_PHONE, "0631\N{NO-BREAK SPACE}5550177"),
        (BY_MAIL, "ada@example.org"),
        (BY_LETTER, "Brief an: Musterweg 1, 67655 Kaiserslautern"),
    ],
)
def test_party_is_reached_by_the_way_it_chose(contact, words):
    registration = make_registration(names=["Ada Beispiel", "Bea Beispiel"], contact=contact)
    assert (names_words(registration), reach_words(registration)) == ("Ada Beispiel, Bea Beispiel", words)


@pytest.mark.django_db
def test_party_without_contact_is_nobody():
    registration = make_registration(contact=None)
    assert (names_of(registration), names_words(registration), reach_words(registration)) == ([], "ohne Namen", "")


def test_names_stand_as_in_a_directory():
    names = ["Zoe Adler", "Öztürk, Ali", "Bea Oster", "Ines Groß", "Ada Grossmann", "ada adler", ",", "Peter"]
    assert sorted(names, key=sort_key) == [
        ",",
        "ada adler",
        "Zoe Adler",
        "Ines Groß",
        "Ada Grossmann",
        "Bea Oster",
        "Öztürk, Ali",
        "Peter",
    ]
