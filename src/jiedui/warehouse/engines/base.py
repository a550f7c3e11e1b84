"""What an engine is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from jiedui.warehouse.recent import NOTHING, Recent

Rows = list[tuple[Any, ...]]
COUNTED = "SELECT id FROM indicator WHERE rolls_up = $rolls_up AND NOT as_stated"


class Engine(Protocol):
    """Runs a statement in DuckDB's dialect over one snapshot of a warehouse's tables."""

    reads_on: bool
    """Whether it takes rows that no commit holds yet; where it does not, the copy is brought up to date before."""

    def counted(self, rolls_up: str) -> frozenset[int]:
        """The indicators that roll up one way; never those that are kept as a document states them."""
        ...

    def rows(self, sql: str, params: Mapping[str, Any], recent: Recent = NOTHING) -> Rows:
        """The rows of the answer, in whatever order; decimals as Decimal, days as date.

        ``recent`` is part of the postings, so far as the files do not hold it yet.
        """
        ...
