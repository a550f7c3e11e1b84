"""What changed since an issue was published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.kernel.errors import WrongState
from jiedui.ledger.enums import Verdict
from jiedui.ledger.models import Confirmation
from jiedui.plans.models import Revision, Target
from jiedui.publications.changes import Aspect, Change, changes_since
from jiedui.publications.models import Bulletin
from jiedui.publications.services import publish_bulletin
from tests.publications.conftest import Desk


@pytest.fixture
def published(desk: Desk) -> Bulletin:
    """The September issue, out."""
    return publish_bulletin(actor=desk.scene.world.office, bulletin=desk.bulletin)


def of(bulletin: Bulletin, aspect: Aspect) -> list[Change]:
    """The changes of one aspect."""
    return [change for change in changes_since(bulletin) if change.aspect is aspect]


def test_nothing_has_changed_at_first_and_later_months_change_nothing(
    desk: Desk, published: Bulletin
) -> None:
    assert changes_since(published) == []
    desk.scene.entry("50000000", "2019-10-02")
    assert changes_since(published) == []


def test_a_reversal_changes_the_figure_and_is_named(desk: Desk, published: Bulletin) -> None:
    reversal = desk.scene.reverse(desk.walnuts, "-180000000")
    (change,) = of(published, Aspect.VALUE)
    assert (change.name, change.old, change.new) == ("消费帮扶金额", Decimal(700000000), Decimal(520000000))
    assert change.entries == [reversal] and change.entries[0].reverses == desk.walnuts
    assert change.difference == -180000000
    assert [c.name for c in of(published, Aspect.PACE)] == ["西城区"]
    assert [c.new for c in of(published, Aspect.EVIDENCED)] == [Decimal(1)]


def test_a_late_entry_for_the_month_is_named(desk: Desk, published: Bulletin) -> None:
    late = desk.scene.entry("1000000", "2019-08-30")
    (change,) = of(published, Aspect.VALUE)
    assert (change.new, change.entries) == (Decimal(701000000), [late])


def test_a_revised_target_is_a_change_without_entries(desk: Desk, published: Bulletin) -> None:
    second = Revision.objects.create(programme=desk.scene.world.programme, number=2, title="调整方案")
    old = Target.objects.get(indicator=desk.scene.purchases, unit=desk.scene.world.city)
    Target.objects.filter(pk=old.pk).update(superseded_by=second)
    desk.scene.target("1200000000")
    (change,) = of(published, Aspect.TARGET)
    assert (change.old, change.new, change.entries) == (Decimal(1100000000), Decimal(1200000000), [])


def test_a_target_that_left_the_plan_is_said_to_be_gone(desk: Desk, published: Bulletin) -> None:
    second = Revision.objects.create(programme=desk.scene.world.programme, number=2, title="调整方案")
    Target.objects.filter(indicator__code="招聘会").update(superseded_by=second)
    (change,) = of(published, Aspect.GONE)
    assert (change.name, change.new) == ("招聘会", None)


def test_a_confirmation_since_changes_the_confirmed_share(desk: Desk, published: Bulletin) -> None:
    Confirmation.objects.create(
        entry=desk.walnuts, verdict=Verdict.AGREED, unit=desk.walnuts.receiver, by=desk.scene.world.receiver
    )
    (change,) = changes_since(published)
    assert (change.aspect, change.old_text, change.new_text) == (Aspect.CONFIRMED, "74.3%", "100.0%")


def test_a_draft_has_nothing_to_be_compared_with(desk: Desk) -> None:
    with pytest.raises(WrongState):
        changes_since(desk.bulletin)
    assert desk.bulletin.month == date(2019, 9, 1)
