"""The same postings from the receivers' side."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jiedui.ledger.enums import Verdict
from jiedui.progress.standings import by_receiver
from tests.progress.conftest import Scene

ON = date(2019, 9, 30)


def test_each_receiver_has_what_it_got(scene: Scene) -> None:
    scene.entry("30", "2019-03-01", verdicts=(Verdict.AGREED,))
    scene.entry("10", "2019-03-01", giver=scene.world.west)
    scene.entry("5", "2019-03-01", receiver=scene.world.other_county)
    scene.entry("99", "2019-12-01", receiver=scene.world.other_county)
    rows = by_receiver(scene.world.programme, on=ON)
    got = {
        row.receiver.name: [(f.indicator.code, f.value, f.entries, f.confirmed) for f in row.figures]
        for row in rows
    }
    assert got == {
        "云岭县": [("purchases", Decimal(40), 2, Decimal("0.75"))],
        "石泉县": [("purchases", Decimal(5), 1, Decimal(0))],
    }


def test_a_named_receiver_gathers_its_subtree_and_has_a_row_even_without_figures(scene: Scene) -> None:
    scene.entry("30", "2019-03-01")
    scene.entry("5", "2019-03-01", receiver=scene.world.other_county)
    (province,) = by_receiver(scene.world.programme, on=ON, receiver=scene.world.province)
    assert [f.value for f in province.figures] == [Decimal(35)]
    (west,) = by_receiver(scene.world.programme, on=ON, receiver=scene.world.west)
    assert west.figures == []
