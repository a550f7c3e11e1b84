"""Passages outside scope: listed with place and reason, never with a figure, a place or an agency."""

from __future__ import annotations

from collections.abc import Iterator

from jiedui.documents.blocks import Document
from jiedui.documents.clauses import passages
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.screening import passages as screened
from jiedui.documents.structure import Context


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """One fact for each passage outside scope."""
    for piece in passages(context, shortest=4):
        for passage in screened(context, piece):
            told = piece.part(passage.start - piece.start, passage.end - piece.start)
            yield told.fact(FactKind.OUT_OF_SCOPE, {"reason": str(passage.reason)}, confidence=0.9)
