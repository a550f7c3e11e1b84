"""Parts stay equal to their whole, whatever is done to them; no version is ever changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.kernel.models import AuditRecord
from jiedui.plans.errors import AlreadySplit, IsAPart, NotAPart, PartsDoNotFit, Superseded
from jiedui.plans.models import Indicator, Target
from jiedui.plans.queries import differences, targets_as_of, versions_of
from jiedui.plans.services import (
    add_indicator,
    edit_part,
    merge_parts,
    new_revision,
    revise_target,
    set_target,
    split_target,
)
from tests.conftest import World

YEAR = (date(2019, 1, 1), date(2019, 12, 31))


@pytest.fixture
def indicator(world: World) -> Indicator:
    return add_indicator(
        actor=world.office, workstream=world.consumption, code="sales", name="消费额", unit="元"
    )


def whole(world: World, indicator: Indicator, value: int = 1000) -> Target:
    return set_target(
        actor=world.office,
        indicator=indicator,
        unit=world.city,
        value=Decimal(value),
        starts_on=YEAR[0],
        ends_on=YEAR[1],
        revision=world.revision,
    )


def values(parts: list[Target]) -> list[int]:
    return [int(part.value) for part in parts]


def test_equal_split_gives_the_rest_to_the_first(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator, 1001)
    parts = split_target(
        actor=world.office, target=target, revision=world.revision, units=[world.east, world.west]
    )
    assert values(parts) == [501, 500]
    assert [part.parent for part in parts] == [target, target]
    assert differences(world.programme) == []


def test_split_by_shares_and_months(world: World, indicator: Indicator) -> None:
    parts = split_target(
        actor=world.office,
        target=whole(world, indicator, 1000),
        revision=world.revision,
        units=[world.east, world.west],
        months=True,
        weights={world.east: Decimal(3), world.west: Decimal(1)},
    )
    assert values(parts) == [750, 250]
    months = list(parts[0].parts.order_by("starts_on"))
    assert len(months) == 12
    assert sum(values(months)) == 750
    assert values(months)[:7] == [63, 63, 63, 63, 63, 63, 62]
    assert (months[1].starts_on, months[1].ends_on) == (date(2019, 2, 1), date(2019, 2, 28))


def test_a_step_keeps_parts_round(world: World, indicator: Indicator) -> None:
    parts = split_target(
        actor=world.office,
        target=whole(world, indicator, 1000),
        revision=world.revision,
        units=[world.east, world.west, world.county],
        step=Decimal(50),
    )
    assert values(parts) == [350, 350, 300]


def test_history_goes_by_the_last_targets(world: World, indicator: Indicator) -> None:
    for unit, value in ((world.east, 20), (world.west, 80)):
        set_target(
            actor=None,
            indicator=indicator,
            unit=unit,
            value=Decimal(value),
            starts_on=date(2018, 1, 1),
            ends_on=date(2018, 12, 31),
            revision=world.revision,
        )
    parts = split_target(
        actor=world.office,
        target=whole(world, indicator, 1000),
        revision=world.revision,
        units=[world.east, world.west],
        weights="history",
    )
    assert values(parts) == [200, 800]


def test_history_that_is_missing_is_said(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator)
    with pytest.raises(Invalid, match=r"Divide equally|平均"):
        split_target(
            actor=world.office,
            target=target,
            revision=world.revision,
            units=[world.east, world.west],
            weights="history",
        )
    assert target.parts.count() == 0


def test_a_split_target_is_not_split_twice(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator)
    kwargs = {"actor": world.office, "target": target, "revision": world.revision}
    split_target(**kwargs, units=[world.east, world.west])
    with pytest.raises(AlreadySplit):
        split_target(**kwargs, months=True)
    assert merge_parts(**kwargs) == 2
    assert len(split_target(**kwargs, months=True)) == 12
    assert differences(world.programme) == []


def test_editing_a_part_rebalances_the_rest(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator)
    east, *_others = split_target(
        actor=world.office,
        target=target,
        revision=world.revision,
        units=[world.east, world.west, world.county],
        weights={world.east: Decimal(5), world.west: Decimal(3), world.county: Decimal(2)},
    )
    later = new_revision(actor=world.office, programme=world.programme, title="调整", reason="区划调整")
    edited = edit_part(actor=world.office, part=east, value=Decimal(700), revision=later, change="rest")
    now = target.parts.filter(superseded_by__isnull=True).order_by("unit__path")
    assert {part.unit: int(part.value) for part in now} == {
        world.east: 700,
        world.west: 180,
        world.county: 120,
    }
    assert edited.revision == later
    east.refresh_from_db()
    assert (east.value, east.superseded_by) == (500, later)
    assert [int(v.value) for v in versions_of(edited)] == [500, 700]
    assert {t.unit: int(t.value) for t in targets_as_of(world.programme, 1)} == {
        world.city: 1000,
        world.east: 500,
        world.west: 300,
        world.county: 200,
    }


def test_editing_a_part_may_change_the_whole(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator)
    east, _west = split_target(
        actor=world.office,
        target=target,
        revision=world.revision,
        units=[world.east, world.west],
        months=True,
    )
    month = east.parts.order_by("starts_on")[0]
    edit_part(actor=world.office, part=month, value=Decimal(142), revision=world.revision, change="whole")
    now = Target.objects.filter(superseded_by__isnull=True)
    assert now.get(unit=world.city).value == 1100
    assert now.get(unit=world.east, starts_on=YEAR[0], ends_on=YEAR[1]).value == 600
    assert differences(world.programme) == []


def test_a_part_over_the_whole_is_refused(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator)
    east, _ = split_target(
        actor=world.office, target=target, revision=world.revision, units=[world.east, world.west]
    )
    with pytest.raises(PartsDoNotFit):
        edit_part(actor=world.office, part=east, value=Decimal(1001), revision=world.revision, change="rest")
    east.refresh_from_db()
    assert (east.value, east.superseded_by) == (500, None)


def test_a_whole_is_no_part_and_a_part_no_whole(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator)
    with pytest.raises(NotAPart):
        edit_part(actor=None, part=target, value=Decimal(1), revision=world.revision, change="rest")
    east, _ = split_target(actor=None, target=target, revision=world.revision, units=[world.east, world.west])
    later = new_revision(actor=None, programme=world.programme, title="调整", doc_number="津〔2019〕9号")
    with pytest.raises(IsAPart):
        revise_target(actor=None, target=east, value=Decimal(1), revision=later)


def test_a_revision_scales_the_parts_and_keeps_the_old_rows(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator)
    split_target(actor=None, target=target, revision=world.revision, units=[world.east, world.west])
    later = new_revision(actor=None, programme=world.programme, title="调整", doc_number="津〔2019〕9号")
    new = revise_target(actor=world.office, target=target, value=Decimal(1200), revision=later)
    assert sorted(values(list(new.parts.all()))) == [600, 600]
    target.refresh_from_db()
    assert (target.value, target.superseded_by) == (1000, later)
    with pytest.raises(Superseded):
        revise_target(actor=world.office, target=target, value=Decimal(1), revision=later)


def test_a_revision_may_keep_the_parts_and_shows_the_difference(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator)
    split_target(actor=None, target=target, revision=world.revision, units=[world.east, world.west])
    later = new_revision(actor=None, programme=world.programme, title="调整", doc_number="津〔2019〕9号")
    new = revise_target(actor=None, target=target, value=Decimal(990), revision=later, parts="keep")
    (found,) = differences(world.programme)
    assert (found.target, found.parts_sum, found.value, found.parts) == (new, 1000, 10, 2)


def test_only_the_office_changes_targets(world: World, indicator: Indicator) -> None:
    target = whole(world, indicator)
    audits = AuditRecord.objects.count()
    for actor in (world.lead, world.giver, world.receiver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            split_target(actor=actor, target=target, revision=world.revision, units=[world.east, world.west])
    assert Target.objects.count() == 1
    assert AuditRecord.objects.count() == audits


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["units", "months", "both", "rest", "whole", "revise", "merge"]),
        st.integers(min_value=0, max_value=40),
        st.integers(min_value=0, max_value=5000),
    ),
    max_size=6,
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, value=st.integers(min_value=0, max_value=100_000))
def test_parts_equal_the_whole_after_any_sequence(
    world: World, indicator: Indicator, steps: list[tuple[str, int, int]], value: int
) -> None:
    Target.objects.filter(indicator=indicator).exclude(parent=None).update(parent=None)
    Target.objects.filter(indicator=indicator).delete()
    whole(world, indicator, value)
    for act, pick, amount in steps:
        rows = list(Target.objects.filter(indicator=indicator, superseded_by__isnull=True).order_by("pk"))
        _act(world, act, rows[pick % len(rows)], Decimal(amount))
        assert differences(world.programme) == []
    stale = Target.objects.filter(superseded_by__isnull=True, parent__superseded_by__isnull=False)
    assert not stale.exists()


def _act(world: World, act: str, row: Target, amount: Decimal) -> None:
    common = {"actor": world.office, "revision": world.revision}
    units = [unit for unit in (world.east, world.west, world.county) if unit != row.unit]
    try:
        if act in {"units", "months", "both"}:
            chosen = units if act != "months" else []
            split_target(**common, target=row, units=chosen, months=act != "units")  # type: ignore[arg-type]
        elif act in {"rest", "whole"}:
            edit_part(**common, part=row, value=amount, change=act)  # type: ignore[arg-type]
        elif act == "revise":
            later = new_revision(actor=None, programme=world.programme, title="调整", reason="试")
            revise_target(actor=None, target=row, value=amount, revision=later)
        else:
            merge_parts(**common, target=row)
    except (AlreadySplit, NotAPart, IsAPart, PartsDoNotFit, Invalid):
        pass  # a refusal changes nothing, which is what the caller checks
