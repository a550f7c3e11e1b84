"""Accepting what is shown with one press, and taking that back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedui.documents.enums import Match, ProposalState, ProposedObject
from jiedui.documents.errors import AlreadyAccepted, UndoneAlready
from jiedui.documents.facts import FactKind
from jiedui.documents.models import BulkDecision, Proposal, SourceDocument
from jiedui.documents.review import review_of
from jiedui.documents.selection import PAIRINGS, Look, Order, Selection, Sure
from jiedui.documents.services import (
    accept_document,
    accept_shown,
    edit_proposal,
    reject_proposal,
    undo_bulk,
)
from jiedui.kernel.errors import NotAllowed
from tests.conftest import World
from tests.documents.papers import disagreement, fact, money, paper, plan, proposal_of

EAST, WEST = "东城区1亿元", "西城区2亿元"


def shown(document: SourceDocument, **chosen: str) -> set[str]:
    review = review_of(document, Selection(**chosen))
    return {proposal.fact.quote for section in review.sections for proposal in section.proposals}


def doubtful(world: World) -> SourceDocument:
    """A target read without confidence, one read with some, and one of nobody known."""
    return paper(
        world.programme,
        [
            money("东城区", 1, EAST),
            money("某某处", 2, "消费扶贫总额"),
            fact(
                FactKind.PAIRING,
                "东城区与云岭县结对",
                type="county",
                giver="东城区",
                receiver="云岭县",
                confidence=0.5,
            ),
            fact(FactKind.TASK, "组织消费扶贫对接活动", workstream="消费扶贫", text="活动", confidence=0.7),
        ],
    )


@pytest.mark.parametrize(
    ("chosen", "quotes"),
    [
        ({}, {EAST, "消费扶贫总额", "东城区与云岭县结对", "组织消费扶贫对接活动"}),
        ({"section": PAIRINGS}, {"东城区与云岭县结对"}),
        ({"section": "消费扶贫", "makes": ProposedObject.TARGET}, {EAST, "消费扶贫总额"}),
        ({"sure": Sure.LOW}, {"东城区与云岭县结对"}),
        ({"sure": Sure.MIDDLE}, {"组织消费扶贫对接活动"}),
        ({"sure": Sure.HIGH}, {EAST, "消费扶贫总额"}),
        ({"look": Look.BLOCKED}, {"消费扶贫总额"}),
        ({"look": Look.DECIDED}, set()),
        ({"match": Match.REVISED}, set()),
        ({"section": "健康扶贫"}, set()),
    ],
)
def test_a_selection_shows_what_it_chooses(world: World, chosen: dict[str, str], quotes: set[str]) -> None:
    assert shown(doubtful(world), **chosen) == quotes


def test_proposals_that_a_finding_speaks_of_can_be_chosen(world: World) -> None:
    document = paper(world.programme, None, [disagreement(290, 300)])

    assert shown(document, look=Look.DISCREPANT) == {"消费扶贫总额达到3亿元", EAST, WEST}


def test_the_least_sure_may_come_first(world: World) -> None:
    review = review_of(doubtful(world), Selection(order=Order.CONFIDENCE))

    sure = [[float(p.fact.confidence) for p in section.proposals] for section in review.sections]
    assert sure == [[0.5], [0.7, 0.9, 0.9]]


def test_what_is_shown_is_accepted_and_nothing_else(world: World) -> None:
    document = paper(world.programme)

    bulk = accept_shown(actor=world.lead, document=document, selection=Selection(makes=ProposedObject.TARGET))

    accepted = Proposal.objects.filter(state=ProposalState.ACCEPTED)
    assert (bulk.count, bulk.made_by, set(accepted.values_list("makes", "bulk", "version"))) == (
        3,
        world.lead,
        {("target", bulk.pk, 1)},
    )
    assert Proposal.objects.filter(state=ProposalState.PENDING).count() == 4


def test_it_is_taken_back_except_what_was_decided_on_since(world: World) -> None:
    document = paper(world.programme)
    bulk = accept_shown(actor=world.lead, document=document, selection=Selection())
    east = proposal_of(document, EAST)
    reject_proposal(actor=world.office, proposal=east, version=east.version)

    count = undo_bulk(actor=world.office, bulk=bulk)

    assert count == 6
    east.refresh_from_db()
    assert (east.state, east.decided_by) == (ProposalState.REJECTED, world.office)
    rest = Proposal.objects.exclude(pk=east.pk).values_list("state", "decided_by", "bulk").distinct()
    assert list(rest) == [(ProposalState.PENDING, None, None)]


def test_an_edit_outlives_its_acceptance_at_once(world: World) -> None:
    document = paper(world.programme, [money("某某处", 1, EAST)])
    blocked = edit_proposal(
        actor=world.lead, proposal=proposal_of(document, EAST), version=0, changes={"figure": "2 元"}
    )
    Proposal.objects.filter(pk=blocked.pk).update(blocked=False)

    undo_bulk(actor=world.lead, bulk=accept_shown(actor=world.lead, document=document, selection=Selection()))

    blocked.refresh_from_db()
    assert (blocked.state, blocked.edited["value"]) == (ProposalState.PENDING, "2")


def test_it_is_taken_back_once(world: World) -> None:
    document = paper(world.programme)
    bulk = accept_shown(actor=world.lead, document=document, selection=Selection())
    undo_bulk(actor=world.lead, bulk=bulk)
    accept_shown(actor=world.lead, document=document, selection=Selection())

    with pytest.raises(UndoneAlready):
        undo_bulk(actor=world.office, bulk=bulk)

    assert Proposal.objects.filter(state=ProposalState.ACCEPTED).count() == 7


@pytest.mark.parametrize("who", ["giver", "receiver", "auditor", "nobody"])
def test_only_reviewers_accept_and_take_back(world: World, who: str) -> None:
    document = paper(world.programme)
    bulk = accept_shown(actor=world.lead, document=document, selection=Selection(section=PAIRINGS))

    with pytest.raises(NotAllowed):
        accept_shown(actor=getattr(world, who), document=document, selection=Selection())
    with pytest.raises(NotAllowed):
        undo_bulk(actor=getattr(world, who), bulk=bulk)

    assert Proposal.objects.filter(state=ProposalState.ACCEPTED).count() == 1
    assert BulkDecision.objects.get().undone_at is None


def test_nothing_is_taken_back_after_the_document_was_accepted(world: World) -> None:
    document = paper(world.programme)
    bulk = accept_shown(actor=world.lead, document=document, selection=Selection())
    accept_document(actor=world.office, document=document)

    with pytest.raises(AlreadyAccepted):
        undo_bulk(actor=world.office, bulk=bulk)

    assert not Proposal.objects.filter(state=ProposalState.PENDING).exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    section=st.sampled_from(["", PAIRINGS, "消费扶贫", "资金支持"]),
    makes=st.sampled_from(["", *ProposedObject.values]),
    sure=st.sampled_from(["", *Sure.values, "nonsense"]),
    look=st.sampled_from(["", *Look.values, "nonsense"]),
)
def test_what_is_counted_as_acceptable_is_what_is_accepted(
    world: World, section: str, makes: str, sure: str, look: str
) -> None:
    from django.db import transaction

    selection = Selection(section=section, makes=makes, sure=sure, look=look)
    with transaction.atomic():
        document = paper(world.programme, [*plan(), money("某某处", 9, "消费扶贫总额", measure="采购额")])
        expected = review_of(document, selection).shown.acceptable
        bulk = accept_shown(actor=world.lead, document=document, selection=selection)
        states = Proposal.objects.filter(state=ProposalState.ACCEPTED).count()
        transaction.set_rollback(True)

    assert bulk.count == states == expected


def test_a_selection_is_kept_in_an_address() -> None:
    chosen = Selection(section="消费扶贫", look="open")

    assert Selection.of({"section": "消费扶贫", "look": "open", "page": "2"}) == chosen
    assert chosen.query == "section=%E6%B6%88%E8%B4%B9%E6%89%B6%E8%B4%AB&look=open"
