"""A figure in running text: its value, unit, comparator and hedge, and what these follow by convention."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

Number = int | float

SCALES = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,20})(?:\.\d{1,8})?"
"""A number; a longer run of digits is none, and a page of them is not to be read again from each digit on."""
AT_LEAST = (
    "力争不少于|力争不低于|力争达到|力争完成|力争实现|力争达|不少于|不低于|不小于|不得少于|不得低于|至少|最少|超过|超额|突破|高于|多于|大于"
    "|达到|争取达到|≥|(?<![彩B赶])超|逾|过"
)
ABOUT = "大约|将近|接近|预计|近|约"
AT_MOST = "≤|不超过|不高于|不多于|控制在|最多|不得超过"
_PEOPLE = {"名", "位"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``[start, end)`` of the view, hedges included; ``first`` is where its number begins."""

    start: int
    end: int
    first: int
    value: Number
    unit: str
    normalized: Number
    normalized_unit: str
    comparator: str = "="
    hedge: str = ""
    value_max: Number | None = None
    normalized_max: Number | None = None
    spelled: bool = False

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage."""
        return self.normalized_unit == "%"


def compare(before: str, after: str) -> tuple[str, str]:
    """Comparator and hedge word from the words before and after a number."""
    if after in ("余", "多", "来", "左右"):
        return "~", after
    if after.endswith("以上"):
        return ">=", after if not before else f"{before}…{after}" if before != "达到" else after
    if after in ("以内", "以下"):
        return "<=", after
    if before and re.fullmatch(AT_MOST, before):
        return "<=", before
    if before and re.fullmatch(AT_LEAST, before):
        return ">=", before
    return ("~", before) if before else ("=", "")


def make(
    start: int,
    end: int,
    first: int,
    amount: Decimal,
    scale: str,
    counter: str,
    *,
    comparator: str = "=",
    hedge: str = "",
    top: Decimal | None = None,
    spelled: bool = False,
) -> Figure:
    factor = SCALES.get(scale, 1)
    counter = {"％": "%", "元人民币": "元", "平米": "平方米"}.get(counter, counter)
    base = "人" if counter in _PEOPLE else counter
    return Figure(
        start=start,
        end=end,
        first=first,
        value=plain(amount),
        unit=f"{scale}{counter}",
        normalized=plain(amount * factor),
        normalized_unit=base,
        comparator=comparator,
        hedge=hedge,
        value_max=None if top is None else plain(top),
        normalized_max=None if top is None else plain(top * factor),
        spelled=spelled,
    )


def plain(amount: Decimal) -> Number:
    """A JSON number: an int where the amount is whole."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
