"""The figure of a target as the plan would keep it: value, unit, period, for whom, how often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from jiedui.documents.proposals import periods
from jiedui.documents.proposals.context import Statement
from jiedui.plans.enums import Comparator

_EACH_DISTRICT = re.compile(r"^(各|每)个?(区县|县区|区|县|单位|市属单位|部门)$")
_OF_GIVERS = re.compile(r"^(各|每)个?(区|单位|市属单位|部门)$")
_YEARLY = re.compile(r"^每年$")
_PLAIN = re.compile(r"^(各区|各|分别|每年)$")


@dataclass(frozen=True, slots=True)
class Figure:
    """``each`` is what one of ``count`` gets, where the plan states it so; ``per`` the words of a figure per
    something whose number is not stated."""

    value: Decimal
    unit: str
    comparator: str
    each: Decimal | None = None
    count: int | None = None
    per: str = ""
    upper: Decimal | None = None
    approximate: bool = False


def figure_of(statement: Statement, *, per_giver: bool) -> Figure | None:
    """The figure of a statement; None where it states no number.

    ``per_giver``: the giver is one unit, so that 各区 means this one.
    """
    value = _decimal(statement.text("normalized")) or _decimal(statement.text("value"))
    if value is None:
        return None
    unit = statement.text("normalized_unit") or statement.text("unit") or "个"
    written = statement.text("comparator")
    comparator = written if written == Comparator.AT_MOST else str(Comparator.AT_LEAST)
    upper = _decimal(statement.text("normalized_max")) or _decimal(statement.text("value_max"))
    count, per = _count(statement.text("count")), statement.text("per")
    common = {"unit": unit, "comparator": comparator, "upper": upper, "approximate": written == "~"}
    if count and per and not _each_giver(statement):
        return Figure(value * count, each=value, count=count, **common)  # type: ignore[arg-type]
    plain = (
        not per
        or _PLAIN.match(per)
        or _YEARLY.match(per)
        or (per_giver and _OF_GIVERS.match(per))
        or _each_giver(statement)
    )
    return Figure(value, per="" if plain else per, **common)  # type: ignore[arg-type]


def is_each_giver(statement: Statement) -> bool:
    """Whether the figure holds for each of the givers alone (各区各60人次)."""
    return _each_giver(statement)


def _each_giver(statement: Statement) -> bool:
    givers = statement.texts("giver")
    if len(givers) > 1:
        return bool(
            _EACH_DISTRICT.match(statement.text("per")) or statement.text("per").startswith(("各", "每个"))
        )
    collective = bool(givers) and givers[0][:1] in "各每"
    return collective and bool(_EACH_DISTRICT.match(statement.text("per")))


def period_of(statement: Statement, year: int) -> tuple[date, date, bool]:
    """First and last day the figure is for, and whether the year had to be assumed."""
    written = statement.text("year") or statement.text("period")
    span = periods.span(written)
    deadline = periods.last_day(statement.text("deadline").partition("/")[2] or statement.text("deadline"))
    assumed = span is None and deadline is None
    if span is None:
        base = deadline.year if deadline else year
        span = date(base, 1, 1), date(base, 12, 31)
    start, end = span
    if deadline and start <= deadline:
        end = deadline
    return start, end, assumed


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() and int(text) > 0 else None
