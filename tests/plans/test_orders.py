"""A change ordered by hand opens a revision that says what ordered it; a refusal leaves none behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.kernel.errors import Invalid, NotAllowed
from jiedui.plans.errors import AlreadySplit, IsAPart, PartsDoNotFit
from jiedui.plans.models import Indicator, Revision, Target
from jiedui.plans.queries import current_version, get_target, parts_in_force
from jiedui.plans.services import Order, order_merge, order_part, order_revision, order_split, shares_of
from tests.conftest import World

NOTICE = Order("调整通知", "海协办〔2019〕9号", date(2019, 7, 1))
OFFICE = Order("办公室调整", reason="会议议定")


@pytest.fixture
def target(world: World) -> Target:
    indicator = Indicator.objects.create(workstream=world.consumption, code="sales", name="消费额", unit="元")
    return Target.objects.create(
        indicator=indicator,
        unit=world.city,
        value=1000,
        starts_on=date(2019, 1, 1),
        ends_on=date(2019, 12, 31),
        revision=world.revision,
    )


def test_a_revision_names_its_document(world: World, target: Target) -> None:
    new = order_revision(
        actor=world.office, target=target, order=NOTICE, value=Decimal(1200), comparator=">=", note="上调"
    )

    revision = new.revision
    assert (revision.number, revision.title, revision.doc_number, revision.issued_on, revision.made_by) == (
        2,
        "调整通知",
        "海协办〔2019〕9号",
        date(2019, 7, 1),
        world.office,
    )
    assert (new.value, new.note) == (1200, "上调")
    old = get_target(world.programme, target.pk)
    assert (old.value, old.superseded_by) == (1000, revision)
    assert current_version(old) == new


def test_shares_are_told_before_anything_is_written(world: World, target: Target) -> None:
    assert shares_of(target, [world.east, world.west], {world.east: Decimal(2), world.west: Decimal(1)}) == {
        world.east: 667,
        world.west: 333,
    }
    assert Target.objects.count() == 1


def test_a_target_is_divided_a_part_changed_and_the_parts_taken_back(world: World, target: Target) -> None:
    parts = order_split(
        actor=world.office, target=target, order=OFFICE, units=[world.east, world.west], months=True
    )
    assert [part.value for part in parts] == [500, 500]
    assert sum(month.value for month in parts_in_force(parts[0])) == 500

    changed = order_part(actor=world.office, part=parts[0], order=OFFICE, value=Decimal(600), change="rest")
    assert [part.value for part in parts_in_force(target)] == [600, 400]
    assert changed.revision.reason == "会议议定"

    assert order_merge(actor=world.office, target=target, order=OFFICE) == 26
    assert not parts_in_force(target).exists()
    assert Revision.objects.count() == 4


def test_a_refused_change_leaves_no_revision(world: World, target: Target) -> None:
    order_split(actor=world.office, target=target, order=OFFICE, units=[world.east, world.west])
    (east, _west) = parts_in_force(target)
    before = (Revision.objects.count(), list(Target.objects.order_by("pk").values()))

    with pytest.raises(NotAllowed):
        order_revision(actor=world.giver, target=target, order=OFFICE, value=Decimal(1), comparator=">=")
    with pytest.raises(IsAPart):
        order_revision(actor=world.office, target=east, order=OFFICE, value=Decimal(1), comparator=">=")
    with pytest.raises(AlreadySplit):
        order_split(actor=world.office, target=target, order=OFFICE, units=[world.east])
    with pytest.raises(PartsDoNotFit):
        order_part(actor=world.office, part=east, order=OFFICE, value=Decimal(1001), change="rest")
    with pytest.raises(Invalid):
        order_merge(actor=world.office, target=target, order=Order("没有依据"))

    assert (Revision.objects.count(), list(Target.objects.order_by("pk").values())) == before
