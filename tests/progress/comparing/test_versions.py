"""Two versions of the plan: what changed, by which document, and how today looks under each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jiedui.plans.models import Milestone, Revision, Rule, Target
from jiedui.plans.services import new_revision, revise_milestone, revise_rule, revise_target, set_target
from jiedui.progress.comparing.changes import Change
from jiedui.progress.comparing.versions import Counts, Versions, revision_on, versions
from jiedui.progress.rules import RuleState
from jiedui.progress.standings import Status
from tests.progress.conftest import Scene

ON = date(2019, 6, 30)


@pytest.fixture
def revised(scene: Scene) -> tuple[Scene, Revision]:
    """The city's 1,000 (east 600, west 400) becomes 2,000 by a circular, which also sets a target of job fairs and
    leaves the west out."""
    world = scene.world
    whole = scene.target("1000")
    scene.target("600", world.east)
    west = scene.target("400", world.west)
    scene.entry("900", "2019-03-01")
    circular = new_revision(
        actor=world.office,
        programme=world.programme,
        title="调整通知",
        doc_number="海协办〔2019〕9号",
        issued_on=date(2019, 5, 1),
    )
    revise_target(actor=world.office, target=whole, value=Decimal(2000), revision=circular)
    fairs = scene.indicator("fairs", unit="场", kind="", measure="")
    set_target(
        actor=world.office,
        indicator=fairs,
        unit=world.city,
        value=Decimal(10),
        starts_on=date(2019, 1, 1),
        ends_on=date(2019, 12, 31),
        revision=circular,
    )
    west.superseded_by = circular
    west.save()
    return scene, circular


def held(scene: Scene, earlier: Revision, later: Revision) -> Versions:
    return versions(scene.world.programme, earlier, later, on=ON)


def test_new_revised_and_left_out_each_with_the_document(revised: tuple[Scene, Revision]) -> None:
    scene, circular = revised
    found = held(scene, scene.world.revision, circular)
    assert [
        (row.change, row.indicator.code, row.target.unit.name, row.was, row.becomes)
        for row in found.rows
    ] == [
        (Change.REVISED, "purchases", "海州市", 1000, 2000),
        (Change.LEFT_OUT, "purchases", "西城区", 400, None),
        (Change.NEW, "fairs", "海州市", None, 10),
    ]  # fmt: skip
    assert {row.ordered_by for row in found.rows} == {circular}
    assert [row.difference for row in found.rows] == [1000, None, None]
    (field,) = found.fields
    assert field.counts == found.total == Counts(new=1, revised=1, left_out=1, same=1)


def test_today_stands_under_either_version(revised: tuple[Scene, Revision]) -> None:
    scene, circular = revised
    whole = held(scene, scene.world.revision, circular).rows[0]
    assert whole.stood and whole.stands and whole.stood.expected and whole.stands.expected
    assert (whole.stood.value, whole.stands.value) == (900, 900)
    assert whole.stands.expected == 2 * whole.stood.expected
    assert (whole.stood.status, whole.stands.status) == (Status.AHEAD, Status.BEHIND)
    assert whole.turned


def test_the_other_way_round_what_was_new_is_left_out(revised: tuple[Scene, Revision]) -> None:
    scene, circular = revised
    rows = held(scene, circular, scene.world.revision).rows
    assert [row.change for row in rows] == [Change.REVISED, Change.NEW, Change.LEFT_OUT]


def test_a_version_beside_itself_has_no_changes(revised: tuple[Scene, Revision]) -> None:
    scene, circular = revised
    found = held(scene, circular, circular)
    assert (found.rows, found.parts) == ([], 0)
    assert [field.counts.same for field in found.fields] == [3]


def test_months_and_receivers_are_counted_not_listed(scene: Scene) -> None:
    world = scene.world
    whole = scene.target("1000")
    for first, last in ((date(2019, 1, 1), date(2019, 6, 30)), (date(2019, 7, 1), date(2019, 12, 31))):
        scene.target("500", starts_on=first, ends_on=last, parent=whole)
    circular = Revision.objects.create(programme=world.programme, number=2, title="调整")
    revise_target(actor=world.office, target=whole, value=Decimal(2000), revision=circular)
    found = held(scene, world.revision, circular)
    assert [row.target.value for row in found.rows] == [2000] and found.parts == 2


def test_a_headcount_as_stated_has_its_figures_and_no_standing(scene: Scene) -> None:
    stated = scene.indicator("placed", unit="人", kind="", measure="", as_stated=True)
    target = scene.target("300", indicator=stated)
    circular = Revision.objects.create(programme=scene.world.programme, number=2, title="调整")
    revise_target(actor=scene.world.office, target=target, value=Decimal(200), revision=circular)
    (row,) = held(scene, scene.world.revision, circular).rows
    assert row.earlier and row.later
    assert (row.earlier.value, row.later.value, row.stood, row.stands) == (300, 200, None, None)


def test_the_version_of_a_day_is_the_last_one_issued_by_then(revised: tuple[Scene, Revision]) -> None:
    scene, circular = revised
    programme = scene.world.programme
    first = scene.world.revision
    first.issued_on = date(2019, 1, 5)
    first.save()
    edit = Revision.objects.create(programme=programme, number=3, title="改")
    today = timezone.localdate(edit.made_at)
    days = [date(2019, 1, 4), date(2019, 1, 5), date(2019, 4, 30), date(2019, 5, 1), today]
    assert [revision_on(programme, day) for day in days] == [None, first, first, circular, edit]


def test_it_takes_the_same_queries_however_many_targets(
    revised: tuple[Scene, Revision], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scene, circular = revised
    for number in range(3):
        scene.target("5", indicator=scene.indicator(f"more-{number}"))
    Target.objects.filter(value=5).update(revision=circular)
    with django_assert_num_queries(8):
        assert len(held(scene, scene.world.revision, circular).rows) == 6
    assert Target.objects.count() == 8


def test_each_version_goes_by_its_own_milestones_and_rules(revised: tuple[Scene, Revision]) -> None:
    scene, circular = revised
    world = scene.world
    half = Milestone.objects.create(
        workstream=world.consumption, indicator=scene.purchases, due_on=date(2019, 6, 30), text="过半",
        share=Decimal("0.5"), revision=world.revision,
    )  # fmt: skip
    ceiling = Rule.objects.create(
        programme=world.programme, code="ceiling", text="不超过千元", comparator="<=", threshold=1000,
        numerator=scene.purchases, revision=world.revision,
    )  # fmt: skip
    later = revise_milestone(
        actor=world.office, milestone=half, due_on=half.due_on, text="达到九成", share=Decimal("0.9"),
        revision=circular,
    )  # fmt: skip
    lower = revise_rule(
        actor=world.office, rule=ceiling, text="不超过八百元", comparator="<=", threshold=Decimal(800),
        revision=circular,
    )  # fmt: skip

    found = held(scene, world.revision, circular)

    whole = found.rows[0]
    assert whole.stood and whole.stands
    assert (whole.stood.expected, whole.stands.expected) == (500, 1800)
    (row,) = found.milestones
    assert (row.change, row.earlier, row.later, row.ordered_by) == (Change.REVISED, half, later, circular)
    (rule,) = found.rules
    assert (rule.change, rule.earlier, rule.later, rule.ordered_by) == (
        Change.REVISED,
        ceiling,
        lower,
        circular,
    )
    assert rule.stood and rule.stands
    assert (rule.stood.state, rule.stands.state) == (RuleState.KEPT, RuleState.BROKEN)
    back = held(scene, circular, world.revision)
    assert [(one.earlier, one.later) for one in back.milestones] == [(later, half)]
    assert held(scene, circular, circular).milestones == held(scene, circular, circular).rules == []
