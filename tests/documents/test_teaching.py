"""What a reviewer settles once is settled for the documents that come after, until it is forgotten."""

from __future__ import annotations

from typing import Any

import pytest

from jiedui.documents.enums import Match, Taught
from jiedui.documents.errors import TaughtOtherwise
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.models import Lesson, Proposal, SourceDocument
from jiedui.documents.services import (
    compare_document,
    edit_proposal,
    forget_lesson,
    recall_lesson,
    undo_decision,
)
from jiedui.kernel.errors import NotAllowed
from jiedui.plans.models import Indicator
from tests.conftest import World
from tests.documents.papers import money, paper, proposal_of
from tests.documents.test_reports_accepted import reached
from tests.ledger.acts import indicator

QUOTE = "东城区1亿元"


def next_paper(world: World, *facts: Fact) -> SourceDocument:
    count = SourceDocument.objects.count()
    return paper(world.programme, list(facts), sha256=f"{count:064d}")


def edit(world: World, document: SourceDocument, quote: str = QUOTE, **changes: Any) -> Proposal:
    proposal = proposal_of(document, quote)
    return edit_proposal(actor=world.lead, proposal=proposal, version=proposal.version, changes=changes)


def giver_of(proposal: Proposal) -> dict[str, Any]:
    found: dict[str, Any] = proposal.plan["roles"]["giver"][0]
    return found


def test_a_name_that_meant_nobody_means_the_unit_in_the_next_document(world: World) -> None:
    edit(world, next_paper(world, money("某某处", 1, QUOTE)), giver="东城区")

    following = proposal_of(next_paper(world, money("某某处", 2, QUOTE)), QUOTE)

    assert (giver_of(following)["unit"], giver_of(following)["taught"], following.blocked) == (
        world.east.pk,
        True,
        False,
    )
    lesson = Lesson.objects.get()
    assert (lesson.about, lesson.written, lesson.unit, lesson.taught_by) == (
        Taught.NAME,
        "某某处",
        world.east,
        world.lead,
    )


def test_a_unit_chosen_among_candidates_is_remembered(world: World) -> None:
    edit(world, next_paper(world, money("某某处", 1, QUOTE)), resolved={"某某处": str(world.west.pk)})

    following = proposal_of(next_paper(world, money("某某 处", 2, QUOTE)), QUOTE)

    assert giver_of(following)["unit"] == world.west.pk


def test_a_name_that_was_understood_keeps_its_meaning(world: World) -> None:
    edit(world, next_paper(world, money("东城区", 1, QUOTE)), giver="西城区")

    following = proposal_of(next_paper(world, money("东城区", 2, QUOTE)), QUOTE)

    assert (giver_of(following)["unit"], Lesson.objects.count()) == (world.east.pk, 0)


def test_names_that_were_added_or_left_out_teach_nothing(world: World) -> None:
    edit(world, next_paper(world, money("某某处", 1, QUOTE)), giver="东城区、西城区")

    assert not Lesson.objects.exists()


def test_a_reviewers_own_choice_goes_before_what_was_taught(world: World) -> None:
    edit(world, next_paper(world, money("某某处", 1, QUOTE)), giver="东城区")
    document = next_paper(world, money("某某处", 2, QUOTE))

    edited = edit(world, document, resolved={"某某处": str(world.west.pk)})

    assert giver_of(edited)["unit"] == world.west.pk
    assert [lesson.unit for lesson in Lesson.objects.filter(forgotten_at=None)] == [world.west]


def test_the_name_of_a_measure_is_remembered_with_its_unit(world: World) -> None:
    row = Indicator.objects.create(
        workstream=world.consumption,
        code="i",
        name="消费扶贫采购额",
        unit="元",
        kind="purchase",
        measure="amount",
    )
    edit(world, next_paper(world, money("东城区", 1, QUOTE, measure="买了多少")), measure="消费扶贫采购额")
    assert Lesson.objects.get().indicator == row

    same, other = (
        money("东城区", 2, QUOTE, measure="买了多少"),
        money("西城区", 3, "西城区2亿元", measure="买了多少"),
    )
    other.fields.update(unit="人", normalized_unit="人")
    document = next_paper(world, same, other)

    taught, untaught = proposal_of(document, QUOTE), proposal_of(document, "西城区2亿元")
    assert taught.plan["values"]["measure"] == "消费扶贫采购额"
    assert [problem["code"] for problem in taught.problems] == ["as_taught"]
    assert untaught.plan["values"]["measure"] == "买了多少"


