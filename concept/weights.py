"""A sample drawn at random from the register, weighted to everybody of 65 and older (methods.md sections 3 and 5).

Only such a sample has a margin of error. Its answers are post-stratified by age band and planning area with the
official figures; whoever named no planning area has the mean weight. Without official figures nothing is weighted, and
no interval is told (docs/adr/0034). Sources: L. D. Brown, T. T. Cai and A. DasGupta, Interval Estimation for a Binomial
Proportion, Statistical Science 16 (2001), for Wilson's interval; L. Kish, Survey Sampling (1965), for the effective
number of answers; W. G. Cochran, Sampling Techniques (1977), sections 2.9 and 5A.9, for the finite population and
post-stratification.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from concept.population import older_people_by_band
from needs.counting import About, Cell, Place, Tally, Who, count_people
from needs.intervals import Interval
from needs.models import OLDER_BANDS, PlanningAreaMember, Wave

# A weight beyond it is cut off: a single answer shouldn't speak for too many.
HIGHEST = 5.0
# Of an answer that belongs to no stratum: as much as answers weigh on average.
MEAN = 1.0
LEVEL = 0.95


class Estimate(NamedTuple):
    """The unmet share of all people of 65 and older in a place."""

    share: float
    interval: Interval
    # So many answers, drawn without strata, would say as much.
    effective: float


@dataclass(frozen=True)
class Weights:
    """What an answer of an age band in a planning area weighs, and how many people it speaks for."""

    by_stratum: Mapping[Who, float]
    forms: Mapping[Who, int]
    # 65 and older, by planning area, and in the whole city.
    people: Mapping[int, int]

    def of(self, who: Who) -> float:
        return self.by_stratum.get(who, MEAN)

    def estimate(self, opinions: Mapping[About, Cell[Tally]], topic_group: int, place: int) -> Estimate | None:
        """Of what the planning areas said; None where nobody has an opinion, or the place is none of them."""
        if place not in self.people:
            return None
        strata = [who for who in self.forms if place in (who.place, Place.CITY)]
        said = [
            (self.of(who), cell.everything)
            for who in strata
            if (cell := opinions.get(About(topic_group, who.place, who.age_band)))
        ]
        return _estimate(said, self.people[place])


def load_weights(waves: Sequence[Wave]) -> Weights | None:
    """For waves of one frame; None where an official figure is missing, or nobody of 65 and older answered."""
    people = _people_of_strata()
    forms = {
        who: cell.everything
        for who, cell in count_people(waves).items()
        if who.age_band in OLDER_BANDS and (who.place > 0 or who.place in (Place.CITY_ONLY, Place.UNPLANNED))
    }
    if not (people and forms):
        return None
    by_place = {int(Place.CITY): sum(people.values())}
    for who, number in people.items():
        by_place[who.place] = by_place.get(who.place, 0) + number
    return Weights(weigh(forms, people), forms, by_place)


def weigh(forms: Mapping[Who, int], people: Mapping[Who, int]) -> dict[Who, float]:
    """w = (N_h / N) / (n_h / n), over the strata in which somebody answered; at most HIGHEST."""
    both = {who: (people[who], number) for who, number in forms.items() if people.get(who) and number}
    all_people, answers = (sum(pair[side] for pair in both.values()) for side in (0, 1))
    return {who: min(HIGHEST, (many / all_people) / (few / answers)) for who, (many, few) in both.items()}


def wilson(share: float, number: float) -> Interval:
    """Wilson's interval of a share of so many answers, 95 %."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    centre = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    reach = z / (1 + z**2 / number) * sqrt(share * (1 - share) / number + z**2 / (4 * number**2))
    return Interval(max(0.0, centre - reach), min(1.0, centre + reach))


def _estimate(said: Iterable[tuple[float, Tally]], people: int) -> Estimate | None:
    said = [(weight, tally) for weight, tally in said if tally.opinions]
    if not said:
        return None
    answers = sum(tally.opinions for _weight, tally in said)
    whole = sum(weight * tally.opinions for weight, tally in said)
    share = sum(weight * tally.missing for weight, tally in said) / whole
    effective = whole**2 / sum(weight**2 * tally.opinions for weight, tally in said)
    if answers >= people:
        # Everybody was asked: nothing is left to chance.
        return Estimate(share, Interval(share, share), effective)
    return Estimate(share, wilson(share, effective * (people - 1) / (people - answers)), effective)


def _people_of_strata() -> dict[Who, int]:
    """Empty where one of the planning areas' figures is missing: weights of a part would be wrong for the rest."""
    by_band, people = older_people_by_band(), {}
    for area, district in PlanningAreaMember.objects.values_list("planning_area", "area"):
        for band in OLDER_BANDS:
            if (district, band) not in by_band:
                return {}
            who = Who(band, area)
            people[who] = people.get(who, 0) + by_band[district, band]
    return people
