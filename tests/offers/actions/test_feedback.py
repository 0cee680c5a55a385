"""What people tell us is kept; what they searched is counted without them."""

from datetime import date, timedelta

import pytest

from offers.actions.feedback import (
    FORMS_A_DAY,
    TooManyForms,
    count_miss,
    forget_allowances,
    forget_old_words,
    report_error,
    tell_missing_help,
    use_allowance,
)
from offers.models import Allowance, ErrorReport, MissingHelp, SearchMiss, UnknownWord
from tests.factories import NOW, TODAY, make_area, make_offer, make_topic

pytestmark = pytest.mark.django_db


def test_error_report_keeps_text_and_contact():
    offer = make_offer()
    report_error(offer=offer, text="Nummer falsch", contact="0631 555", now=NOW)
    report = ErrorReport.objects.get()
    assert (report.offer, report.text, report.contact, report.received_at, report.is_done) == (
        offer,
        "Nummer falsch",
        "0631 555",
        NOW,
        False,
    )


def test_missing_help_keeps_the_area():
    area = make_area()
    tell_missing_help(text="Ein Bus am Abend", area=area, today=TODAY)
    assert MissingHelp.objects.values_list("text", "area", "received_on").get() == ("Ein Bus am Abend", area.pk, TODAY)


def test_misses_of_a_day_are_one_number_by_area_and_best_topic():
    area, best, second = make_area(), make_topic(), make_topic()
    for _turn in range(2):
        count_miss(area=area, topics=[best.code, second.code], unknown_words=[], today=TODAY)
    count_miss(area=None, topics=[], unknown_words=[], today=TODAY)
    count_miss(area=None, topics=[], unknown_words=[], today=TODAY)
    found = SearchMiss.objects.order_by("pk").values_list("day", "area", "topic", "count")
    assert list(found) == [(TODAY, area.pk, best.pk, 2), (TODAY, None, None, 2)]


def test_unknown_word_can_be_read_from_the_third_day_on():
    for ago in (2, 2, 1):
        count_miss(area=None, topics=[], unknown_words=["hausgeist"], today=TODAY - timedelta(days=ago))
    unknown = UnknownWord.objects.get()
    assert unknown.word == ""
    assert "hausgeist" not in unknown.digest
    count_miss(area=None, topics=[], unknown_words=["hausgeist"], today=TODAY)
    unknown.refresh_from_db()
    assert (unknown.word, len(unknown.days)) == ("hausgeist", 3)


def test_only_three_short_words_of_a_search_are_remembered():
    count_miss(area=None, topics=[], unknown_words=["a" * 90, "b", "c", "d"], today=TODAY)
    assert UnknownWord.objects.count() == 3


def test_words_nobody_searched_again_are_forgotten():
    old = TODAY - timedelta(days=90)
    count_miss(area=None, topics=[], unknown_words=["einmal"], today=old)
    for ago in (95, 94, 93):
        count_miss(area=None, topics=[], unknown_words=["lesbar"], today=TODAY - timedelta(days=ago))
    count_miss(area=None, topics=[], unknown_words=["neulich"], today=TODAY - timedelta(days=89))
    assert forget_old_words(today=TODAY) == 1
    assert sorted(UnknownWord.objects.values_list("word", flat=True)) == ["", "lesbar"]


def test_a_network_may_send_its_share_of_forms_a_day():
    for _turn in range(FORMS_A_DAY):
        use_allowance(network="192.0.2.0/24", today=TODAY)
    with pytest.raises(TooManyForms, match="Rufen Sie uns an"):
        use_allowance(network="192.0.2.0/24", today=TODAY)
    use_allowance(network="198.51.100.0/24", today=TODAY)
    use_allowance(network="192.0.2.0/24", today=TODAY + timedelta(days=1))
    assert not Allowance.objects.filter(digest__contains="192.0.2").exists()


def test_allowances_of_other_days_are_forgotten():
    use_allowance(network="192.0.2.0/24", today=date(2026, 11, 1))
    use_allowance(network="192.0.2.0/24", today=TODAY)
    assert forget_allowances(today=TODAY) == 1
    assert Allowance.objects.get().day == TODAY
