"""Pieces of text and the ways to cut them: clauses, brackets, table cells; and the facts made from them.

Everything here counts in the flat view of a block (see ``flat.py``) and quotes from the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jiedui.documents.blocks import Block, BlockKind
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.structure import Context, Sentence

_OPEN, _CLOSE = "（“《‘【〖", "）”》’】〗"
MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]+[条章节]?[，、]?"
    r"|[一二三四五六七八九十]是|\d{1,2}(?:[．、]|\.(?!\d)|\.(?=\d{1,2}月))|（\d{1,2}）|[①-⑳]|[-•★☆●◆])"
)
"""The number or bullet an item begins with."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block's flat view. For a table cell ``row`` is its row and ``shift`` where the cell begins in

    the row's cells joined by tabs.
    """

    sentence: Sentence
    row: int | None = None
    shift: int = 0

    @property
    def text(self) -> str:
        """The characters of the piece in the flat view."""
        return self.sentence.text

    @property
    def start(self) -> int:
        """Where the piece begins in the flat view."""
        return self.sentence.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.sentence.end

    def part(self, start: int, end: int | None = None) -> Piece:
        """The piece ``text[start:end]``."""
        stop = len(self.text) if end is None else end
        whole = self.sentence
        inner = Sentence(whole.block, whole.flat, whole.start + start, whole.start + stop)
        return Piece(inner, self.row, self.shift)

    def strip(self, chars: str = "，,、；。：— ") -> Piece:
        """The piece without punctuation at its ends."""
        text = self.text
        left = len(text) - len(text.lstrip(chars))
        right = len(text.rstrip(chars))
        return self.part(left, max(right, left))

    def fact(self, kind: FactKind, fields: dict[str, Any], *, confidence: float = 0.8) -> Fact:
        """A fact that quotes this piece; empty fields are left out."""
        first, last = self.sentence.span()
        return Fact(
            kind=kind,
            fields={key: value for key, value in fields.items() if value not in (None, "", [], ())},
            quote=self.sentence.quote(),
            line=self.sentence.line(),
            block=self.sentence.block.index,
            start=first + self.shift,
            end=last + self.shift,
            row=self.row,
            confidence=confidence,
        )


def whole(context: Context, block: Block) -> Piece:
    """A paragraph or heading as one piece."""
    flat = context.flat(block)
    return Piece(Sentence(block=block, flat=flat, start=0, end=len(flat.text)))


def cell_pieces(context: Context, block: Block, row: int) -> list[Piece]:
    """The cells of a table row."""
    pieces, shift = [], 0
    for cell in block.rows[row].cells:
        flat = context.flatten(cell)
        source = Block(
            index=block.index, kind=BlockKind.PARAGRAPH, text=cell, breaks=((0, block.rows[row].line),)
        )
        pieces.append(Piece(Sentence(source, flat, 0, len(flat.text)), row=row, shift=shift))
        shift += len(cell) + 1
    return pieces


def passages(context: Context, *, shortest: int = 13) -> Iterator[Piece]:
    """Every paragraph and heading of a document, and every table cell of at least so many characters."""
    for block in context.document.blocks:
        if block.kind is not BlockKind.TABLE:
            yield whole(context, block)
            continue
        for row in range(len(block.rows)):
            yield from (piece for piece in cell_pieces(context, block, row) if len(piece.text) >= shortest)


@cache
def _marks(stops: str) -> re.Pattern[str]:
    """What may end a piece, and what opens and closes a bracket."""
    return re.compile(f"[{re.escape(stops + _OPEN + _CLOSE)}]")


def cut(piece: Piece, stops: str) -> list[Piece]:
    """The pieces between any of these characters, none of them inside brackets or quotation marks."""
    text, pieces, start, depth = piece.text, [], 0, 0
    for mark in _marks(stops).finditer(text):
        at, char = mark.start(), mark.group()
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(depth - 1, 0)
        elif char in stops and (depth == 0 or char in "。！？"):
            if at > start:
                pieces.append(piece.part(start, at))
            start = at + 1
            depth = 0 if char in "。！？" else depth
    if start < len(text):
        pieces.append(piece.part(start))
    return pieces


def sentences(piece: Piece) -> list[Piece]:
    """Between full stops and semicolons."""
    return cut(piece, "。！？；")


def clauses(piece: Piece) -> list[Piece]:
    """Between commas and stops."""
    return cut(piece, "，,。！？；")


def without_marker(piece: Piece) -> tuple[str, Piece]:
    """The number an item begins with ("（二）", "3.", "一是"), and the item without it."""
    marker = MARKER.match(piece.text)
    if not marker:
        return "", piece
    return marker.group(), piece.part(marker.end())


def brackets(piece: Piece) -> list[tuple[int, int]]:
    """Start and end of each outermost （…） or 【…】 of the piece, the brackets included."""
    return list(_brackets_in(piece.text))


@lru_cache(maxsize=512)
def _brackets_in(text: str) -> tuple[tuple[int, int], ...]:
    """Asked again for every figure of a paragraph."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in "（【〖":
            start = at if depth == 0 else start
            depth += 1
        elif char in "）】〗" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, at + 1))
    return tuple(found)
