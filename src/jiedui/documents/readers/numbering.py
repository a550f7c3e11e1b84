"""The numbers Word shows before a paragraph but does not store in its text (一、, （一）, 1.)."""

from __future__ import annotations

import re
from typing import Any

import cn2an
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
}


class Numbering:
    """Counts a document's automatic numbers as its paragraphs go by."""

    def __init__(self, opened: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        try:
            root = opened.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        self._read(root)

    def _read(self, root: Any) -> None:
        abstract = {node.get(qn("w:abstractNumId")): node for node in root.iterchildren(qn("w:abstractNum"))}
        for num in root.iterchildren(qn("w:num")):
            link = num.find(qn("w:abstractNumId"))
            source = abstract.get(link.get(qn("w:val"))) if link is not None else None
            if source is None:
                continue
            for level in source.iterchildren(qn("w:lvl")):
                key = (num.get(qn("w:numId")), int(level.get(qn("w:ilvl"))))
                self._levels[key] = (
                    _value(level, "w:numFmt") or "decimal",
                    _value(level, "w:lvlText") or "",
                    int(_value(level, "w:start") or 1),
                )

    def label(self, paragraph: Paragraph) -> str:
        """The number that stands before the paragraph, "" where there is none (bullets count as none)."""
        key = _key(paragraph)
        if key is None or key not in self._levels:
            return ""
        form, pattern, start = self._levels[key]
        self._counts[key] = self._counts.get(key, start - 1) + 1
        for deeper in [other for other in self._counts if other[0] == key[0] and other[1] > key[1]]:
            del self._counts[deeper]
        if form == "bullet":
            return ""
        return re.sub(r"%(\d)", lambda found: self._figure(key[0], int(found[1]) - 1), pattern)

    def _figure(self, number: str, level: int) -> str:
        form, _, start = self._levels.get((number, level), ("decimal", "", 1))
        count = self._counts.get((number, level), start)
        if form in _CHINESE:
            return re.sub("^一十", "十", str(cn2an.an2cn(str(count), "low")))
        if form.endswith("Letter"):
            letter = chr(ord("a") + (count - 1) % 26)
            return letter.upper() if form.startswith("upper") else letter
        return str(count)


def _key(paragraph: Paragraph) -> tuple[str, int] | None:
    """Number id and level of a paragraph, from itself or else from its style."""
    sources = [paragraph._p.pPr]
    if paragraph.style is not None:
        sources.append(paragraph.style.element.find(qn("w:pPr")))
    for properties in sources:
        node = properties.find(qn("w:numPr")) if properties is not None else None
        number = node.find(qn("w:numId")) if node is not None else None
        if node is not None and number is not None and number.get(qn("w:val")) != "0":
            level = node.find(qn("w:ilvl"))
            return number.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0
    return None


def _value(node: Any, tag: str) -> str | None:
    child = node.find(qn(tag))
    return child.get(qn("w:val")) if child is not None else None
