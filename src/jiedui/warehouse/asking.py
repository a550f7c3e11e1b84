"""What is asked of the warehouse, and what of it a person may see; each becomes conditions on the rows.

A query reads ``visible`` and nothing else that has figures: the rows of the postings that lie in the span and the
units asked for *and* in the person's scope. It is put in front of each query here, from fixed pieces of SQL; whatever a
person chose is a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.policies import Scope, scope_of
from jiedui.plans.models import Workstream
from jiedui.warehouse.dimensions import SELF
from jiedui.warehouse.enums import Grain, Side

Params = dict[str, Any]
Condition = tuple[str, Params]


@dataclass(frozen=True, slots=True)
class Ask:
    """A span of days, both ends included, and what to narrow it to.

    Units stand for their subtrees; no ``indicators`` means all. ``accepted_until`` is a number of the chain: the
    figures as they stood when it was the last.
    """

    first: date
    last: date
    indicators: tuple[int, ...] = ()
    programme: int | None = None
    workstream: int | None = None
    giver: int | None = None
    receiver: int | None = None
    accepted_until: int | None = None

    def over(self, first: date, last: date) -> Ask:
        """The same of another span."""
        return replace(self, first=first, last=last)

    def conditions(self) -> Iterator[Condition]:
        """What rows must meet, one after the other."""
        years = {"first_year": self.first.year, "last_year": self.last.year}
        yield "posting.year BETWEEN $first_year AND $last_year", years
        # Days of whole years need not be read.
        if (self.first.month, self.first.day, self.last.month, self.last.day) != (1, 1, 12, 31):
            yield "posting.day BETWEEN $first AND $last", {}
        for name, sql in EQUAL.items():
            if (value := getattr(self, name)) is not None:
                yield sql, {name: value}


EQUAL = {
    "programme": "posting.programme = $programme",
    "workstream": "posting.workstream = $workstream",
    "giver": "posting.giver IN (SELECT unit FROM ancestry WHERE ancestor = $giver)",
    "receiver": "posting.receiver IN (SELECT unit FROM ancestry WHERE ancestor = $receiver)",
    "accepted_until": "posting.sequence <= $accepted_until",
}


@dataclass(frozen=True, slots=True)
class Access:
    """What a person may see: all; or what was given or received under ``units``, and entries of ``workstreams``."""

    everything: bool = False
    units: tuple[int, ...] = ()
    workstreams: tuple[int, ...] = ()

    def conditions(self) -> Iterator[Condition]:
        """What rows must meet."""
        if not self.everything:
            yield OWN, {"own_units": list(self.units), "led": list(self.workstreams)}


HELD = "SELECT unit FROM ancestry WHERE ancestor IN (SELECT unnest(CAST($own_units AS INTEGER[])))"
OWN = (
    f"(posting.giver IN ({HELD}) OR posting.receiver IN ({HELD})"
    " OR posting.workstream IN (SELECT unnest(CAST($led AS INTEGER[]))))"
)
EVERYTHING = Access(everything=True)
"""For publications and the command line, which answer for the whole programme."""


def access_of(user: User) -> Access:
    """The same rows as :func:`jiedui.ledger.queries.entries_for`; at most one query."""
    scope = scope_of(user)
    if scope.sees_all:
        return EVERYTHING
    return Access(units=scope.unit_ids(), workstreams=_led(scope))


def _led(scope: Scope) -> tuple[int, ...]:
    if not scope.paths(Role.LEAD):
        return ()
    led = Workstream.objects.filter(scope.within("lead", Role.LEAD)).order_by("pk")
    return tuple(led.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Cut:
    """How rows are put together: by units of which level on either side, seen from which side, into which periods."""

    side: Side = Side.GIVER
    giver_level: str = SELF
    receiver_level: str = SELF
    grain: Grain = Grain.WHOLE

    @classmethod
    def by(cls, side: Side, level: str, grain: Grain) -> Cut:
        """Units of one side."""
        if side == Side.GIVER:
            return cls(side, giver_level=level, grain=grain)
        return cls(side, receiver_level=level, grain=grain)


PERIODS = {
    Grain.WHOLE: "CAST(NULL AS DATE)",
    Grain.YEAR: "make_date(posting.year, 1, 1)",
    Grain.HALF: "make_date(posting.year, CASE WHEN month(posting.day) < 7 THEN 1 ELSE 7 END, 1)",
    Grain.QUARTER: "CAST(date_trunc('quarter', posting.day) AS DATE)",
    Grain.MONTH: "CAST(date_trunc('month', posting.day) AS DATE)",
    Grain.TEN_DAYS: "make_date(posting.year, month(posting.day),"
    " CASE WHEN day(posting.day) < 11 THEN 1 WHEN day(posting.day) < 21 THEN 11 ELSE 21 END)",
    Grain.DAY: "posting.day",
}
UNITS = {Side.GIVER: "giver_at", Side.RECEIVER: "receiver_at"}
JOIN = "LEFT JOIN ancestry AS {side}_tree ON {side}_tree.unit = posting.{side} AND {side}_tree.level = ${side}_level"
VISIBLE = """visible AS (
    SELECT rows_in_scope.*, {unit} AS unit
    FROM (
        SELECT posting.indicator, posting.giver, posting.receiver, posting.day, posting.value, posting.entries,
            posting.subject, posting.entry, posting.reverses, posting.evidenced,
            {giver} AS giver_at, {receiver} AS receiver_at, {period} AS period
        FROM {rows} AS posting
        {joins}
        WHERE {conditions}
    ) AS rows_in_scope
)"""
POSTINGS: Condition = ("posting", {})


def of_indicators(ids: Iterable[int]) -> Condition:
    """Rows of these indicators. Written out, so that whoever reads the files passes over all others' parts of them."""
    numbers = sorted(map(int, ids))
    if not numbers:
        return "FALSE", {}
    listed = ", ".join(map(str, numbers))
    return f"posting.indicator BETWEEN {numbers[0]} AND {numbers[-1]} AND posting.indicator IN ({listed})", {}


def statement(
    sql: str, conditions: Iterable[Condition], cut: Cut, more: Params, source: Condition = POSTINGS
) -> tuple[str, Params]:
    """A query with ``visible`` in front of it, and its parameters. ``source``: the rows to be read as ``posting``."""
    given = list(conditions)
    levels = {Side.GIVER: cut.giver_level, Side.RECEIVER: cut.receiver_level}
    joined = [side for side, level in levels.items() if level != SELF]
    visible = VISIBLE.format(
        rows=source[0],
        unit=UNITS[cut.side],
        period=PERIODS[cut.grain],
        joins="\n        ".join(JOIN.format(side=side) for side in joined),
        conditions="\n            AND ".join(text for text, _params in given),
        **{side: f"{side}_tree.ancestor" if side in joined else f"posting.{side}" for side in Side},
    )
    whole = f"WITH {visible}\nSELECT * FROM (\n{sql}\n) AS answer"
    params = {name: value for _text, some in [*given, source] for name, value in some.items()} | more
    params |= {f"{side}_level": levels[side] for side in joined} | {"grain": str(cut.grain)}
    return whole, {name: value for name, value in params.items() if re.search(rf"\${name}\b", whole)}
