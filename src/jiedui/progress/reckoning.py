"""Standings: every current target of a programme held against its postings, in four queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from jiedui.kernel.periods import Period, month_ends, months_left
from jiedui.ledger.rows import added_rows, single_rows
from jiedui.ledger.series import Book, Reading, Series
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Better, Nature
from jiedui.plans.models import Indicator, Milestone, Programme, Target, Workstream
from jiedui.plans.queries import current_milestones
from jiedui.progress import pace
from jiedui.progress.curves import Curve, curve_of
from jiedui.progress.enums import Status
from jiedui.progress.forecasting import Forecast, Month, forecast
from jiedui.progress.standing import Standing

# A milestone's share speaks of the year's target, not of the month or quarter it happens to fall in.
LEAST_DAYS_FOR_MILESTONES = 190


def standings(
    programme: Programme,
    *,
    on: date,
    workstream: Workstream | None = None,
    unit: OrgUnit | None = None,
    receiver: OrgUnit | None = None,
    indicator: Indicator | None = None,
) -> list[Standing]:
    """How each current target of the programme stands at the close of ``on``.

    Parents and parts both have a row; a parent's value is reckoned over its own unit's subtree, never by adding
    its parts. The filters choose targets: of a workstream, of exactly this unit, for exactly this receiver, of an
    indicator. In the order of workstream, indicator, unit and period.
    """
    return standings_in(
        programme,
        book_of(programme, on),
        on=on,
        workstream=workstream,
        unit=unit,
        receiver=receiver,
        indicator=indicator,
    )


def standings_in(
    programme: Programme,
    book: Book,
    *,
    on: date,
    workstream: Workstream | None = None,
    unit: OrgUnit | None = None,
    receiver: OrgUnit | None = None,
    indicator: Indicator | None = None,
) -> list[Standing]:
    """The same from a book that is at hand. Two queries."""
    targets = current_targets(programme)
    if workstream is not None:
        targets = [t for t in targets if t.indicator.workstream_id == workstream.pk]
    milestones = milestones_of(points_of(programme), targets)
    if unit is not None:
        targets = [t for t in targets if t.unit_id == unit.pk]
    if receiver is not None:
        targets = [t for t in targets if t.receiver_id == receiver.pk]
    if indicator is not None:
        targets = [t for t in targets if t.indicator_id == indicator.pk]
    return [
        standing_of(target, book, on=on, milestones=milestones[target.pk], since=programme.starts_on)
        for target in targets
    ]


def standings_for(
    programme: Programme,
    book: Book,
    targets: Iterable[Target],
    points: Mapping[int, list[pace.Point]],
    *,
    on: date,
    only: Container[int],
) -> dict[int, Standing]:
    """How targets of any version would stand, by their ids. No query.

    ``targets`` is the whole version, with indicator, unit and receiver, ``points`` are its milestones'; ``only`` are
    the ids asked for.
    """
    version = list(targets)
    milestones = milestones_of(points, version)
    return {
        target.pk: standing_of(
            target, book, on=on, milestones=milestones[target.pk], since=programme.starts_on
        )
        for target in version
        if target.pk in only
    }


def book_of(programme: Programme, on: date) -> Book:
    """Everything posted in the programme up to ``on`` (two queries)."""
    return Book([*added_rows(programme, on), *single_rows(programme, on)])


def current_targets(programme: Programme) -> list[Target]:
    """The programme's targets as they are now, in the order of workstream, indicator, unit and period; one query."""
    return list(
        Target.objects.filter(indicator__workstream__programme=programme, superseded_by__isnull=True)
        .select_related("indicator__workstream", "unit", "receiver", "parent", "revision")
        .order_by(
            "indicator__workstream__order",
            "indicator__order",
            "indicator_id",
            "unit__path",
            "starts_on",
            "-ends_on",
            "id",
        )
    )


def milestones_of(
    points: Mapping[int, list[pace.Point]], targets: Iterable[Target]
) -> defaultdict[int, list[pace.Point]]:
    """The milestones with a share that speak of each target, by its id; ``points`` are those of each indicator."""
    by_indicator: defaultdict[int, list[Target]] = defaultdict(list)
    for target in targets:
        by_indicator[target.indicator_id].append(target)
    found: defaultdict[int, list[pace.Point]] = defaultdict(list)
    for indicator_id, asked in points.items():
        for due_on, share in asked:
            for target in _spoken_of(by_indicator[indicator_id], due_on):
                found[target.pk].append((due_on, share))
    return found


def points_of(programme: Programme) -> defaultdict[int, list[pace.Point]]:
    """The milestones in force with a share, by indicator; one query."""
    return points_among(current_milestones(programme).filter(share__isnull=False))


def points_among(milestones: Iterable[Milestone]) -> defaultdict[int, list[pace.Point]]:
    """Of milestones of one version of the plan, the days and shares that are due, by indicator."""
    found: defaultdict[int, list[pace.Point]] = defaultdict(list)
    for one in milestones:
        if one.indicator_id is not None and one.share is not None:
            found[one.indicator_id].append((one.due_on, one.share))
    return found


