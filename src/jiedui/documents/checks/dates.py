"""Days that are in no calendar (2月30日), months that are none (13月), stretches that end before they begin."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from jiedui.documents.clauses import Piece, passages
from jiedui.documents.facts import Discrepancy, Place
from jiedui.documents.structure import Context

_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?<![\d.第每个])(?P<month>\d{1,2})月(?P<part>份|底|末|初)?"
    r"(?:(?P<day>\d{1,2})[日号](?!线|楼|文|院|路))?"
)
_STRETCH = re.compile(
    r"(?P<y1>(?:19|20)\d\d)年(?:(?P<m1>\d{1,2})月)?(?:(?P<d1>\d{1,2})日)?(?:至|到|[-~—－–])"
    r"(?P<y2>(?:19|20)\d\d)年(?:(?P<m2>\d{1,2})月)?(?:(?P<d2>\d{1,2})日)?"
)
_LEAP = 2020
"""Where no year is named the 29th of February is let pass."""
_SHORT = 4


def impossible_dates(context: Context) -> Iterator[Discrepancy]:
    """One finding for each date that cannot be, with the words it stands in."""
    for piece in passages(context, shortest=_SHORT):
        for match in _DAY.finditer(piece.text):
            if not _exists(match):
                yield _finding("impossible_date", piece, match)
        for match in _STRETCH.finditer(piece.text):
            if _ends_first(match):
                yield _finding("reversed_dates", piece, match)


def _exists(match: re.Match[str]) -> bool:
    month, day = int(match["month"]), match["day"]
    if not (day or match["year"] or match["part"]):
        return True  # 为期24月 counts months
    if not 1 <= month <= 12:
        return False
    return day is None or 1 <= int(day) <= monthrange(int(match["year"] or _LEAP), month)[1]


def _ends_first(match: re.Match[str]) -> bool:
    """Compared as far as both ends are told: 2020年至2019年5月 by the year alone."""
    first, last = [], []
    for part in ("y", "m", "d"):
        if match[f"{part}1"] is None or match[f"{part}2"] is None:
            break
        first.append(int(match[f"{part}1"]))
        last.append(int(match[f"{part}2"]))
    return last < first


def _finding(code: str, piece: Piece, match: re.Match[str]) -> Discrepancy:
    start = max(piece.text.rfind(mark, 0, match.start()) for mark in "。；") + 1
    told = piece.part(start, min(len(piece.text), match.end() + 20)).sentence
    return Discrepancy(
        code=code,
        severity="warning",
        params={"written": match.group()},
        places=(Place(told.line(match.start() - start), told.quote()),),
        choices=(),
    )
