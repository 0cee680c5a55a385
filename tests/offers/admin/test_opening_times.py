"""Opening times and breaks at the desk: typed and shown as people write them."""

from datetime import date, time

import pytest

from tests.browser_forms import typed_form
from tests.factories import make_closure, make_contact, make_offer, make_opening_time
from tests.offer_desk import change

pytestmark = pytest.mark.django_db


def test_an_opening_time_needs_a_weekday(client, editor):
    offer = make_offer()
    make_opening_time(offer)
    data = typed_form(client, change(offer)) | {"opening_times-0-weekdays": []}
    response = client.post(change(offer), data)
    assert response.context["inline_admin_formsets"][1].formset.errors == [
        {"weekdays": ["Wählen Sie mindestens einen Wochentag."]}
    ]


def times_with(client, offer, **typed):
    """The answer to the form of an offer with one opening time of which something was typed anew."""
    typed = {f"opening_times-0-{name}": value for name, value in typed.items()}
    return client.post(change(offer), typed_form(client, change(offer)) | typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("23:30", time(23, 30)), ("23.30", time(23, 30)), ("9", time(9)), ("9.30", time(9, 30)), ("10:00:00", time(10))],
)
def test_a_time_is_typed_as_people_write_it(client, editor, typed, kept):
    offer = make_offer()
    make_opening_time(offer, ends_at=time(23, 45))
    assert times_with(client, offer, starts_at=typed).status_code == 302
    assert offer.opening_times.get().starts_at == kept


def test_a_time_is_shown_without_seconds(client, editor):
    offer = make_offer()
    make_opening_time(offer, starts_at=time(10), ends_at=time(12, 30))
    data = typed_form(client, change(offer))
    assert (data["opening_times-0-starts_at"], data["opening_times-0-ends_at"]) == ("10:00", "12:30")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"starts_at": "halb neun", "ends_at": ""},
            {
                "starts_at": ["Tragen Sie die Uhrzeit mit Stunde und Minute ein, zum Beispiel 23:30."],
                "ends_at": ["Tragen Sie ein, wann es endet, zum Beispiel 12:00."],
            },
        ),
        ({"starts_at": ""}, {"starts_at": ["Tragen Sie ein, wann es beginnt, zum Beispiel 09:00."]}),
        (
            {"weeks_of_month": ["1"]},
            {"weeks_of_month": ["Nehmen Sie bei „jede Woche“ die Haken bei „wievielter im Monat“ weg."]},
        ),
        (
            {"frequency": "monthly"},
            {"__all__": ["Tragen Sie bei „jeden Monat“ ein, der wievielte Wochentag im Monat gilt."]},
        ),
    ],
)
def test_a_wrong_time_says_what_to_do(client, editor, typed, errors):
    offer = make_offer()
    make_opening_time(offer)
    response = times_with(client, offer, **typed)
    assert response.context["inline_admin_formsets"][1].formset.errors == [errors]


def test_dates_of_a_break_are_german(client, editor):
    offer = make_offer()
    closure = make_closure(offer, first_day=date(2026, 12, 1), last_day=date(2026, 12, 3))
    assert str(closure) == "01.12.2026 – 03.12.2026"
    make_contact(offer=offer, kind="web", value="https://example.org", position=0)
    assert str(offer.contacts.in_order().first()) == "https://example.org"
