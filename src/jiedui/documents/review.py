"""What the review of a document shows: its text with each fact marked where it stands, and the proposals.

Four queries, one more where proposals are selected, whatever the number of facts; nothing here is HTML.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jiedui.documents.enums import ProposalState
from jiedui.documents.facts import FactKind
from jiedui.documents.models import (
    BulkDecision,
    DocumentBlock,
    FactRecord,
    FoundDiscrepancy,
    Proposal,
    SourceDocument,
)
from jiedui.documents.pages import PageMarks, marked_pages
from jiedui.documents.selection import LOW, MIDDLE, Order, Selection


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text and the numbers of the facts that stand in it. ``begins`` are those it is the first
    stretch of; ``outside`` marks a passage outside scope."""

    text: str
    facts: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    outside: bool = False
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A table row with the facts read from it."""

    cells: list[str]
    line: int
    facts: tuple[int, ...]
    outside: bool
    proposed: bool


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A block of the document with its marks."""

    kind: str
    level: int
    line: int
    segments: list[Segment]
    rows: list[MarkedRow]


@dataclass(slots=True)
class Tally:
    """How many proposals there are and how many are decided."""

    states: Counter[str] = field(default_factory=Counter)
    blocked: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.states.values())

    @property
    def open(self) -> int:
        """Those nobody has decided on."""
        return self.states[ProposalState.PENDING]

    @property
    def decided(self) -> int:
        """Those somebody has decided on."""
        return self.total - self.open

    @property
    def acceptable(self) -> int:
        """Open ones that can be accepted as they are."""
        return self.open - self.blocked


@dataclass(slots=True)
class Section:
    """The proposals of one field of work ("" for pairings), those that need a look first."""

    name: str
    proposals: list[Proposal]
    tally: Tally


@dataclass(slots=True)
class Review:
    """A document in review. ``sections`` hold what was selected of the ``proposals``, ``tally`` counts all of them."""

    document: SourceDocument
    blocks: list[MarkedBlock]
    pages: list[PageMarks]
    proposals: list[Proposal]
    sections: list[Section]
    discrepancies: list[FoundDiscrepancy]
    agreeing: list[FoundDiscrepancy]
    outside: list[FactRecord]
    noted: list[FactRecord]
    tally: Tally
    shown: Tally
    last_bulk: BulkDecision | None


def review_of(document: SourceDocument, selection: Selection | None = None) -> Review:
    """Everything the review screen shows; of the proposals, those of the selection."""
    selection = selection or Selection()
    facts = list(document.facts.select_related("proposal"))
    found = list(document.discrepancies.all())
    proposals = [_proposal(fact) for fact in facts if hasattr(fact, "proposal")]
    chosen = selected(document, proposals, selection)
    blocks = list(document.blocks.all())
    return Review(
        document=document,
        blocks=mark(blocks, facts),
        pages=marked_pages(
            document, blocks, facts, {int(place["line"]) for row in found for place in row.places}
        ),
        proposals=proposals,
        sections=sections_of(chosen, selection.order),
        discrepancies=[row for row in found if row.severity != "ok"],
        agreeing=[row for row in found if row.severity == "ok"],
        outside=[fact for fact in facts if fact.kind == FactKind.OUT_OF_SCOPE],
        noted=[f for f in facts if not hasattr(f, "proposal") and f.kind != FactKind.OUT_OF_SCOPE],
        tally=tally_of(proposals),
        shown=tally_of(chosen),
        last_bulk=document.bulk_decisions.select_related("made_by").filter(undone_at__isnull=True).first(),
    )


def selected(document: SourceDocument, proposals: list[Proposal], selection: Selection) -> list[Proposal]:
    """The proposals of the selection, by the condition that also chooses what is accepted at once."""
    if not selection.narrows:
        return proposals
    wanted = set(Proposal.objects.filter(selection.where(document)).values_list("pk", flat=True))
    return [proposal for proposal in proposals if proposal.pk in wanted]


def _proposal(fact: FactRecord) -> Proposal:
    proposal = fact.proposal
    proposal.fact = fact
    return proposal


def tally_of(proposals: Iterable[Proposal]) -> Tally:
    """Count the states."""
    tally = Tally()
    for proposal in proposals:
        tally.states[proposal.state] += 1
        tally.blocked += proposal.blocked and proposal.state == ProposalState.PENDING
    return tally


