"""Reads web pages: the main text found among navigation (trafilatura), with its headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree

from jiedui.documents.blocks import Block, BlockKind, Document, Row
from jiedui.documents.readers.errors import UnreadableDocumentError
from jiedui.documents.readers.lengths import MAX_COLUMNS
from jiedui.documents.readers.lines import Layout, heading_level
from jiedui.documents.readers.text import decode, table_block

MEDIA_TYPE = "text/html"
WHOLE = Layout(width=1000, wrapped=False)
_LOOKS_LIKE = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9-]*")
_DAY = re.compile(r">[^<>]{0,24}?(20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?)[^<>]{0,40}<")
_BEFORE = 20_000
"""So many characters of a page before its first words may hold its day."""
_SHORT = 12
_NO_TREE = (SyntaxError, ValueError)
"""What parsers of XML raise, each a kind of these, where tags make no tree."""
_NO_SEARCH = {"extensive_search": False}
"""The date of a page is not used; looking for it in every language took twenty times as long as all the rest."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def looks_like_html(data: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    return bool(_LOOKS_LIKE.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]))


def read_html(data: bytes, name: str) -> Document:
    """The document in a web page; nothing it refers to is fetched.

    Raises UnreadableDocumentError ``no_text``, or ``damaged`` where no tree can be made of its tags.
    """
    page = _decoded(data)
    try:
        found = _main_text(page)
    except _NO_TREE:
        found = _main_text_of_damaged(page, name)
    blocks = tuple(_blocks(found, page)) if found else ()
    if not blocks:
        raise UnreadableDocumentError("no_text", name)
    return Document(name=name, media_type=MEDIA_TYPE, blocks=blocks)


def _main_text(page: str) -> str | None:
    """The main text as XML, None where there is none."""
    from trafilatura import extract  # it takes a third of a second to import, and few papers are web pages
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    return extract(
        page,
        output_format="xml",
        include_tables=True,
        include_comments=False,
        include_links=False,
        include_images=False,
        favor_recall=True,
        with_metadata=True,
        date_extraction_params=_NO_SEARCH,
        config=config,
    )


def _main_text_of_damaged(page: str, name: str) -> str | None:
    """The same of a page with words among its attributes (<td 甲区>), which XML cannot hold: they are left out."""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(page)
        for element in tree.iter(etree.Element):
            for attribute in [name for name in element.attrib if not _ATTRIBUTE.fullmatch(name)]:
                del element.attrib[attribute]
        return _main_text(html.tostring(tree, encoding="unicode"))
    except _NO_TREE as error:
        raise UnreadableDocumentError("damaged", name) from error


def _decoded(data: bytes) -> str:
    """The text of the page, in the encoding it names where that fits."""
    if named := _CHARSET.search(data[:2048]):
        encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(named[1].decode().lower(), named[1].decode())
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            pass
    return decode(data)


def _dated(page: str, root: Any) -> str:
    """The day of the page that stands between its title and its first words; empty where none does.

    The main text leaves it out, as it does navigation; but a report is dated by it.
    """
    first = next((words for element in root.iter("p") if len(words := _words(element)) > _SHORT), "")
    end = page.find(first[:_SHORT]) if first else -1
    found = [match[1] for match in _DAY.finditer(page, max(end - _BEFORE, 0), end)] if end > 0 else []
    return found[-1] if found else ""


def _blocks(xml: str, page: str) -> Iterator[Block]:
    root = ElementTree.fromstring(xml, forbid_dtd=True)
    line = index = 0
    title = (root.get("title") or "").strip()
    if title:
        line, index = 1, 1
        yield Block(0, BlockKind.HEADING, title, ((0, 1),), 1)
        if day := _dated(page, root):
            line, index = 2, 2
            yield Block(1, BlockKind.PARAGRAPH, day, ((0, 2),))
    for element in _pieces(main if (main := root.find("main")) is not None else root):
        if element.tag == "table":
            rows = [Row(cells, line + n) for n, cells in enumerate(_rows(element), start=1)]
            line += len(rows)
            block = table_block(index, rows) if rows else None
        else:
            words = _words(element)
            line += 1
            block = _text(index, words, line, element) if words and words != title else None
        if block:
            index += 1
            yield block


def _pieces(element: Any) -> Iterator[Any]:
    """Paragraphs, headings, items of lists and tables, in order."""
    for child in element:
        if child.tag in {"p", "head", "item", "table"}:
            yield child
        else:
            yield from _pieces(child)


def _text(index: int, words: str, line: int, element: Any) -> Block:
    own = _number(element.get("rend", "")[1:2], 0) if element.tag == "head" else 0
    level = min(own, 4) or heading_level(words, WHOLE, whole=True)
    kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
    return Block(index, kind, words, ((0, line),), level)


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    """The rows of a table; a cell over several columns speaks once, then ""."""
    for row in table.iter("row"):
        cells: list[str] = []
        for cell in row.iter("cell"):
            cells += [_words(cell), *[""] * (_number(cell.get("cols"), 1) - 1)]
        if any(cells):
            yield tuple(cells)


def _number(stated: str | None, otherwise: int) -> int:
    """A number that a page states, none beyond what a table may have across."""
    return min(int(stated), MAX_COLUMNS) if stated and stated.isascii() and stated.isdigit() else otherwise


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
