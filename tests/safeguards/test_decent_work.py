"""Each safeguard must be answered, and rightly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from jiedui.safeguards.decent_work import Answers, unmet
from jiedui.safeguards.enums import RedFlag, Seen

DAY = date(2019, 7, 3)
KEPT = Answers(
    recruiter="县就业服务中心",
    employer="服装车间",
    fee=Decimal(0),
    contract="yes",
    papers="yes",
    free_to_leave="yes",
    wage=Decimal(1620),
    minimum_wage=Decimal(1620),
    grievance_route="12333",
    checked_on=DAY,
    checked_by="大学劳动研究所",
    red_flag="none",
)


def test_work_whose_safeguards_are_kept_may_be_counted() -> None:
    assert unmet(KEPT, on=DAY) == []


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({"recruiter": ""}, "who recruited"),
        ({"fee": None}, "paid nothing"),
        ({"fee": Decimal("0.01")}, "paid nothing"),
        ({"contract": None}, "contract"),
        ({"contract": "no"}, "contract"),
        ({"papers": None}, "papers"),
        ({"papers": "no"}, "papers"),
        ({"free_to_leave": None}, "free to leave"),
        ({"free_to_leave": "no"}, "free to leave"),
        ({"wage": None}, "minimum"),
        ({"minimum_wage": None}, "minimum"),
        ({"minimum_wage": Decimal(0)}, "minimum"),
        ({"wage": Decimal("1619.99")}, "minimum"),
        ({"grievance_route": ""}, "complain"),
        ({"checked_on": None}, "independent check"),
        ({"checked_on": date(2019, 7, 4)}, "independent check"),
        ({"checked_by": ""}, "independent check"),
        ({"checked_by": "县就业 服务中心"}, "independent check"),
        ({"checked_by": "服装车间"}, "independent check"),
        ({"red_flag": None}, "whether a sign"),
        *(({"red_flag": flag}, "was seen") for flag in RedFlag.values),
    ],
)
def test_a_missing_or_wrong_answer_is_named(answers: dict[str, Any], word: str) -> None:
    with override("en"):
        (found,) = map(str, unmet(replace(KEPT, **answers), on=DAY))

    assert word in found


def test_nothing_answered_is_nothing_kept() -> None:
    nothing = Answers("", "", None, None, None, None, None, None, "", None, "", None)

    assert len(unmet(nothing, on=DAY)) == 9


def test_what_can_be_seen_are_the_eleven_or_none() -> None:
    assert len(RedFlag) == 11
    assert Seen.values == ["none", *RedFlag.values]
