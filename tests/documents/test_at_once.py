"""Two reviewers at once: what one decided the other does not overwrite, and is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from jiedui.documents import services
from jiedui.documents.enums import Choice, ProposalState
from jiedui.documents.errors import AlreadyAccepted, Overtaken, UndoneAlready
from jiedui.documents.models import FoundDiscrepancy, Proposal
from jiedui.documents.selection import Selection
from jiedui.ledger.models import Entry
from jiedui.plans.models import Target
from tests.conftest import World
from tests.documents.papers import disagreement, paper, proposal_of
from tests.together import at_once, only_on_a_server

pytestmark = pytest.mark.django_db(transaction=True)
EAST = "东城区1亿元"


@pytest.fixture(autouse=True)
def server() -> None:
    only_on_a_server()


def refused(*acts: Callable[[], object]) -> list[type[BaseException]]:
    return [type(error) for error in at_once(list(acts))]


def test_one_accepts_what_the_other_rejects(world: World) -> None:
    proposal = proposal_of(paper(world.programme), EAST)

    failures = refused(
        partial(services.accept_proposal, actor=world.office, proposal=proposal, version=0),
        partial(services.reject_proposal, actor=world.lead, proposal=proposal, version=0),
    )

    assert failures == [Overtaken]
    proposal.refresh_from_db()
    assert (proposal.version, proposal.decided_by) in [(1, world.office), (1, world.lead)]


def test_two_edit_the_same_proposal(world: World) -> None:
    proposal = proposal_of(paper(world.programme), EAST)
    edit = partial(services.edit_proposal, proposal=proposal, version=0)

    failures = refused(
        partial(edit, actor=world.office, changes={"figure": "2 元"}),
        partial(edit, actor=world.lead, changes={"figure": "3 元"}),
    )

    assert failures == [Overtaken]
    proposal.refresh_from_db()
    assert proposal.plan["values"]["value"] == proposal.edited["value"] in {"2", "3"}


def test_two_choose_differently_between_two_figures(world: World) -> None:
    found = paper(world.programme, None, [disagreement(290, 300)]).discrepancies.get()
    choose = partial(services.decide_discrepancy, found=found, seen="")

    failures = refused(
        partial(choose, actor=world.office, choice=Choice.PARTS),
        partial(choose, actor=world.lead, choice=Choice.TOTAL),
    )

    assert failures == [Overtaken]
    kept = FoundDiscrepancy.objects.get()
    assert (kept.choice, kept.decided_by) in [(Choice.PARTS, world.office), (Choice.TOTAL, world.lead)]


def test_two_accept_everything_shown(world: World) -> None:
    document = paper(world.programme)
    accept = partial(services.accept_shown, document=document, selection=Selection())

    assert refused(partial(accept, actor=world.office), partial(accept, actor=world.lead)) == []

    assert sorted(document.bulk_decisions.values_list("count", flat=True)) == [0, 7]
    assert set(Proposal.objects.values_list("version", flat=True)) == {1}


def test_one_rejects_while_the_other_accepts_everything(world: World) -> None:
    document = paper(world.programme)
    proposal = proposal_of(document, EAST)

    failures = refused(
        partial(services.accept_shown, actor=world.office, document=document, selection=Selection()),
        partial(services.reject_proposal, actor=world.lead, proposal=proposal, version=0),
    )

    proposal.refresh_from_db()
    if failures:
        assert (failures, proposal.state) == ([Overtaken], ProposalState.ACCEPTED)
    else:
        assert proposal.state == ProposalState.REJECTED
    assert proposal.version == 1


def test_two_take_the_same_back(world: World) -> None:
    document = paper(world.programme)
    bulk = services.accept_shown(actor=world.office, document=document, selection=Selection())
    undo = partial(services.undo_bulk, bulk=bulk)

    assert refused(partial(undo, actor=world.office), partial(undo, actor=world.lead)) == [UndoneAlready]

    assert set(Proposal.objects.values_list("state", "version")) == {(ProposalState.PENDING, 2)}


def test_two_accept_the_document(world: World) -> None:
    document = paper(world.programme)
    services.accept_section(actor=world.office, document=document)
    accept = partial(services.accept_document, actor=world.office, document=document)

    assert refused(accept, accept) == [AlreadyAccepted]

    assert Target.objects.count() == 3


def test_two_reports_with_the_same_figure_draft_it_once(world: World) -> None:
    from tests.documents.test_reports_accepted import PAPER, tell, the_figure
    from tests.ledger.acts import indicator

    indicator(world)
    documents = []
    for number in range(2):
        document = services.receive_document(
            actor=world.office,
            programme=world.programme,
            filename=f"{number}.txt",
            content=PAPER.encode() + b"\n" * number,
            in_background=False,
        ).document
        tell(world, the_figure(document))
        documents.append(document)

    failures = refused(
        *(
            partial(services.accept_document, actor=world.office, document=one, leave_open_out=True)
            for one in documents
        )
    )

    assert failures == []
    assert Entry.objects.count() == 1


def test_a_comparison_overwrites_no_decision(world: World) -> None:
    """Comparing again runs in the background, whenever another document is accepted."""
    document = paper(world.programme)
    proposals = list(Proposal.objects.select_related("fact").order_by("pk"))
    Proposal.objects.update(plan={})  # so that every one is written anew

    failures = refused(
        partial(services.compare_document, document),
        *(partial(services.accept_proposal, actor=world.lead, proposal=one, version=0) for one in proposals),
        partial(services.compare_document, document),
    )

    assert failures == []
    assert set(Proposal.objects.values_list("state", "version")) == {(ProposalState.ACCEPTED, 1)}
