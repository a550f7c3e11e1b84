"""Which decided discrepancy is about which figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from jiedui.documents.enums import Choice
from jiedui.documents.models import FoundDiscrepancy


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A discrepancy by the figures it names; ``choice`` is BOTH where nobody chose otherwise."""

    code: str
    figures: tuple[Decimal, ...]
    choice: str

    @classmethod
    def of(cls, found: FoundDiscrepancy) -> Disagreement:
        """From a stored discrepancy: the whole as stated and the sum of its parts."""
        stated = [
            number for key in ("total", "sum") if (number := _number(found.params.get(key))) is not None
        ]
        return cls(found.code, tuple(stated), found.choice or Choice.BOTH)

    def mentions(self, value: Decimal) -> bool:
        """Whether the figure is one of those that do not agree."""
        return value in self.figures

    def other_than(self, value: Decimal) -> Decimal | None:
        """The figure that stands against this one."""
        return next((figure for figure in self.figures if figure != value), None)


def about(decided: Iterable[Disagreement], stated: Decimal, total: Decimal) -> str:
    """The choice made for a whole and the sum of its parts; BOTH where the document's check did not speak."""
    for row in decided:
        if row.mentions(stated) and row.mentions(total):
            return row.choice
    return str(Choice.BOTH)


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
