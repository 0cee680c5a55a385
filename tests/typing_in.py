"""Paper that is typed in: its letters, a pile's figures, and the second entry of a sheet."""

from needs.actions.entering import compare
from needs.actions.waves import issue_letters
from tests.factories import NOW, make_user
from workshops.actions.codes import code_in_words

FIRST = {"1": ["older_people"], "3": ["betzenberg"], "6-beratung": ["missing"], "6b-beratung": ["full", "times"]}


def letter_of(wave, **fields):
    return issue_letters(wave_id=wave.pk, **(fields or {"number": 1}))[0]


def digits_of(letter):
    return code_in_words(letter.code)


def figures(batch):
    batch.refresh_from_db()
    return (batch.sheets, batch.seconds, batch.compared_sheets, batch.compared_answers, batch.differing_answers)


def second(batch, data, *, number=1, right=None, by=None):
    return compare(batch_id=batch.pk, number=number, data=data, right=right or {}, by=by or make_user(), now=NOW)
