"""Proposals and findings of a document as the templates show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiedui.documents import wording
from jiedui.documents.conflicts import conflicts_of
from jiedui.documents.enums import Choice, Match, ProposalState, ProposedObject
from jiedui.documents.models import FoundDiscrepancy, Proposal
from jiedui.documents.proposals.vocabulary import WORKSTREAMS
from jiedui.documents.read_there import read_there
from jiedui.documents.review import Review, Tally
from jiedui.documents.selection import LOW, MIDDLE, PAIRINGS, Selection
from jiedui.documents.telling import Told, tell


@dataclass(frozen=True, slots=True)
class Card:
    """One proposal: its words, its state, and how sure the reader was."""

    proposal: Proposal
    told: Told
    kind: str
    match: str
    sure: str
    percent: int

    @property
    def open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.proposal.state == ProposalState.PENDING

    @property
    def bare_figure(self) -> str:
        """The figure without its sign."""
        return self.told.figure.lstrip("≥≤= ")

    @property
    def drafts(self) -> bool:
        """Whether an entry would be drafted, which a reviewer may decline."""
        return bool(self.proposal.plan.get("values", {}).get("entry"))


@dataclass(frozen=True, slots=True)
class SectionView:
    """A field of work with its cards."""

    key: str
    name: str
    label: str
    cards: list[Card]
    tally: Tally
    selection: Selection


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a finding."""

    value: str
    word: str
    effect: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding about the document, in words, with its answers, or else with what was read there."""

    found: FoundDiscrepancy
    said: wording.Said
    options: list[Option]
    read: list[Card]

    @property
    def places(self) -> list[tuple[int, str]]:
        """The lines it speaks of with the words there, each once."""
        return list(dict.fromkeys((int(place["line"]), str(place["quote"])) for place in self.found.places))


def card_of(proposal: Proposal) -> Card:
    """The card of a proposal."""
    confidence = proposal.fact.confidence
    match = Match(proposal.match)
    return Card(
        proposal=proposal,
        told=tell(proposal),
        kind=str(ProposedObject(proposal.makes).label),
        match="" if match == Match.NEW else str(match.label),
        sure="low" if confidence < LOW else "middle" if confidence < MIDDLE else "high",
        percent=round(confidence * 100),
    )


def sections_of(review: Review, selection: Selection) -> list[SectionView]:
    """The sections of a review with their cards; each can be accepted at once, as far as it is shown."""
    return [
        SectionView(
            key=section_key(section.name),
            name=section.name,
            label=section_label(section.name),
            cards=[card_of(proposal) for proposal in section.proposals],
            tally=section.tally,
            selection=replace(selection, section=section.name or PAIRINGS),
        )
        for section in review.sections
    ]


def section_key(name: str) -> str:
    """A name for addresses on the page: letters and digits only."""
    known = WORKSTREAMS.get(name, ("", ""))[0]
    return known or ("x" + name.encode().hex()[:24] if name else "pairings")


def section_label(name: str) -> str:
    """The section's name in the reader's language."""
    if not name:
        return _("Pairings")
    english = WORKSTREAMS.get(name, ("", ""))[1]
    return english if (get_language() or "").startswith("en") and english else name


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two statements of the same figure as cards; a choice keeps one of them and leaves the other out."""

    first: Card
    second: Card

    @property
    def cards(self) -> list[Card]:
        """Both, as they stand in the text."""
        return [self.first, self.second]

    @property
    def choices(self) -> list[tuple[Card, Card]]:
        """The one to keep with the one to leave out."""
        return [(self.first, self.second), (self.second, self.first)]


def conflicts_in(review: Review) -> list[ConflictView]:
    """The contradictions of a document."""
    return [ConflictView(card_of(c.first), card_of(c.second)) for c in conflicts_of(review.proposals)]


def findings_of(found: Iterable[FoundDiscrepancy], proposals: Sequence[Proposal] = ()) -> list[FindingView]:
    """Findings in words; those without answers of their own with those of the proposals that were read there."""
    return [finding_view(row, proposals) for row in found]


def choice_key(findings: Iterable[FindingView]) -> list[Option]:
    """What each answer does, each said once."""
    return list({(o.word, o.effect): o for finding in findings for o in finding.options}.values())


def finding_view(found: FoundDiscrepancy, proposals: Sequence[Proposal] = ()) -> FindingView:
    """One finding in words, with its answers."""
    read = [card_of(proposal) for proposal in read_there(found, proposals)]
    options = [
        Option(c, *wording.choice(c, found.code), c == found.choice)
        for c in found.choices
        if c in Choice.values
    ]
    return FindingView(found, wording.discrepancy(found.code, found.params, found.severity), options, read)


def kinds_accepted(review: Review) -> list[dict[str, Any]]:
    """How many proposals of each kind were accepted, rejected or are open."""
    rows = []
    proposals = [proposal for section in review.sections for proposal in section.proposals]
    for makes in ProposedObject:
        mine = [proposal for proposal in proposals if proposal.makes == makes]
        if mine:
            states = [proposal.state for proposal in mine]
            taken = sum(state in {ProposalState.ACCEPTED, ProposalState.EDITED} for state in states)
            rows.append(
                {
                    "label": makes.label,
                    "accepted": taken,
                    "rejected": states.count(ProposalState.REJECTED),
                    "open": states.count(ProposalState.PENDING),
                }
            )
    return rows
