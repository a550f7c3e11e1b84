"""A document that revises milestones and rules: told as a difference, accepted, undone, corrected by the reviewer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiedui.documents.differences import Change, differences_of
from jiedui.documents.enums import Match, Taught
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.models import FactLink, Lesson, Proposal, SourceDocument
from jiedui.documents.proposals.revisions import NOTHING
from jiedui.documents.services import (
    accept_document,
    accept_proposal,
    accept_section,
    edit_proposal,
    reject_proposal,
    undo_decision,
)
from jiedui.kernel.errors import Invalid
from jiedui.kernel.models import AuditRecord
from jiedui.plans.models import Milestone, Revision, Rule
from jiedui.plans.queries import current_milestones, current_rules
from tests.conftest import World
from tests.documents.papers import fact, paper, plan

AUGUST, OCTOBER = date(2019, 8, 31), date(2019, 10, 31)


def milestone(day: str, text: str, value: str = "", **fields: Any) -> Fact:
    given = {"workstream": "消费扶贫", "date": day, "text": text, "value": value, **fields}
    return fact(FactKind.MILESTONE, "8月底前实现任务过半", **given)


def rule(text: str, threshold: int, **fields: Any) -> Fact:
    given = {
        "workstream": "资金支持",
        "text": text,
        "threshold": threshold,
        "normalized": threshold,
        **fields,
    }
    return fact(
        FactKind.RULE, "帮扶资金50%以上用于产业", normalized_unit="%", unit="%", comparator=">=", **given
    )


def accepted(world: World, facts: list[Fact], sha256: str) -> SourceDocument:
    document = paper(world.programme, facts, sha256=sha256)
    accept_section(actor=world.office, document=document)
    accept_document(actor=world.office, document=document)
    return document


@pytest.fixture
def first(world: World) -> SourceDocument:
    """Half by the end of August, 95 % by the end of October; half of the funds for industry."""
    return accepted(world, [*plan(), milestone("2019-10-31", "实现任务达到95%", "95%")], "a" * 64)


def later(world: World, *facts: Fact) -> SourceDocument:
    return paper(world.programme, list(facts), sha256="b" * 64)


def revised(document: SourceDocument) -> list[Change]:
    return [change for group in differences_of(document).groups for change in group.revised]


def proposals(document: SourceDocument) -> list[Proposal]:
    return list(Proposal.objects.filter(fact__document=document).order_by("fact__number"))


def in_force(world: World) -> list[tuple[date, Decimal | None]]:
    return list(current_milestones(world.programme).order_by("due_on").values_list("due_on", "share"))


def test_both_sides_of_a_revised_milestone_are_told(world: World, first: SourceDocument) -> None:
    document = later(
        world,
        milestone("2019-09-30", "实现任务达到60%", "60%"),
        milestone("2019-11-30", "实现任务达到100%", "100%"),
    )

    told = [(c.told.before, c.told.after, c.source.quote if c.source else "") for c in revised(document)]
    assert told == [
        ("2019-08-31 · 50%", "2019-09-30 · 60%", "8月底前实现任务过半"),
        ("2019-10-31 · 95%", "2019-11-30 · 100%", "8月底前实现任务过半"),
    ]
    assert in_force(world) == [(AUGUST, Decimal("0.5")), (OCTOBER, Decimal("0.95"))]


def test_accepted_it_is_a_new_version_by_the_document(world: World, first: SourceDocument) -> None:
    old = Milestone.objects.get(due_on=AUGUST)
    document = later(world, milestone("2019-09-30", "实现任务达到50%", "50%"))
    accept_section(actor=world.office, document=document)
    outcome = accept_document(actor=world.office, document=document)

    assert outcome.counts == {"milestone_revised": 1}
    new = Milestone.objects.get(due_on=date(2019, 9, 30))
    old.refresh_from_db()
    assert (new.origin, new.revision, old.superseded_by) == (
        old,
        document.revision or new.revision,
        new.revision,
    )
    assert (new.indicator, new.share) == (old.indicator, Decimal("0.5"))
    assert new.revision.document_sha256 == "b" * 64
    link = FactLink.objects.get(fact__document=document)
    assert (link.object_id, link.fact.quote) == (new.pk, "8月底前实现任务过半")
    assert AuditRecord.objects.get(action="milestone.revise").actor == world.office


def test_a_rule_is_told_and_accepted(world: World, first: SourceDocument) -> None:
    document = later(world, rule("帮扶资金70%以上用于产业", 70))
    [change] = revised(document)
    assert (change.told.before, change.told.after) == ("≥ 50%", "≥ 70%")
    assert change.source is not None

    accept_section(actor=world.office, document=document)
    outcome = accept_document(actor=world.office, document=document)

    assert outcome.counts == {"rule_revised": 1}
    old, new = Rule.objects.order_by("id")
    assert (old.code, new.code, old.superseded_by) == ("rule-1", "rule-1", new.revision)
    assert (new.text, new.threshold) == ("帮扶资金70%以上用于产业", Decimal("0.7"))
    again = paper(world.programme, [rule("帮扶资金70%以上用于产业", 70)], sha256="c" * 64)
    assert [one.match for one in proposals(again)] == [Match.UNCHANGED]


def test_the_same_words_with_another_threshold_are_a_change(world: World, first: SourceDocument) -> None:
    document = later(world, rule("帮扶资金50%以上用于产业", 60), rule("帮扶资金50%以上用于产业", 60))
    assert [one.match for one in proposals(document)] == [Match.REVISED, Match.REPEAT]
    accept_section(actor=world.office, document=document)
    accept_document(actor=world.office, document=document)
    assert list(current_rules(world.programme).values_list("threshold", flat=True)) == [Decimal("0.6")]


def test_undone_and_rejected_it_leaves_the_plan_alone(world: World, first: SourceDocument) -> None:
    document = later(
        world, milestone("2019-09-30", "实现任务达到50%", "50%"), rule("帮扶资金70%以上用于产业", 70)
    )
    [of_milestone, _of_rule] = proposals(document)
    done = accept_proposal(actor=world.office, proposal=of_milestone, version=of_milestone.version)
    undone = undo_decision(actor=world.office, proposal=done, version=done.version)
    assert undone.match == Match.REVISED
    for one in proposals(document):
        reject_proposal(actor=world.office, proposal=one, version=one.version)
    accept_document(actor=world.office, document=document)

    assert in_force(world) == [(AUGUST, Decimal("0.5")), (OCTOBER, Decimal("0.95"))]
    assert (Rule.objects.count(), Revision.objects.count()) == (1, 2)


def test_rejecting_one_does_not_change_what_another_revises(world: World, first: SourceDocument) -> None:
    document = later(
        world,
        milestone("2019-09-30", "实现任务达到60%", "60%"),
        milestone("2019-11-30", "实现任务达到100%", "100%"),
    )
    [one, other] = proposals(document)
    reject_proposal(actor=world.office, proposal=one, version=one.version)
    other.refresh_from_db()
    accept_proposal(actor=world.office, proposal=other, version=other.version)
    accept_document(actor=world.office, document=document)

    assert in_force(world) == [(AUGUST, Decimal("0.5")), (date(2019, 11, 30), Decimal(1))]


def test_the_next_years_milestone_is_new(world: World, first: SourceDocument) -> None:
    [one] = proposals(later(world, milestone("2020-08-31", "实现任务过半", "50%")))
    assert (one.match, one.problems) == (Match.NEW, [])


def test_where_it_is_open_which_is_meant_the_reviewer_is_told_and_says_so(
    world: World, first: SourceDocument
) -> None:
    document = later(world, milestone("2019-12-15", "实现任务达到98%", "98%"))
    [one] = proposals(document)
    assert one.match == Match.NEW
    assert [found["code"] for found in one.problems] == ["milestone_other_day"]
    october = Milestone.objects.get(due_on=OCTOBER)

    edited = edit_proposal(
        actor=world.office, proposal=one, version=one.version, changes={"revises": str(october.pk)}
    )
    assert edited.match == Match.REVISED
    assert [change.told.before for change in revised(document)] == ["2019-10-31 · 95%"]
    accept_document(actor=world.office, document=document)
    assert in_force(world) == [(AUGUST, Decimal("0.5")), (date(2019, 12, 15), Decimal("0.98"))]


def test_a_reviewer_may_say_that_it_is_new(world: World, first: SourceDocument) -> None:
    document = later(world, milestone("2019-09-30", "实现任务达到50%", "50%"))
    [one] = proposals(document)
    edit_proposal(actor=world.office, proposal=one, version=one.version, changes={"revises": NOTHING})
    accept_document(actor=world.office, document=document)
    assert [day for day, _share in in_force(world)] == [AUGUST, date(2019, 9, 30), OCTOBER]


def test_nothing_else_of_the_plan_can_be_said_to_be_revised(world: World, first: SourceDocument) -> None:
    [one] = proposals(later(world, rule("帮扶资金70%以上用于产业", 70)))
    for wrong in (str(10**6), "rule-1"):
        with pytest.raises(Invalid) as refusal:
            edit_proposal(actor=world.office, proposal=one, version=one.version, changes={"revises": wrong})
        assert refusal.value.address == "revises"
    one.refresh_from_db()
    assert one.edited == {}


def test_an_event_keeps_its_share_where_the_paper_names_none(world: World, first: SourceDocument) -> None:
    document = later(world, milestone("2019-09-15", "实现任务过半"))
    assert [(c.told.before, c.told.after) for c in revised(document)] == [
        ("2019-08-31 · 50%", "2019-09-15 · 50%")
    ]


def test_two_numbered_events_are_two(world: World, first: SourceDocument) -> None:
    accepted(world, [milestone("2019-06-30", "召开第1次联席会议")], "d" * 64)
    [one] = proposals(later(world, milestone("2019-09-30", "召开第2次联席会议")))
    assert one.match == Match.NEW


def test_words_a_reviewer_settled_are_known_in_the_next_document(world: World, first: SourceDocument) -> None:
    document = later(world, rule("用于产业的帮扶资金不低于60%", 60))
    [one] = proposals(document)
    assert one.match == Match.NEW
    old = Rule.objects.get()
    edit_proposal(actor=world.lead, proposal=one, version=one.version, changes={"revises": str(old.pk)})
    lesson = Lesson.objects.get()
    assert (lesson.about, lesson.written, lesson.means) == (Taught.RULE, "用于产业的帮扶资金不低于60%", old)
    accept_document(actor=world.office, document=document)

    [following] = proposals(
        paper(world.programme, [rule("用于产业的帮扶资金不低于70%", 70)], sha256="e" * 64)
    )
    assert (following.match, following.plan["existing"]) == (
        Match.REVISED,
        current_rules(world.programme).get().pk,
    )
    other = paper(world.programme, [rule("产业用资不少于80%", 80)], sha256="f" * 64)
    assert [one.match for one in proposals(other)] == [Match.NEW]


def test_a_milestones_words_are_taught_forgotten_and_undone(world: World, first: SourceDocument) -> None:
    august = Milestone.objects.get(due_on=AUGUST)
    document = later(world, milestone("2019-09-10", "过渡期任务收官"))
    [one] = proposals(document)
    edited = edit_proposal(
        actor=world.lead, proposal=one, version=one.version, changes={"revises": str(august.pk)}
    )
    [known] = proposals(paper(world.programme, [milestone("2019-09-20", "过渡期任务收官")], sha256="e" * 64))
    assert (known.match, known.plan["existing"]) == (Match.REVISED, august.pk)
    assert [found["code"] for found in known.problems] == ["as_taught"]
    [next_year] = proposals(
        paper(world.programme, [milestone("2020-09-20", "过渡期任务收官")], sha256="9" * 64)
    )
    assert next_year.match == Match.NEW

    undo_decision(actor=world.lead, proposal=edited, version=edited.version)
    assert Lesson.objects.get().forgotten_at is not None
    [unknown] = proposals(
        paper(world.programme, [milestone("2019-09-25", "过渡期任务收官")], sha256="8" * 64)
    )
    assert unknown.match == Match.NEW


def test_what_the_words_say_already_teaches_nothing(world: World, first: SourceDocument) -> None:
    [one] = proposals(later(world, rule("帮扶资金70%以上用于产业", 70)))
    old = Rule.objects.get()
    edit_proposal(actor=world.lead, proposal=one, version=one.version, changes={"revises": str(old.pk)})
    assert not Lesson.objects.exists()
