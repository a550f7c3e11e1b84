"""Figures whose unit is not written: what is counted stands in its place (2.3亿资金, 40.7万农村劳动力)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jiedui.documents.figures import ABOUT, AT_LEAST, DIGITS, Figure, compare, make

_BARE_MONEY = re.compile(
    rf"(?P<number>(?<![\d.]){DIGITS})(?P<scale>[万亿])(?=[。，；、）]|用于|支持|建设|实施|新建|援建|$)"
)
_UNITLESS = re.compile(
    rf"(?P<before>{AT_LEAST}|{ABOUT})?(?P<number>(?<![\d.]){DIGITS})(?P<scale>万|百万|千万|亿)(?P<more>余|多)?"
    r"(?=(?:(?P<money>(?:财政|社会|援助|帮扶|协作|对口支援|援[疆藏青]|产业|专项|中央|省级)*(?:资金|经费|投资|捐款|善款|贷款|产值|收入))"
    r"|(?P<households>(?:建档立卡|易返贫)?(?:贫困户|脱贫户|农户|牧户))"
    r"|(?:农村|贫困|脱贫|农牧区|各族|城乡|富余|搬迁|受灾|当地|受援地)*(?:劳动力|群众|农民|牧民|村民|师生|学生|居民|患者)))"
)
"""40.7万农村劳动力, 2.3亿财政资金: what is counted stands in the place of the unit."""
_MONEY_NOUN = re.compile(r"(资金|投资|经费|金额|款物?|总额|产值|补助|投入|销售额|采购额|贷款)[^，。；]{0,8}$")


def find_unitless(view: str) -> Iterator[Figure]:
    """The figures of a text that are counted in ten thousands or more and have no unit of their own."""
    if not ("万" in view or "亿" in view):
        return
    for match in _BARE_MONEY.finditer(view):
        if _MONEY_NOUN.search(view[: match.start()]):
            amount = Decimal(match["number"].replace(",", ""))
            yield make(match.start(), match.end(), match.start(), amount, match["scale"], "元")
    for match in _UNITLESS.finditer(view):
        yield _without_unit(match)


def _without_unit(match: re.Match[str]) -> Figure:
    unit = "元" if match["money"] else "户" if match["households"] else "人"
    comparator, hedge = compare(match["before"] or "", match["more"] or "")
    amount = Decimal(match["number"].replace(",", ""))
    first = match.start("number")
    return make(
        match.start(), match.end(), first, amount, match["scale"], unit, comparator=comparator, hedge=hedge
    )
