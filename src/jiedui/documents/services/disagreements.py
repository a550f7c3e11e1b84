"""Which decided discrepancy is about which figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        """From a stored discrepancy."""
        return cls(found.code, tuple(dict.fromkeys(_figures(found.params))), found.choice or Choice.BOTH)

    def mentions(self, value: Decimal) -> bool:
        """Whether the figure is one of those that do not agree."""
        return value in self.figures

    def other_than(self, value: Decimal) -> Decimal | None:
        """The figure that stands against this one: the closest of the others."""
        others = [figure for figure in self.figures if figure != value]
        near = [figure for figure in others if abs(figure - value) <= abs(value) / 2]
        return min(near, key=lambda figure: abs(figure - value), default=None)


def about(decided: Iterable[Disagreement], stated: Decimal, total: Decimal) -> str:
    """The choice made for a whole and the sum of its parts; BOTH where the document's check did not speak."""
    for row in decided:
        if row.mentions(stated) and row.mentions(total):
            return row.choice
    return str(Choice.BOTH)


def _figures(value: Any) -> Iterator[Decimal]:
    """Every number in the parameters of a discrepancy, at any depth."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _figures(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _figures(item)
    elif isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            number = Decimal(str(value).replace(",", ""))
        except InvalidOperation:
            return
        if number.is_finite():
            yield number
