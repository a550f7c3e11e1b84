"""Years and days as documents write them, made into dates."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_ISO = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_HALF = re.compile(r"^(\d{4})-H([12])$")
_QUARTER = re.compile(r"^(\d{4})-Q([1-4])$")


def last_day(text: object) -> date | None:
    """The last day of a written day, month, quarter, half or year; None where it is none of these."""
    written = str(text or "").strip()
    if match := _HALF.match(written):
        return _end_of(int(match[1]), 6 * int(match[2]))
    if match := _QUARTER.match(written):
        return _end_of(int(match[1]), 3 * int(match[2]))
    match = _ISO.match(written)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    try:
        return date(year, month, int(match[3])) if match[3] else _end_of(year, month)
    except ValueError:
        return None


def first_day(text: object) -> date | None:
    """The first day of a written day, month, half or year."""
    end = last_day(text)
    written = str(text or "").strip()
    if end is None:
        return None
    if match := _HALF.match(written):
        return date(end.year, 1 if match[2] == "1" else 7, 1)
    if match := _QUARTER.match(written):
        return date(end.year, 3 * int(match[2]) - 2, 1)
    match = _ISO.match(written)
    assert match is not None
    return end if match[3] else date(end.year, int(match[2] or 1), 1)


def span(text: object) -> tuple[date, date] | None:
    """First and last day of a period: a year, a half, a month, or two of these joined by a slash."""
    head, slash, tail = str(text or "").partition("/")
    start, end = first_day(head), last_day(tail if slash else head)
    return (start, end) if start and end and start <= end else None


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
