"""Numbers as people read them: one scale per column, thousands grouped, empty told from zero.

A column of money in 元 is shown in 元, 万元 or 亿元 (in English: CNY, CNY thousand or CNY million), chosen for
the whole column so that its cells can be compared; the exact figure is for hover, exports and audits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

EMPTY = "—"
MINUS = "−"  # the sign that is as wide as a digit, not the hyphen

CHINESE_SCALES = [(Decimal(10**8), "亿"), (Decimal(10**4), "万")]
ENGLISH_SCALES = [
    (Decimal(10**6), "million"),
    (Decimal(1000), "thousand"),
]  # budgets are compared in millions
MONEY = "元"
CURRENCY = "CNY"
PREFIXES = {"亿": Decimal(10**8), "万": Decimal(10**4)}
# Classifiers such as 个, 家, 项 have no English word: «42» stands beside a label that names what is counted.
ENGLISH_UNITS = {
    "元": CURRENCY, "人": "people", "名": "people", "人次": "person-times", "户": "households", "次": "times",
    "对": "pairs", "村": "villages", "场": "events", "例": "cases", "岁": "years", "天": "days",
    "个": "", "家": "", "项": "", "条": "", "所": "", "期": "", "份": "", "台": "", "件": "", "批": "", "座": "",
}  # fmt: skip


def in_english() -> bool:
    """Whether the reader's language is English."""
    return (get_language() or "").startswith("en")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as people round."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def grouped(value: Decimal | None, decimals: int = 0) -> str:
    """``12,345.60``; a real minus sign; — for nothing."""
    if value is None:
        return EMPTY
    shown = rounded(value, decimals)
    text = f"{abs(shown):,.{decimals}f}"
    return f"{MINUS}{text}" if shown < 0 else text


def exact(value: Decimal | None, unit: str = "") -> str:
    """The whole figure, thousands grouped, without trailing zeros, with its unit if one is given; — for nothing.

    Money is told in yuan whatever it is stored in: 1.5 of 万元 is 15,000 元.
    """
    if value is None:
        return EMPTY
    step, base = _base(unit)
    text = f"{abs(value * step):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    before, behind = _around(unit_word(base), " ")
    return f"{before}{MINUS if value < 0 else ''}{text}{behind}"


def percent(share: Decimal | None, decimals: int = 1) -> str:
    """``0.666`` is ``66.6%``; — for nothing."""
    return EMPTY if share is None else f"{grouped(share * 100, decimals)}%"


def unit_word(unit: str) -> str:
    """A unit of measure in the reader's language, empty for a bare count; what is not known stays as it is."""
    if not in_english():
        return unit
    step, base = _base(unit)
    return f"{CURRENCY} {step:,f}" if step > 1 else ENGLISH_UNITS.get(base, base)


@dataclass(frozen=True, slots=True)
class Scale:
    """How a column is shown. ``unit`` goes into its header; ``divisor`` is in ``stored``, the unit of its values."""

    divisor: Decimal = Decimal(1)
    unit: str = ""
    decimals: int = 0
    stored: str = ""

    def show(self, value: Decimal | None) -> str:
        """One cell."""
        return EMPTY if value is None else grouped(value / self.divisor, self.decimals)

    def signed(self, value: Decimal | None) -> str:
        """One cell of differences: + or − before it."""
        if value is None:
            return EMPTY
        text = self.show(value)
        return f"+{text}" if rounded(value / self.divisor, self.decimals) > 0 else text

    def with_unit(self, value: Decimal | None) -> str:
        """A figure that stands alone, with its unit: ``5.20亿元``, ``CNY 520.00 million``, ``42 people``."""
        before, behind = self.around
        return EMPTY if value is None else f"{before}{self.show(value)}{behind}"

    @property
    def around(self) -> tuple[str, str]:
        """The words before and behind a figure that stands alone."""
        return _around(self.unit, " " if in_english() else "")


def scale_of(values: Iterable[Decimal | None], unit: str, decimals: int = 0) -> Scale:
    """The scale for a column of ``values`` in ``unit``, which show ``decimals`` places where unscaled.

    Only money is scaled. The largest scale wins in which the largest value has a digit before the point and the
    smallest still shows both places behind it.
    """
    step, base = _base(unit)
    sizes = [abs(value) * step for value in values if value]
    if base != MONEY or not sizes:
        return Scale(Decimal(1), unit_word(unit), decimals, unit)
    for size, word in ENGLISH_SCALES if in_english() else CHINESE_SCALES:
        if max(sizes) >= size and min(sizes) >= size / 10:
            header = f"{CURRENCY} {word}" if in_english() else f"{word}{base}"
            return Scale(size / step, header, 2, unit)
    return Scale(1 / step, unit_word(base), 0 if step > 1 else decimals, unit)


def told(value: Decimal | None, unit: str = "", decimals: int = 0) -> str:
    """One figure in running text, in its own scale: ``7.90亿元``, ``CNY 790.00 million``."""
    return scale_of([value], unit, decimals).with_unit(value)


def _around(unit: str, gap: str) -> tuple[str, str]:
    """In English the currency stands before the number; everything else stands behind it."""
    currency, _, word = unit.partition(" ")
    if currency == CURRENCY:
        return f"{CURRENCY} ", f" {word}" if word else ""
    return "", f"{'' if unit == '%' else gap}{unit}" if unit else ""


def _base(unit: str) -> tuple[Decimal, str]:
    """``万元`` is 10,000 of 元."""
    if unit[1:] == MONEY and unit[0] in PREFIXES:
        return PREFIXES[unit[0]], MONEY
    return Decimal(1), unit
