"""What would raise a unit's score most: concrete statements, reckoned by the lines' own functions.

For each indicator every amount is tried at which some line of it gives more: the next step, the full points, the value
of the unit one place ahead, and what the unit can still do. What an amount adds is summed over all lines of the
indicator. An amount is **within reach** if the unit's best month so far, repeated in every month left, brings it;
evidence and confirmations of what is done already always are. Of one indicator the amount within reach that adds most
is offered, or, where none is, the smallest.

Order: what is within reach first, then what adds most, then what takes least (months at the unit's usual rate).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from itertools import pairwise

from jiedui.kernel.periods import month_ends, months_left
from jiedui.plans.enums import Better, Rollup
from jiedui.plans.models import Indicator
from jiedui.progress.scorecards.enums import Measure
from jiedui.progress.scorecards.facts import Basis, Facts, is_kept_from_below
from jiedui.progress.scorecards.functions import Rank, points_at, points_of_place
from jiedui.progress.scorecards.reckoning import LineScore, UnitScore

ZERO, ONE = Decimal(0), Decimal(1)
MOST = 3
FIGURES = (Measure.COMPLETION, Measure.PACE, Measure.VALUE)


class Sort(StrEnum):
    """What is to be done."""

    MORE = "more"
    EVIDENCE = "evidence"
    CONFIRMATION = "confirmation"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Action:
    """So much more, and what it adds to the score.

    ``months`` is how long it takes at the usual rate, if that is known, and ``left`` how many months there are.
    """

    sort: Sort
    lines: tuple[LineScore, ...]
    indicator: Indicator
    more: Decimal
    gain: Decimal
    reachable: bool
    months: Decimal | None = None
    place: int | None = None
    left: Decimal = ZERO

    @property
    def main(self) -> LineScore:
        """The line it was found by."""
        return self.lines[0]


def actions(score: UnitScore, facts: Facts, most: int | None = MOST) -> list[Action]:
    """The actions that raise a unit's score most, the best first."""
    found = [*_of_figures(score, facts), *_of_proof(score), *_of_rules(score, facts)]
    found.sort(
        key=lambda one: (
            not one.reachable,
            -one.gain,
            one.months is None,
            one.months or ZERO,
            one.main.line.pk,
        )
    )
    return found[:most]


def _of_figures(score: UnitScore, facts: Facts) -> Iterator[Action]:
    lines: defaultdict[int, list[LineScore]] = defaultdict(list)
    for one in score.lines:
        if one.line.measure in FIGURES and one.basis is not None and one.points is not None:
            lines[one.line.indicator_id or 0].append(one)
    for own in lines.values():
        indicator = own[0].line.indicator
        if indicator is not None and _adds_up(indicator):
            made = [
                action for more in _amounts(own, facts, score) if (action := _action(score, own, more, facts))
            ]
            if made:
                yield _best(made)


def _adds_up(indicator: Indicator) -> bool:
    """Whether doing more moves the figure: not a mean, and not where less is better."""
    is_mean = Rollup.RATIO in {indicator.over_time, indicator.over_units}
    return not is_mean and indicator.better == Better.UP


def _amounts(lines: Iterable[LineScore], facts: Facts, score: UnitScore) -> set[Decimal]:
    """Every amount at which a line gives more, in whole steps of the indicator; and what is within reach."""
    found: set[Decimal] = set()
    for one in lines:
        assert one.line.indicator is not None and one.basis is not None
        function, basis, indicator = one.planned.function, one.basis, one.line.indicator
        assert function is not None
        if function.down:
            continue
        edges = one.rivals if isinstance(function, Rank) else function.edges
        for edge in edges:
            found.add(_whole(edge * (basis.against or ONE) - basis.figure, indicator, ROUND_CEILING))
        if one.points is not None and one.points < one.line.points:
            found.add(_whole(reach(one, facts, score)[0], indicator, ROUND_FLOOR))
    return {more for more in found if more > 0}


def _whole(amount: Decimal, indicator: Indicator, rounding: str) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-indicator.decimals), rounding=rounding)


def _action(score: UnitScore, lines: list[LineScore], more: Decimal, facts: Facts) -> Action | None:
    gains = [(points_after(one, more) - (one.points or ZERO), one) for one in lines]
    total = sum((gain for gain, _one in gains), ZERO)
    if total <= 0:
        return None
    moved = [one for gain, one in sorted(gains, key=lambda pair: -pair[0]) if gain > 0]
    can, rate, left = reach(moved[0], facts, score)
    return Action(
        Sort.MORE,
        tuple(moved),
        moved[0].line.indicator,  # type: ignore[arg-type]  # only lines with an indicator come here
        more,
        score.folded(total) or ZERO,
        more <= can,
        more / rate if rate > 0 else None,
        place_after(moved[0], more),
        left,
    )


