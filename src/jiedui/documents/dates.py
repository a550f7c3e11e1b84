"""Dates as official papers write them: 6月底前, 8月中旬, 10·17, 第三季度, 2019年5月至7月, 年底前."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

ONGOING = re.compile(
    r"持续(?:推进|开展|实施|进行)|长期(?:坚持|推进|实施|开展)|常年|常态化|全年(?:推进|实施|持续)|全年$"
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTH_PART = r"(?P<part>底|末|初|上旬|中旬|下旬|中)?"
_PATTERN = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年|(?P<this>今年|本年|当年)|(?P<next>明年)|(?<![\d年第]))"
    r"(?:(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<day>3[01]|[12]\d|0?[1-9])日|" + _MONTH_PART + r")"
    r"|(?P<festival>1[0-2]|[1-9])[·•](?P<festival_day>[12]\d|3[01]|[1-9])(?!\d)"
    r"|第?(?P<quarter>[一二三四1-4])季度(?:末|底)?"
    r"|(?P<half>上半年|下半年)"
    r"|(?P<end>年底|年末|年内|底|年终|岁末)"
    r")(?P<before>之?前|以前)?"
)
_RANGE = re.compile(
    r"(?:(?P<y1>(?:19|20)\d\d)年)?(?P<m1>1[0-2]|[1-9])月(?:份)?(?:上旬|中旬|下旬|初|底)?(?:至|到|[-~—－])"
    r"(?:(?P<y2>(?:19|20)\d\d)年)?(?P<m2>1[0-2]|[1-9])月(?:份)?(?P<end>上旬|中旬|下旬|初|底)?"
)

_DUE_SHARE = re.compile(r"(?:应|要|须)?(?:完成|拨付|支付|支出|达到|实现)[^，。；]{0,6}\d+(?:\.\d+)?%")
"""上半年拨付80%: a half-year by the end of which a share is due."""


@dataclass(frozen=True, slots=True)
class When:
    """A date in a text. ``date`` is ISO, as exact as stated (``2019-06-30``, ``2019-12``); ``start``/``end`` its span.

    ``date_from`` is given where the words mean a stretch of days (中旬) and the first of them.
    ``before`` is true for 前: not later than. ``exact`` is true where a day of the month is named.
    """

    date: str
    text: str
    start: int
    end: int
    date_from: str | None = None
    before: bool = False
    exact: bool = False


def find_dates(text: str, year: int | None) -> Iterator[When]:
    """The dates in a text; ``year`` stands in where the text names none. Dates without any year are left out."""
    for match in _PATTERN.finditer(text):
        if not _plausible(text, match):
            continue
        named = int(match["year"]) if match["year"] else year
        if named is None:
            continue
        if when := _read(match, named + bool(match["next"])):
            yield when


def find_range(text: str, year: int | None) -> tuple[str, str, int, int] | None:
    """The months a stretch such as 2019年5月至7月 runs from and to, with its span."""
    match = _RANGE.search(text)
    if not match:
        return None
    first = int(match["y1"]) if match["y1"] else year
    if first is None:
        return None
    last = int(match["y2"]) if match["y2"] else first + (int(match["m2"]) < int(match["m1"]))
    return f"{first}-{int(match['m1']):02d}", f"{last}-{int(match['m2']):02d}", match.start(), match.end()


def deadline(text: str, year: int | None) -> str | None:
    """The date a deadline states, ``持续推进`` where it states that there is none, None where it is silent."""
    if span := find_range(text, year):
        return span[1]
    when = next(find_dates(text, year), None)
    if when is not None and not (ONGOING.search(text) and not when.before and "月" not in when.text):
        return when.date
    if ONGOING.search(text):
        return "持续推进"
    alone = re.fullmatch(r"((?:19|20)\d\d)年(?:度)?(?:内|底|全年)?(?:前|完成)*", text)
    return f"{alone[1]}-12-31" if alone else None


def _plausible(text: str, match: re.Match[str]) -> bool:
    """Not 每月5日 (a rhythm), not 1个月, not 3·15 as a sum, not a bare 底 without a year."""
    before = text[: match.start()]
    if re.search(r"每(?:年|个)?$|[\d.]$", before):
        return False
    if match["end"] == "底" and not (match["year"] or match["this"]):
        return False
    if match["half"] and _DUE_SHARE.match(text, match.end()):
        return True
    return not (match["half"] and not match["before"] and not match["year"])


def _read(match: re.Match[str], year: int) -> When | None:
    text, before = match.group(), bool(match["before"])
    if match["month"] and match["day"]:
        stated = f"{year}-{int(match['month']):02d}-{int(match['day']):02d}"
        return When(stated, text, match.start(), match.end(), before=before, exact=True)
    if match["month"]:
        date, date_from = _month(year, int(match["month"]), match["part"], before=before)
        return When(date, text, match.start(), match.end(), date_from=date_from, before=before)
    if match["festival"]:
        stated = f"{year}-{int(match['festival']):02d}-{int(match['festival_day']):02d}"
        return When(stated, text, match.start(), match.end(), before=before, exact=True)
    if match["quarter"]:
        last = _QUARTERS[match["quarter"]] * 3
        return When(_last(year, last), text, match.start(), match.end(), f"{year}-{last - 2:02d}-01", before)
    month = 6 if match["half"] == "上半年" else 12
    return When(_last(year, month), text, match.start(), match.end(), before=before)


def _month(year: int, month: int, part: str | None, *, before: bool) -> tuple[str, str | None]:
    last = _last(year, month)
    ends = {
        "底": last,
        "末": last,
        "下旬": last,
        "中旬": f"{year}-{month:02d}-20",
        "中": f"{year}-{month:02d}-20",
    }
    starts = {"上旬": "01", "初": "01", "中旬": "11", "中": "11", "下旬": "21"}
    if part is None:
        if before:
            return (_last(year, month - 1) if month > 1 else f"{year - 1}-12-31"), None
        return f"{year}-{month:02d}", None
    date = ends.get(part, f"{year}-{month:02d}-10")
    return date, f"{year}-{month:02d}-{starts[part]}" if part in starts else None


def _last(year: int, month: int) -> str:
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"
