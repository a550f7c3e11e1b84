"""Types of the values that people type into details: text without control characters, bounded numbers."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StringConstraints


def _printable(text: str, *, allowed: str = "") -> str:
    """Refuse control characters and halves of surrogate pairs: no database or spreadsheet takes them."""
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in allowed for c in text):
        raise ValueError(_("Line breaks and control characters cannot be used here."))
    return text


def _paragraphs(text: str) -> str:
    return _printable(text.replace("\r\n", "\n").replace("\r", "\n"), allowed="\n\t")


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_printable)
]
MaybeLine = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_printable)
]
Paragraph = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(_paragraphs)
]
Money = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=2)]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=4)]
Heads = Annotated[int, Field(gt=0, le=1_000_000)]
