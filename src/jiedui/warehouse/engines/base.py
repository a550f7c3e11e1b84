"""What an engine is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

Rows = list[tuple[Any, ...]]


class Engine(Protocol):
    """Runs a statement in DuckDB's dialect over one snapshot of a warehouse's tables."""

    def rows(self, sql: str, params: Mapping[str, Any]) -> Rows:
        """The rows of the answer, in whatever order; decimals as Decimal, days as date."""
        ...
