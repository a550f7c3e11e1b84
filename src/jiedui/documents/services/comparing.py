"""Comparing a document with its running programme: the drafts behind the proposals, anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.db import transaction

from jiedui.documents.enums import ProposalState
from jiedui.documents.facts import FactKind
from jiedui.documents.models import FactRecord, Lesson, Proposal, SourceDocument
from jiedui.documents.proposals import Context, Draft, Statement, makes_proposal, propose, vocabulary
from jiedui.documents.proposals.as_of import paper_day
from jiedui.documents.proposals.names import NameBook
from jiedui.documents.proposals.snapshot import Snapshot
from jiedui.documents.queries import lessons_in_force
from jiedui.documents.services.across import keep_across
from jiedui.organisations.enums import UnitKind
from jiedui.plans.models import Programme

_YEAR = re.compile(r"(19|20)\d{2}")
BATCH = 500
Texts = Mapping[int, list[str]]
"""The text of each block by its index; of a table, its rows."""


@transaction.atomic
def compare_document(document: SourceDocument) -> list[Draft]:
    """Work out every draft again and store what changed; decisions stay as they are.

    A proposal that was accepted and turns out blocked goes back to be decided. The document is held meanwhile, so that
    no decision falls between reading the proposals and writing them.
    """
    SourceDocument.objects.select_for_update().get(pk=document.pk)
    facts = list(document.facts.select_related("proposal"))
    drafts = drafts_of(document, facts)
    there = {fact.number: fact.proposal for fact in facts if hasattr(fact, "proposal")}
    by_number = {fact.number: fact for fact in facts}
    new, changed = [], []
    for draft in drafts:
        proposal = there.get(draft.number)
        if proposal is None:
            new.append(_take_over(Proposal(fact=by_number[draft.number]), draft))
        elif _differs(proposal, draft):
            changed.append(_take_over(proposal, draft))
    Proposal.objects.bulk_create(new, batch_size=BATCH)
    Proposal.objects.bulk_update(
        changed, ["makes", "section", "match", "blocked", "plan", "problems", "state", "version"], BATCH
    )
    keep_across(document, drafts, facts)
    return drafts


def drafts_of(document: SourceDocument, facts: Iterable[FactRecord]) -> list[Draft]:
    """The drafts of a document's facts with the reviewers' edits, compared with the programme as it stands."""
    facts = list(facts)
    texts = texts_of(document, facts)
    statements = [statement_of(fact, texts) for fact in facts]
    return propose(statements, context_for(document, statements, chosen_names(facts), texts))


def texts_of(document: SourceDocument, facts: Iterable[FactRecord]) -> Texts:
    """The text of each block, where the facts hold a figure reached: the words around it say up to which day."""
    if not any(fact.kind == FactKind.ACTUAL for fact in facts):
        return {}
    rows = document.blocks.values_list("index", "text", "rows")
    return {
        index: ["\t".join(row["cells"]) for row in table] if table else [text] for index, text, table in rows
    }


def statement_of(fact: FactRecord, texts: Texts | None = None) -> Statement:
    """A fact with its edits laid over it, and the words it stands in."""
    proposal = getattr(fact, "proposal", None)
    edited = proposal.edited if proposal else {}
    fields = {**fact.fields, **{key: value for key, value in edited.items() if key != "resolved"}}
    return Statement(
        number=fact.number,
        kind=fact.kind,
        workstream=str(fields.get("workstream") or "")[:40],
        fields=fields,
        line=fact.line,
        quote=fact.quote,
        rejected=proposal is not None and proposal.state == ProposalState.REJECTED,
        words=_words_up_to(fact, texts or {}),
    )


def _words_up_to(fact: FactRecord, texts: Texts) -> str:
    said = texts.get(fact.block, [])
    at = fact.row or 0
    return said[at][: fact.end] if at < len(said) else ""


def context_for(
    document: SourceDocument, statements: list[Statement], chosen: dict[str, int], texts: Texts | None = None
) -> Context:
    """Names and programme for one comparison."""
    programme = document.programme
    assert programme is not None
    taught = lessons_in_force(programme)
    book = NameBook(
        programme,
        chosen=chosen,
        taught={lesson.key: lesson.unit_id for lesson in taught if lesson.unit_id},
        regions=_words(statements, {FactKind.PAIRING}, "prefecture", "province"),
        districts=_words(statements, {FactKind.PAIRING, FactKind.TARGET}, "giver"),
        front_offices=[
            name
            for name in _words(statements, {FactKind.TASK}, "lead", "responsible", "support")
            if vocabulary.kind_of(name) == UnitKind.FRONT_OFFICE
        ],
    )
    year = year_of(document, programme)
    said = (text for lines in (texts or {}).values() for text in lines)
    until = paper_day(said, document.issued_text, year=year, today=programme.today)
    measures = {(one.key, one.measured_in): one.indicator_id for one in taught if one.indicator_id}
    revisions = {(one.about, one.key): meant for one in taught if (meant := _revised(one)) is not None}
    source = source_of(document)
    return Context(programme, Snapshot(programme), book, year, until, source, measures, revisions)


def _revised(lesson: Lesson) -> int | str | None:
    """What stays the same over the versions of a rule or a milestone."""
    if lesson.rule is not None:
        return lesson.rule.code
    return (lesson.milestone.origin_id or lesson.milestone.pk) if lesson.milestone is not None else None


def source_of(document: SourceDocument) -> str:
    """How a paper is called where its words are cited: 《海州市工作简报第8期》."""
    return (
        f"《{str(document)[:100]}》{document.doc_number if document.doc_number not in str(document) else ''}"
    )


def year_of(document: SourceDocument, programme: Programme) -> int:
    """The year the document speaks of: of its title, its number, its date, else the programme's first."""
    for text in (document.title, document.doc_number, document.issued_text):
        if match := _YEAR.search(text):
            return int(match[0])
    return programme.starts_on.year


def _words(statements: Iterable[Statement], kinds: set[FactKind], *fields: str) -> list[str]:
    """The distinct names in some fields, in the order of the document."""
    return list(
        dict.fromkeys(
            text
            for statement in statements
            if statement.kind in kinds and makes_proposal(statement)
            for field in fields
            for text in statement.texts(field)
        )
    )


def chosen_names(facts: Iterable[FactRecord]) -> dict[str, int]:
    """The units reviewers chose for written names, by name."""
    chosen: dict[str, int] = {}
    for fact in facts:
        if hasattr(fact, "proposal"):
            chosen.update(fact.proposal.edited.get("resolved", {}))
    return chosen


def _differs(proposal: Proposal, draft: Draft) -> bool:
    return (proposal.plan, proposal.match, proposal.blocked, proposal.section, proposal.problems) != (
        draft.as_plan(),
        str(draft.match),
        draft.blocked,
        draft.section[:40],
        [problem.as_json() for problem in draft.problems],
    )


def _take_over(proposal: Proposal, draft: Draft) -> Proposal:
    proposal.makes = str(draft.makes)
    proposal.section = draft.section[:40]
    proposal.match = str(draft.match)
    proposal.blocked = draft.blocked
    proposal.plan = draft.as_plan()
    proposal.problems = [problem.as_json() for problem in draft.problems]
    if draft.blocked and proposal.state in {ProposalState.ACCEPTED, ProposalState.EDITED}:
        proposal.state = ProposalState.PENDING
        proposal.version += 1
    return proposal
