"""What surrounds a passage: its annex, headings, field of work and year; and the sentences of a block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jiedui.documents.blocks import Block, BlockKind, Document
from jiedui.documents.flat import Flat, flatten, looks_scanned, sentences
from jiedui.documents.outlook import looks_ahead
from jiedui.documents.parties import Parties
from jiedui.documents.party_analysis import analyse_parties
from jiedui.documents.sections import Section
from jiedui.documents.territories import RUN_IN_DEPTH, territories
from jiedui.documents.workstreams import GENERAL, PAIRED, of_title, of_words

_ANNEX = re.compile(r"^附(?:件|表)(\d*)$")
_LISTED = re.compile(r"^附件[:：]")
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年(?!(?:以来|起|至今|[初底末]?以来|[初底末]至今|\d{1,2}月(?:以来|起|至今)|[^，。；]{1,8}以来))|-(?:0?[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
)
"""A year that a paper speaks of as its own: 2014年以来 tells since when, not what of."""
_NUMBERED = re.compile(r"(?<!\d)((?:19|20)\d\d)[〕）]")
NUMBER_LINE = 60
"""The number of a paper stands on a short line; in a long one it is that of another paper."""
_STRETCH = re.compile(r"((?:19|20)\d\d)年?[-—–~至](?:19|20)\d\d年")
_SIGNED = re.compile(r"[^，。；\d]{0,30}((?:19|20)\d\d)年\d{1,2}月\d{1,2}日(?:印发)?")
FOOT = 4
"""So many blocks from the end a paper is signed and dated."""
_HEADED_YEAR = re.compile(r"((?:19|20)\d\d)年(?:度)?(?![^，。；]{0,12}(?:以来|[〕）]|至|到|-))")
_RUN_IN = re.compile(
    r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+是|\d{1,2}[.、．])?([^。，；：（）]{4,28})[。:：]"
)
_MARK = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.、．]|[★☆]|——)")
_PAPER = re.compile(r"(方案|意见|办法|计划|规划|细则|要点)(（[^）]*）)?$")
_NEW_PART = re.compile(r"(方案|通知|意见|办法|计划|规划|细则|要点|清单|表|报告|简报)(（[^）]*）)?$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``text`` is its view (no white space, one punctuation); indices below count in it."""

    block: Block
    flat: Flat
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.flat.text[self.start : self.end]

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the block's own text."""
        stop = self.end if end is None else self.start + end
        return self.flat.span(self.start + start, stop)

    def quote(self, start: int = 0, end: int | None = None) -> str:
        """``text[start:end]`` as the source writes it."""
        first, last = self.span(start, end)
        return self.block.text[first:last]

    def line(self, start: int = 0) -> int:
        """The source line on which ``text[start]`` stands."""
        return self.block.line_at(self.span(start, start + 1)[0])


class Context:
    """What the extractors know about a document beyond the block at hand."""

    def __init__(
        self, document: Document, sections: tuple[Section, ...], parties: Parties, *, scanned: bool
    ) -> None:
        self.document = document
        self.parties = parties
        self.scanned = scanned
        self._sections = sections
        self._flats: dict[int, Flat] = {}

    @property
    def year(self) -> int | None:
        """The year the document is about."""
        return self._sections[-1].year if self._sections else None

    def section(self, block_index: int) -> Section:
        """Where the block stands."""
        return self._sections[block_index]

    def flat(self, block: Block) -> Flat:
        """The view of the block's text (for a table use :meth:`flatten` on its cells)."""
        if block.index not in self._flats:
            self._flats[block.index] = flatten(block.text, ocr=self.scanned)
        return self._flats[block.index]

    def flatten(self, text: str) -> Flat:
        """The view of any text of this document, such as a table cell."""
        return flatten(text, ocr=self.scanned)

    def sentences(self, block: Block) -> Iterator[Sentence]:
        """The sentences of a paragraph or heading (clauses ended by a semicolon count as sentences)."""
        if block.kind is BlockKind.TABLE:
            return
        flat = self.flat(block)
        for start, end in sentences(flat.text):
            yield Sentence(block=block, flat=flat, start=start, end=end)

    def workstream(self, block_index: int, text: str) -> str:
        """The field of work of a passage: the annex's where its title names one, else by the words around.

        The title of an article in a bulletin comes last: articles go from one field to the next.
        """
        section = self._sections[block_index]
        if section.titled:
            return section.workstream
        below = [head for head, depth in zip(section.headings, section.depths, strict=True) if depth > 1]
        above = [head for head, depth in zip(section.headings, section.depths, strict=True) if depth <= 1]
        own = of_title(text)
        return (
            (own if own != PAIRED else None)
            or next((found for head in reversed(below) if (found := of_title(head))), None)
            or own
            or of_words(text)
            or next((found for head in reversed([*above, *below]) if (found := of_words(head))), None)
            or section.workstream
        )


