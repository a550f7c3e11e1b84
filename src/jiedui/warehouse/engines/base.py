"""What an engine is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

Rows = list[tuple[Any, ...]]
COUNTED = "SELECT id FROM indicator WHERE rolls_up = $rolls_up AND NOT as_stated"


class Engine(Protocol):
    """Runs a statement in DuckDB's dialect over one snapshot of a warehouse's tables."""

    def counted(self, rolls_up: str) -> frozenset[int]:
        """The indicators that roll up one way; never those that are kept as a document states them."""
        ...

    def rows(self, sql: str, params: Mapping[str, Any]) -> Rows:
        """The rows of the answer, in whatever order; decimals as Decimal, days as date."""
        ...
