"""Programmes, workstreams, indicators, milestones, tasks and rules are written only as they can stand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from jiedui.kernel.errors import Invalid, NotAllowed, NotFound
from jiedui.plans.enums import Duty, TaskState
from jiedui.plans.errors import TargetExists
from jiedui.plans.models import Indicator, Milestone, Programme, Revision, Rule, Target, Task, Workstream
from jiedui.plans.queries import (
    current_targets,
    get_indicator,
    get_programme,
    get_workstream,
    milestones_between,
    tasks_due,
)
from jiedui.plans.services import (
    add_indicator,
    add_milestone,
    add_rule,
    add_task,
    add_workstream,
    create_programme,
    mark_synthetic,
    new_revision,
    set_target,
    set_task_state,
)
from tests.conftest import World

DAYS = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31)}


def sales(world: World, **options: Any) -> Indicator:
    given: dict[str, Any] = {"code": "sales", "name": "采购额", "unit": "元", **options}
    return add_indicator(actor=world.office, workstream=world.consumption, **given)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "placement", "measure": "persons"},
        {"kind": "purchase", "measure": "amount", "as_stated": True},
        {"kind": "placement", "measure": "persons", "as_stated": True, "headline": True},
    ],
)
def test_people_put_to_work_are_counted_as_stated_only(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        sales(world, **wrong)

    assert refusal.value.address == "as_stated"
    assert not Indicator.objects.exists()


def test_a_headcount_kept_as_stated_may_be_counted(world: World) -> None:
    assert sales(world, kind="placement", measure="persons", as_stated=True).as_stated


def test_a_programme_is_founded(world: World) -> None:
    found = create_programme(actor=world.office, code="next", name="次年", giver=world.city, **DAYS)
    assert get_programme("next") == found
    with pytest.raises(NotFound):
        get_programme("other")


@pytest.mark.parametrize(
    "wrong",
    [{"code": "haizhou-2019"}, {"code": "Next Year"}, {"name": " "}, {"ends_on": date(2019, 12, 31)}],
)
def test_a_programme_that_cannot_stand_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        create_programme(actor=None, **{"code": "next", "name": "次年", "giver": world.city, **DAYS, **wrong})
    assert Programme.objects.count() == 1


def test_only_the_office_edits_plans(world: World) -> None:
    for actor in (world.lead, world.giver, world.receiver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            create_programme(actor=actor, code="next", name="次年", giver=world.city, **DAYS)
        with pytest.raises(NotAllowed):
            add_workstream(actor=actor, programme=world.programme, key="health", name="健康")
        with pytest.raises(NotAllowed):
            new_revision(actor=actor, programme=world.programme, title="调整", reason="试")
        with pytest.raises(NotAllowed):
            add_task(actor=actor, workstream=world.funds, text="拨款", revision=world.revision)
    counts = (Programme.objects.count(), Workstream.objects.count(), Revision.objects.count())
    assert (*counts, Task.objects.count()) == (1, 2, 1, 0)


def test_workstreams_come_in_order(world: World) -> None:
    health = add_workstream(actor=world.office, programme=world.programme, key="health", name="健康")
    assert health.order == 3
    assert get_workstream(world.programme, "health") == health
    with pytest.raises(Invalid):
        add_workstream(actor=world.office, programme=world.programme, key="health", name="健康")


def test_a_revision_names_its_document_or_reason(world: World) -> None:
    second = new_revision(
        actor=world.office, programme=world.programme, title="调整", doc_number="海〔2019〕9号"
    )
    assert (second.number, second.made_by) == (2, world.office)
    with pytest.raises(Invalid):
        new_revision(actor=world.office, programme=world.programme, title="再调整", reason=" ")


def test_a_headcount_as_stated_is_neither_measured_nor_a_headline(world: World) -> None:
    for wrong in ({"headline": True}, {"kind": "purchase", "measure": "amount"}):
        with pytest.raises(Invalid):
            sales(world, as_stated=True, **wrong)
    assert sales(world, as_stated=True).as_stated


def test_a_kind_needs_its_measure(world: World) -> None:
    with pytest.raises(Invalid):
        sales(world, kind="purchase")
    found = sales(world, kind="purchase", measure="amount")
    with pytest.raises(Invalid):
        sales(world)
    assert get_indicator(world.programme, found.pk) == found
    with pytest.raises(NotFound):
        get_indicator(world.programme, 0)


def test_a_target_is_set_once(world: World) -> None:
    kwargs: dict[str, Any] = {
        "actor": world.office,
        "indicator": sales(world),
        "unit": world.east,
        "value": Decimal(5),
        "revision": world.revision,
        "starts_on": date(2019, 1, 1),
        "ends_on": date(2019, 12, 31),
    }
    target = set_target(**kwargs)
    with pytest.raises(TargetExists, match="5"):
        set_target(**kwargs)
    for_county = set_target(**kwargs, receiver=world.county)
    with pytest.raises(Invalid):
        set_target(**{**kwargs, "unit": world.west, "value": Decimal(-1)})
    assert list(current_targets(world.programme)) == [target, for_county]


def test_a_revision_of_another_programme_is_refused(world: World) -> None:
    other = create_programme(actor=None, code="next", name="次年", giver=world.city, **DAYS)
    foreign = new_revision(actor=None, programme=other, title="方案")
    with pytest.raises(Invalid):
        set_target(
            actor=None,
            indicator=sales(world),
            unit=world.east,
            value=Decimal(5),
            revision=foreign,
            starts_on=date(2019, 1, 1),
            ends_on=date(2019, 12, 31),
        )
    assert not Target.objects.exists()


def test_milestones_say_what_is_due(world: World) -> None:
    kwargs: dict[str, Any] = {
        "actor": world.office,
        "workstream": world.consumption,
        "due_on": date(2019, 8, 15),
        "text": "过半",
        "revision": world.revision,
    }
    found = add_milestone(**kwargs, text_en="Half", indicator=sales(world), share=Decimal("0.5"))
    assert list(milestones_between(world.programme, date(2019, 8, 1), date(2019, 8, 31))) == [found]
    for wrong in (
        {},
        {"text": "更多", "share": Decimal(2)},
        {"text": "更多", "share": Decimal("0.9")},
        {"text": "更多", "workstream": world.funds, "indicator": found.indicator},
    ):
        with pytest.raises(Invalid):
            add_milestone(**{**kwargs, **wrong})
    assert Milestone.objects.count() == 1
    with translation.override("en"):
        assert found.label == "Half"
    with translation.override("zh-hans"):
        assert found.label == "过半"


def test_tasks_carry_duties_and_can_be_done(world: World) -> None:
    task = add_task(
        actor=world.office,
        workstream=world.funds,
        text="拨款",
        revision=world.revision,
        due_on=date(2019, 6, 30),
        lead=[world.office_unit],
        responsible=[world.east, world.west, world.east],
        supporting=[world.commerce],
    )
    assert task.number == 1
    assert task.duties.filter(duty=Duty.RESPONSIBLE).count() == 2
    assert list(tasks_due(world.programme, until=date(2019, 6, 30))) == [task]
    set_task_state(actor=world.office, task=task, state=TaskState.DONE)
    assert list(tasks_due(world.programme, until=date(2019, 6, 30))) == []
    with pytest.raises(Invalid):
        set_task_state(actor=world.office, task=task, state="forgotten")
    with pytest.raises(Invalid):
        add_task(actor=world.office, workstream=world.funds, text="再拨", revision=world.revision, number=1)


def test_rules_need_what_they_compare(world: World) -> None:
    counted = sales(world)
    kwargs: dict[str, Any] = {"actor": world.office, "programme": world.programme, "revision": world.revision}
    add_rule(
        **kwargs, code="half", text="过半", threshold=Decimal("0.5"), numerator=counted, denominator=counted
    )
    add_rule(**kwargs, code="words", text="不低于上年")
    for wrong in ({"code": "half", "text": "又"}, {"code": "lame", "text": "缺", "denominator": counted}):
        with pytest.raises(Invalid):
            add_rule(**kwargs, **wrong)
    assert Rule.objects.count() == 2


def test_a_programme_is_marked_synthetic_for_good(world: World) -> None:
    mark_synthetic(actor=world.office, programme=world.programme)
    mark_synthetic(actor=world.office, programme=world.programme)
    assert Programme.objects.get().synthetic
