"""A revised milestone or rule is a new version; what it was stays readable, and a refusal changes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jiedui.kernel.errors import Invalid, JieduiError, NotAllowed, NotFound
from jiedui.kernel.models import AuditRecord
from jiedui.plans.errors import (
    MilestoneExists,
    MilestoneSuperseded,
    NothingRevised,
    RevisionNotLater,
    RuleSuperseded,
)
from jiedui.plans.models import Indicator, Milestone, Programme, Revision, Rule
from jiedui.plans.queries import (
    current_milestones,
    current_rules,
    get_milestone,
    get_rule,
    milestone_in_force,
    milestones_as_of,
    rule_in_force,
    rules_as_of,
    versions_of_milestone,
    versions_of_rule,
)
from jiedui.plans.services import (
    Order,
    add_milestone,
    add_rule,
    new_revision,
    order_milestone,
    order_rule,
    revise_milestone,
    revise_rule,
)
from tests.conftest import World

NOTICE = Order("调整通知", "海协办〔2019〕9号", date(2019, 7, 1))
LATER = {"due_on": date(2019, 9, 30), "text": "完成六成", "share": Decimal("0.6")}
STRICTER = {"text": "七成用于产业", "comparator": ">=", "threshold": Decimal("0.7")}


@pytest.fixture
def sales(world: World) -> Indicator:
    return Indicator.objects.create(workstream=world.consumption, code="sales", name="消费额", unit="元")


@pytest.fixture
def half(world: World, sales: Indicator) -> Milestone:
    return add_milestone(
        actor=world.office,
        workstream=world.consumption,
        due_on=date(2019, 8, 15),
        text="过半",
        revision=world.revision,
        indicator=sales,
        share=Decimal("0.5"),
    )


@pytest.fixture
def industry(world: World, sales: Indicator) -> Rule:
    return add_rule(
        actor=world.office,
        programme=world.programme,
        code="industry",
        text="六成用于产业",
        revision=world.revision,
        threshold=Decimal("0.6"),
        numerator=sales,
        denominator=sales,
    )


def circular(world: World) -> Revision:
    return new_revision(
        actor=world.office, programme=world.programme, title="通知", doc_number="海〔2019〕9号"
    )


def test_a_milestone_gets_a_new_version_by_its_document(world: World, half: Milestone) -> None:
    new = order_milestone(actor=world.office, milestone=half, order=NOTICE, **LATER)

    revision = new.revision
    assert (revision.number, revision.doc_number, revision.made_by) == (2, "海协办〔2019〕9号", world.office)
    assert (new.due_on, new.text, new.share, new.indicator) == (*LATER.values(), half.indicator)
    old = get_milestone(world.programme, half.pk)
    assert (old.due_on, old.text, old.share) == (date(2019, 8, 15), "过半", Decimal("0.5"))
    assert old.superseded_by == revision and milestone_in_force(old) == new
    assert list(current_milestones(world.programme)) == [new]
    assert list(milestones_as_of(world.programme, 1)) == [old]
    assert list(milestones_as_of(world.programme, 2)) == [new]
    noted = AuditRecord.objects.get(action="milestone.revise")
    assert (noted.subject_id, noted.detail) == (str(new.pk), {"revision": 2})
    assert noted.changes["due_on"] == ["2019-08-15", "2019-09-30"]
    assert set(noted.changes) == {"due_on", "text", "share"}


def test_the_versions_of_a_milestone_stay_together(world: World, half: Milestone) -> None:
    second = order_milestone(actor=world.office, milestone=half, order=NOTICE, **LATER)
    third = order_milestone(
        actor=world.office, milestone=second, order=NOTICE, due_on=half.due_on, text=half.text, share=None
    )
    assert [list(versions_of_milestone(one)) for one in (half, second, third)] == [[half, second, third]] * 3
    half.refresh_from_db()
    assert milestone_in_force(half) == milestone_in_force(third) == third


def test_a_milestone_in_words_gets_its_share(world: World, sales: Indicator) -> None:
    words = add_milestone(
        actor=None,
        workstream=world.consumption,
        due_on=date(2019, 8, 15),
        text="过半",
        revision=world.revision,
    )
    later = circular(world)
    with pytest.raises(Invalid) as refusal:
        revise_milestone(actor=None, milestone=words, revision=later, **LATER)
    assert refusal.value.address == "indicator"
    assert revise_milestone(actor=None, milestone=words, revision=later, indicator=sales, **LATER).share


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"share": Decimal(2)}, Invalid),
        ({"text": " "}, Invalid),
        ({"due_on": date(2019, 8, 15), "text": "过半", "share": Decimal("0.5")}, NothingRevised),
        ({"due_on": date(2019, 10, 31), "text": "收官", "share": None}, MilestoneExists),
    ],
)
def test_a_milestone_that_cannot_stand_is_refused(
    world: World, half: Milestone, wrong: dict[str, Any], error: type[JieduiError]
) -> None:
    add_milestone(
        actor=None,
        workstream=world.consumption,
        due_on=date(2019, 10, 31),
        text="收官",
        revision=world.revision,
    )
    with pytest.raises(error):
        order_milestone(actor=world.office, milestone=half, order=NOTICE, **{**LATER, **wrong})
    half.refresh_from_db()
    assert (half.superseded_by, Milestone.objects.count(), Revision.objects.count()) == (None, 2, 1)
    assert not AuditRecord.objects.filter(action="milestone.revise").exists()


def test_only_the_version_in_force_is_revised_and_only_later(
    world: World, half: Milestone, industry: Rule
) -> None:
    with pytest.raises(RevisionNotLater):
        revise_milestone(actor=world.office, milestone=half, revision=world.revision, **LATER)
    with pytest.raises(RevisionNotLater):
        revise_rule(actor=world.office, rule=industry, revision=world.revision, **STRICTER)
    later = circular(world)
    revise_milestone(actor=world.office, milestone=half, revision=later, **LATER)
    revise_rule(actor=world.office, rule=industry, revision=later, **STRICTER)
    last = circular(world)
    with pytest.raises(MilestoneSuperseded):
        revise_milestone(actor=world.office, milestone=half, revision=last, **{**LATER, "text": "又"})
    with pytest.raises(RuleSuperseded):
        revise_rule(actor=world.office, rule=industry, revision=last, **{**STRICTER, "text": "又"})
    assert (Milestone.objects.count(), Rule.objects.count()) == (2, 2)


def test_only_the_office_revises(world: World, half: Milestone, industry: Rule) -> None:
    for actor in (world.lead, world.giver, world.receiver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            order_milestone(actor=actor, milestone=half, order=NOTICE, **LATER)
        with pytest.raises(NotAllowed):
            order_rule(actor=actor, rule=industry, order=NOTICE, **STRICTER)
    assert (Milestone.objects.count(), Rule.objects.count(), Revision.objects.count()) == (1, 1, 1)


def test_a_rule_gets_a_new_version_over_the_same_indicators(world: World, industry: Rule) -> None:
    new = order_rule(actor=world.office, rule=industry, order=NOTICE, **STRICTER)

    assert (new.text, new.comparator, new.threshold) == tuple(STRICTER.values())
    assert (new.code, new.numerator, new.denominator) == (
        "industry",
        industry.numerator,
        industry.denominator,
    )
    old = get_rule(world.programme, industry.pk)
    assert (old.text, old.threshold, old.superseded_by) == ("六成用于产业", Decimal("0.6"), new.revision)
    assert rule_in_force(old) == rule_in_force(new) == new
    assert list(current_rules(world.programme)) == [new]
    assert list(rules_as_of(world.programme, 1)) == [old]
    assert list(rules_as_of(world.programme, 2)) == [new]
    assert list(versions_of_rule(new)) == [old, new]
    noted = AuditRecord.objects.get(action="rule.revise")
    assert (noted.subject_id, noted.detail) == (str(new.pk), {"revision": 2})
    assert noted.changes == {"text": ["六成用于产业", "七成用于产业"], "threshold": ["0.6", "0.7"]}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"threshold": None}, Invalid),
        ({"comparator": "~"}, Invalid),
        ({"text": ""}, Invalid),
        ({"text": "六成用于产业", "threshold": Decimal("0.6")}, NothingRevised),
    ],
)
def test_a_rule_that_cannot_stand_is_refused(
    world: World, industry: Rule, wrong: dict[str, Any], error: type[JieduiError]
) -> None:
    with pytest.raises(error):
        order_rule(actor=world.office, rule=industry, order=NOTICE, **{**STRICTER, **wrong})
    industry.refresh_from_db()
    assert (industry.superseded_by, Rule.objects.count(), Revision.objects.count()) == (None, 1, 1)
    assert not AuditRecord.objects.filter(action="rule.revise").exists()


def test_a_revision_of_another_programme_orders_nothing(
    world: World, half: Milestone, industry: Rule
) -> None:
    other = Programme.objects.create(
        code="next", name="次年", giver=world.city, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31)
    )
    foreign = Revision.objects.create(programme=other, number=9, title="方案")
    with pytest.raises(Invalid):
        revise_milestone(actor=None, milestone=half, revision=foreign, **LATER)
    with pytest.raises(Invalid):
        revise_rule(actor=None, rule=industry, revision=foreign, **STRICTER)
    for read, pk in ((get_milestone, half.pk), (get_rule, industry.pk)):
        with pytest.raises(NotFound):
            read(other, pk)


def test_the_database_lets_one_version_stand(world: World, half: Milestone, industry: Rule) -> None:
    new = order_milestone(actor=None, milestone=half, order=NOTICE, **LATER)
    doubled = Milestone(
        workstream=new.workstream, due_on=date(2019, 12, 1), text="又", revision=new.revision, origin=half
    )
    for row in (doubled, Rule(programme=world.programme, code="industry", text="又", revision=new.revision)):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
