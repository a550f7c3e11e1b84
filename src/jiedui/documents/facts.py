"""A fact: one thing a document says, with the words it says it in.

The kinds and their fields follow the label schema of the project's gold data. A field the document
does not state is absent. ``quote`` is copied from the source; ``line`` is the line it begins on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class FactKind(StrEnum):
    """Kinds of fact an extractor may yield."""

    DOCUMENT = "document"
    ORG = "org"
    PAIRING = "pairing"
    TARGET = "target"
    ACTUAL = "actual"
    TASK = "task"
    MILESTONE = "milestone"
    CADENCE = "cadence"
    RULE = "rule"
    PROJECT = "project"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Fact:
    """One extracted fact.

    ``block`` is the index of the block it stands in and ``start``/``end`` the span of the quote in that
    block's text (for a table row: in the row's cells joined by tabs, with ``row`` its index). ``confidence`` is
    between 0 and 1: how sure the extractor is.
    """

    kind: FactKind
    fields: dict[str, Any]
    quote: str
    line: int
    block: int
    start: int = 0
    end: int = 0
    row: int | None = None
    confidence: float = 0.9
    notes: tuple[str, ...] = field(default=())

    def as_record(self) -> dict[str, Any]:
        """The fact as one JSON Lines record: kind, fields, quote, line, confidence."""
        return {
            "kind": str(self.kind),
            **self.fields,
            "quote": self.quote,
            "line": self.line,
            "confidence": round(self.confidence, 2),
        }


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the line and the words there."""

    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Two statements that do not agree, or one that cannot be true.

    ``code`` names the check (``table_total``, ``parts_whole``, ``displaced_cell``, ``unknown_place`` …);
    ``severity`` is ``error`` (does not add up), ``warning`` (put right, please look) or ``ok`` (adds up, said
    aloud because a reader would ask). ``choices`` are the answers a reviewer may give.
    """

    code: str
    severity: str
    params: dict[str, Any]
    places: tuple[Place, ...]
    choices: tuple[str, ...] = ("parts", "total", "both")
