"""Rows of the lists of returns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiedui.console.return_words import period_of, timing
from jiedui.returns.models import Return


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return in a list: its period in words, and how it stands against its day (words, tone, shape)."""

    of: Return
    period: str
    timing: str
    tone: str
    shape: str


def rows_of(returns: Iterable[Return], today: date) -> list[ReturnRow]:
    """Rows in the order given."""
    return [ReturnRow(one, period_of(one), *timing(one, today)) for one in returns]
