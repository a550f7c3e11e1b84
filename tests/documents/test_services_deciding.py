"""Decisions on proposals and discrepancies."""

from __future__ import annotations

from typing import Any

import pytest

from jiedui.documents.enums import Choice, Match, ProposalState
from jiedui.documents.errors import AlreadyAccepted, Blocked, NoSuchChoice, Overtaken
from jiedui.documents.models import Proposal
from jiedui.documents.services import (
    accept_document,
    accept_proposal,
    accept_section,
    decide_discrepancy,
    edit_proposal,
    reject_proposal,
    undo_decision,
)
from jiedui.kernel.errors import Invalid, NotAllowed
from tests.conftest import World
from tests.documents.papers import disagreement, money, paper, plan, proposal_of


def test_a_proposal_is_accepted_and_opened_again(world: World) -> None:
    proposal = proposal_of(paper(world.programme), "东城区1亿元")

    accepted = accept_proposal(actor=world.lead, proposal=proposal, version=0)
    assert (accepted.state, accepted.version, accepted.decided_by) == ("accepted", 1, world.lead)

    opened = undo_decision(actor=world.office, proposal=accepted, version=1)
    assert (opened.state, opened.version, opened.decided_by) == ("pending", 2, None)


def test_the_second_of_two_reviewers_is_told(world: World) -> None:
    proposal = proposal_of(paper(world.programme), "东城区1亿元")
    accept_proposal(actor=world.office, proposal=proposal, version=0)

    with pytest.raises(Overtaken):
        reject_proposal(actor=world.lead, proposal=proposal, version=0)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (ProposalState.ACCEPTED, world.office)


@pytest.mark.parametrize("who", ["giver", "receiver", "auditor", "nobody"])
@pytest.mark.parametrize("act", [accept_proposal, reject_proposal, undo_decision])
def test_only_office_and_leads_decide(world: World, who: str, act: Any) -> None:
    proposal = proposal_of(paper(world.programme), "东城区1亿元")

    with pytest.raises(NotAllowed):
        act(actor=getattr(world, who), proposal=proposal, version=0)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.version) == (ProposalState.PENDING, 0)


def test_a_blocked_proposal_cannot_be_accepted(world: World) -> None:
    facts = [money("某某处", 1, "东城区1亿元")]
    proposal = proposal_of(paper(world.programme, facts), "东城区1亿元")
    assert proposal.blocked

    with pytest.raises(Blocked):
        accept_proposal(actor=world.office, proposal=proposal, version=0)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PENDING


def test_an_edit_that_mends_a_proposal_accepts_it(world: World) -> None:
    proposal = proposal_of(paper(world.programme, [money("某某处", 1, "东城区1亿元")]), "东城区1亿元")

    edited = edit_proposal(
        actor=world.office, proposal=proposal, version=0, changes={"giver": "东城区", "figure": "1.2亿元"}
    )

    assert (edited.state, edited.blocked) == (ProposalState.EDITED, False)
    assert edited.plan["values"]["value"] == "120000000"
    assert edited.plan["roles"]["giver"][0]["unit"] == world.east.pk


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"figure": "many"}, "figure"),
        ({"figure": ""}, "figure"),
        ({"year": "soon"}, "year"),
        ({"measure": " "}, "measure"),
    ],
)
def test_a_value_that_cannot_be_taken_names_its_field(
    world: World, changes: dict[str, str], address: str
) -> None:
    proposal = proposal_of(paper(world.programme), "东城区1亿元")

    with pytest.raises(Invalid) as refusal:
        edit_proposal(actor=world.office, proposal=proposal, version=0, changes=changes)

    assert refusal.value.address == address
    proposal.refresh_from_db()
    assert (proposal.edited, proposal.version) == ({}, 0)


def test_undoing_an_edit_takes_it_back(world: World) -> None:
    proposal = proposal_of(paper(world.programme), "东城区1亿元")
    edited = edit_proposal(actor=world.office, proposal=proposal, version=0, changes={"figure": "5 元"})

    opened = undo_decision(actor=world.office, proposal=edited, version=edited.version)

    assert (opened.edited, opened.plan["values"]["value"]) == ({}, "100000000")


def test_of_two_figures_for_the_same_the_other_stands_once_one_is_rejected(world: World) -> None:
    facts = [money("东城区", 100, "东城区1亿元"), money("东城区", 200, "西城区2亿元")]
    document = paper(world.programme, facts)
    first, second = proposal_of(document, "东城区1亿元"), proposal_of(document, "西城区2亿元")
    assert [p["code"] for p in second.problems] == ["conflicting_value"]

    reject_proposal(actor=world.office, proposal=first, version=0)

    second.refresh_from_db()
    assert (second.blocked, second.problems, second.match) == (False, [], Match.NEW)


def test_a_section_is_accepted_at_once_except_what_is_blocked(world: World) -> None:
    facts = [*plan(), money("某某处", 9, "消费扶贫总额", measure="采购额")]
    document = paper(world.programme, facts)

    count = accept_section(actor=world.office, document=document, section="消费扶贫")

    states = Proposal.objects.filter(fact__document=document, section="消费扶贫").values_list(
        "blocked", "state"
    )
    assert count == 5
    assert sorted(set(states)) == [(False, "accepted"), (True, "pending")]
    assert Proposal.objects.filter(fact__document=document, section="").get().state == ProposalState.PENDING


def test_a_discrepancy_takes_only_the_choices_it_offers(world: World) -> None:
    document = paper(world.programme, None, [disagreement(290, 300)])
    found = document.discrepancies.get()

    with pytest.raises(NoSuchChoice):
        decide_discrepancy(actor=world.office, found=found, choice="guess")
    with pytest.raises(NotAllowed):
        decide_discrepancy(actor=world.auditor, found=found, choice=Choice.PARTS)
    found.refresh_from_db()
    assert found.choice == ""

    assert decide_discrepancy(actor=world.lead, found=found, choice=Choice.PARTS).choice == Choice.PARTS
    assert decide_discrepancy(actor=world.lead, found=found, choice="").decided_by is None


def test_nothing_is_decided_after_the_acceptance(world: World) -> None:
    document = paper(world.programme)
    proposal = proposal_of(document, "东城区1亿元")
    accept_document(actor=world.office, document=document, leave_open_out=True)

    with pytest.raises(AlreadyAccepted):
        accept_proposal(actor=world.office, proposal=proposal, version=proposal.version)
