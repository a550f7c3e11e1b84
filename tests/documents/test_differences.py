"""What a document changes in the running programme."""

from __future__ import annotations

from typing import Any

from jiedui.documents.differences import Change, differences_of
from jiedui.documents.enums import Match
from jiedui.documents.facts import FactKind
from jiedui.documents.models import SourceDocument
from jiedui.documents.services import accept_document, accept_section
from jiedui.plans.models import Task
from tests.conftest import World
from tests.documents.papers import fact, money, paper, plan

MILLION = 1_000_000


def later(world: World) -> SourceDocument:
    """After the first paper was accepted: one that raises the whole and one part, and says nothing of the other."""
    first = paper(world.programme)
    accept_section(actor=world.office, document=first)
    accept_document(actor=world.office, document=first)
    facts = plan()
    facts[1] = money("海州市", 320 * MILLION, "消费扶贫总额达到3亿元", parent=True)
    facts[2] = money("东城区", 120 * MILLION, "东城区1亿元")
    facts[3] = money("西城区", 7, "西城区2亿元", measure="新的采购额")
    facts[6] = fact(
        FactKind.MILESTONE,
        "8月底前实现任务过半",
        workstream="消费扶贫",
        text="实现任务过半",
        date="2019-09-30",
        value="50%",
    )
    return paper(world.programme, facts, sha256="b" * 64)


def test_a_later_document_is_told_as_a_difference(world: World) -> None:
    found = differences_of(later(world))

    assert found.counts == {Match.REVISED: 3, Match.NEW: 1, Match.UNCHANGED: 3}
    group = next(group for group in found.groups if group.section == "消费扶贫")
    revised = [(c.told.before, c.told.after, c.source.quote if c.source else "") for c in group.revised]
    assert revised == [
        ("3 亿元", "3.2 亿元", "消费扶贫总额达到3亿元"),
        ("1 亿元", "1.2 亿元", "东城区1亿元"),
        ("2019-08-31 · 50%", "2019-09-30 · 50%", "8月底前实现任务过半"),
    ]
    assert [change.told.headline for change in group.new] == ["新的采购额"]
    assert [(target.unit, target.value) for target in group.unmentioned] == [(world.west, 200 * MILLION)]


def test_what_comes_first_is_what_changes(world: World) -> None:
    assert next(group.section for group in differences_of(later(world)).groups) == "消费扶贫"


def test_a_first_plan_leaves_nothing_unmentioned(world: World) -> None:
    found = differences_of(paper(world.programme))

    assert (set(found.counts), [g.unmentioned for g in found.groups if g.unmentioned]) == ({Match.NEW}, [])


def changed_task(world: World, **fields: Any) -> Change:
    """The one change of a document that says the same as the first but for its task."""
    first = paper(world.programme)
    accept_section(actor=world.office, document=first)
    accept_document(actor=world.office, document=first)
    facts = plan()
    facts[5].fields.update(fields)
    document = paper(world.programme, facts, sha256="b" * 64)
    [change] = [c for group in differences_of(document).groups for c in group.revised]
    return change


def test_a_task_tells_only_what_changes(world: World) -> None:
    change = changed_task(world, deadline="2019-11-30", support=["东城区"])

    assert (change.told.before, change.told.after) == ("2019-10-31 · 海州市财政局", "2019-11-30 · 东城区")


def test_a_task_without_a_day_keeps_the_plans(world: World) -> None:
    change = changed_task(world, deadline="", support=["东城区"])
    document = change.proposal.fact.document
    assert (change.told.before, change.told.after) == ("海州市财政局", "东城区")

    accept_section(actor=world.office, document=document)
    accept_document(actor=world.office, document=document)

    assert str(Task.objects.get(state="open").due_on) == "2019-10-31"


def test_it_takes_the_same_few_queries_whatever_its_length(
    world: World, django_assert_max_num_queries: Any
) -> None:
    long = later(world)
    many = [money("东城区", n, "东城区1亿元", measure=f"采购{n}") for n in range(1, 60)]
    short = paper(world.programme, many, sha256="c" * 64)

    for document in (long, short):
        with django_assert_max_num_queries(5):
            differences_of(document)
