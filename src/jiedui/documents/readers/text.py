"""Reads plain text: decodes it, joins broken lines, finds headings and tab- or pipe-separated tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from jiedui.documents.blocks import Block, BlockKind, Document, Row
from jiedui.documents.datelines import SOURCE_LINE
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.lines import (
    Layout,
    continues,
    ends_sentence,
    head_goes_on,
    heading_level,
    measure,
)
from jiedui.documents.readers.repairs import JOINED, UNMARKED

MEDIA_TYPE = "text/plain"
_BULLET = re.compile(r"^\s*[-*•·]\s+")
_EMPHASIS = re.compile(r"\*\*|^#{1,6}\s+")
_RUBRIC = re.compile(r"^[★☆◆●■※]\s*(?P<title>\S.{3,58})$")
"""A line of the list of contents of a bulletin; the same words further down are a title."""
HEAD = 8
"""A paper has no more lines than these before its first sentence."""
HEADLINE = 60
"""A first line of no more characters, and no stop, is a title whatever it begins with."""
_RULE_ROW = re.compile(r"^\|?[\s:|-]+\|?$")


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030.

    Raises UnreadableDocumentError where no Chinese or Western encoding fits.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes  # few files need to be guessed at

    best = from_bytes(data).best()
    if best is None:
        raise UnreadableDocumentError("encoding")
    return str(best)


def read_text(data: bytes, name: str) -> Document:
    """The document in a plain text file."""
    text = decode(data)
    if "\x00" in text:
        raise UnreadableDocumentError("binary")
    return from_lines(re.split(r"\r\n|\r|\n|\x0c", text), name)


def from_lines(lines: list[str], name: str) -> Document:
    """The document made of these physical lines."""
    reading = _Reading(measure(lines))
    for number, line in enumerate(lines, start=1):
        reading.take(line.replace("\x0b", " ").replace("\ufeff", ""), number)
    return Document(
        name=name, media_type=MEDIA_TYPE, blocks=reading.blocks(), repairs=tuple(reading.repairs())
    )


@dataclass(slots=True)
class _Part:
    """A block in the making: its pieces with the lines they stand on, or its rows."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece for _, piece in self.pieces)


class _Reading:
    """Takes lines one by one and gathers them into parts."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._parts: list[_Part] = []
        self._blank_before = True
        self._titles: set[str] = set()
        self._joined = 0
        self._stripped = 0

    def take(self, line: str, number: int) -> None:
        if not line.strip():
            self._blank_before = True
            return
        if cells := _cells(line):
            self._take_row(cells, number)
        elif not (_RULE_ROW.match(line.strip()) and "-" in line):
            self._take_words(line, number)
        self._blank_before = False

    def _take_row(self, cells: tuple[str, ...], number: int) -> None:
        """A row goes on the table above it; a blank line means a new page, hence a new table."""
        if self._blank_before or not self._parts or not self._parts[-1].rows:
            self._parts.append(_Part())
        self._parts[-1].rows.append(Row(cells=cells, line=number))

    def _take_words(self, line: str, number: int) -> None:
        bare = _BULLET.sub("", _EMPHASIS.sub("", line.strip())).strip()
        self._stripped += bare != line.strip()
        if not bare:
            return
        if rubric := _RUBRIC.match(bare):
            self._titles.add(rubric["title"].strip())
        last = self._parts[-1] if self._parts else None
        if last and last.pieces and self._goes_on(last.text, bare, bulleted=bool(_BULLET.match(line))):
            last.pieces.append((number, _glue(last.text, bare)))
            self._joined += 1
        else:
            self._parts.append(_Part(pieces=[(number, bare)]))

    def _goes_on(self, before: str, line: str, *, bulleted: bool) -> bool:
        if before in self._titles or line in self._titles:
            return False
        if bulleted and not re.match(r"(附件：)?\d{1,2}[.．、]", before):
            return False
        if self._in_head() and not head_goes_on(before, line):
            return False
        return continues(before, line, self._layout)

    def _in_head(self) -> bool:
        """Whether no sentence has ended yet, in a text whose lines are whole."""
        few = len(self._parts) <= HEAD and not self._layout.wrapped
        return few and not any(part.rows or "。" in part.text for part in self._parts)

    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._block(index, part) for index, part in enumerate(self._parts))

    def _block(self, index: int, part: _Part) -> Block:
        if len(part.rows) == 1 and (words := _set_apart(part.rows[0])):
            part = _Part(pieces=[(part.rows[0].line, words)])
        if part.rows:
            return table_block(index, part.rows)
        text, breaks = "", []
        for line, piece in part.pieces:
            breaks.append((len(text), line))
            text += piece
        first = index == 0 and len(text) <= HEADLINE and not ends_sentence(text) and not self._layout.wrapped
        first = first and not SOURCE_LINE.match(text)
        level = 1 if text in self._titles or first else heading_level(text, self._layout, whole=True)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        return Block(index=index, kind=kind, text=text, breaks=tuple(breaks), level=level)

    def repairs(self) -> Iterator[str]:
        if self._joined:
            yield f"{JOINED}:{self._joined}"
        if self._stripped:
            yield f"{UNMARKED}:{self._stripped}"


def table_block(index: int, rows: list[Row]) -> Block:
    """A table block; its text is the rows, cells joined by tabs, one row a line."""
    texts = ["\t".join(row.cells) for row in rows]
    offsets = [0]
    for text in texts:
        offsets.append(offsets[-1] + len(text) + 1)
    breaks = tuple((start, row.line) for (start, _), row in zip(pairwise(offsets), rows, strict=True))
    return Block(index=index, kind=BlockKind.TABLE, text="\n".join(texts), breaks=breaks, rows=tuple(rows))


def _set_apart(row: Row) -> str:
    """A line whose words are only set apart by tabs, as the head of a bulletin has issuer and date; else ""."""
    filled = [cell for cell in row.cells if cell]
    dated = len(filled) == 2 and re.search(r"\d{4}年\d{1,2}月\d{1,2}日$", filled[1])
    return "\t".join(row.cells).strip("\t") if dated else ""


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a table row, empty where the line is none."""
    if "\t" in line.strip(" \n"):
        return tuple(cell.strip() for cell in line.rstrip("\n").split("\t"))
    bare = line.strip()
    if bare.startswith("|") and bare.endswith("|") and bare.count("|") >= 3 and not _RULE_ROW.match(bare):
        return tuple(cell.strip() for cell in bare[1:-1].split("|"))
    return ()


def _glue(before: str, piece: str) -> str:
    """Latin words keep a blank between them where lines are joined; Chinese needs none."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and piece[:1].isascii() and piece[:1].isalpha()
    return f" {piece}" if latin else piece
