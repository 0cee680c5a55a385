"""Pages of a list and their addresses."""

from functools import partial

import pytest
from django.http import Http404

from offers.address import list_address, page_address
from offers.paging import page_number, page_of


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("007", 7), ("999999", 999_999)])
def test_page_number_is_read(text, number):
    assert page_number(text) == number


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "abc", "²", "٣", "1000000", " 1"])
def test_what_is_no_page_number_is_not_found(text):
    with pytest.raises(Http404):
        page_number(text)


@pytest.mark.parametrize(
    ("number", "total", "count", "previous", "following"),
    [
        (1, 0, 1, "", ""),
        (1, 12, 1, "", ""),
        (1, 13, 2, "", "/angebote/?ort=bann&seite=2"),
        (2, 25, 3, "/angebote/?ort=bann", "/angebote/?ort=bann&seite=3"),
        (3, 25, 3, "/angebote/?ort=bann&seite=2", ""),
    ],
)
def test_page_knows_its_neighbours(number, total, count, previous, following):
    page = page_of(number, total=total, size=12, address=partial(page_address, {"ort": "bann"}))
    assert (page.number, page.count, page.previous, page.following) == (number, count, previous, following)


def test_page_behind_the_last_is_not_found():
    with pytest.raises(Http404):
        page_of(2, total=12, size=12, address=str)


@pytest.mark.parametrize(
    ("asked", "changes", "address"),
    [
        ({}, {}, "/angebote/"),
        ({"ort": "betzenberg", "seite": "2"}, {"thema": "einkaufen"}, "/angebote/?ort=betzenberg&thema=einkaufen"),
        ({"thema": "a", "q": "b c&d"}, {}, "/angebote/?q=b+c%26d&thema=a"),
        ({"ort": "a", "fremd": "b"}, {"ort": ""}, "/angebote/"),
        ({"ort": "a"}, {"seite": 3}, "/angebote/?ort=a&seite=3"),
    ],
)
def test_address_is_short_and_always_in_the_same_order(asked, changes, address):
    assert list_address(asked, **changes) == address
