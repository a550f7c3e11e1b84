"""Sums by month in the place of postings, wherever they come to the same."""

from __future__ import annotations

from datetime import date, timedelta

from jiedui.warehouse.asking import Access, Ask, Cut, Params
from jiedui.warehouse.dimensions import SELF
from jiedui.warehouse.enums import Grain

COLUMNS = "programme, workstream, indicator, giver, day, value, entries, year"
NOT_THERE = {
    "receiver": "INTEGER",
    "subject": "VARCHAR",
    "entry": "BIGINT",
    "reverses": "BIGINT",
    "evidenced": "BOOLEAN",
}
"""What months do not tell apart; who asks about it is answered from the postings."""

NOTHING = ", ".join(f"CAST(NULL AS {type}) AS {name}" for name, type in NOT_THERE.items())
WHOLE_MONTHS = f"SELECT {COLUMNS} FROM by_month WHERE day >= $first_month AND day < $after_months"  # noqa: S608
ENDS = f" UNION ALL SELECT {COLUMNS} FROM posting WHERE day < $first_month OR day >= $after_months"  # noqa: S608
FINER = frozenset({Grain.DAY, Grain.TEN_DAYS})


def months_of(first: date, last: date) -> tuple[date, date]:
    """The first day of the months that lie in a span whole, and the day after them."""
    begin = first if first.day == 1 else (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return begin, (last + timedelta(days=1)).replace(day=1)


def suffice(ask: Ask, access: Access, cut: Cut) -> bool:
    """Whether sums by indicator, giver and month can answer; the query itself must add up and ask of no receiver."""
    first, after = months_of(ask.first, ask.last)
    narrowed = ask.receiver is not None or ask.accepted_until is not None or cut.receiver_level != SELF
    return access.everything and not narrowed and cut.grain not in FINER and first < after


def source(ask: Ask) -> tuple[str, Params]:
    """The rows to read: whole months, and the days of the span before and after them."""
    first, after = months_of(ask.first, ask.last)
    ends = "" if (first, after) == (ask.first, ask.last + timedelta(days=1)) else ENDS
    rows = f"(SELECT *, {NOTHING} FROM ({WHOLE_MONTHS}{ends}) AS added)"  # noqa: S608 - fixed pieces
    return rows, {"first_month": first, "after_months": after}
