"""What a file says, whatever form it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Value = str | Decimal | int | date | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is for programs, ``label`` for people; ``type`` is DuckDB's, ``group`` stands over the label."""

    name: str
    label: str
    type: str = "VARCHAR"
    group: str = ""
    width: float = 14

    @property
    def full(self) -> str:
        """The label with what stands over it."""
        return f"{self.group} {self.label}" if self.group else self.label

    @property
    def is_number(self) -> bool:
        """Whether it holds figures."""
        return self.type.startswith(("DECIMAL", "BIGINT"))


@dataclass(slots=True)
class Paper:
    """A table with the words around it. ``rows`` are read once; ``count`` is how many there are."""

    title: str
    said: list[str]
    unit: str
    columns: list[Column]
    rows: Iterable[list[Value]]
    count: int
    totals: list[Value] | None = None
    made_by: str = ""
    foot: str = ""
    percents: bool = False
    warnings: list[str] = field(default_factory=list)
