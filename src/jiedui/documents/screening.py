"""The scope screen applied to a document's blocks: no extractor takes anything from what it finds."""

from __future__ import annotations

from functools import lru_cache

from jiedui.documents.clauses import Piece, whole
from jiedui.documents.structure import Context
from jiedui.safeguards.scope import Passage, screen, touches


def passages(context: Context, piece: Piece) -> list[Passage]:
    """The passages outside scope in the flat text a piece is cut from; spans count in that flat text."""
    return list(_screened(piece.sentence.flat.text, _about(context, piece.sentence.block.index)))


def in_scope(context: Context, piece: Piece) -> bool:
    """Whether no character of the piece is outside scope."""
    return not touches(passages(context, piece), piece.start, piece.end)


@lru_cache(maxsize=8192)
def _screened(text: str, about: str) -> tuple[Passage, ...]:
    return tuple(screen(text, about=about))


def _about(context: Context, block_index: int) -> str:
    """What tells of which region a block speaks: the document's first lines, the annex and the headings."""
    section = context.section(block_index)
    head = "\n".join(
        whole(context, block).text[:60] for block in context.document.blocks[:4] if not block.rows
    )
    return "\n".join((head, section.annex, *section.headings))
