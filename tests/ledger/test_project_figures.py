"""Money and rates of projects, computed from the ledger."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from jiedui.kernel.figures import percent
from jiedui.ledger import services
from jiedui.ledger.models import Entry
from jiedui.ledger.project_figures import Money, ProjectMoney, money_of, rates, share
from jiedui.projects.enums import Stage
from jiedui.projects.models import Project
from tests.conftest import World
from tests.ledger import acts
from tests.projects import works


def paid(world: World, made: Project, step: str, amount: int, source: str = "district") -> Entry:
    return acts.accepted(
        world, "transfer", project=made, amount=Decimal(amount), detail={"step": step, "source": source}
    )


def test_each_step_of_the_money_is_a_sum_of_its_own(world: World) -> None:
    made = works.created(world)
    paid(world, made, "appropriation", 3_000_000)
    paid(world, made, "disbursement", 1_000_000)
    paid(world, made, "disbursement", 500_000)
    paid(world, made, "expenditure", 750_000)
    paid(world, made, "disbursement", 200_000, source="social")
    acts.submitted(world, "transfer", project=made)

    money = money_of(Project.objects.all())[made.pk]

    assert money.by_source == {
        "district": Money(Decimal(3_000_000), Decimal(3_000_000), Decimal(1_500_000), Decimal(750_000)),
        "local": Money(planned=Decimal(500_000)),
        "social": Money(arrived=Decimal(200_000)),
    }
    assert money.total == Money(Decimal(3_000_000), Decimal(3_000_000), Decimal(1_700_000), Decimal(750_000))
    assert money.total.payment_rate == Decimal("0.25")


def test_a_reversal_takes_its_amount_back(world: World) -> None:
    made = works.created(world)
    entry = paid(world, made, "disbursement", 1_000_000)
    paid(world, made, "disbursement", 400_000)

    services.reverse_entry(actor=world.office, entry=entry, reason="x")

    assert money_of(Project.objects.all())[made.pk].total.arrived == Decimal(400_000)


def test_money_of_many_projects_takes_two_queries(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        paid(world, works.created(world, number=str(number)), "disbursement", 1000 + number)

    with django_assert_num_queries(2):
        found = money_of(Project.objects.all())

    assert sorted(money.total.arrived for money in found.values()) == [1000, 1001, 1002]


def test_without_projects_there_is_no_rate(world: World) -> None:
    found = rates([], money_of(Project.objects.all()))

    assert (found.start_rate, found.completion_rate, found.money.payment_rate) == (None, None, None)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        # Published figures of the field: begun of planned, spent of allocated, done of the five-year plan.
        ("943", "1022", "92.3%"),
        ("2405.4", "3244", "74.1%"),
        ("573.2", "564.3", "101.6%"),
        ("1", "0", "—"),
    ],
)
def test_rates_are_as_published(part: str, whole: str, words: str) -> None:
    assert percent(share(Decimal(part), Decimal(whole))) == words


def test_the_rates_of_money_are_as_published() -> None:
    money = Money(planned=Decimal("564.3"), allocated=Decimal(3244), spent=Decimal("2405.4"))

    assert percent(money.payment_rate) == "74.1%"
    assert percent(Money(planned=Decimal("564.3"), spent=Decimal("573.2")).plan_rate) == "101.6%"
    assert percent(Money(planned=Decimal(200), arrived=Decimal(150)).arrival_rate) == "75.0%"


def test_the_rates_of_a_set(world: World) -> None:
    stages = [Stage.RESERVE, Stage.SIGNED, Stage.STARTED, Stage.OPERATING, Stage.COMPLETED, Stage.HANDED_OVER]
    made = [works.project(world, str(n), stage=stage) for n, stage in enumerate(stages)]
    money = {made[0].pk: ProjectMoney({"city": Money(Decimal(10), Decimal(8), Decimal(4), Decimal(2))})}

    found = rates(made, money)

    assert (found.projects, found.begun, found.ended) == (6, 4, 2)
    assert (percent(found.start_rate), percent(found.completion_rate)) == ("66.7%", "33.3%")
    assert percent(found.money.payment_rate) == "25.0%"
