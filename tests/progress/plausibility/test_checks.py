"""Each way to look odd is found where it was put in, and nowhere in figures that were drawn without it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jiedui.kernel.working_days import is_working_day, previous_working_day
from jiedui.progress.plausibility import CHECKS, Act, Doubt

DAYS = [day for day in (date(2019, 1, 1) + timedelta(days=at) for at in range(365)) if is_working_day(day)]
EAST, WEST = 1, 2


def year(seed: int = 7, units: tuple[int, ...] = (EAST, WEST, 3, 4), each: int = 400) -> list[Act]:
    """A year of purchases of several units: any working day, amounts over three powers of ten."""
    pick = random.Random(seed)
    acts = [
        Act(0, "purchase", unit, pick.choice(DAYS), Decimal(f"{10 ** pick.uniform(3, 6):.2f}"))
        for unit in units
        for _one in range(each)
    ]
    ordered = sorted(acts, key=lambda act: act.day)
    return [replace(act, entry=at, paper=f"NO.{at:06d}") for at, act in enumerate(ordered, start=1)]


def found(acts: list[Act]) -> dict[str, list[Doubt]]:
    return {key: doubts for key, check in CHECKS.items() if (doubts := list(check.finds(acts)))}


@pytest.mark.parametrize("seed", range(20))
def test_an_honest_year_raises_nothing(seed: int) -> None:
    assert found(year(seed)) == {}


def changed(acts: list[Act], when: Callable[[Act], bool], **to: object) -> list[Act]:
    return [replace(act, **to) if when(act) else act for act in acts]  # type: ignore[arg-type]


def test_the_same_every_month() -> None:
    acts = [act for act in year() if not (act.giver == EAST and act.day.month in (3, 4, 5))]
    copied = [
        Act(9000 + 10 * month + at, "purchase", EAST, date(2019, month, 8 + at), Decimal(amount))
        for month in (3, 4, 5)
        for at, amount in enumerate(("12345.67", "890.10"))
    ]

    doubts = found([*acts, *copied])

    assert list(doubts) == ["copied_months"]
    (doubt,) = doubts["copied_months"]
    assert (doubt.unit, doubt.key) == (EAST, "purchase:2019-03")
    assert doubt.facts == {"first": "2019-03", "last": "2019-05", "months": "3", "sum": "13,235.77"}
    assert set(doubt.entries) == {act.entry for act in copied}


def test_two_months_alike_are_chance() -> None:
    acts = [Act(month, "purchase", EAST, date(2019, month, 8), Decimal(100)) for month in (3, 4, 6, 7)]

    assert found(acts) == {}


def test_nearly_everything_on_the_last_days() -> None:
    def late(act: Act) -> bool:
        return act.giver == WEST and act.day.month in (4, 5, 6, 7, 8, 9)

    def end(act: Act) -> date:
        following = date(2019, act.day.month + 1, 1)
        return previous_working_day(following - timedelta(days=1))

    acts = [replace(act, day=end(act)) if late(act) and act.entry % 4 else act for act in year()]
    acts = [act for act in acts if act.giver != WEST or late(act)]

    doubts = found(acts)

    assert list(doubts) == ["last_days"]
    assert [doubt.unit for doubt in doubts["last_days"]] == [WEST]
    assert doubts["last_days"][0].facts["months"] == "2019-04、2019-05、2019-06、2019-07、2019-08、2019-09"


def test_round_sums() -> None:
    acts = [
        replace(act, amount=Decimal(10_000 * max(1, round((act.amount or 0) / 10_000))))
        if act.giver == EAST and act.entry % 3
        else act
        for act in year()
    ]

    doubts = found(acts)["round_numbers"]

    assert [(doubt.unit, doubt.facts["others"], doubt.facts["entries"]) for doubt in doubts] == [
        (EAST, "0%", "400")
    ]


def test_round_sums_that_everybody_has_are_prices() -> None:
    acts = [replace(act, amount=Decimal(20_000)) for act in year(each=60)]

    assert "round_numbers" not in found(acts)


def test_first_digits() -> None:
    pick = random.Random(3)

    def even(act: Act) -> Decimal:
        digits = pick.randrange(1, 10)
        return Decimal(
            f"{digits}{pick.randrange(10 ** pick.randrange(2, 5)):05d}"[: pick.randrange(3, 7)]
        ) + Decimal("0.37")

    acts = [replace(act, amount=even(act)) if act.giver == WEST else act for act in year()]

    doubts = found(acts)["benford"]

    assert [doubt.unit for doubt in doubts] == [WEST]
    assert math.isclose(float(doubts[0].facts["share"].rstrip("%")), 11, abs_tol=6)


def test_one_voucher_under_two_kinds_asks_both_units() -> None:
    first, second = (
        Act(1, "purchase", EAST, DAYS[9], Decimal(5), "NO.77777"),
        Act(2, "donation_cash", WEST, DAYS[9], Decimal(5), "NO.77777"),
    )

    doubts = found([first, second])

    assert list(doubts) == ["shared_vouchers"]
    assert [(doubt.unit, doubt.entries) for doubt in doubts["shared_vouchers"]] == [
        (EAST, (1, 2)),
        (WEST, (1, 2)),
    ]
    assert found([first, replace(second, paper="77")]) == {}
    assert found([first, replace(second, kind="purchase", giver=EAST)]) == {}, "several lines of one voucher"


def test_a_misplaced_unit_of_money_is_far_from_all_others() -> None:
    pick = random.Random(5)
    acts = [
        Act(at, "purchase", EAST, DAYS[at], Decimal(f"{pick.uniform(20_000, 90_000):.2f}"))
        for at in range(100)
    ]
    acts[50] = replace(acts[50], amount=Decimal("564000000.00"))

    doubts = found(acts)

    assert list(doubts) == ["outliers"]
    (doubt,) = doubts["outliers"]
    assert (doubt.key, doubt.entries, doubt.facts["amount"]) == ("50", (50,), "564,000,000.00")


@pytest.mark.parametrize("key", list(CHECKS))
def test_every_new_question_is_a_warning_that_names_its_source(key: str) -> None:
    check = CHECKS[key]

    assert (check.key, check.severity) == (key, "warning")
    assert str(check.source)
    assert str(check.asks).endswith(("?", "？"))
