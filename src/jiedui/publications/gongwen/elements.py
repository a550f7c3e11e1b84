"""Small pieces of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# What may follow borders among the children of w:pPr, whose order is fixed.
AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:snapToGrid", "w:spacing", "w:ind", "w:jc",
    "w:outlineLvl", "w:rPr",
)  # fmt: skip


def element(tag: str, **attributes: Any) -> Any:
    """``element("w:top", val="single")`` is ``<w:top w:val="single"/>``."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def borders(paragraph: Any, sides: dict[str, int], *, colour: str = "000000", space: int = 1) -> None:
    """Lines at sides of a paragraph ("top", "bottom", "between"), each by its width in eighths of a point."""
    properties = paragraph._p.get_or_add_pPr()
    made = element("w:pBdr")
    for side, eighths in sides.items():
        made.append(element(f"w:{side}", val="single", sz=eighths, space=space, color=colour))
    properties.insert_element_before(made, *AFTER_BORDERS)


def indent_characters(paragraph_format: Any, characters: int, size: Any) -> None:
    """Indent the first line by whole characters, whatever their size turns out to be."""
    paragraph_format.first_line_indent = size * characters
    indent = paragraph_format._element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(characters * 100))


def no_indent(paragraph_format: Any) -> None:
    """Take away the first-line indent that the style gives."""
    paragraph_format.first_line_indent = 0
    indent = paragraph_format._element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "0")


def page_number(run: Any) -> None:
    """A field that shows the page's number."""
    for part in ("begin", "instr", "separate", "text", "end"):
        if part == "instr":
            code = element("w:instrText")
            code.text = " PAGE "
            run._r.append(code)
        elif part == "text":
            shown = element("w:t")
            shown.text = "1"
            run._r.append(shown)
        else:
            run._r.append(element("w:fldChar", fldCharType=part))


def no_grid(section: Any) -> None:
    """Let nothing snap to a grid: every measure is said by the styles."""
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)


def closer(style: Any, twips: int) -> None:
    """Set characters apart (or, negative, together) by twentieths of a point."""
    properties = style.element.get_or_add_rPr()
    properties.insert_element_before(
        element("w:spacing", val=twips), "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang"
    )
