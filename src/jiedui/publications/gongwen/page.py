"""Page, grid, styles, running head and page numbers."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from jiedui.publications.gongwen import elements, fonts
from jiedui.publications.gongwen import geometry as g

TITLE, TABLE_TITLE, CELL, NOTE = "Title", "Gongwen Table Title", "Gongwen Cell", "Gongwen Note"
LATIN_LANGUAGE = "en-US"
HEADINGS = {1: ("Heading 1", fonts.HEITI), 2: ("Heading 2", fonts.KAITI), 3: ("Heading 3", fonts.FANGSONG)}


def set_up(document: Document, marks: list[str], language: str) -> None:
    """Make an empty document into an official one; ``marks`` stand in the head of every page."""
    _defaults(document, language)
    _styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = g.PAGE_WIDTH, g.PAGE_HEIGHT
    section.top_margin, section.bottom_margin = g.TOP, g.BOTTOM
    section.left_margin, section.right_margin = g.LEFT, g.RIGHT
    section.header_distance, section.footer_distance = g.HEADER_FROM_EDGE, g.FOOTER_FROM_EDGE
    elements.no_grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        _running_head(header, marks)
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _defaults(document: Document, language: str) -> None:
    """Fonts and language of everything that no style says otherwise about.

    Only East Asian text is said to be Chinese: digits and Latin letters would else be broken anywhere in a line.
    """
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts.set_face(properties, fonts.FANGSONG)
    lang = properties.find(qn("w:lang"))
    lang.set(qn("w:val"), LATIN_LANGUAGE)
    lang.set(qn("w:eastAsia"), language)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    theme.set(qn("w:val"), LATIN_LANGUAGE)
    theme.set(qn("w:eastAsia"), language)


def _styles(document: Document) -> None:
    styles: Any = document.styles
    body = styles["Normal"]
    fonts.set_font(body, fonts.FANGSONG, g.SIZE_3, g.BLACK)
    elements.closer(body, g.CLOSER_TWIPS)
    _lines(body.paragraph_format, g.LINE_PITCH)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.widow_control = False
    elements.indent_characters(body.paragraph_format, 2, g.SIZE_3)
    for name, face in HEADINGS.values():
        fonts.set_font(styles[name], face, g.SIZE_3, g.BLACK)
        _lines(styles[name].paragraph_format, g.LINE_PITCH)
        styles[name].paragraph_format.keep_with_next = True
    title = styles[TITLE]
    fonts.set_font(title, fonts.XIAOBIAOSONG, g.SIZE_2, g.BLACK)
    for borders in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(borders)
    for spacing in title.element.rPr.findall(qn("w:spacing")):
        title.element.rPr.remove(spacing)
    _lines(title.paragraph_format, Pt(36))
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elements.no_indent(title.paragraph_format)
    _small_style(styles, TABLE_TITLE, fonts.HEITI, g.SIZE_4, Pt(28), WD_ALIGN_PARAGRAPH.CENTER)
    styles[TABLE_TITLE].paragraph_format.keep_with_next = True
    _small_style(styles, CELL, fonts.FANGSONG, g.SIZE_5, Pt(17), WD_ALIGN_PARAGRAPH.LEFT)
    _small_style(styles, NOTE, fonts.FANGSONG, g.SIZE_SMALL_4, Pt(20), WD_ALIGN_PARAGRAPH.JUSTIFY)


def _small_style(
    styles: Any, name: str, face: str, size: Length, pitch: Length, alignment: WD_ALIGN_PARAGRAPH
) -> None:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    fonts.set_font(style, face, size, g.BLACK)
    _lines(style.paragraph_format, pitch)
    style.paragraph_format.alignment = alignment
    elements.no_indent(style.paragraph_format)


def _lines(paragraph_format: Any, pitch: Length) -> None:
    """Lines of a fixed height with nothing between paragraphs."""
    paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph_format.line_spacing = pitch
    paragraph_format.space_before = paragraph_format.space_after = Pt(0)


def _running_head(header: Any, marks: list[str]) -> None:
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.style = NOTE
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run("　".join(marks))
    fonts.set_font(run, fonts.HEITI, g.SIZE_SMALL_4, g.RED)


def _page_number(footer: Any, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in size 4, one character from the outer edge: right on odd pages, left on even ones."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = NOTE
    paragraph.alignment = alignment
    _lines(paragraph.paragraph_format, g.SIZE_4)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = g.SIZE_4
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        fonts.set_font(run, fonts.SONGTI, g.SIZE_4, g.BLACK)
        if text is None:
            elements.page_number(run)
