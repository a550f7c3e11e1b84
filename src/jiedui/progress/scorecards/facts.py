"""What each line rests on for each unit: values read from the overview that is kept, never from the tables again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Better, Comparator
from jiedui.plans.models import Indicator, Programme, Rule
from jiedui.plans.queries import current_rules
from jiedui.progress.league import without_parts
from jiedui.progress.overview import overview
from jiedui.progress.rules import RuleCheck, RuleState, check_rule
from jiedui.progress.scorecards.enums import Measure, Whom
from jiedui.progress.scorecards.models import ScoreLine
from jiedui.progress.standing import Standing
from jiedui.returns.rates import Rate, rates_of_units

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a line rests on.

    ``value`` is what the function is put on. ``figure`` is what is recorded and ``against`` what it is held against,
    both in the indicator's unit: ``value`` is their ratio, or the figure itself where there is nothing to hold it
    against. ``first`` to ``last`` are the days the figure is made of.
    """

    value: Decimal
    figure: Decimal
    against: Decimal | None
    entries: int
    first: date
    last: date
    standings: tuple[Standing, ...] = ()
    check: RuleCheck | None = None
    rate: Rate | None = None


class Facts:
    """All that scorecards of a programme ask of one day."""

    def __init__(self, programme: Programme, on: date) -> None:
        self.programme, self.on = programme, on
        self.last = min(on, programme.ends_on)
        found = overview(programme, on=on)
        self.book = found.book
        self._standings: defaultdict[tuple[int, int], list[Standing]] = defaultdict(list)
        for row in _in_force(found.rows, on):
            self._standings[row.unit.pk, row.indicator.pk].append(row)

    @cached_property
    def units(self) -> list[OrgUnit]:
        """See :func:`units_scored`."""
        return units_scored(self.programme)

    @cached_property
    def rates(self) -> dict[int, Rate]:
        """Returns that were due, by unit (one query)."""
        return rates_of_units(self.programme, today=self.on)

    @cached_property
    def _checks(self) -> dict[int, dict[str, RuleCheck]]:
        return {}

    def checks(self, unit: OrgUnit) -> dict[str, RuleCheck]:
        """The rules in force held against a unit's own figures, by their codes (one query for all units)."""
        if unit.pk not in self._checks:
            self._checks[unit.pk] = {
                rule.code: check_rule(rule, self.book, self.programme, on=self.on, unit=unit.pk)
                for rule in self._rules
            }
        return self._checks[unit.pk]

    @cached_property
    def _rules(self) -> list[Rule]:
        return list(current_rules(self.programme))

    def is_meant(self, line: ScoreLine, unit: OrgUnit) -> bool:
        """Whether the line speaks of the unit at all."""
        level = self.level(unit)
        return line.whom == Whom.ALL or line.whom == level

    def level(self, unit: OrgUnit) -> Whom:
        """The programme as a whole, a territory or a department."""
        if unit.pk == self.programme.giver_id:
            return Whom.PROGRAMME
        return Whom.DEPARTMENTS if unit.kind == UnitKind.DEPARTMENT else Whom.TERRITORIES

    def basis(self, line: ScoreLine, unit: OrgUnit) -> Basis | None:
        """What the line rests on for the unit; None where it has nothing to be measured by."""
        if not self.is_meant(line, unit):
            return None
        match Measure(line.measure):
            case Measure.JUDGED:
                return None
            case Measure.RULE:
                return self._rule(line, unit)
            case Measure.TIMELINESS:
                return self._timeliness(unit)
        assert line.indicator is not None
        if line.indicator.as_stated or not line.indicator.kind:
            return None
        held = self._standings[unit.pk, line.indicator.pk]
        if Measure(line.measure).of_target:
            return _of_targets(line, held)
        return self._of_figure(line, line.indicator, unit, held)

    def _of_figure(
        self, line: ScoreLine, indicator: Indicator, unit: OrgUnit, held: list[Standing]
    ) -> Basis | None:
        series = self.book.series(indicator, unit.pk)
        reading = series.at(self.programme.starts_on, self.last)
        if (series.is_ratio and not reading.entries) or not (
            reading.entries or held or line.measure == Measure.VALUE
        ):
            return None
        span = (reading.entries, self.programme.starts_on, self.last, tuple(held))
        if line.measure == Measure.VALUE:
            return Basis(reading.value, reading.value, None, *span)
        part = reading.evidenced if line.measure == Measure.EVIDENCED else reading.confirmed
        # Where nothing was done there is nothing to prove: left out, it would be worth more than a poor proof.
        share = min(ONE, max(ZERO, reading.share(part) or ZERO))
        return Basis(share, part, reading.value, *span)

    def _rule(self, line: ScoreLine, unit: OrgUnit) -> Basis | None:
        # A line speaks of the rule, whichever version it was written under: what counts is the one in force.
        check = self.checks(unit).get(line.rule.code) if line.rule else None
        if check is None or check.state is RuleState.UNKNOWN:
            return None
        kept = ONE if check.state is RuleState.KEPT else ZERO
        span = (0, self.programme.starts_on, self.last)
        return Basis(kept, check.value or ZERO, check.rule.threshold, *span, check=check)

    def _timeliness(self, unit: OrgUnit) -> Basis | None:
        rate = self.rates.get(unit.pk)
        if rate is None or rate.timeliness is None:
            return None
        on_time, expected = Decimal(rate.on_time), Decimal(rate.expected)
        return Basis(
            rate.timeliness, on_time, expected, rate.expected, self.programme.starts_on, self.last, rate=rate
        )


def units_scored(programme: Programme) -> list[OrgUnit]:
    """The programme's giver, and the territories and departments right below it (one query)."""
    kinds = [*UnitKind.territories(), UnitKind.DEPARTMENT]
    below = OrgUnit.objects.filter(parent=programme.giver_id, kind__in=kinds, active=True)
    return [programme.giver, *below.order_by("path")]


def _in_force(rows: Iterable[Standing], on: date) -> list[Standing]:
    """Whole targets that run on the day; of an indicator none of whose targets runs any more, the last ones."""
    begun = without_parts(row for row in rows if row.target.starts_on <= on)
    holders: defaultdict[tuple[int, int], list[Standing]] = defaultdict(list)
    for row in begun:
        holders[row.unit.pk, row.indicator.pk].append(row)
    found = []
    for held in holders.values():
        last = max(min(on, row.target.ends_on) for row in held)
        found += [row for row in held if min(on, row.target.ends_on) == last]
    return found


def _of_targets(line: ScoreLine, held: list[Standing]) -> Basis | None:
    """Value over target (or over what is due); several targets of a unit, one a receiver, are taken together."""
    is_pace = line.measure == Measure.PACE
    known = [row for row in held if row.value is not None and (row.expected if is_pace else row.target_value)]
    if not known:
        return None
    figure = sum((row.value or ZERO for row in known), ZERO)
    against = sum(((row.expected or ZERO) if is_pace else row.target_value for row in known), ZERO)
    less = line.indicator is not None and line.indicator.better == Better.DOWN
    flipped = is_pace and less and all(row.pace is not None for row in known)
    value = sum((row.pace or ZERO for row in known), ZERO) / len(known) if flipped else figure / against
    first = min(row.target.starts_on for row in known)
    last = max(min(row.on, row.target.ends_on) for row in known)
    entries = sum(row.entries for row in known)
    return Basis(value, figure, against, entries, first, last, tuple(known))


def is_kept_from_below(check: RuleCheck) -> bool:
    """Whether doing more can keep the rule."""
    return check.rule.comparator == Comparator.AT_LEAST