def _best(made: list[Action]) -> Action:
    within = [one for one in made if one.reachable]
    if within:
        return max(within, key=lambda one: (one.gain, -one.more))
    return min(made, key=lambda one: one.more)


def value_after(one: LineScore, more: Decimal) -> Decimal:
    """The line's value once so much more is done."""
    assert one.basis is not None
    basis: Basis = one.basis
    return (basis.figure + more) / basis.against if basis.against else basis.figure + more


def points_after(one: LineScore, more: Decimal) -> Decimal:
    """The line's points once so much more is done and the other units did nothing."""
    function, value = one.planned.function, value_after(one, more)
    if isinstance(function, Rank):
        return points_of_place(function, value, _with(one, value), one.line.points)
    assert function is not None
    return points_at(function, value, one.line.points)


def place_after(one: LineScore, more: Decimal) -> int | None:
    """The place it would then take, where the line goes by places."""
    function, value = one.planned.function, value_after(one, more)
    return function.place(value, _with(one, value)) if isinstance(function, Rank) else None


def _with(one: LineScore, value: Decimal) -> list[Decimal]:
    """The values of the level, its own replaced."""
    assert one.basis is not None
    others = list(one.rivals)
    others.remove(one.basis.value)
    return [*others, value]


def reach(
    one: LineScore, facts: Facts, score: UnitScore, of: Indicator | None = None
) -> tuple[Decimal, Decimal, Decimal]:
    """What the best month so far, repeated, would still bring by the period's end; a usual month; the months left."""
    basis, indicator = one.basis, of or one.line.indicator
    assert basis is not None and indicator is not None
    held = [row for row in basis.standings if row.best_month is not None]
    end = max((row.target.ends_on for row in held), default=facts.programme.ends_on)
    left = months_left(max(facts.on, basis.first - timedelta(days=1)), end)
    series = facts.book.series(indicator, score.unit.pk)
    values = [
        series.before(basis.first),
        *(series.at(basis.first, day).value for day in month_ends(basis.first, basis.last)),
    ]
    months = [after - before for before, after in pairwise(values)]
    best = sum((row.best_month or ZERO for row in held), ZERO) or max(months, default=ZERO)
    return max(ZERO, best) * left, sum(months, ZERO) / len(months) if months else ZERO, left


PROOF = {Measure.EVIDENCED: Sort.EVIDENCE, Measure.CONFIRMED: Sort.CONFIRMATION}


def _of_proof(score: UnitScore) -> Iterator[Action]:
    """Proof of what is done already: all that the full points take."""
    for one in score.lines:
        sort, basis = PROOF.get(Measure(one.line.measure)), one.basis
        function, indicator = one.planned.function, one.line.indicator
        if sort is None or basis is None or not basis.against or indicator is None or one.points is None:
            continue
        if function is None or function.down:
            continue
        edges = one.rivals if isinstance(function, Rank) else function.edges
        for edge in sorted(set(edges), reverse=True):
            more = _whole(min(edge, ONE) * basis.against - basis.figure, indicator, ROUND_CEILING)
            more = min(more, basis.against - basis.figure)
            gain = points_after(one, more) - one.points if more > 0 else ZERO
            if gain > 0:
                place = place_after(one, more)
                yield Action(sort, (one,), indicator, more, score.folded(gain) or ZERO, True, None, place)
                break


def _of_rules(score: UnitScore, facts: Facts) -> Iterator[Action]:
    """How much more above the line keeps a rule that is broken."""
    for one in score.lines:
        if (
            one.line.measure != Measure.RULE
            or one.basis is None
            or one.points is None
            or one.basis.check is None
        ):
            continue
        check, gain = one.basis.check, one.line.points - one.points
        above = check.rule.numerator
        if above is None or gain <= 0 or not is_kept_from_below(check):
            continue
        more = _missing(one)
        if more is None:
            continue
        can, rate, left = reach(one, facts, score, above)
        more = _whole(more, above, ROUND_CEILING)
        months = more / rate if rate > 0 else None
        yield Action(
            Sort.RULE, (one,), above, more, score.folded(gain) or ZERO, more <= can, months, None, left
        )


def _missing(one: LineScore) -> Decimal | None:
    """What is added above the line is added below it too, where both count the same measure."""
    assert one.basis is not None and one.basis.check is not None
    check = one.basis.check
    rule, threshold, above = check.rule, check.rule.threshold or ZERO, check.numerator or ZERO
    if rule.denominator is None:
        return threshold - above
    below = check.denominator or ZERO
    same = rule.numerator is not None and (rule.numerator.kind, rule.numerator.measure) == (
        rule.denominator.kind,
        rule.denominator.measure,
    )
    if not same:
        return threshold * below - above
    return (threshold * below - above) / (ONE - threshold) if threshold < ONE else None
