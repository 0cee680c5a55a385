"""Codes: read out, mistyped, guessed, and never kept."""

from itertools import pairwise

import pytest

from offers.actions.feedback import forget_allowances
from offers.models import Allowance
from tests.factories import NOW, TODAY
from workshops import codes
from workshops.actions.codes import WRONG_CODES_A_DAY, code_in_words, issue_code, issue_codes, open_code
from workshops.actions.refusals import CodeIsSlip, CodeIsUnknown, TooManyWrongCodes
from workshops.models import Code, CodeKind

HALL = "192.0.2.0/24"


def never_given(number: int) -> str:
    front = f"{number:011}"
    return front + codes.check_digit(front)


def test_check_digit_is_the_published_one():
    # The worked example of the method: 572 has the check digit 4.
    assert codes.check_digit("572") == "4"


def test_check_digit_shows_every_wrong_digit_and_every_swap():
    code = never_given(48261739025)
    for place, digit in enumerate(code):
        for other in set("0123456789") - {digit}:
            assert codes.is_slip(code[:place] + other + code[place + 1 :])
    for place, (left, right) in enumerate(pairwise(code)):
        swapped = code[:place] + right + left + code[place + 2 :]
        assert codes.is_slip(swapped) == (left != right)


@pytest.mark.parametrize("typed", ["", "123", "48261739025x", "4826173902550", "٤٨٢٦١٧٣٩٠٢٥٥"])
def test_what_has_not_twelve_digits_is_a_slip(typed):
    assert codes.is_slip(typed)


@pytest.mark.django_db
def test_code_opens_however_it_was_typed():
    code = issue_code(CodeKind.REGISTRATION)
    shown = code_in_words(code)
    assert len(shown) == 15
    for typed in (shown, shown.replace("\N{NO-BREAK SPACE}", "-"), f" {shown.replace(' ', '')} ", ".".join(shown)):
        assert open_code(text=typed, network=HALL, now=NOW) == code
    assert not Allowance.objects.exists()


@pytest.mark.django_db
def test_neither_digits_nor_network_are_kept():
    code = issue_code(CodeKind.REGISTRATION)
    digits = codes.digits(code.nonce)
    with pytest.raises(CodeIsUnknown):
        open_code(text=never_given(1), network=HALL, now=NOW)
    kept = [*Code.objects.values_list("digest", "nonce", "kind"), *Allowance.objects.values_list("digest", "day")]
    assert digits not in repr(kept)
    assert HALL not in repr(kept)
    assert forget_allowances(today=TODAY.replace(day=TODAY.day + 1)) == 1


@pytest.mark.django_db
def test_secret_key_alone_turns_a_row_into_digits(settings):
    code = issue_code(CodeKind.REGISTRATION)
    before = codes.digits(code.nonce)
    settings.SECRET_KEY = "another"
    assert codes.digits(code.nonce) != before


@pytest.mark.django_db
def test_slip_is_told_and_not_counted():
    for _try in range(3):
        with pytest.raises(CodeIsSlip, match="Tippfehler"):
            open_code(text="482 617 390 25", network=HALL, now=NOW)
    assert not Allowance.objects.exists()


@pytest.mark.django_db
def test_guessing_ends_and_other_networks_go_on():
    right = code_in_words(issue_code(CodeKind.REGISTRATION))
    with pytest.raises(CodeIsUnknown):
        open_code(text=never_given(1), network=HALL, now=NOW)
    Allowance.objects.update(count=WRONG_CODES_A_DAY - 1)
    with pytest.raises(CodeIsUnknown):
        open_code(text=never_given(2), network=HALL, now=NOW)
    with pytest.raises(TooManyWrongCodes):
        open_code(text=right, network=HALL, now=NOW)
    assert open_code(text=right, network="198.51.100.0/24", now=NOW)


@pytest.mark.django_db
def test_a_neighbour_who_mistypes_all_day_locks_nobody_out():
    right = issue_code(CodeKind.REGISTRATION)
    with pytest.raises(CodeIsUnknown):
        open_code(text=never_given(1), network=HALL, now=NOW)
    Allowance.objects.update(count=999)
    assert open_code(text=code_in_words(right), network=HALL, now=NOW) == right


@pytest.mark.django_db
def test_sixty_phones_behind_one_network_in_a_hall_get_in():
    given = [code_in_words(code) for code in issue_codes(CodeKind.VOTING_SLIP, 60)]
    for typed in given:
        with pytest.raises(CodeIsSlip):
            open_code(text=typed[:-1], network=HALL, now=NOW)
        assert open_code(text=typed, network=HALL, now=NOW).kind == CodeKind.VOTING_SLIP


@pytest.mark.django_db
def test_taken_code_is_thrown_again(monkeypatch):
    nonces = iter(["a" * 32, "a" * 32, "b" * 32])
    monkeypatch.setattr("workshops.codes.secrets.token_hex", lambda _length: next(nonces))
    assert [code.nonce for code in issue_codes(CodeKind.REGISTRATION, 2)] == ["a" * 32, "b" * 32]
