"""Where a figure will stand at the end of its period, and how surely. Pure functions over months.

**Likely.** Each month so far did so much for each share of the plan that was due in it. What is left of the plan is
taken to be done at the mean of these rates, in which a month weighs half as much as one a month and a half later.
Working to a plan that asks for most of it late is thus not mistaken for slow work, and a change of pace shows soon.

**The range** holds the outcome in eight of ten years like the one so far. Its width has four sources, as shares of
what is still to come: how much the months differed (drawn towards ``USUAL_SPREAD``, by as much as ``USUAL_MONTHS``
months would, since the spread of a few months says little); how few they were; how far the rate itself may drift, as a
random walk of ``DRIFT`` a month; and, where few entries are still to come, that they come one by one. The range is
lognormal about what is still to come, so that it never falls below what is done. Its constants were set on generated
years; ``benchmarks/forecasts.py`` scores them on others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist

HALF_LIFE = 1.5
"""Months after which a month weighs half as much."""
DRIFT = 0.4
USUAL_SPREAD, USUAL_MONTHS = 0.6, 4
LEVEL = 0.8
FEWEST = 0.1
"""The range reaches to no further entry, or to one more, where that is likelier than this."""
LEAST_DUE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Month:
    """What a month, or the part of it that is over, did, and the share of the plan that was due in it."""

    done: Decimal
    due: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    """The value at the period's end: the likely one, and the range that holds it in eight years of ten.

    ``rate`` is what a whole plan's worth of work brings at the present pace.
    """

    likely: Decimal
    rate: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


def forecast(
    value: Decimal, months: Sequence[Month], *, months_left: Decimal, entries: int, decimals: int = 0
) -> Forecast | None:
    """The forecast of a figure that builds up; None before a fiftieth of the plan was due.

    ``months`` are those of the period so far, in order; ``entries`` is how many entries they had. Without a range
    where nothing is left, nothing came yet, or what came was taken back.
    """
    weighed = _weighed(months)
    due = sum((month.due for month in months), Decimal(0))
    if due < LEAST_DUE or not weighed:
        return None
    rate, left = _mean(weighed), float(1 - due)
    rest = rate * left
    likely = Forecast(_rounded(float(value) + rest, decimals), Decimal(repr(rate)))
    if rest <= 0 or months_left <= 0:
        return likely
    to_come = entries / float(due) * left
    factor = _factor(weighed, rate, float(months_left), len(months), to_come)
    low, high = float(value) + rest / factor, float(value) + rest * factor
    if math.exp(-to_come) > FEWEST:
        low = float(value)
    if entries and 1 - math.exp(-to_come) > FEWEST:
        high = max(high, float(value) * (1 + 1 / entries))
    return Forecast(likely.likely, likely.rate, _rounded(low, decimals), _rounded(high, decimals))


Weighed = list[tuple[float, float]]


def _weighed(months: Sequence[Month]) -> Weighed:
    """Weight and rate of each month in which something was due."""
    last = len(months) - 1
    return [
        (0.5 ** ((last - at) / HALF_LIFE) * float(month.due), float(month.done / month.due))
        for at, month in enumerate(months)
        if month.due > 0
    ]


def _mean(weighed: Weighed) -> float:
    return sum(weight * rate for weight, rate in weighed) / sum(weight for weight, _rate in weighed)


def _factor(weighed: Weighed, rate: float, left: float, gone: int, to_come: float) -> float:
    """What divides and multiplies what is likely still to come."""
    whole = sum(weight for weight, _rate in weighed)
    heard = whole**2 / sum(weight**2 for weight, _rate in weighed)
    freedom = USUAL_MONTHS + heard - 1
    differing = sum(weight * (one / rate - 1) ** 2 for weight, one in weighed) / whole
    # The usual correction of a weighted variance, n/(n-1), is already in (heard - 1) · n/(n-1) = heard.
    spread = (USUAL_MONTHS * USUAL_SPREAD**2 + heard * differing) / freedom
    age = 0.7 * HALF_LIFE * (1 - 0.5 ** (gone / HALF_LIFE))
    drift = DRIFT**2 * (left / 3 + 0.5 + age)
    variance = spread * (1 / max(left, 0.5) + 1 / heard) + drift + 1 / max(to_come, 1e-9)
    return math.exp(_student(0.5 + LEVEL / 2, freedom) * math.sqrt(math.log1p(variance)))


def _student(probability: float, freedom: float) -> float:
    """The quantile of Student's t, by the expansion of Cornish and Fisher: within 1 % from three degrees on."""
    z = NormalDist().inv_cdf(probability)
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)


def _rounded(value: float, decimals: int) -> Decimal:
    return round(Decimal(repr(value)), decimals)
