"""By when a figure must be reached: the last date of its sentence that says 前, 底 or the like."""

from __future__ import annotations

import re

from jiedui.documents import chinese_numerals
from jiedui.documents.dates import find_dates
from jiedui.documents.spots import Spot

_FREED = re.compile(r"((?:19|20)\d\d)年(?:底|内)?(?:全部|如期|全面|实现)*(?:脱贫|摘帽|退出)")
_GOAL = re.compile(
    r"((?:19|20)\d\d)年(?:度)?(?:[^，。；]{0,30}?)(?:目标|任务)"
    r"(?:是|为|：|[^，。；]{0,10}(?:分解|如下))"
)
"""2019年工作目标是…: what is to be reached in a year is due at its end."""
_YEARS = re.compile(r"(?:在|力争|用)?([一二两三四五六七八九十])年(?:之)?内")
_COVERAGE_DUE = re.compile(r"[^，。；]{0,12}前(?:全部|全面)?(?:完成|实现)[^，。；]{0,16}全覆盖")
_SINCE = re.compile(r"(?:自|从|截至|截止)[^，。；]{0,6}$")


def due(spot: Spot) -> str | None:
    """The date told before the figure in its sentence, else after it in its clause; None where none is."""
    text = spot.text[spot.start : spot.clause_end]
    figure = spot.figure.first - spot.start
    if years := _within_years(text[:figure], spot.section.year):
        return years
    found = [
        when
        for when in find_dates(text, spot.section.year)
        if (when.before or when.text.endswith(("底", "末", "年内", "年终")))
        and not _SINCE.search(text[: when.start])
    ]
    clause = spot.clause_start - spot.start
    ahead = [when for when in found if when.end <= figure]
    own = [when for when in found if when.start >= clause]
    if own or ahead:
        return (own or ahead)[-1].date
    if freed := _FREED.search(text):
        return f"{freed[1]}-12-31"
    if (goal := _GOAL.search(text)) and not spot.figure.is_share:
        return f"{goal[1]}-12-31"
    return _of_full_coverage(spot)


def _within_years(before: str, year: int | None) -> str | None:
    """在三年内: so many years from that of the paper."""
    found = _YEARS.search(before)
    return str(year + (chinese_numerals.parse(found[1]) or 0)) if found and year else None


def _of_full_coverage(spot: Spot) -> str | None:
    """实现结对全覆盖。……6月底前完成结对全覆盖: the day told where the paragraph speaks of the coverage again."""
    if "全覆盖" not in spot.text[spot.clause_start : spot.clause_end]:
        return None
    again = _COVERAGE_DUE.search(spot.text, spot.end)
    dates = find_dates(again[0], spot.section.year) if again else ()
    return next((when.date for when in dates if when.before), None)
