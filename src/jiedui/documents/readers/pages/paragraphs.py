"""Lines of a page joined to paragraphs: by their indent, their ends and what their words say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jiedui.documents.readers.lines import (
    MARKER,
    TITLE_END,
    Layout,
    ends_sentence,
    heading_level,
    is_duty_bracket,
)
from jiedui.documents.readers.pages.lines import Line

INDENT = 1.2
"""A first line stands in by two letters; less than this many is the unevenness of a scan."""
SHORT = 2.5
"""A line that ends so many letters before the margin is the last of its paragraph."""
WHOLE = Layout(width=1000, wrapped=False)


@dataclass(slots=True)
class Part:
    """A paragraph in the making: its lines in order."""

    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says so far."""
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Margins:
    """Between which edges the text of a document runs, in points."""

    left: float
    right: float


def margins_of(pages: Sequence[tuple[float, Sequence[Line]]]) -> dict[int, Margins]:
    """The edges most lines of each column keep to, of pages given with their widths.

    Where text runs over the whole page it is taken to keep away from both edges alike: the few lines of a short paper
    may all end early.
    """
    columns: dict[int, list[Line]] = {}
    for _width, lines in pages:
        for line in lines:
            columns.setdefault(line.column, []).append(line)
    found = {column: _margins(lines) for column, lines in columns.items()}
    if 0 in found:
        width = max(width for width, _lines in pages)
        left = min(found[0].left, *(line.left for line in columns[0]))
        found[0] = Margins(found[0].left, max(found[0].right, width - left - SHORT * columns[0][0].size / 2))
    return found


def _margins(lines: list[Line]) -> Margins:
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    return Margins(lefts[len(lefts) // 10], rights[-1 - len(rights) // 10])


def joined(lines: Iterable[Line], margins: Mapping[int, Margins]) -> list[Part]:
    """The paragraphs of lines in reading order, also across columns and pages."""
    parts: list[Part] = []
    for line in lines:
        if parts and _goes_on(parts[-1], line, margins):
            parts[-1].lines.append(line)
        else:
            parts.append(Part([line]))
    return parts


def _goes_on(part: Part, line: Line, margins: Mapping[int, Margins]) -> bool:
    last, size = part.lines[-1], line.size
    own, before = margins[line.column], margins[last.column]
    if abs(last.size - size) > 0.2 * size:
        return False
    if _centred(line, own) or _centred(last, before):
        return _title_goes_on(part, line, own)
    if is_duty_bracket(line.text) and not ends_sentence(last.text):
        return True
    if line.left > own.left + INDENT * size:
        return False
    if MARKER.match(line.text) and ends_sentence(last.text):
        return False
    if last.right > before.right - SHORT * size:
        return True
    return not ends_sentence(last.text) and not heading_level(part.text, WHOLE, whole=True)


def _centred(line: Line, margins: Margins) -> bool:
    """Whether a line keeps away from both margins alike, as titles do."""
    left, right = line.left - margins.left, margins.right - line.right
    return left > 2 * line.size and right > 2 * line.size and abs(left - right) < 1.5 * line.size


def _title_goes_on(part: Part, line: Line, margins: Margins) -> bool:
    """Titles of several lines: close together, and the one before filled its line or does not end a title."""
    last = part.lines[-1]
    if not _centred(line, margins) or last.page != line.page or line.top - last.bottom > 1.2 * line.size:
        return False
    filled = last.right > margins.right - SHORT * last.size and last.left < margins.left + SHORT * last.size
    return filled or (_centred(last, margins) and not TITLE_END.search(part.text))