def _spoken_of(targets: Iterable[Target], day: date) -> list[Target]:
    """Of the targets whose period holds the day, those of the shortest period of more than half a year."""
    around = [t for t in targets if t.starts_on <= day <= t.ends_on]
    if not around:
        return []
    lengths = {_period(t).days for t in around}
    long = [days for days in lengths if days >= LEAST_DAYS_FOR_MILESTONES]
    chosen = min(long) if long else max(lengths)
    return [t for t in around if _period(t).days == chosen]


def _period(target: Target) -> Period:
    return Period(target.starts_on, target.ends_on)


def standing_of(
    target: Target, book: Book, *, on: date, milestones: list[pace.Point], since: date
) -> Standing:
    """How one target stands, from what is in the book, which holds last year too; the programme began ``since``."""
    receiver = target.receiver.path if target.receiver else ""
    if target.indicator.as_stated:
        return Standing(target=target, on=on, value=None, status=Status.AS_STATED)
    series = book.series(target.indicator, target.unit_id, receiver)
    reading = series.at(target.starts_on, min(on, target.ends_on))
    if not target.indicator.kind or (series.is_ratio and not reading.entries):
        return Standing(target=target, on=on, value=None, status=Status.NOT_RECORDED)
    curve = curve_of(target, series, milestones, since)
    course = _course(series, on, curve)
    left = months_left(max(on, target.starts_on - timedelta(days=1)), target.ends_on)
    expected = _forecast(target, series, reading, left, course)
    race = _race(target, series, reading, on, curve, course, expected)
    return Standing(
        target=target,
        on=on,
        value=reading.value,
        status=race.status(),
        expected=race.expected,
        pace=race.pace,
        share=reading.value / target.value if target.value else None,
        forecast=expected.likely if expected else None,
        forecast_low=expected.low if expected else None,
        forecast_high=expected.high if expected else None,
        reached_on=_reached_on(target, series, on, course),
        lands_on=_lands_on(target, race, expected, curve),
        needed_per_month=race.needed_per_month,
        best_month=race.best_month,
        evidenced=reading.share(reading.evidenced),
        confirmed=reading.share(reading.confirmed),
        entries=reading.entries,
        curve=curve,
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """The end of a month of the period, or the day of the standing in the running one; the value and share due then."""

    end: date
    value: Decimal
    due: Decimal


def _course(series: Series, on: date, curve: Curve) -> list[_Step]:
    """How the figure went so far, month by month, from where it stood before the period."""
    period = curve.period
    start = _Step(period.first - timedelta(days=1), series.before(period.first), Decimal(0))
    return [
        start,
        *(
            _Step(end, series.at(period.first, end).value, curve.share(end))
            for end in month_ends(period.first, min(on, period.last))
        ),
    ]


def _race(
    target: Target,
    series: Series,
    reading: Reading,
    on: date,
    curve: Curve,
    course: list[_Step],
    expected: Forecast | None,
) -> pace.Race:
    period = curve.period
    return pace.Race(
        value=reading.value,
        target=target.value,
        baseline=course[0].value,
        due=Decimal(1) if series.is_ratio else curve.share(on),
        elapsed=pace.elapsed(period, on),
        months_left=months_left(max(on, period.first - timedelta(days=1)), period.last),
        best_month=max(
            (after.value - before.value for before, after in pairwise(course)), default=Decimal(0)
        ),
        step=Decimal(1).scaleb(-target.indicator.decimals),
        high=expected.high if expected else None,
        less_is_better=target.indicator.better == Better.DOWN,
        stock=target.indicator.nature == Nature.STOCK,
        ratio=series.is_ratio,
    )


def _forecast(
    target: Target, series: Series, reading: Reading, left: Decimal, course: list[_Step]
) -> Forecast | None:
    """Where it will stand at the end; a ratio does not build up: it is taken to stay where it is."""
    if series.is_ratio:
        return Forecast(likely=reading.value, rate=Decimal(0))
    months = [Month(after.value - before.value, after.due - before.due) for before, after in pairwise(course)]
    return forecast(
        reading.value,
        months,
        months_left=left,
        entries=reading.entries,
        decimals=target.indicator.decimals,
    )


def _reached_on(target: Target, series: Series, on: date, course: list[_Step]) -> date | None:
    """The first day at whose close the target was there; nothing for what is only judged when its period is over."""
    if target.indicator.better == Better.DOWN or series.is_ratio:
        return None
    first = target.starts_on
    for before, after in pairwise(course):
        if after.value >= target.value:
            days = (before.end + timedelta(days=n) for n in range(1, (after.end - before.end).days + 1))
            return next(day for day in days if series.at(first, day).value >= target.value)
    return None


def _lands_on(target: Target, race: pace.Race, expected: Forecast | None, curve: Curve) -> date | None:
    """The day on which the likely course reaches the target; None if not within the period, or if it is there."""
    missing = target.value - race.value
    if race.less_is_better or race.ratio or race.over or missing <= 0 or not expected or expected.rate <= 0:
        return None
    return curve.day(race.due + missing / expected.rate)
