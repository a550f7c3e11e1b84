"""Reads a document: facts of every kind, what in it does not add up, and what is not imported and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jiedui.documents.anonymity import without_names
from jiedui.documents.blocks import Document
from jiedui.documents.extractors import (
    cadences,
    documents,
    milestones,
    orgs,
    pairings,
    projects,
    rules,
    scope,
    targets,
    tasks,
)
from jiedui.documents.facts import Discrepancy, Fact, FactKind
from jiedui.documents.reconcile import reconcile
from jiedui.documents.structure import Context, analyse

EXTRACTORS = (documents, orgs, pairings, targets, tasks, milestones, cadences, rules, projects)
_UNSCREENED = {FactKind.DOCUMENT, FactKind.ORG, FactKind.OUT_OF_SCOPE}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document says. ``facts`` includes the passages outside scope, which ``out_of_scope`` repeats."""

    facts: tuple[Fact, ...]
    discrepancies: tuple[Discrepancy, ...]
    out_of_scope: tuple[Fact, ...]
    context: Context

    def of(self, *kinds: FactKind) -> list[Fact]:
        """The facts of some kinds, in order."""
        return [fact for fact in self.facts if fact.kind in kinds]


def read(document: Document) -> Reading:
    """All facts of a document in the order of the text.

    A fact whose quote touches a passage outside scope is dropped, whatever extractor found it; names of natural
    persons are taken out of all others.
    """
    context = analyse(document)
    refused = tuple(scope.extract(document, context))
    found = [fact for extractor in EXTRACTORS for fact in extractor.extract(document, context)]
    screened = [fact for fact in found if fact.kind in _UNSCREENED or not _touches(fact, refused)]
    named = _unique([clean for fact in screened if (clean := without_names(fact))])
    kept = [_as_sure_as_its_page(fact, document) for fact in named]
    facts = sorted([*kept, *refused], key=lambda fact: (fact.line, fact.block, fact.row or 0, fact.start))
    return Reading(tuple(facts), tuple(reconcile(context)), refused, context)


def _as_sure_as_its_page(fact: Fact, document: Document) -> Fact:
    """A fact read from a picture is no surer than the recognition of its line."""
    place = document.places.get(fact.line)
    if place is None or place.confidence >= 1:
        return fact
    return replace(fact, confidence=round(fact.confidence * place.confidence, 2))


def _touches(fact: Fact, refused: Iterable[Fact]) -> bool:
    """Whether any character of the quote lies in a passage outside scope."""
    return any(
        fact.block == passage.block
        and fact.row == passage.row
        and fact.start < passage.end
        and passage.start < fact.end
        for passage in refused
    )


def _unique(facts: list[Fact]) -> list[Fact]:
    """The facts without exact repeats from the same place."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for fact in facts:
        key = (
            fact.kind,
            fact.block,
            fact.row,
            fact.start,
            fact.end,
            repr(sorted(fact.fields.items(), key=str)),
        )
        if key not in seen:
            seen.add(key)
            kept.append(fact)
    return kept
