"""What a second reader is given: sentences within scope, without names of persons, a paragraph at a time."""

from __future__ import annotations

from collections.abc import Iterator

from jiedui.documents.blocks import BlockKind
from jiedui.documents.clauses import Piece
from jiedui.documents.genre import is_distribution_line
from jiedui.documents.persons import without_persons
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context

LONGEST = 3000
"""Characters that are sent at a time."""


def batches(context: Context) -> Iterator[str]:
    """The paragraphs of a document, each with its number in front, as many together as may be sent at a time."""
    waiting: list[str] = []
    for index, text in _paragraphs(context):
        if waiting and sum(map(len, waiting)) + len(text) > LONGEST:
            yield "\n".join(waiting)
            waiting = []
        waiting.append(f"[{index}] {text[:LONGEST]}")
    if waiting:
        yield "\n".join(waiting)


def _paragraphs(context: Context) -> Iterator[tuple[int, str]]:
    """Tables are left out: their figures are told by their heads, which the first reader knows."""
    for block in context.document.blocks:
        if block.kind is not BlockKind.PARAGRAPH or is_distribution_line(context.flat(block).text):
            continue
        kept = [s.text for s in context.sentences(block) if in_scope(context, Piece(s))]
        if text := without_persons("".join(kept)):
            yield block.index, text