def test_a_taught_measure_never_takes_people_put_to_work_out_of_their_safeguard(world: World) -> None:
    Indicator.objects.create(workstream=world.consumption, code="i", name="别的人数", unit="人")
    jobs = money("东城区", 1, QUOTE, measure="转移就业", unit="人", normalized_unit="人")
    edit(world, next_paper(world, jobs), measure="别的人数")
    assert Lesson.objects.get().indicator is not None

    following = proposal_of(next_paper(world, jobs), QUOTE)

    assert following.plan["values"]["as_stated"] is True


def test_the_indicator_of_a_reported_figure_is_remembered(world: World) -> None:
    for code in ("采购甲", "采购乙"):
        indicator(world, code=code)
    chosen = Indicator.objects.get(code="采购乙")
    first = next_paper(world, reached(1000))
    assert proposal_of(first, QUOTE).match == Match.UNCOUNTED

    edit(world, first, indicator=str(chosen.pk))

    following = proposal_of(next_paper(world, reached(2000)), QUOTE)
    assert following.plan["values"]["indicator"] == chosen.pk


def test_undoing_the_edit_forgets_what_it_taught(world: World) -> None:
    edited = edit(world, next_paper(world, money("某某处", 1, QUOTE)), giver="东城区")

    undo_decision(actor=world.lead, proposal=edited, version=edited.version)

    assert Lesson.objects.get().forgotten_at is not None
    assert proposal_of(next_paper(world, money("某某处", 2, QUOTE)), QUOTE).blocked


def test_a_lesson_is_forgotten_and_recalled(world: World) -> None:
    edit(world, next_paper(world, money("某某处", 1, QUOTE)), giver="东城区")
    document = next_paper(world, money("某某处", 2, QUOTE))

    forget_lesson(actor=world.lead, lesson=Lesson.objects.get())
    compare_document(document)
    assert proposal_of(document, QUOTE).blocked
    recall_lesson(actor=world.office, lesson=Lesson.objects.get())
    compare_document(document)

    assert giver_of(proposal_of(document, QUOTE))["unit"] == world.east.pk


def test_a_lesson_is_not_recalled_beside_another_about_the_same_words(world: World) -> None:
    edit(world, next_paper(world, money("某某处", 1, QUOTE)), giver="东城区")
    first = Lesson.objects.get()
    edit(world, next_paper(world, money("某某处", 2, QUOTE)), resolved={"某某处": str(world.west.pk)})

    with pytest.raises(TaughtOtherwise):
        recall_lesson(actor=world.office, lesson=first)

    first.refresh_from_db()
    assert first.forgotten_at is not None


@pytest.mark.parametrize("who", ["giver", "receiver", "auditor", "nobody"])
def test_only_reviewers_forget_and_recall(world: World, who: str) -> None:
    lesson = Lesson.objects.create(
        programme=world.programme, about=Taught.NAME, written="甲", key="甲", unit=world.east
    )

    for act in (forget_lesson, recall_lesson):
        with pytest.raises(NotAllowed):
            act(actor=getattr(world, who), lesson=lesson)

    lesson.refresh_from_db()
    assert lesson.forgotten_at is None


def test_another_programme_is_taught_nothing(world: World) -> None:
    edit(world, next_paper(world, money("某某处", 1, QUOTE)), giver="东城区")
    other = world.programme.__class__.objects.create(
        code="other",
        name="另一计划",
        giver=world.city,
        starts_on=world.programme.starts_on,
        ends_on=world.programme.ends_on,
    )

    document = paper(other, [money("某某处", 2, QUOTE)], sha256="f" * 64)

    assert proposal_of(document, QUOTE).blocked


def test_an_indicator_much_like_a_new_one_is_named(world: World) -> None:
    indicator(world, code="消费扶贫采购额")

    found = proposal_of(next_paper(world, money("东城区", 1, QUOTE, measure="消费扶贫采购总额")), QUOTE)

    assert [(one["code"], one["params"]) for one in found.problems] == [
        ("like_indicator", {"name": "消费扶贫采购额"})
    ]


def test_a_task_is_no_lesson(world: World) -> None:
    from tests.documents.papers import fact

    task = fact(
        FactKind.TASK, "组织消费扶贫对接活动", workstream="消费扶贫", text="组织活动", lead=["市商务局"]
    )
    edit(world, next_paper(world, task), "组织消费扶贫对接活动", text="组织两场活动")

    assert not Lesson.objects.exists()
