"""A report that is accepted: what the ledger lacks becomes a draft with the report as its evidence, and counts once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiedui.documents.enums import Match, ProposalState
from jiedui.documents.errors import Blocked
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.models import FactLink, Proposal, SourceDocument
from jiedui.documents.services import (
    accept_document,
    accept_proposal,
    accept_section,
    compare_document,
    edit_proposal,
    note_figure,
    receive_document,
    undo_decision,
)
from jiedui.kernel.errors import NotAllowed
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry
from tests.conftest import World
from tests.documents.papers import SENTENCES, paper, proposal_of
from tests.ledger.acts import DETAIL, accepted, indicator

QUOTE = "东城区1亿元"
PAPER = """海州市东西部协作工作简报
第8期
海州市扶贫协作办公室  2019年9月5日

截至8月底，东城区累计采购云岭县农产品1.2亿元。
"""


def reached(value: int = 1000, quote: str = QUOTE, **fields: Any) -> Fact:
    common = {
        "workstream": "消费扶贫",
        "measure": "采购农产品",
        "value": value,
        "unit": "元",
        "normalized": value,
        "normalized_unit": "元",
        "comparator": "=",
        "giver": "东城区",
        "receiver": "云岭县",
        "period": "2019-01/2019-08",
    }
    block = next(number for number, text in enumerate(SENTENCES) if quote in text)
    start = SENTENCES[block].index(quote)
    return Fact(FactKind.ACTUAL, {**common, **fields}, quote, block + 1, block, start, start + len(quote))


@pytest.fixture
def report(world: World) -> SourceDocument:
    """A report of one purchase that the ledger lacks, handed in as a real file."""
    indicator(world)
    document = receive_document(
        actor=world.office,
        programme=world.programme,
        filename="简报第8期.txt",
        content=PAPER.encode(),
        in_background=False,
    ).document
    assert document.state == "review"
    return document


def the_figure(document: SourceDocument) -> Proposal:
    return Proposal.objects.select_related("fact").get(fact__document=document, makes="figure")


def tell(world: World, proposal: Proposal) -> Proposal:
    """Fill in what a report does not say."""
    return edit_proposal(
        actor=world.lead,
        proposal=proposal,
        version=proposal.version,
        changes={"giver": "东城区", "receiver": "云岭县", "entry": {**DETAIL["purchase"]}},
    )


def test_the_readers_figure_is_held_against_the_ledger_of_its_day(report: SourceDocument) -> None:
    found = the_figure(report)

    assert (found.match, found.blocked, found.section) == (Match.MISSING, True, "消费扶贫")
    values = found.plan["values"]
    assert (values["value"], values["to"], values["recorded"]) == ("120000000", "2019-08-31", "0")


def test_it_becomes_a_draft_with_the_report_as_evidence(world: World, report: SourceDocument) -> None:
    told = tell(world, the_figure(report))
    assert (told.state, told.blocked) == (ProposalState.EDITED, False)

    outcome = accept_document(actor=world.office, document=report, leave_open_out=True)

    entry = Entry.objects.get()
    assert (entry.state, entry.kind, entry.giver, entry.receiver) == (
        EntryState.DRAFT,
        "purchase",
        world.east,
        world.county,
    )
    assert (entry.amount, entry.occurred_on, entry.recorded_by) == (
        Decimal(120_000_000),
        date(2019, 8, 31),
        world.office,
    )
    [evidence] = entry.evidence.select_related("file")
    assert (evidence.purpose, evidence.filename, evidence.file.sha256) == (
        "other",
        "简报第8期.txt",
        report.sha256,
    )
    assert outcome.counts["entry"] == 1
    links = FactLink.objects.filter(fact=told.fact).values_list("content_type__model", flat=True)
    assert sorted(links) == ["entry", "indicator"]


def test_the_report_handed_in_again_proposes_nothing_more(world: World, report: SourceDocument) -> None:
    tell(world, the_figure(report))
    accept_document(actor=world.office, document=report, leave_open_out=True)
    again = receive_document(
        actor=world.office,
        programme=world.programme,
        filename="简报第8期（再发）.txt",
        content=PAPER.encode() + b"\n",
        in_background=False,
    ).document

    found = the_figure(again)

    assert (found.plan["values"]["waiting"], found.blocked) == ("120000000", False)
    accept_section(actor=world.office, document=again)
    accept_document(actor=world.office, document=again, leave_open_out=True)
    assert Entry.objects.count() == 1


def test_what_was_recorded_during_the_review_is_not_drafted(world: World, report: SourceDocument) -> None:
    tell(world, the_figure(report))
    accepted(world, amount=Decimal(20_000_000), detail={"voucher_number": "late"})

    accept_document(actor=world.office, document=report, leave_open_out=True)

    assert Entry.objects.get(state=EntryState.DRAFT).amount == Decimal(100_000_000)


def test_a_figure_may_be_noted_and_nothing_drafted(world: World, report: SourceDocument) -> None:
    found = the_figure(report)
    with pytest.raises(Blocked):
        accept_proposal(actor=world.lead, proposal=found, version=found.version)

    noted = note_figure(actor=world.lead, proposal=found, version=found.version)

    assert (noted.state, noted.blocked) == (ProposalState.EDITED, False)
    accept_document(actor=world.office, document=report, leave_open_out=True)
    assert not Entry.objects.exists()
    assert FactLink.objects.get(fact=found.fact).content_type.model == "indicator"


def test_noting_is_taken_back(world: World, report: SourceDocument) -> None:
    found = the_figure(report)
    noted = note_figure(actor=world.lead, proposal=found, version=found.version)

    opened = undo_decision(actor=world.lead, proposal=noted, version=noted.version)

    assert (opened.state, opened.edited, opened.blocked) == (ProposalState.PENDING, {}, True)


@pytest.mark.parametrize("who", ["giver", "receiver", "auditor", "nobody"])
def test_only_reviewers_note(world: World, who: str) -> None:
    indicator(world)
    found = proposal_of(paper(world.programme, [reached()]), QUOTE)

    with pytest.raises(NotAllowed):
        note_figure(actor=getattr(world, who), proposal=found, version=0)

    found.refresh_from_db()
    assert (found.state, found.edited) == (ProposalState.PENDING, {})


def test_only_figures_are_noted(world: World) -> None:
    target = proposal_of(paper(world.programme), QUOTE)

    with pytest.raises(Blocked):
        note_figure(actor=world.lead, proposal=target, version=0)


def test_a_figure_that_agrees_only_gains_a_source(world: World) -> None:
    indicator(world)
    accepted(world, amount=Decimal(1000))
    document = paper(world.programme, [reached(1000)])
    accept_section(actor=world.office, document=document)

    outcome = accept_document(actor=world.office, document=document)

    assert dict(outcome.counts) == {}
    assert Entry.objects.count() == 1


def test_nothing_is_written_when_one_part_cannot_be(world: World, report: SourceDocument) -> None:
    """The ledger refuses a receiver that is gone by the time of the acceptance."""
    found = tell(world, the_figure(report))
    Proposal.objects.filter(pk=found.pk).update(
        edited={**found.edited, "entry": {**DETAIL["purchase"], "occurred_on": "2031-01-01"}}
    )

    accept_document(actor=world.office, document=report, leave_open_out=True)

    assert not Entry.objects.exists()


def test_the_comparison_follows_the_ledger(world: World) -> None:
    indicator(world)
    document = paper(world.programme, [reached(1000)])
    accepted(world, amount=Decimal(1000))

    compare_document(document)

    assert proposal_of(document, QUOTE).match == Match.AGREES
