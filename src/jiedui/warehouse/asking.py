"""What is asked of the warehouse, and what of it a person may see; each becomes conditions on the rows.

A query reads ``visible`` and nothing else that has figures: the rows of the postings that lie in the span and the
units asked for *and* in the person's scope. It is put in front of each query here, from fixed pieces of SQL; whatever a
person chose is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.policies import Scope, scope_of
from jiedui.plans.models import Workstream
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
        yield (
            "year BETWEEN year(CAST($first AS DATE)) AND year(CAST($last AS DATE)) AND day BETWEEN $first AND $last",
            {"first": self.first, "last": self.last},
        )
        for name, sql in EQUAL.items():
            if (value := getattr(self, name)) is not None:
                yield sql, {name: value}


EQUAL = {
    "programme": "programme = $programme",
    "workstream": "workstream = $workstream",
    "giver": "giver IN (SELECT unit FROM ancestry WHERE ancestor = $giver)",
    "receiver": "receiver IN (SELECT unit FROM ancestry WHERE ancestor = $receiver)",
    "accepted_until": "sequence <= $accepted_until",
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


OWN = (
    "(giver IN (SELECT unit FROM ancestry WHERE ancestor IN (SELECT unnest(CAST($own_units AS INTEGER[]))))"
    " OR receiver IN (SELECT unit FROM ancestry WHERE ancestor IN (SELECT unnest(CAST($own_units AS INTEGER[]))))"
    " OR workstream IN (SELECT unnest(CAST($led AS INTEGER[]))))"
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


COUNTED = "indicator IN (SELECT id FROM indicator WHERE rolls_up = $rolls_up AND NOT as_stated{among})"
AMONG = " AND id IN (SELECT unnest(CAST($indicators AS INTEGER[])))"


def counted(ask: Ask, rolls_up: str) -> Condition:
    """Of the indicators asked for, those a query answers for. Never those kept as a document states them."""
    if ask.indicators:
        return COUNTED.replace("{among}", AMONG), {"rolls_up": rolls_up, "indicators": list(ask.indicators)}
    return COUNTED.replace("{among}", ""), {"rolls_up": rolls_up}


VISIBLE = """visible AS (
    SELECT indicator, giver, receiver, day, value, entries, subject, entry, reverses,
        CASE $side WHEN 'giver' THEN giver ELSE receiver END AS unit,
        CASE $grain
            WHEN 'day' THEN day
            WHEN 'ten_days' THEN make_date(year(day), month(day),
                CASE WHEN day(day) < 11 THEN 1 WHEN day(day) < 21 THEN 11 ELSE 21 END)
            WHEN 'month' THEN CAST(date_trunc('month', day) AS DATE)
            WHEN 'quarter' THEN CAST(date_trunc('quarter', day) AS DATE)
            WHEN 'half' THEN make_date(year(day), CASE WHEN month(day) < 7 THEN 1 ELSE 7 END, 1)
            WHEN 'year' THEN CAST(date_trunc('year', day) AS DATE)
        END AS period
    FROM posting
    WHERE {conditions}
)"""


def statement(sql: str, conditions: Iterable[Condition], side: Side, grain: Grain) -> tuple[str, Params]:
    """A query with ``visible`` in front of it, and its parameters."""
    given = list(conditions)
    params: Params = {"side": str(side), "grain": str(grain)}
    for _text, more in given:
        params |= more
    visible = VISIBLE.replace("{conditions}", "\n        AND ".join(text for text, _more in given))
    if sql.startswith("WITH "):
        return f"WITH {visible},\n{sql.removeprefix('WITH ')}", params
    return f"WITH {visible}\n{sql}", params
