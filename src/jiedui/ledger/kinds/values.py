"""Types of the values that people type into details: text without control characters, bounded numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StringConstraints

from jiedui.kernel.canonical import plain

# The classes Cc, Cs, Zl and Zp of Unicode, as a pattern: a hundred thousand texts are looked at in one import.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
UNPRINTABLE_IN_PARAGRAPHS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


def _printable(text: str, unprintable: re.Pattern[str] = UNPRINTABLE) -> str:
    """Refuse control characters and halves of surrogate pairs: no database or spreadsheet takes them."""
    if unprintable.search(text):
        raise ValueError(_("Line breaks and control characters cannot be used here."))
    return text


def _paragraphs(text: str) -> str:
    return _printable(text.replace("\r\n", "\n").replace("\r", "\n"), UNPRINTABLE_IN_PARAGRAPHS)


def _tidy(number: Decimal) -> Decimal:
    """1.50 and 1.5 are one number and are stored as one text."""
    return Decimal(plain(number))


def _maybe_tidy(number: Decimal | None) -> Decimal | None:
    return None if number is None else _tidy(number)


Tidy = AfterValidator(_tidy)
"""For every decimal of a detail."""
MaybeTidy = AfterValidator(_maybe_tidy)
"""For every decimal of a detail that may be missing."""

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_printable)
]
MaybeLine = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_printable)
]
Paragraph = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(_paragraphs)
]
# Fifteen digits are what SQLite, which keeps decimals as floating point, gives back unchanged.
Money = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2), Tidy]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=4), Tidy]
Heads = Annotated[int, Field(gt=0, le=1_000_000)]
Count = Annotated[int, Field(gt=0, le=1_000_000)]
