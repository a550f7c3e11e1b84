"""Reads a document: facts of every kind, what in it does not add up, and what is not imported and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from jiedui.documents.anonymity import without_names
from jiedui.documents.blocks import Document
from jiedui.documents.confidence import Certainty
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
from jiedui.documents.second import second_facts
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
    """All facts of a document in the order of the text, each as sure as facts of its kind were found to be.

    A fact whose quote touches a passage outside scope is dropped, whatever extractor found it; names of natural
    persons are taken out of all others. A second reader is asked where the operator has set one.
    """
    context, graded = graded_facts(document)
    sure = Certainty(context)
    own = [sure.of(fact) for fact in graded]
    both = [*own, *second_facts(context, own)]
    facts = sorted(both, key=lambda fact: (fact.line, fact.block, fact.row or 0, fact.start))
    refused = tuple(fact for fact in facts if fact.kind is FactKind.OUT_OF_SCOPE)
    return Reading(tuple(facts), tuple(reconcile(context)), refused, context)


def graded_facts(document: Document) -> tuple[Context, list[Fact]]:
    """The facts with the grade that their extractor gave them, from which their certainty is told."""
    context = analyse(document)
    refused = list(scope.extract(document, context))
    found = [fact for extractor in EXTRACTORS for fact in extractor.extract(document, context)]
    closed: dict[tuple[int, int | None], list[Fact]] = defaultdict(list)
    for passage in refused:
        closed[passage.block, passage.row].append(passage)
    screened = [
        fact
        for fact in found
        if fact.kind in _UNSCREENED or not _touches(fact, closed.get((fact.block, fact.row), ()))
    ]
    return context, [*_unique([clean for fact in screened if (clean := without_names(fact))]), *refused]


def _touches(fact: Fact, refused: Iterable[Fact]) -> bool:
    """Whether any character of the quote lies in a passage of its block or row that is outside scope."""
    return any(fact.start < passage.end and passage.start < fact.end for passage in refused)


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