def analyse(document: Document) -> Context:
    """The context of a document."""
    scanned = looks_scanned("".join(block.text for block in document.blocks))
    walk = _Walk(scanned=scanned, signed=_signed(document))
    sections = tuple(walk.step(block) for block in document.blocks)
    parties = analyse_parties(document, scanned=scanned)
    return Context(
        document, territories(document, sections, parties, scanned=scanned), parties, scanned=scanned
    )


def _signed(document: Document) -> int:
    """The year in which a paper says at its foot that it was signed; 0 where it does not."""
    foot = (re.sub(r"\s", "", block.text) for block in document.blocks[-FOOT:] if not block.rows)
    return max((int(found[1]) for text in foot if (found := _SIGNED.fullmatch(text))), default=0)


class _Walk:
    """Goes through the blocks once, keeping the headings that are open."""

    def __init__(self, *, scanned: bool, signed: int) -> None:
        self._scanned = scanned
        self._signed = signed
        self._section = Section()
        self._open: list[tuple[int, str]] = []
        self._annexes = 0
        self._sub = 0
        self._announced = ""
        self._paper_stream: str | None = None
        self._within_list = False
        self._listed: set[str] = set()

    def step(self, block: Block) -> Section:
        view = "" if block.kind is BlockKind.TABLE else flatten(block.text, ocr=self._scanned).text
        self._note_list(view)
        if block.kind is BlockKind.HEADING and not self._within_list:
            self._heading(block.level, view)
        stretch = _STRETCH.search(view[:120])
        if self._section.year is None and stretch:
            self._section = replace(self._section, year=int(stretch[1]))
        year = _YEAR.search(view[:300]) or (_NUMBERED.search(view) if len(view) <= NUMBER_LINE else None)
        if self._section.year is None and year:
            self._section = replace(self._section, year=int(year[1]))
        section = self._of_its_year()
        run_in = _RUN_IN.match(view) if block.kind is BlockKind.PARAGRAPH else None
        if run_in and run_in.end() < len(view):
            return replace(
                section,
                headings=(*section.headings, run_in[1]),
                depths=(*section.depths, RUN_IN_DEPTH),
            )
        return section

    def _of_its_year(self) -> Section:
        """The section with the year that its nearest heading names (三、2021年工作打算), else its paper's.

        What a paper says comes next is meant for the year in which it was signed, though it speaks of the last first.
        """
        for _, heading in reversed(self._open):
            if year := _HEADED_YEAR.search(heading):
                return replace(self._section, year=int(year[1]))
        if self._signed > (self._section.year or 0) and looks_ahead(self._section.headings, ""):
            return replace(self._section, year=self._signed)
        return self._section

    def _note_list(self, view: str) -> None:
        """Remembers the titles announced in a list 附件：1.… 2.…"""
        if _LISTED.match(view):
            self._within_list = True
        elif self._within_list and not re.match(r"\d{1,2}[.、．]", view):
            self._within_list = False
        if self._within_list:
            self._listed.add(_bare_title(re.sub(r"^附件[:：]", "", view)))

    def _heading(self, level: int, view: str) -> None:
        if annex := _ANNEX.match(view):
            self._announced = annex[1] or "-"
            return
        if level == 1 and self._is_paper(view):
            self._begin_paper(view)
            return
        title = _MARK.sub("", view)
        self._open = [(depth, text) for depth, text in self._open if depth < level or level == 0]
        self._open.append((level, title))
        self._section = replace(
            self._section,
            headings=tuple(text for _, text in self._open),
            depths=tuple(depth for depth, _ in self._open),
        )

    def _is_paper(self, view: str) -> bool:
        return bool(self._announced or _bare_title(view) in self._listed or _NEW_PART.search(view))

    def _begin_paper(self, view: str) -> None:
        """A new annex, or a table of the annex before it."""
        year = _STRETCH.search(view) or _YEAR.search(view)
        sub = self._annexes > 0 and not _PAPER.search(view)
        stream = self._stream(view)
        if sub:
            self._sub += view != self._section.annex
            number = f"{self._annexes}-{max(self._sub, 1)}"
        else:
            number = self._next_number(view)
        self._section = Section(
            annex=view,
            number=number,
            workstream=stream or GENERAL,
            titled=bool(stream),
            year=int(year[1]) if year else self._section.year,
        )
        self._open = []
        self._announced = ""

    def _stream(self, view: str) -> str | None:
        """The field of the paper; a table belongs to the paper it is annexed to."""
        if _PAPER.search(view) or not self._paper_stream:
            stream = of_title(view)
            if _PAPER.search(view):
                self._paper_stream = stream
            return stream
        return self._paper_stream

    def _next_number(self, view: str) -> str:
        """Main part first; then each announced or listed paper is one annex further."""
        if not (self._announced or _bare_title(view) in self._listed or self._annexes):
            return ""
        self._annexes = int(self._announced) if self._announced.isdigit() else self._annexes + 1
        self._sub = 0
        return str(self._annexes)


def _bare_title(view: str) -> str:
    return re.sub(r"[\s“”\"《》、，]", "", re.sub(r"^\d{1,2}[.、．]", "", view))
