"""From when to when a reported figure counts: 截至8月底, 1-8月, 上半年, 8月份, 今年以来.

The words nearest before the figure speak for it; where they say nothing, what the paper says of itself does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiedui.documents.dates import find_dates
from jiedui.documents.proposals import periods

_SENTENCE = re.compile(r"[。；！？\n]")
_UNTIL = re.compile(r"截至|截止到?|到目前为止")
_PART = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?:度)?(?:(?P<half>上半年)|前(?P<first>三|两|二)个?季度|(?<!第)(?<!前)第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<month>1[0-2]|[1-9])月(?:份|当月)?(?![底末初上中下\d]))"
)
_STRETCH = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?<!\d)(?P<first>1[0-2]|[1-9])月?(?:份)?(?:至|到|[-~—－–])(?P<last>1[0-2]|[1-9])月"
)
_SINCE = re.compile(r"((?:19|20)\d\d)年以来")
_WHOLE = re.compile(r"((?:19|20)\d\d)年(?!以来|\d)(?:全年|度)?")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Span:
    """The days a reported figure is for. ``assumed``: nothing beside the figure says so."""

    starts_on: date
    ends_on: date
    assumed: bool = False


def span_of(written: str, words: str, *, year: int, until: date) -> Span:
    """The span of a figure: the fact's own ``written`` period, else the ``words`` up to it, else the year ``until``.

    ``year`` stands in where the words name none; ``until`` is the day the whole paper speaks of.
    """
    stated = periods.span(written.lstrip("/"))
    if stated and not re.fullmatch(r"\d{4}", written):
        return _from_january(*stated) if written.startswith("/") else Span(*stated)
    year = stated[0].year if stated else year
    for sentence in reversed(_SENTENCE.split(words)):
        if found := _said(sentence, year):
            return found
    if year < until.year:
        return Span(date(year, 1, 1), date(year, 12, 31))
    return Span(date(year, 1, 1), until if until.year == year else date(year, 12, 31), assumed=True)


def paper_day(texts: Iterable[str], issued: str, *, year: int, today: date) -> date:
    """The day a paper's figures stand for: its first 截至, else the day it was issued, else ``today``."""
    for text in texts:
        if day := _until(text, year):
            return day
    return periods.last_day(issued) or today


def _said(sentence: str, year: int) -> Span | None:
    """The span one sentence names, nearest its end first."""
    since = _SINCE.search(sentence)
    start = date(int(since[1]), 1, 1) if since else None
    if day := _until(sentence, year):
        return Span(start or date(day.year, 1, 1), day)
    if stretch := _STRETCH.search(sentence):
        return _months(stretch, year)
    parts = list(_PART.finditer(sentence))
    return _part(parts[-1], year) if parts else None


def _months(stretch: re.Match[str], year: int) -> Span | None:
    """1-8月, which stays within a year."""
    named = int(stretch["year"]) if stretch["year"] else year
    first = periods.first_day(f"{named}-{int(stretch['first']):02d}")
    last = periods.last_day(f"{named}-{int(stretch['last']):02d}")
    return Span(first, last) if first and last and first <= last else None


def _until(text: str, year: int) -> date | None:
    """The day behind 截至."""
    for mark in _UNTIL.finditer(text):
        rest = text[mark.end() : mark.end() + 16].lstrip()
        when = next(find_dates(rest, year), None)
        if when is not None and when.start <= 1 and (day := periods.last_day(when.date)):
            return day
        if named := re.match(_WHOLE, rest):
            return date(int(named[1]), 12, 31)
    return None


def _part(match: re.Match[str], year: int) -> Span | None:
    named = int(match["year"]) if match["year"] else year
    if match["half"]:
        return Span(date(named, 1, 1), date(named, 6, 30))
    if match["first"]:
        last = periods.last_day(f"{named}-Q{_NUMBERS[match['first']]}")
        return Span(date(named, 1, 1), last) if last else None
    text = (
        f"{named}-Q{_NUMBERS[match['quarter']]}" if match["quarter"] else f"{named}-{int(match['month']):02d}"
    )
    first, last = periods.first_day(text), periods.last_day(text)
    return Span(first, last) if first and last else None


def _from_january(start: date, end: date) -> Span:
    """A period that only says up to when: from the first day of that year."""
    return Span(date(end.year, 1, 1), end)
