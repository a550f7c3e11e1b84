"""Questions are asked once, answered by the unit, asked again of other figures, and settle by themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jiedui.kernel.errors import Invalid, NotAllowed, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.ledger.models import Entry
from jiedui.progress.models import PlausibilityQuestion
from jiedui.progress.queries import hit_rates, open_questions, questions_for
from jiedui.progress.services import answer_question, ask
from jiedui.progress.services.asking import Asked
from jiedui.progress.tasks import ask_everywhere
from tests.progress.conftest import Scene

ON = date(2019, 9, 30)


@pytest.fixture
def copied(scene: Scene) -> list[Entry]:
    """The east district bought for the same sum in March, April and May."""
    entries = [scene.entry("100", f"2019-0{month}-08") for month in (3, 4, 5)]
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(amount=Decimal("12345.67"))
    return entries


def test_a_question_is_asked_once(scene: Scene, copied: list[Entry]) -> None:
    programme = scene.world.programme

    assert ask(programme, on=ON) == Asked(new=1, again=0, settled=0)
    assert ask(programme, on=ON) == Asked(new=0, again=0, settled=0)

    question = PlausibilityQuestion.objects.get()
    assert (question.unit, question.check_key, question.key) == (
        scene.world.east,
        "copied_months",
        "purchase:2019-03",
    )
    assert question.facts == {"first": "2019-03", "last": "2019-05", "months": "3", "sum": "12,345.67"}
    assert (question.entries, question.raised_on) == ([entry.pk for entry in copied], ON)


def test_what_lies_after_the_day_and_what_was_reversed_raises_nothing(
    scene: Scene, copied: list[Entry]
) -> None:
    assert ask(scene.world.programme, on=date(2019, 4, 30)) == Asked(0, 0, 0)
    scene.reverse(copied[1], "-100")
    assert ask(scene.world.programme, on=ON) == Asked(0, 0, 0)


def test_the_unit_answers_and_the_same_figures_are_not_asked_of_again(
    scene: Scene, copied: list[Entry]
) -> None:
    world = scene.world
    ask(world.programme, on=ON)
    question = PlausibilityQuestion.objects.get()

    answer_question(actor=world.giver, question=question, verdict="right", text=" 食堂每月定额采购。 ")

    question.refresh_from_db()
    assert (question.state, question.verdict, question.answer, question.answered_by) == (
        "answered",
        "right",
        "食堂每月定额采购。",
        world.giver,
    )
    note = AuditRecord.objects.get(action="question.answer")
    assert note.changes["state"] == ["open", "answered"]
    assert ask(world.programme, on=ON) == Asked(0, 0, 0)
    with pytest.raises(WrongState):
        answer_question(actor=world.giver, question=question, verdict="right", text="再说")


def test_other_figures_open_it_again(scene: Scene, copied: list[Entry]) -> None:
    world = scene.world
    ask(world.programme, on=ON)
    answer_question(
        actor=world.giver, question=PlausibilityQuestion.objects.get(), verdict="right", text="定额。"
    )
    june = scene.entry("100", "2019-06-10")
    Entry.objects.filter(pk=june.pk).update(amount=Decimal("12345.67"))

    assert ask(world.programme, on=ON) == Asked(new=0, again=1, settled=0)

    question = PlausibilityQuestion.objects.get()
    assert (question.state, question.verdict, question.answer, question.facts["months"]) == (
        "open",
        "",
        "",
        "4",
    )


def test_it_settles_once_the_figures_no_longer_raise_it(scene: Scene, copied: list[Entry]) -> None:
    world = scene.world
    ask(world.programme, on=ON)
    Entry.objects.filter(pk=copied[0].pk).update(amount=Decimal("999.99"))

    assert ask(world.programme, on=ON) == Asked(new=0, again=0, settled=1)

    assert not open_questions(world.office, world.programme).exists()
    first = hit_rates(world.programme)[0]
    assert (first.check.key, first.asked, first.closed, first.hits, first.rate) == (
        "copied_months",
        1,
        1,
        1,
        1.0,
    )
    assert hit_rates(world.programme)[1].rate is None


@pytest.mark.parametrize(
    ("verdict", "text", "field"),
    [("", "定额", "verdict"), ("right", "  ", "text"), ("right", "字" * 2001, "text")],
)
def test_an_answer_says_what_and_why(
    scene: Scene, copied: list[Entry], verdict: str, text: str, field: str
) -> None:
    ask(scene.world.programme, on=ON)
    question = PlausibilityQuestion.objects.get()

    with pytest.raises(Invalid) as refused:
        answer_question(actor=scene.world.giver, question=question, verdict=verdict, text=text)

    assert refused.value.address == field
    question.refresh_from_db()
    assert question.state == "open"


def test_only_those_who_record_for_the_unit_answer(scene: Scene, copied: list[Entry]) -> None:
    world = scene.world
    ask(world.programme, on=ON)
    question = PlausibilityQuestion.objects.get()

    for who in (world.other_giver, world.receiver, world.auditor, world.nobody):
        with pytest.raises(NotAllowed):
            answer_question(actor=who, question=question, verdict="right", text="定额")
    seen = {name: questions_for(getattr(world, name), world.programme).count() for name in
            ("office", "auditor", "giver", "other_giver", "receiver", "nobody")}  # fmt: skip
    assert seen == {"office": 1, "auditor": 1, "giver": 1, "other_giver": 0, "receiver": 0, "nobody": 0}
    assert PlausibilityQuestion.objects.get().state == "open"


def test_the_daily_round_goes_by_the_clock_of_the_programme(scene: Scene, copied: list[Entry]) -> None:
    scene.world.programme.reference_date = date(2019, 4, 30)
    scene.world.programme.save()

    ask_everywhere.enqueue("2026-01-01")
    assert not PlausibilityQuestion.objects.exists()

    scene.world.programme.reference_date = None
    scene.world.programme.save()
    ask_everywhere.enqueue("2026-01-01")
    assert PlausibilityQuestion.objects.get().raised_on == date(2026, 1, 1)
