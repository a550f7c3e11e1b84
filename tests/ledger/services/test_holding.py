"""Work is free or it does not count: what is held, what a hold does, and what lifting it needs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedui.kernel.errors import Invalid, InvalidMany, NotAllowed, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import postings, services
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.verification import verify_postings
from jiedui.organisations.models import DivisionCode
from jiedui.plans.models import Indicator
from jiedui.safeguards.enums import HoldOn, RedFlag
from jiedui.safeguards.models import LabourHold
from tests.conftest import World, person
from tests.ledger import acts

TODAY = timezone.localdate()


def counting(world: World) -> Indicator:
    return acts.indicator(world, "placement", "persons", as_stated=True, code="jobs-nearby")


def jobs(world: World) -> Indicator:
    return acts.indicator(world, "workshop", "jobs_offered", code="jobs")


def held(world: World, **changes: Any) -> LabourHold:
    given: dict[str, Any] = {
        "actor": world.receiver,
        "programme": world.programme,
        "on": HoldOn.WORKSHOP,
        "name": "云岭服装车间",
        "flag": RedFlag.WAGES,
        "reason": "连续两个月未发工资",
    }
    return services.raise_hold(**{**given, **changes})


def lifted(world: World, hold: LabourHold, **changes: Any) -> LabourHold:
    given: dict[str, Any] = {
        "actor": world.office,
        "hold": hold,
        "reason": "工资已补发",
        "checked_on": TODAY,
        "checked_by": "海州大学劳动研究所",
    }
    return services.lift_hold(**{**given, **changes})


def figures() -> list[tuple[str, int]]:
    rows = Posting.objects.order_by("indicator__code", "entry_id")
    return [(row.indicator.code, int(row.value)) for row in rows]


def clean(world: World) -> bool:
    return not list(verify_postings(world.programme, lambda count: None))


def test_a_statement_with_every_safeguard_answered_is_counted_as_stated(world: World) -> None:
    counting(world)

    acts.accepted(world, "placement")

    assert figures() == [("jobs-nearby", 36)]
    assert clean(world)


@pytest.mark.parametrize(
    "answer",
    [
        {"recruiter": ""},
        {"fee": "50"},
        {"fee": None},
        {"contract": "no"},
        {"papers": None},
        {"free_to_leave": "no"},
        {"wage": "1600"},
        {"grievance_route": ""},
        {"checked_on": None},
        {"checked_by": "云岭服装车间"},
        {"red_flag": None},
    ],
)
@pytest.mark.parametrize("kind", ["placement", "workshop"])
def test_a_missing_or_wrong_answer_keeps_it_out_of_every_figure(
    kind: str, answer: dict[str, Any], world: World
) -> None:
    counting(world)
    jobs(world)

    entry = acts.accepted(world, kind, detail=answer)

    assert figures() == []
    assert len(postings.held(entry)) == 1
    services.rebuild_postings(programme=world.programme)
    assert figures() == []
    assert clean(world)


def test_a_hold_takes_everything_of_its_subject_out_and_lifting_puts_it_back(world: World) -> None:
    counting(world)
    jobs(world)
    acts.accepted(world, "placement")
    acts.accepted(world, "workshop")
    acts.accepted(world, "placement", persons=7, detail={"employer": "石泉鞋厂"})
    before = figures()

    hold = held(world, name=" 云岭 服装车间 ")

    assert figures() == [("jobs-nearby", 7)]
    assert clean(world)
    services.rebuild_postings(programme=world.programme)
    assert figures() == [("jobs-nearby", 7)]
    lifted(world, hold)
    assert figures() == before == [("jobs", 40), ("jobs-nearby", 36), ("jobs-nearby", 7)]
    assert clean(world)


def test_what_is_accepted_while_a_hold_stands_is_not_counted(world: World) -> None:
    jobs(world)
    hold = held(world)

    acts.accepted(world, "workshop")

    assert figures() == []
    lifted(world, hold)
    assert figures() == [("jobs", 40)]


def test_two_signs_are_two_holds_and_both_must_be_lifted(world: World) -> None:
    jobs(world)
    acts.accepted(world, "workshop")
    one, other = held(world), held(world, flag=RedFlag.DEBT)
    assert held(world) == one

    lifted(world, one)

    assert figures() == []
    lifted(world, other)
    assert figures() == [("jobs", 40)]


def test_a_reversal_of_held_work_stays_level(world: World) -> None:
    jobs(world)
    entry = acts.accepted(world, "workshop")
    hold = held(world)

    services.reverse_entry(actor=world.office, entry=entry, reason="重复登记")

    assert figures() == []
    lifted(world, hold)
    assert figures() == [("jobs", 40), ("jobs", -40)]
    assert clean(world)


def test_naming_a_sign_puts_a_hold_on_recruiter_and_employer_at_once(world: World) -> None:
    jobs(world)
    acts.accepted(world, "workshop")

    entry = acts.submitted(world, "placement", detail={"red_flag": "debt_bondage"})

    holds = LabourHold.objects.order_by("on")
    assert [(hold.on, hold.name, hold.flag) for hold in holds] == [
        ("recruiter", "云岭县就业服务中心", "debt_bondage"),
        ("workshop", "云岭服装车间", "debt_bondage"),
    ]
    assert {hold.raised_by for hold in holds} == {world.giver}
    assert {hold.reason for hold in holds} == {f"#{entry.pk} {entry.title}"}
    assert figures() == []


def test_the_hold_stays_when_the_statement_that_raised_it_is_sent_back(world: World) -> None:
    entry = acts.submitted(world, "placement", detail={"red_flag": "deception"})

    services.return_entry(actor=world.lead, entry=entry, reason="请核实")

    assert LabourHold.objects.filter(lifted_at=None).count() == 2


def test_a_generated_statement_raises_no_hold(world: World) -> None:
    entry = acts.proven(world, "placement", detail={"red_flag": "deception"})
    Entry.objects.filter(pk=entry.pk).update(synthetic=True)

    services.submit_entry(actor=world.giver, entry=entry)

    assert not LabourHold.objects.exists()


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"reason": " "}, "reason"),
        ({"checked_by": ""}, "checked_by"),
        ({"checked_by": "云岭服装 车间"}, "checked_by"),
        ({"checked_on": TODAY - timedelta(days=1)}, "checked_on"),
        ({"checked_on": TODAY + timedelta(days=1)}, "checked_on"),
    ],
)
def test_a_hold_is_lifted_only_after_an_independent_check(
    changes: dict[str, Any], address: str, world: World
) -> None:
    jobs(world)
    acts.accepted(world, "workshop")
    hold = held(world)

    with pytest.raises(Invalid) as refusal:
        lifted(world, hold, **changes)

    assert refusal.value.address == address
    assert LabourHold.objects.get().lifted_at is None
    assert figures() == []


@pytest.mark.parametrize("who", ["lead", "giver", "receiver", "auditor", "nobody"])
def test_only_the_office_lifts_a_hold(who: str, world: World) -> None:
    hold = held(world)

    with pytest.raises(NotAllowed):
        lifted(world, hold, actor=getattr(world, who))

    assert LabourHold.objects.get().lifted_at is None


def test_a_hold_is_lifted_once(world: World) -> None:
    hold = lifted(world, held(world))

    with pytest.raises(WrongState):
        lifted(world, hold, reason="again")

    assert LabourHold.objects.get().lift_reason == "工资已补发"


@pytest.mark.parametrize("who", ["office", "lead", "giver", "receiver", "auditor"])
def test_anybody_with_a_role_raises_a_hold(who: str, world: World) -> None:
    assert held(world, actor=getattr(world, who)).raised_by == getattr(world, who)
    assert AuditRecord.objects.filter(action="hold.raise").count() == 1


def test_somebody_without_a_role_raises_none(world: World) -> None:
    with pytest.raises(NotAllowed):
        held(world, actor=person("stranger"))

    assert not LabourHold.objects.exists()


@pytest.mark.parametrize("kind", ["placement", "workshop", "job_fair"])
def test_nothing_of_it_is_recordable_in_a_region_on_hold(kind: str, world: World) -> None:
    DivisionCode.objects.create(unit=world.county, code="653225", valid_from=date(2000, 1, 1))
    entry = acts.proven(world, kind)

    with pytest.raises(InvalidMany) as refusal:
        services.submit_entry(actor=world.giver, entry=entry)

    assert {error.code for error in refusal.value.errors} == {"out_of_scope"}
    assert Entry.objects.get().state == "draft"


def test_no_paced_indicator_can_count_people_put_to_work(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        acts.indicator(world, "placement", "persons")

    assert not Indicator.objects.exists()


def test_an_indicator_kept_as_stated_counts_nothing_but_people_put_to_work(world: World) -> None:
    stated = acts.indicator(world, "purchase", "amount", as_stated=True)

    acts.accepted(world, "purchase")

    assert figures() == []
    assert postings.problems(stated) == ["headcount purchase"]
    assert not clean(world)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["raise", "raise other", "lift", "accept", "reverse"]), max_size=6))
def test_the_figures_are_always_what_a_rebuild_would_write(steps: list[str], world: World) -> None:
    with transaction.atomic():
        jobs(world)
        for step in steps:
            standing = LabourHold.objects.filter(lifted_at=None).first()
            entry = Entry.objects.filter(state="accepted", reverses=None, reversal=None).first()
            if step.startswith("raise"):
                held(world, flag=RedFlag.DEBT if step.endswith("other") else RedFlag.WAGES)
            elif step == "accept":
                acts.accepted(world, "workshop")
            elif step == "lift" and standing:
                lifted(world, standing)
            elif step == "reverse" and entry:
                services.reverse_entry(actor=world.office, entry=entry, reason="重复")
        before = figures()
        services.rebuild_postings(programme=world.programme)

        assert figures() == before
        transaction.set_rollback(True)
