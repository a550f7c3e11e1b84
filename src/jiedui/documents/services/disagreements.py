"""Which decided discrepancy is about which figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from jiedui.documents.enums import Choice
from jiedui.documents.models import FoundDiscrepancy
from jiedui.documents.read_there import SENTENCE_LINES

SHARE = "share"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A discrepancy by the figures it names, as stated first; ``choice`` is BOTH where nobody chose otherwise."""

    code: str
    figures: tuple[Decimal, ...]
    choice: str
    line: int = 0

    @classmethod
    def of(cls, found: FoundDiscrepancy) -> Disagreement:
        """From a stored discrepancy: a whole and the sum of its parts, a percentage and what its figures give."""
        keys = ("stated", "rounded") if found.code == SHARE else ("total", "sum")
        stated = [number for key in keys if (number := _number(found.params.get(key))) is not None]
        line = int(found.places[0]["line"]) if found.places else 0
        return cls(found.code, tuple(stated), found.choice or Choice.BOTH, line)

    def mentions(self, value: Decimal) -> bool:
        """Whether the figure is one of those that do not agree."""
        return value in self.figures

    def other_than(self, value: Decimal) -> Decimal | None:
        """The figure that stands against this one."""
        return next((figure for figure in self.figures if figure != value), None)


def about(decided: Iterable[Disagreement], stated: Decimal, total: Decimal) -> str:
    """The choice made for a whole and the sum of its parts; BOTH where the document's check did not speak."""
    for row in decided:
        if row.code != SHARE and row.mentions(stated) and row.mentions(total):
            return row.choice
    return str(Choice.BOTH)


def about_share(decided: Iterable[Disagreement], stated: Decimal, line: int) -> Disagreement | None:
    """The percentage of a line that does not follow from its figures; one whose figures agree is none."""
    for row in decided:
        told = row.code == SHARE and len(row.figures) == 2 and row.figures[0] == stated != row.figures[1]
        if told and abs(row.line - line) <= SENTENCE_LINES:
            return row
    return None


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
