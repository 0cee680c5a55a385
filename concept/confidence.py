"""The confidence interval that the public reads of a sample drawn at random: from what is told, and nothing else.

The exact one would tell how many said what (methods.md section 6). This one takes the fewest people that the words may
speak of, and both ends of the step that the share is told in: it is wider than the exact one, never narrower. Like the
share it is of unweighted answers; weighted ones are for the desk (concept.weights, docs/adr/0034).
"""

from fractions import Fraction

from django.utils.translation import gettext as _

from concept.hiding import Words
from concept.weights import wilson
from needs.disclosure import FEW, HALF, MOST, ROUGHLY_BELOW, ROUNDED_BELOW
from needs.intervals import Interval

THIRD = Fraction(1, 3)
# Half of what a share is rounded to, below ROUNDED_BELOW answers and from there on.
ROUGH, FINE = Fraction(1, 40), Fraction(1, 200)


def told_interval(words: Words) -> Interval:
    """Wilson's, 95 %, of a share that is told."""
    size = int(words.answers.split()[0])
    low, high = _ends(words.shares["unmet"], size)
    return Interval(wilson(float(low), size).low, wilson(float(high), size).high)


def confidence_in_words(words: Words) -> str:
    """Whole percents, rounded outwards; "" below 30 answers, of which shares are told in three words only."""
    if int(words.answers.split()[0]) < ROUGHLY_BELOW:
        return ""
    low, high = told_interval(words)
    return _("%(low)d bis %(high)d %%") % {"low": int(100 * low), "high": -int(-100 * high // 1)}


def _ends(share: str, size: int) -> tuple[Fraction, Fraction]:
    """What a share in words lies between."""
    roughly = {str(FEW): (0, THIRD), str(HALF): (THIRD, 2 * THIRD), str(MOST): (2 * THIRD, 1)}
    roughly |= {str(_("unter 5 %")): (0, 2 * ROUGH), str(_("unter 10 %")): (0, 4 * ROUGH)}
    roughly |= {str(_("über 90 %")): (1 - 4 * ROUGH, 1), str(_("über 95 %")): (1 - 2 * ROUGH, 1)}
    if share in roughly:
        low, high = roughly[share]
        return Fraction(low), Fraction(high)
    middle, reach = Fraction(int(share.removesuffix(" %")), 100), FINE if size >= ROUNDED_BELOW else ROUGH
    return middle - reach, middle + reach
