"""Questions to the warehouse. Each is one file under ``sql/``, asked through a :class:`View`.

A view knows what its reader may see; there is no way to ask without one. Queries that add up answer for indicators that
add up over time and units; ``distinct``, ``latest`` and ``mean`` answer for those that roll up so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from jiedui.accounts.models import User
from jiedui.kernel.pausing import no_collection
from jiedui.plans.enums import Rollup
from jiedui.warehouse import months, services
from jiedui.warehouse.asking import (
    EVERYTHING,
    POSTINGS,
    Access,
    Ask,
    Cut,
    access_of,
    of_indicators,
    statement,
)
from jiedui.warehouse.cells import (
    CountCell,
    MeanCell,
    PairCell,
    ShareCell,
    TimeCell,
    TopCell,
    UnitCell,
    YearCell,
)
from jiedui.warehouse.dimensions import SELF
from jiedui.warehouse.engines import Engine, engine_for
from jiedui.warehouse.engines.base import Rows
from jiedui.warehouse.enums import Grain, Side
from jiedui.warehouse.recent import NOTHING, Recent
from jiedui.warehouse.warehouse import own_warehouse

WAYS = {"distinct": Rollup.DISTINCT, "latest": Rollup.LATEST, "mean": Rollup.RATIO}
"""How the indicators roll up that a query answers for; those not named here add up."""

NONE: Mapping[str, Any] = {}
Cell = TypeVar("Cell")
SQL = Path(__file__).parent / "sql"


@cache
def sql_of(name: str) -> str:
    """The statement in a file under ``sql/``."""
    return (SQL / f"{name}.sql").read_text("utf-8").strip()


def view_for(user: User) -> View:
    """What a person may see of the postings as they are now."""
    return _current(access_of(user))


def whole_view() -> View:
    """All postings as they are now, for publications and the command line."""
    return _current(EVERYTHING)


def _current(access: Access) -> View:
    warehouse = own_warehouse()
    engine = engine_for(warehouse)
    if engine.reads_on:
        return View(engine, access, services.come_abreast(warehouse))
    services.catch_up(warehouse)
    return View(engine, access)


@dataclass(frozen=True, slots=True)
class View:
    """The rows a reader may see, and the engine that reads them.

    ``level`` names a level of the tree: a kind of unit ("county"), a depth ("0" for roots), or each unit for itself.
    """

    engine: Engine
    access: Access
    recent: Recent = NOTHING

    def by_unit(
        self, ask: Ask, *, side: Side = Side.GIVER, level: str = SELF, grain: Grain = Grain.WHOLE
    ) -> list[UnitCell]:
        """What each unit gave or received, in each period."""
        cut = Cut.by(side, level, grain)
        return self._run(UnitCell._make, "by_unit", ask, cut, by_month=_of_givers(side))

    def by_pair(
        self, ask: Ask, *, giver_level: str = SELF, receiver_level: str = SELF, grain: Grain = Grain.WHOLE
    ) -> list[PairCell]:
        """What each unit gave each other, in each period."""
        cut = Cut(giver_level=giver_level, receiver_level=receiver_level, grain=grain)
        return self._run(PairCell._make, "by_pair", ask, cut)

    def over_time(self, ask: Ask, *, grain: Grain = Grain.MONTH) -> list[TimeCell]:
        """What was given in each period; periods in which nothing was are left out."""
        return self._run(TimeCell._make, "over_time", ask, Cut(grain=grain), by_month=True)

    def cumulative(
        self, ask: Ask, *, side: Side = Side.GIVER, level: str = SELF, grain: Grain = Grain.MONTH
    ) -> list[UnitCell]:
        """What each unit gave or received from the first day to the end of each period; no period is left out."""
        cut = Cut.by(side, level, grain)
        return self._run(UnitCell._make, "cumulative", ask, cut, by_month=_of_givers(side))

    def top(self, ask: Ask, *, count: int, side: Side = Side.RECEIVER, level: str = SELF) -> list[TopCell]:
        """The ``count`` units with the greatest values of each indicator; of equals the one planted first."""
        cut = Cut.by(side, level, Grain.WHOLE)
        return self._run(TopCell._make, "top", ask, cut, {"count": count}, by_month=_of_givers(side))

    def share(
        self, ask: Ask, *, side: Side = Side.GIVER, level: str = SELF, grain: Grain = Grain.WHOLE
    ) -> list[ShareCell]:
        """Each unit's part of what the reader sees of the indicator in the period."""
        cut = Cut.by(side, level, grain)
        return self._run(ShareCell._make, "share", ask, cut, by_month=_of_givers(side))

    def year_on_year(self, ask: Ask, *, side: Side = Side.GIVER, level: str = SELF) -> list[YearCell]:
        """The span beside the same days of the year before (29 February beside 28)."""
        first, last = _year_before(ask.first), _year_before(ask.last)
        more = {"this_first": ask.first, "before_last": last}
        cut = Cut.by(side, level, Grain.WHOLE)
        # A month is on one side of each of the four days only where these are the first and the last of months.
        whole = ask.first.day == 1 and _ends_month(ask.last) and _ends_month(last)
        spans = ask.over(first, ask.last)
        by_month = whole and _of_givers(side)
        return self._run(YearCell._make, "year_on_year", spans, cut, more, by_month=by_month)

    def distinct(
        self, ask: Ask, *, side: Side = Side.GIVER, level: str = SELF, grain: Grain = Grain.WHOLE
    ) -> list[CountCell]:
        """How many distinct subjects stand, in each period."""
        return self._run(CountCell._make, "distinct", ask, Cut.by(side, level, grain))

    def latest(
        self, ask: Ask, *, side: Side = Side.GIVER, level: str = SELF, grain: Grain = Grain.WHOLE
    ) -> list[CountCell]:
        """The last values that stand, added up, in each period."""
        return self._run(CountCell._make, "latest", ask, Cut.by(side, level, grain))

    def mean(
        self, ask: Ask, *, side: Side = Side.GIVER, level: str = SELF, grain: Grain = Grain.WHOLE
    ) -> list[MeanCell]:
        """The mean of the shares that stand, in each period."""
        return self._run(MeanCell._make, "mean", ask, Cut.by(side, level, grain))

    def ask(
        self, sql: str, ask: Ask, cut: Cut, *, rolls_up: Rollup, by_month: bool = False, **more: Any
    ) -> Rows:
        """A statement put together from fixed pieces, which reads ``visible``, for indicators that roll up one way.

        ``by_month``: it adds up, and tells apart indicators, givers and periods alone.
        """
        counted = self.engine.counted(str(rolls_up))
        asked = counted.intersection(ask.indicators) if ask.indicators else counted
        conditions = [of_indicators(asked), *ask.conditions(), *self.access.conditions()]
        given = {"rolls_up": str(rolls_up), "first": ask.first, "last": ask.last, **more}
        summed = by_month and months.suffice(ask, self.access, cut)
        whole, params = statement(sql, conditions, cut, given, months.source(ask) if summed else POSTINGS)
        return self.engine.rows(whole, params, self.recent)

    def _run(
        self,
        make: Callable[[Any], Cell],
        name: str,
        ask: Ask,
        cut: Cut,
        more: Mapping[str, Any] = NONE,
        *,
        by_month: bool = False,
    ) -> list[Cell]:
        way = WAYS.get(name, Rollup.SUM)
        # Of half a million cells none is in a ring of dead objects; looking for some took a quarter of the time.
        with no_collection():
            return list(map(make, self.ask(sql_of(name), ask, cut, rolls_up=way, by_month=by_month, **more)))


def _of_givers(side: Side) -> bool:
    return side == Side.GIVER


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
