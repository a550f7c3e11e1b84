"""The same fact stated twice, differently: which two proposals contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiedui.documents.enums import ProposalState
from jiedui.documents.models import Proposal

CODE = "conflicting_value"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two proposals for the same figure: the one named first, and the one that says otherwise."""

    first: Proposal
    second: Proposal


def conflicts_of(proposals: Iterable[Proposal]) -> list[Conflict]:
    """The contradictions among the proposals of a document that nobody has settled."""
    rows = list(proposals)
    by_number = {proposal.fact.number: proposal for proposal in rows}
    found = []
    for proposal in rows:
        for problem in proposal.problems:
            first = by_number.get(problem.get("params", {}).get("number"))
            if problem.get("code") == CODE and first is not None and not _settled(first, proposal):
                found.append(Conflict(first, proposal))
    return found


def _settled(*proposals: Proposal) -> bool:
    """One of them was left out, so that they no longer stand against each other."""
    return any(proposal.state == ProposalState.REJECTED for proposal in proposals)
