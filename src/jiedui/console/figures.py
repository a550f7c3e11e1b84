"""How numbers are written: one scale (亿, 万, million) per column, exact values kept for titles and exports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy

EMPTY = "—"
MINUS = "\u2212"

# Units as plan documents write them; others are shown as they stand.
UNIT_WORDS: dict[str, str | Promise] = {
    "元": pgettext_lazy("unit", "CNY"),
    "万元": pgettext_lazy("unit", "CNY 10,000"),
    "亿元": pgettext_lazy("unit", "CNY 100 million"),
    "人": pgettext_lazy("unit", "people"),
    "名": pgettext_lazy("unit", "people"),
    "人次": pgettext_lazy("unit", "person-times"),
    "个": pgettext_lazy("unit", "items"),
    "项": pgettext_lazy("unit", "items"),
    "条": pgettext_lazy("unit", "items"),
    "家": pgettext_lazy("unit", "enterprises"),
    "村": pgettext_lazy("unit", "villages"),
    "对": pgettext_lazy("unit", "pairs"),
    "次": pgettext_lazy("unit", "times"),
    "期": pgettext_lazy("unit", "sessions"),
    "场": pgettext_lazy("unit", "events"),
    "份": pgettext_lazy("unit", "documents"),
    "所": pgettext_lazy("unit", "institutions"),
    "户": pgettext_lazy("unit", "households"),
    "%": "%",
}
MONEY = frozenset({"元"})
TEN_THOUSAND, MILLION, HUNDRED_MILLION = Decimal(10**4), Decimal(10**6), Decimal(10**8)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a column's values are divided by, the word for it and the decimals shown."""

    divisor: Decimal = Decimal(1)
    word: str = ""
    unit: str = ""
    decimals: int = 0

    @property
    def header(self) -> str:
        """The unit as it stands in the column's header: 万元, CNY million."""
        word, unit = self.word, unit_word(self.unit)
        if not word:
            return unit
        return f"{word}{unit}" if is_chinese() else f"{unit} {word}".strip()

    def write(self, value: Decimal | None) -> str:
        """The value in this scale; empty is a dash, which zero is not."""
        if value is None:
            return EMPTY
        return group(value / self.divisor, self.decimals)


def is_chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def unit_word(unit: str) -> str:
    """A unit in the reader's language; in Chinese as the plan writes it."""
    return unit if is_chinese() else str(UNIT_WORDS.get(unit, unit))


def group(value: Decimal, decimals: int) -> str:
    """A number with thousands separators and a real minus sign."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def exact(value: Decimal | None, unit: str = "") -> str:
    """The whole value with its unit, as shown on hover."""
    if value is None:
        return gettext("no value")
    plain = value.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return f"{group(value, places)} {unit_word(unit)}".strip()


def _divisor(largest: Decimal, unit: str) -> tuple[Decimal, str]:
    """Chinese counts in 万 and 亿, English in thousands and millions; the words are not translations."""
    floor = TEN_THOUSAND if unit in MONEY else MILLION
    if largest < floor:
        return Decimal(1), ""
    if is_chinese():
        return (HUNDRED_MILLION, "亿") if largest >= HUNDRED_MILLION else (TEN_THOUSAND, "万")
    return (MILLION, "million") if largest >= MILLION else (Decimal(1000), "thousand")


def scale_for(values: Iterable[Decimal | None], unit: str = "", decimals: int = 0) -> Scale:
    """The scale of a column: by its largest value, so that the whole column can be compared.

    ``decimals`` is what the unit needs unscaled (0 for people and yuan).
    """
    largest = max((abs(v) for v in values if v is not None), default=Decimal(0))
    divisor, word = _divisor(largest, unit)
    if divisor == 1:
        return Scale(divisor, word, unit, decimals)
    scaled = largest / divisor
    return Scale(divisor, word, unit, 2 if scaled < 100 else 1 if scaled < 1000 else 0)


def percent(share: Any, decimals: int = 0) -> str:
    """A share (0.873) as 87%."""
    return EMPTY if share is None else f"{group(Decimal(str(share)) * 100, decimals)}%"


def rounded(value: Decimal, unit: str = "", decimals: int = 0) -> str:
    """One figure in running text, scaled, with its unit: 7.9亿元, 790 CNY million."""
    scale = scale_for([value], unit, decimals)
    gap = "" if is_chinese() else " "
    return f"{scale.write(value)}{gap}{scale.header}"
