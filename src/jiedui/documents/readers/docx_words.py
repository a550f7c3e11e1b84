"""The words of a Word paragraph as they read on paper once every tracked change is accepted.

Tracked changes are elements around runs or marks in a paragraph's, row's or run's properties (ECMA-376-1, 17.13.5);
text boxes lie inside runs (20.4.2.38), often twice: once for new programs, once as a fallback for old ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = {
    *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:rt", "w:txbxContent", "w:delText")),
    f"{_MC}Fallback",
}
_WRAPPERS = set(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")))
_SIGNS = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
_CHANGES = list(map(qn, ("w:ins", "w:del", "w:moveFrom", "w:moveTo")))
_NOTES = list(map(qn, ("w:footnoteReference", "w:endnoteReference")))


def words_of(paragraph: Any) -> str:
    """The text of a ``w:p``: what was inserted stands, what was deleted, hidden or in a text box does not."""
    return "".join(_pieces(paragraph)).strip()


def _pieces(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _LEFT_OUT and not is_hidden(child):
            yield from _pieces(child)


def is_hidden(run: Any) -> bool:
    """Whether a ``w:r`` is formatted as hidden text, which nobody sees on paper."""
    properties = run.find(qn("w:rPr")) if run.tag == qn("w:r") else None
    mark = properties.find(qn("w:vanish")) if properties is not None else None
    return mark is not None and mark.get(qn("w:val"), "1") not in {"0", "false", "off"}


def is_mark_deleted(paragraph: Any) -> bool:
    """Whether the end of the paragraph was deleted, so that the next one goes on in it."""
    path = "/".join(map(qn, ("w:pPr", "w:rPr", "w:del")))
    return paragraph.find(path) is not None


def is_row_deleted(row: Any) -> bool:
    """Whether a ``w:tr`` was deleted under tracking."""
    return row.find("/".join(map(qn, ("w:trPr", "w:del")))) is not None


def changes_in(body: Any) -> int:
    """How many insertions, deletions and moves are tracked."""
    return sum(1 for _ in body.iter(*_CHANGES))


def hidden_in(body: Any) -> int:
    """How many runs are hidden."""
    return sum(1 for run in body.iter(qn("w:r")) if is_hidden(run))


def boxes_of(paragraph: Any) -> Iterator[Any]:
    """The contents of its text boxes, each once."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not (_twice_told(box) or _within_another(box, paragraph)):
            yield box


def _twice_told(box: Any) -> bool:
    """Whether this is the fallback of a text box that has a newer form beside it."""
    fallback = next(box.iterancestors(f"{_MC}Fallback"), None)
    if fallback is None:
        return False
    choices = fallback.getparent().iterchildren(f"{_MC}Choice")
    return any(next(choice.iter(qn("w:txbxContent")), None) is not None for choice in choices)


def _within_another(box: Any, paragraph: Any) -> bool:
    for above in box.iterancestors():
        if above is paragraph:
            return False
        if above.tag == qn("w:txbxContent"):
            return True
    return False


def notes_of(element: Any) -> Iterator[tuple[str, str]]:
    """Kind and number of the foot- and endnotes that are called, in order: ``("footnote", "2")``."""
    for mark in element.iter(*_NOTES):
        yield mark.tag.rpartition("}")[2].removesuffix("Reference"), mark.get(qn("w:id"))


def own(element: Any, tag: str) -> Iterator[Any]:
    """Children of that tag, also those wrapped in content controls or insertions."""
    for child in element.iterchildren():
        if child.tag == qn(tag):
            yield child
        elif child.tag in _WRAPPERS:
            yield from own(child, tag)
