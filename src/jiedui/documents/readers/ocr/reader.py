"""From pictures of pages to a document: words recognised, set straight, put into lines and tables."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from jiedui.documents.blocks import Document
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.ocr.engine import Word, installed, line_of, upright
from jiedui.documents.readers.ocr.geometry import turn_of
from jiedui.documents.readers.ocr.ruling import Cells, tables_on
from jiedui.documents.readers.pages.assembly import document_of
from jiedui.documents.readers.pages.lines import Cell, Grid, Line, PageLines, Span
from jiedui.documents.readers.repairs import RECOGNISED

DPI = 200
MAX_PIXELS = 60_000_000
MAX_FRAMES = 300
GAP = 1.6
"""Words on one line that stand further apart than so many letters belong to two columns."""
RULE = 4
"""Pixels at the edges of a cell that may belong to its rules."""
CLOSE = 4
"""Pixels between the strokes of one line of characters."""
SMALLEST_LETTER = 8
SURE_ALONE = 0.6
MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
}

Page = tuple[PageLines, list[Grid]]


def read_pictures(
    data: bytes, name: str, advance: Callable[[int, int], None] = lambda done, total: None
) -> Document:
    """The document on a picture, or on each frame of a TIFF file.

    Raises UnreadableDocumentError: ``scanned`` where recognition is not installed, ``damaged``, ``too_large``,
    ``no_words``.
    """
    media_type, frames = _frames(data, name)
    pages: list[PageLines] = []
    grids: list[Grid] = []
    for number, frame in enumerate(frames, start=1):
        lines, found = _recognised(number, frame)
        pages.append(lines)
        grids += found
        advance(number, len(frames))
    if not grids and not any(page.lines for page in pages):
        raise UnreadableDocumentError("no_words", name)
    return document_of(name, media_type, pages, grids, (f"{RECOGNISED}:{len(frames)}",))


def check_pictures(data: bytes, name: str) -> None:
    """Raise as :func:`read_pictures` where that can be told without recognising anything."""
    if not installed():
        raise UnreadableDocumentError("scanned", name)
    _frames(data, name)


def recognise_page(number: int, page: Any) -> Page:
    """The lines and tables of a pypdfium2 page that is a picture."""
    scale = min(DPI / 72, (MAX_PIXELS / max(page.get_width() * page.get_height(), 1)) ** 0.5)
    return _recognised(number, page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3])


def _frames(data: bytes, name: str) -> tuple[str, list[Any]]:
    """The pictures of a file as arrays, upright as the camera meant them."""
    import numpy

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(data), formats=list(MEDIA_TYPES))
            if opened.width * opened.height > MAX_PIXELS or getattr(opened, "n_frames", 1) > MAX_FRAMES:
                raise UnreadableDocumentError("too_large", name)
            media_type = MEDIA_TYPES[opened.format or "PNG"]
            frames = [
                ImageOps.exif_transpose(frame).convert("RGB") for frame in ImageSequence.Iterator(opened)
            ]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnreadableDocumentError("damaged", name) from None
    return media_type, [numpy.ascontiguousarray(numpy.asarray(frame)[:, :, ::-1]) for frame in frames]


def _recognised(number: int, image: Any) -> Page:
    """One page."""
    picture, words, quarter = upright(image)
    height, width = picture.shape[:2]
    turn = turn_of(width, height, words)
    straight = turn.picture(picture)
    placed = [(word, turn.span(word)) for word in words]
    grids = []
    for box, cells in tables_on(straight):
        within = [(word, span) for word, span in placed if _inside(span, box)]
        placed = [one for one in placed if one not in within]
        grids.append(Grid(number, box, tuple(_rows(straight, cells, within))))
    kept = [grid for grid in grids if any(cell and cell.text for row in grid.rows for cell in row)]
    return PageLines(number, width, height, _lines(number, placed), quarter - turn.applied), kept


def _rows(image: Any, cells: Cells, words: list[tuple[Word, Span]]) -> Iterator[tuple[Cell | None, ...]]:
    boxes = [box for row in cells for box in row if box]
    reached = {id(one): [box for box in boxes if _overlaps(one[1], box)] for one in words}
    crossed = {box for touched in reached.values() if len(touched) > 1 for box in touched}
    whole = [one for one in words if len(reached[id(one)]) < 2]
    for row in cells:
        yield tuple(_cell(image, box, whole, box in crossed) if box else None for box in row)


def _cell(image: Any, box: Span, words: list[tuple[Word, Span]], crossed: bool) -> Cell:
    """What stands in a cell; read by itself where words ran over its edge, or none were seen in its ink."""
    found = [(word, span) for word, span in words if _inside(span, box)]
    if crossed or not found:
        return _read_alone(image, box)
    lines = _lines(0, found)
    return Cell("".join(line.text for line in lines), box, min(line.confidence for line in lines))


def _read_alone(image: Any, box: Span) -> Cell:
    """A cell's own picture read line by line; nothing where it holds but specks."""
    inner = _crop(image, (box[0] + RULE, box[1] + RULE, box[2] - RULE, box[3] - RULE))
    read = [line_of(inner[top:bottom]) for top, bottom in _bands(inner)]
    sure = [(text, sure) for text, sure in read if text and sure >= SURE_ALONE]
    return Cell("".join(text for text, _ in sure), box, min((one for _, one in sure), default=1.0))


