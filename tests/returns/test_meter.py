"""The meter of what is asked: forms, fields and hours, and what need not be asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jiedui.returns import services
from jiedui.returns.enums import Cadence, DueRule
from jiedui.returns.meter import measure
from tests.conftest import World
from tests.ledger import acts
from tests.returns import scene

AUGUST = {"start": date(2019, 8, 1), "end": date(2019, 8, 31)}


def test_forms_fields_and_hours_of_a_month(world: World) -> None:
    acts.indicator(world, "", "", code="cabinets")
    lines = [
        services.LineSpec(acts.indicator(world, code="purchases")),
        services.LineSpec(world.consumption.indicators.get(code="cabinets")),
    ]
    scene.pair(world)
    scene.schedule(world, lines=lines, sections=[services.SectionSpec("进展")])

    found = measure(world.programme, **AUGUST)

    assert [(load.unit, load.month) for load in found.loads] == [
        (world.east, date(2019, 8, 1)), (world.west, date(2019, 8, 1)),
    ]  # fmt: skip
    load = found.loads[0]
    assert (load.forms, load.fields, load.texts, load.known, load.twice) == (1, 3, 1, 1, 0)
    # 10 for the form, 8 for each figure, 25 for the text; a figure of the ledger is looked at for one.
    assert (load.hours_by_hand, load.hours) == (Decimal("0.8"), Decimal("0.7"))
    assert [(item.line.indicator.code, item.known, item.also) for item in found.droppable] == [  # type: ignore[union-attr]
        ("purchases", True, [])
    ]


def test_a_figure_asked_in_two_forms_is_named(world: World) -> None:
    cabinets = acts.indicator(world, "", "", code="cabinets")
    scene.pair(world)
    monthly = scene.schedule(world, lines=[services.LineSpec(cabinets)])
    weekly = scene.schedule(
        world,
        code="weekly",
        cadence=Cadence.WEEKLY,
        due_rule=DueRule.WORKING_DAYS_AFTER,
        due_number=1,
        lines=[services.LineSpec(cabinets)],
    )

    found = measure(world.programme, **AUGUST)

    assert [(item.line.schedule, item.known, item.also) for item in found.droppable] == [
        (monthly, False, [weekly])
    ]
    # Four weeks of July and August end so that they are due in August, and one month.
    assert [(load.forms, load.fields, load.twice) for load in found.loads] == [(5, 5, 4)] * 2
