"""When an offer is there: the one place that computes opening times, says them in German and reads them.

Plain values in and out: rules and breaks become spans, spans become words. Label, filter, facet and dates all stand
on the same spans, so they can't contradict each other.
"""

from offers.opening_times.reading import read_schedule
from offers.opening_times.rules import BERLIN, Closure, Rule, public_holidays, rule_of
from offers.opening_times.spans import Closed, Open, Span, spans, status
from offers.opening_times.words import clock_in_words, date_in_words, hours_in_words, in_words, label

__all__ = [
    "BERLIN",
    "Closed",
    "Closure",
    "Open",
    "Rule",
    "Span",
    "clock_in_words",
    "date_in_words",
    "hours_in_words",
    "in_words",
    "label",
    "public_holidays",
    "read_schedule",
    "rule_of",
    "spans",
    "status",
]
