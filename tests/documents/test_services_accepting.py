"""Accepting a document: what is written, and that nothing is where it is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedui.documents.enums import Choice, DocumentState, Match, ProposalState
from jiedui.documents.errors import AlreadyAccepted, Undecided
from jiedui.documents.facts import FactKind
from jiedui.documents.models import FactLink, Proposal, SourceDocument
from jiedui.documents.services import (
    accept_document,
    accept_section,
    compare_document,
    decide_discrepancy,
    reject_proposal,
)
from jiedui.kernel.errors import NotAllowed
from jiedui.organisations.errors import OverlappingPairing
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.plans.models import Indicator, Milestone, Revision, Rule, Target, Task
from tests.conftest import World
from tests.documents.papers import disagreement, fact, money, paper, plan, proposal_of

MILLION = 1_000_000


def accept_all(world: World, document: SourceDocument) -> None:
    accept_section(actor=world.office, document=document)
    accept_document(actor=world.office, document=document, leave_open_out=True)


def written() -> dict[str, int]:
    models = (OrgUnit, Pairing, Indicator, Target, Task, Milestone, Rule, Revision, FactLink)
    return {model.__name__: model.objects.count() for model in models}


def test_a_plan_becomes_a_running_programme(world: World) -> None:
    accept_all(world, paper(world.programme))

    indicator = Indicator.objects.get()
    assert (indicator.name, indicator.unit, indicator.kind, indicator.measure) == (
        "消费扶贫总额",
        "元",
        "purchase",
        "amount",
    )
    assert (indicator.workstream, indicator.headline) == (world.consumption, True)
    whole = Target.objects.get(unit=world.city)
    assert (whole.value, whole.parent) == (Decimal(300 * MILLION), None)
    parts = {part.unit: (part.value, part.parent) for part in Target.objects.exclude(pk=whole.pk)}
    assert parts == {
        world.east: (Decimal(100 * MILLION), whole),
        world.west: (Decimal(200 * MILLION), whole),
    }
    pairing = Pairing.objects.get()
    assert (pairing.giver, pairing.receiver, pairing.basis) == (world.east, world.county, "海协〔2019〕1号")
    milestone = Milestone.objects.get()
    assert (milestone.indicator, milestone.share) == (indicator, Decimal("0.5"))
    assert Rule.objects.get().threshold == Decimal("0.5")
    task = Task.objects.get()
    duties = {(duty.duty, duty.unit.name) for duty in task.duties.all()}
    assert duties == {("lead", "海州市商务局"), ("supporting", "海州市财政局")}
    assert str(task.due_on) == "2019-10-31"


def test_an_unknown_department_is_created_under_the_giver(world: World) -> None:
    accept_all(world, paper(world.programme))

    unit = OrgUnit.objects.get(name="海州市财政局")
    assert (unit.parent, unit.kind, unit.short_name) == (world.city, "department", "市财政局")


def test_every_object_is_linked_to_its_fact(world: World) -> None:
    document = paper(world.programme)
    accept_all(world, document)

    def sources(obj: Any) -> set[str]:
        links = FactLink.objects.filter(object_id=obj.pk, content_type__model=obj._meta.model_name)
        return {link.fact.quote for link in links}

    assert sources(Target.objects.get(unit=world.east)) == {"东城区1亿元"}
    assert sources(Pairing.objects.get()) == {"东城区与云岭县结对"}
    assert sources(Task.objects.get()) == {"组织消费扶贫对接活动"}
    assert sources(OrgUnit.objects.get(name="海州市财政局")) == {"组织消费扶贫对接活动"}
    assert sources(Indicator.objects.get()) == {"消费扶贫总额达到3亿元", "东城区1亿元", "西城区2亿元"}


def test_the_revision_names_the_document(world: World) -> None:
    document = paper(world.programme)
    accept_all(world, document)

    document.refresh_from_db()
    revision = document.revision
    assert revision is not None
    assert (revision.number, revision.title, revision.doc_number) == (
        2,
        "海州市2019年协作实施方案",
        "海协〔2019〕1号",
    )
    assert (revision.document_sha256, str(revision.issued_on)) == (document.sha256, "2019-03-01")
    assert (document.state, document.accepted_by) == (DocumentState.ACCEPTED, world.office)


def test_open_proposals_and_discrepancies_refuse_the_acceptance(world: World) -> None:
    document = paper(world.programme, None, [disagreement(290, 300)])
    before = written()

    with pytest.raises(Undecided) as refusal:
        accept_document(actor=world.office, document=document)

    assert refusal.value.params == {"proposals": 7, "discrepancies": 1}
    assert written() == before
    assert Proposal.objects.filter(state=ProposalState.PENDING).count() == 7


def test_what_is_left_open_is_recorded_as_left_out(world: World) -> None:
    document = paper(world.programme, None, [disagreement(290, 300)])

    outcome = accept_document(actor=world.office, document=document, leave_open_out=True)

    assert dict(outcome.counts) == {}
    assert Proposal.objects.filter(state=ProposalState.REJECTED, decided_by=world.office).count() == 7
    assert document.discrepancies.get().choice == Choice.BOTH
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("who", ["lead", "giver", "receiver", "auditor", "nobody"])
def test_only_the_office_accepts(world: World, who: str) -> None:
    document = paper(world.programme)
    before = written()

    with pytest.raises(NotAllowed):
        accept_document(actor=getattr(world, who), document=document, leave_open_out=True)

    assert written() == before


def test_a_document_is_accepted_once(world: World) -> None:
    document = paper(world.programme)
    accept_all(world, document)
    before = written()

    with pytest.raises(AlreadyAccepted):
        accept_document(actor=world.office, document=document, leave_open_out=True)

    assert written() == before


def test_an_error_half_way_leaves_nothing_written(world: World) -> None:
    facts = [
        *plan(),
        fact(FactKind.PAIRING, "海州市2019年协作", type="district-county", giver="西城区", receiver="石泉县"),
    ]
    Pairing.objects.create(giver=world.west, receiver=world.other_county, valid_from=date(2030, 1, 1))
    document = paper(world.programme, facts)
    accept_section(actor=world.office, document=document)
    before = written()

    with pytest.raises(OverlappingPairing):
        accept_document(actor=world.office, document=document)

    document.refresh_from_db()
    assert (written(), document.state) == (before, DocumentState.REVIEW)


@pytest.mark.parametrize(
    ("choice", "value", "noted"),
    [(Choice.PARTS, 300, "取分项之和"), (Choice.TOTAL, 290, "取文件合计"), (Choice.BOTH, 290, "两数并存")],
)
def test_the_choice_changes_what_is_written(world: World, choice: str, value: int, noted: str) -> None:
    facts = [
        money("海州市", 290 * MILLION, "消费扶贫总额达到3亿元"),
        money("东城区", 100 * MILLION, "东城区1亿元"),
        money("西城区", 200 * MILLION, "西城区2亿元"),
    ]
    document = paper(world.programme, facts, [disagreement(290 * MILLION, 300 * MILLION)])
    decide_discrepancy(actor=world.office, found=document.discrepancies.get(), choice=choice)

    accept_all(world, document)

    whole = Target.objects.get(unit=world.city)
    assert whole.value == value * MILLION
    assert noted in whole.note
    assert sum(part.value for part in whole.parts.all()) == 300 * MILLION


def test_a_headcount_of_work_is_kept_as_stated_and_measured_by_nothing(world: World) -> None:
    facts = [
        fact(
            FactKind.TARGET,
            "帮助贫困人口就近就业500人",
            workstream="劳务协作",
            measure="贫困人口就近就业",
            giver="海州市",
            year=2019,
            value=500,
            unit="人",
            normalized=500,
            normalized_unit="人",
        )
    ]

    accept_all(world, paper(world.programme, facts))

    indicator = Indicator.objects.get()
    assert (indicator.as_stated, indicator.kind, indicator.headline) == (True, "", False)


def test_a_headcount_of_work_in_a_region_on_hold_cannot_be_accepted(world: World) -> None:
    facts = [
        fact(
            FactKind.TARGET,
            "帮助贫困人口就近就业500人",
            workstream="劳务协作",
            measure="贫困人口就近就业",
            giver="海州市",
            receiver="新疆和田",
            year=2019,
            value=500,
            unit="人",
        )
    ]
    document = paper(world.programme, facts)

    accept_all(world, document)

    proposal = proposal_of(document, "帮助贫困人口就近就业500人")
    assert [found["code"] for found in proposal.problems] == ["kept_as_stated", "regional_hold"]
    assert Target.objects.count() == Indicator.objects.count() == 0


def test_what_is_outside_scope_makes_no_proposal(world: World) -> None:
    document = paper(world.programme)

    outside = document.facts.get(kind=FactKind.OUT_OF_SCOPE)
    assert not hasattr(outside, "proposal")
    assert outside.fields == {"reason": "security personnel"}


def test_rejected_proposals_write_nothing(world: World) -> None:
    document = paper(world.programme)
    reject_proposal(actor=world.office, proposal=proposal_of(document, "东城区与云岭县结对"), version=0)

    accept_all(world, document)

    assert Pairing.objects.count() == 0


def test_accepting_and_handing_in_again_says_nothing_changed(world: World) -> None:
    accept_all(world, paper(world.programme))
    before = written()

    again = paper(world.programme, sha256="b" * 64)

    matches = {p.makes: p.match for p in Proposal.objects.filter(fact__document=again)}
    assert set(matches.values()) == {Match.UNCHANGED}
    accept_section(actor=world.office, document=again)
    outcome = accept_document(actor=world.office, document=again)
    assert dict(outcome.counts) == {}
    assert {**written(), "FactLink": 0} == {**before, "FactLink": 0}


def test_a_later_document_revises_a_part_and_keeps_the_others(world: World) -> None:
    accept_all(world, paper(world.programme))
    facts = plan()
    facts[1] = money("海州市", 320 * MILLION, "消费扶贫总额达到3亿元", parent=True)
    facts[2] = money("东城区", 120 * MILLION, "东城区1亿元")
    later = paper(world.programme, facts, sha256="c" * 64)
    revised = proposal_of(later, "东城区1亿元")
    assert (revised.match, revised.plan["before"]) == (Match.REVISED, {"value": "100000000"})

    accept_all(world, later)

    current = Target.objects.filter(superseded_by__isnull=True)
    assert {t.unit: t.value / MILLION for t in current} == {world.city: 320, world.east: 120, world.west: 200}
    whole = current.get(unit=world.city)
    assert {part.unit for part in current.filter(parent=whole)} == {world.east, world.west}
    assert Target.objects.filter(superseded_by=later.programme.revisions.last()).count() >= 3


def test_other_documents_in_review_are_compared_with_the_new_plan(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    waiting = paper(world.programme, sha256="d" * 64)
    assert proposal_of(waiting, "东城区1亿元").match == Match.NEW

    with django_capture_on_commit_callbacks(execute=True):
        accept_all(world, paper(world.programme))

    assert proposal_of(waiting, "东城区1亿元").match == Match.UNCHANGED


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.integers(1, 10**9), min_size=2, max_size=2), share=st.integers(1, 100))
def test_whatever_was_accepted_is_unchanged_when_compared_again(
    world: World, values: list[int], share: int
) -> None:
    from django.db import transaction

    east, west = values
    facts = plan()
    facts[1] = money("海州市", east + west, "消费扶贫总额达到3亿元", parent=True)
    facts[2], facts[3] = money("东城区", east, "东城区1亿元"), money("西城区", west, "西城区2亿元")
    with transaction.atomic():
        document = paper(world.programme, facts)
        accept_all(world, document)
        drafts = compare_document(document)
        matches = {draft.match for draft in drafts}
        transaction.set_rollback(True)

    assert matches == {Match.UNCHANGED}
