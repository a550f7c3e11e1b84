"""Which proposals were read from the words that a finding speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from jiedui.documents.models import FactRecord, FoundDiscrepancy, Proposal

SENTENCE_LINES = 2
"""Lines that a sentence may go on for on a page where each line is one."""
_SHORTEST = 3
"""Characters of a name that a quote ends with, before the name goes on: …与天水市 of 天水市麦虚县."""


def read_there(found: FoundDiscrepancy, proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals whose words hold what the finding is about; those of its line where it names no words."""
    lines = [int(place["line"]) for place in found.places]
    written = str(found.params.get("written") or "")
    return [proposal for proposal in proposals if _is_from(proposal.fact, lines, written)]


def _is_from(fact: FactRecord, lines: list[int], written: str) -> bool:
    if not written:
        return fact.line in lines
    near = any(abs(fact.line - line) <= SENTENCE_LINES for line in lines)
    return near and (written in fact.quote or _breaks_off(fact.quote, written))


def _breaks_off(quote: str, written: str) -> bool:
    return any(quote.endswith(written[:end]) for end in range(_SHORTEST, len(written)))
