"""Numbers and dates as people type them: 1.2亿, 12,000.50, ２０１９．７．３, 2019年7月3日.

Only typed values of one field are read here; reading numbers out of prose is the documents' business.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid

UNITS = {
    "千": Decimal(10**3),
    "万": Decimal(10**4),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "万亿": Decimal(10**12),
}
PART = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(万亿|百万|千万|千|万|亿)?")
DAY = re.compile(r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*[日号]?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


def plain_text(text: str) -> str:
    """The text with full-width digits, letters and signs made half-width, and no blanks around it."""
    return unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-").strip()


def parse_number(text: str) -> Decimal:
    """A number as typed. Raises Invalid with what to type instead.

    Thousands may be set apart by commas or blanks; 千, 万, 亿 multiply, and may follow one another from the
    greatest down (1亿2000万).
    """
    plain = re.sub(r"(?<=\d)[ '_](?=\d{3}(?!\d))", ",", plain_text(text))
    sign, plain = (-1, plain[1:]) if plain.startswith("-") else (1, plain.removeprefix("+"))
    value = _sum_of_parts(plain.replace(" ", ""))
    if value is None:
        raise Invalid(_("“%(text)s” is not a number. Type for example 12,000.50 or 1.2亿."), text=text)
    return sign * value


def _sum_of_parts(plain: str) -> Decimal | None:
    total, position, smallest = Decimal(0), 0, None
    while position < len(plain):
        part = PART.match(plain, position)
        factor = UNITS.get(part[2] or "", Decimal(1)) if part else Decimal(0)
        if part is None or (smallest is not None and factor >= smallest):
            return None
        total += Decimal(part[1].replace(",", "")) * factor
        position, smallest = part.end(), factor
    return total if position else None


def parse_money(text: str) -> Decimal:
    """An amount of money in yuan as typed; ¥ before and 元 after are understood. Raises Invalid."""
    plain = plain_text(text)
    plain = re.sub(r"^(?:¥|￥|RMB|CNY|人民币)\s*", "", plain, flags=re.IGNORECASE)
    return parse_number(re.sub(r"\s*(?:元|圆|块|yuan)$", "", plain, flags=re.IGNORECASE))


def parse_integer(text: str) -> int:
    """A whole number as typed. Raises Invalid."""
    value = parse_number(text)
    if value != value.to_integral_value():
        raise Invalid(_("“%(text)s” is not a whole number."), text=text)
    return int(value)


def parse_date(text: str) -> date:
    """A day as typed, with its four-digit year. Raises Invalid with what to type instead."""
    plain = plain_text(text)
    found = DAY.fullmatch(plain) or COMPACT_DAY.fullmatch(plain)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise Invalid(_("“%(text)s” is not a day. Type for example 2019-07-03 or 2019.7.3."), text=text)
