"""Sentences over tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from jiedui.console import findings
from jiedui.organisations.models import OrgUnit
from jiedui.progress.standings import LeagueRow


@pytest.mark.parametrize(
    ("paces", "said"),
    [
        (("0", "0"), "All 2 units stand at 0% of what was expected."),
        (("0.5", "0.3"), "0 of 2 units keep pace; U2 is furthest back, at 30% of what was expected."),
        (("1.1", "1"), "All 2 units keep pace with the plan."),
        ((None,), "No unit can be compared yet."),
    ],
)
def test_nobody_is_singled_out_where_all_stand_alike(paces: tuple[str | None, ...], said: str) -> None:
    rows = [
        LeagueRow(OrgUnit(name=f"U{n}"), None if pace is None else Decimal(pace), 0, [])
        for n, pace in enumerate(paces, start=1)
    ]
    with override("en"):
        assert findings.of_league(rows) == said
