"""Raw cells read as what their field takes, a whole column at a time.

Each distinct value is read once. What cannot be read becomes an :class:`Invalid` in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.kernel.parsing import parse_date, parse_money, parse_number, plain_text
from jiedui.ledger.kinds.fields import FieldSpec, Shape
from jiedui.organisations.unit_names import normalize

BETWEEN = re.compile(r"[;；\n]")
YES = {"是", "yes", "y", "true", "1", "√", "✓", "对", "有"}
NO = {"否", "no", "n", "false", "0", "×", "✗", "无"}
Reader = Callable[[Any], Any]


def each_once(values: Sequence[Any], make: Callable[[list[Any]], Sequence[Any]]) -> list[Any]:
    """What ``make`` makes of the values, asked once for each that occurs; of lists, which have no hash, for each."""
    try:
        distinct = list(dict.fromkeys(values))
    except TypeError:
        return list(make(list(values)))
    if len(distinct) == len(values):
        return list(make(distinct))
    made = dict(zip(distinct, make(distinct), strict=True))
    return list(map(made.__getitem__, values))


def read_column(values: Sequence[Any], reader: Reader) -> list[Any]:
    """Each value read; empty ones are None, unreadable ones an Invalid in their place."""

    def read(some: Sequence[Any]) -> list[Any]:
        return [_attempt(value, reader) for value in some]

    kinds = set(map(type, values))
    if bool in kinds and kinds & {int, float}:
        return read(values)  # True and 1 are one key of a dictionary
    return each_once(values, read)


def _attempt(value: Any, reader: Reader) -> Any:
    if value is None or value == "" or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return reader(value)
    except Invalid as error:
        return error


def reader_of(
    spec: FieldSpec, *, scale: Decimal = Decimal(1), values: Mapping[str, str] | None = None
) -> Reader:
    """What reads a cell of this field. ``scale`` multiplies numbers (10,000 for a column in 万元).

    ``values`` says what a unit's own words for choices mean.
    """
    if spec.shape is Shape.CHOICE:
        return _choice(spec, values or {})
    numbers: dict[Shape, Callable[[Any, Decimal], Any]] = {
        Shape.MONEY: _money,
        Shape.DECIMAL: _number,
        Shape.INTEGER: _integer,
    }
    if spec.shape in numbers:
        read = numbers[spec.shape]
        return lambda value: read(value, scale)
    return {
        Shape.LINE: line,
        Shape.PARAGRAPH: line,
        Shape.LINES: lines,
        Shape.DATE: day,
        Shape.FLAG: _flag,
    }[spec.shape]


def line(value: Any) -> str:
    """Text; a number as it is shown, a day as ISO."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    return value.isoformat() if isinstance(value, date) else str(value)


def lines(value: Any) -> tuple[str, ...]:
    """Several texts in one cell, one on each line or with ; between them."""
    if isinstance(value, list | tuple):
        return tuple(str(item).strip() for item in value if str(item).strip())
    between = "\n" if "\n" in str(value) else BETWEEN.pattern
    return tuple(part.strip() for part in re.split(between, line(value)) if part.strip())


def day(value: Any) -> date:
    """A day from a date cell or from text with its four-digit year. Raises Invalid for a bare number."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = line(value)
    if isinstance(value, int | float) and not (len(text) == 8 and text.startswith(("19", "20"))):
        message = _(
            "“%(text)s” is a number, not a day. Format the cell as a date, or type for example 2019-07-03."
        )
        raise Invalid(message, text=text)
    return parse_date(text)


def _exact(value: Any) -> Decimal:
    """The number in a cell. A spreadsheet keeps 15 digits, so what follows them is its noise."""
    if isinstance(value, bool):
        raise Invalid(_("“%(text)s” is not a number. Type for example 12,000.50 or 1.2亿."), text=line(value))
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")
    return Decimal(value)


def _number(value: Any, scale: Decimal) -> Decimal:
    if isinstance(value, date):
        raise Invalid(_("This is a day, not a number. Format the cell as a number."))
    return (parse_number(value) if isinstance(value, str) else _exact(value)) * scale


def _money(value: Any, scale: Decimal) -> Decimal:
    return parse_money(value) * scale if isinstance(value, str) else _number(value, scale)


def _integer(value: Any, scale: Decimal) -> int:
    number = _number(value, scale)
    if number != number.to_integral_value():
        raise Invalid(_("“%(text)s” is not a whole number."), text=line(value))
    return int(number)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = plain_text(line(value)).lower()
    if text in YES or text in NO:
        return text in YES
    raise Invalid(_("Write yes or no."))


def _choice(spec: FieldSpec, own: Mapping[str, str]) -> Reader:
    known = choice_names(spec) | {normalize(said): value for said, value in own.items()}
    labels = spec.choices.labels if spec.choices else []

    def read(value: Any) -> str:
        if (found := known.get(normalize(line(value)))) is not None:
            return found
        raise Invalid(_("Choose one of: %(expected)s."), expected=", ".join(map(str, labels)))

    return read


def choice_names(spec: FieldSpec) -> dict[str, str]:
    """Every way to name a choice: its value, and its label in each language."""
    found: dict[str, str] = {}
    for value, label in spec.choices.choices if spec.choices else []:
        for language in ("zh-hans", "en"):
            with translation.override(language):
                found[normalize(str(label))] = str(value)
    return found | {
        normalize(str(value)): str(value) for value in (spec.choices.values if spec.choices else [])
    }