def section_tallies(document: SourceDocument, selection: Selection | None = None) -> dict[str, Tally]:
    """The tally of each section, of what was selected; one small query, for partial answers."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    chosen = (selection or Selection()).where(document)
    rows = Proposal.objects.filter(chosen).values_list("section", "state", "blocked")
    for section, state, blocked in rows:
        tallies[section].states[state] += 1
        tallies[section].blocked += blocked and state == ProposalState.PENDING
    return dict(tallies)


def total_of(tallies: Mapping[str, Tally]) -> Tally:
    """All sections together."""
    whole = Tally()
    for tally in tallies.values():
        whole.states.update(tally.states)
        whole.blocked += tally.blocked
    return whole


def sections_of(proposals: Iterable[Proposal], order: str = "") -> list[Section]:
    """By field of work, inside each by ``order``; the fields by what comes first in them, else as in the document."""
    grouped: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        grouped.setdefault(proposal.section, []).append(proposal)
    names = sorted(grouped, key=lambda name: (name != "", grouped[name][0].fact.number))
    key = _ORDERS.get(order, _urgency)
    if order != Order.TEXT:
        names.sort(key=lambda name: min(key(proposal)[0] for proposal in grouped[name]))
    return [Section(name, sorted(grouped[name], key=key), tally_of(grouped[name])) for name in names]


def _as_in_text(proposal: Proposal) -> tuple[int, int]:
    return 0, proposal.fact.number


def _least_sure(proposal: Proposal) -> tuple[int, int]:
    return round(proposal.fact.confidence * 100), proposal.fact.number


def _urgency(proposal: Proposal) -> tuple[int, int]:
    """Blocked ones, then those of low and of middling confidence, then the rest as they stand."""
    confidence = proposal.fact.confidence
    rank = 0 if proposal.blocked else 1 if confidence < LOW else 2 if confidence < MIDDLE else 3
    return rank, proposal.fact.number


_ORDERS: dict[str, Callable[[Proposal], tuple[int, int]]] = {
    Order.CONFIDENCE.value: _least_sure,
    Order.TEXT.value: _as_in_text,
}


def mark(blocks: Iterable[DocumentBlock], facts: Iterable[FactRecord]) -> list[MarkedBlock]:
    """The blocks with their facts marked."""
    by_block: dict[int, list[FactRecord]] = defaultdict(list)
    for fact in facts:
        by_block[fact.block].append(fact)
    return [_marked(block, by_block.get(block.index, [])) for block in blocks]


def _marked(block: DocumentBlock, facts: list[FactRecord]) -> MarkedBlock:
    rows = [_marked_row(row, number, facts) for number, row in enumerate(block.rows)]
    spans = [] if rows else [fact for fact in facts if fact.row is None and fact.start < fact.end]
    segments = [] if rows else segments_of(block.text, spans)
    return MarkedBlock(block.kind, block.level, block.line, segments, rows)


def _marked_row(row: dict[str, object], number: int, facts: list[FactRecord]) -> MarkedRow:
    here = [fact for fact in facts if fact.row == number]
    cells = row["cells"]
    assert isinstance(cells, list)
    return MarkedRow(
        cells=cells,
        line=int(str(row["line"])),
        facts=tuple(fact.number for fact in here),
        outside=any(fact.kind == FactKind.OUT_OF_SCOPE for fact in here),
        proposed=any(hasattr(fact, "proposal") for fact in here),
    )


def segments_of(text: str, facts: list[FactRecord]) -> list[Segment]:
    """The text cut at every beginning and end of a fact; joined again it is the text."""
    edges = sorted({0, len(text), *(min(e, len(text)) for f in facts for e in (f.start, f.end))})
    begun: set[int] = set()
    segments = []
    for start, end in itertools.pairwise(edges):
        here = [fact for fact in facts if fact.start <= start and end <= fact.end]
        numbers = tuple(fact.number for fact in here)
        begins = tuple(number for number in numbers if number not in begun)
        begun.update(numbers)
        segments.append(
            Segment(
                text=text[start:end],
                facts=numbers,
                begins=begins,
                outside=any(fact.kind == FactKind.OUT_OF_SCOPE for fact in here),
                proposed=any(hasattr(fact, "proposal") for fact in here),
            )
        )
    return segments