def _bands(image: Any) -> list[tuple[int, int]]:
    """The lines of a cell: where its rows of pixels hold ink, with some white around them."""
    if not image.size:
        return []
    inked = (image.min(axis=2) < 128).any(axis=1)
    bands: list[list[int]] = []
    for row, has_ink in enumerate(inked.tolist()):
        if has_ink and bands and row - bands[-1][1] <= CLOSE:
            bands[-1][1] = row
        elif has_ink:
            bands.append([row, row])
    tall = [(top, bottom) for top, bottom in bands if bottom - top >= SMALLEST_LETTER]
    return [(max(top - CLOSE, 0), min(bottom + CLOSE, len(inked))) for top, bottom in tall]


def _crop(image: Any, span: Span) -> Any:
    left, top, right, bottom = (max(int(edge), 0) for edge in span)
    return image[top:bottom, left:right].copy()


def _lines(page: int, words: Iterable[tuple[Word, Span]]) -> list[Line]:
    """Words of one height joined to lines, from the top down."""
    rows: list[list[tuple[Word, Span]]] = []
    for one in sorted(words, key=lambda one: _middle(one[1])):
        if rows and _level(rows[-1][-1][1], one[1]):
            rows[-1].append(one)
        else:
            rows.append([one])
    lines = []
    for row in rows:
        run: list[tuple[Word, Span]] = []
        for one in sorted(row, key=lambda one: one[1][0]):
            if run and one[1][0] - run[-1][1][2] > GAP * _letter(one):
                lines.append(_line(page, run))
                run = []
            run.append(one)
        lines.append(_line(page, run))
    return lines


def _line(page: int, run: list[tuple[Word, Span]]) -> Line:
    lefts, tops, rights, bottoms = zip(*(span for _word, span in run), strict=True)
    return Line(
        page,
        " ".join(word.text for word, _span in run),
        min(lefts),
        min(tops),
        max(rights),
        max(bottoms),
        max(_letter(one) for one in run),
        confidence=min(word.confidence for word, _span in run),
    )


def _letter(one: tuple[Word, Span]) -> float:
    """The width of a Chinese character of these words."""
    word, (left, top, right, bottom) = one
    wide = sum(1.0 if ord(char) > 0xFF else 0.5 for char in word.text)
    return min((right - left) / max(wide, 1.0), bottom - top)


def _middle(span: Span) -> float:
    return (span[1] + span[3]) / 2


def _level(one: Span, other: Span) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _inside(span: Span, box: Span) -> bool:
    return box[0] <= (span[0] + span[2]) / 2 <= box[2] and box[1] <= _middle(span) <= box[3]


def _overlaps(span: Span, box: Span) -> bool:
    """Whether words reach well into a cell."""
    across = min(span[2], box[2]) - max(span[0], box[0])
    down = min(span[3], box[3]) - max(span[1], box[1])
    return across > 0.15 * (span[2] - span[0]) and down > 0.5 * (span[3] - span[1])
