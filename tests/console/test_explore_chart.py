"""Which chart fits a pivot, and that it draws the figures that stand in the table."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from jiedui.console.explore_chart import possible
from jiedui.organisations.models import DivisionCode
from jiedui.warehouse.asking import Ask
from jiedui.warehouse.pivots import Axis, Pivot
from tests.console.conftest import Stage
from tests.console.test_explore import copy, own, read

__all__ = ["own"]


@pytest.fixture
def chart(stage: Stage, client: Client) -> Any:
    """The kind of the chart on the page of a query, its sentence and what its script reads."""
    copy()
    client.force_login(stage.world.office)

    def drawn(query: str) -> tuple[str, str, dict[str, Any]]:
        page = read(client, f"{stage.root}explore/?{query}").html
        kind = re.search(r'data-chart="(\w+)"', page)
        if kind is None:
            return "none", "", {}
        finding = re.search(r"<figcaption>(.*?)</figcaption>", page)
        data = re.search(r'<script id="pivot-data" type="application/json">(.*?)</script>', page)
        assert finding
        assert data
        return kind[1], html.unescape(finding[1]), json.loads(data[1])

    return drawn


@pytest.mark.parametrize(
    ("rows", "columns", "kinds"),
    [
        ("giver:county", "", ["bar"]),
        ("period:month", "", ["line", "bar"]),
        ("indicator", "", []),
        ("giver:county", "receiver:county", ["flow", "heat"]),
        ("receiver:county", "giver:self", ["flow", "heat"]),
        ("giver:county", "period:month", ["line", "multiples", "heat"]),
        ("indicator", "period:month", ["multiples", "heat"]),
        ("giver:county", "indicator", ["heat"]),
    ],
)
def test_what_can_show_a_pivot(rows: str, columns: str, kinds: list[str], db: None) -> None:
    from datetime import date

    down = Axis.read(rows)
    assert down
    pivot = Pivot(down, Axis.read(columns), Ask(date(2019, 1, 1), date(2019, 12, 31)))
    assert [str(one) for one in possible(pivot)] == kinds


def test_bars_stand_by_size_and_lead_to_entries(chart: Any, stage: Stage) -> None:
    kind, finding, data = chart("rows=giver:county")

    assert kind == "bar"
    assert finding == "Purchases: most for Dongcheng, CNY 500.00 thousand (83% of the total)"
    assert (data["names"], data["values"], data["unit"]) == (
        ["Dongcheng", "Xicheng"],
        [500, 100],
        "CNY thousand",
    )
    assert f"row={stage.world.east.pk}" in data["hrefs"][0]


def test_lines_run_through_every_period(chart: Any) -> None:
    kind, _finding, data = chart("rows=giver:county&columns=period:quarter&show=running")

    assert kind == "line"
    assert data["names"] == ["2019 Q1", "2019 Q2", "2019 Q3"]
    assert [(one["name"], one["values"]) for one in data["series"]] == [
        ("Dongcheng", [None, 500, 500]),
        ("Xicheng", [None, None, 100]),
    ]


def test_turned_about_the_lines_are_the_same(chart: Any) -> None:
    assert (
        chart("rows=period:quarter&columns=giver:county")[2]
        == chart("rows=giver:county&columns=period:quarter")[2]
    )


def test_flows_go_from_givers_to_receivers_whichever_lies_across(chart: Any, stage: Stage) -> None:
    world = stage.world
    expected = {
        (f"g{world.east.pk}", f"r{world.county.pk}", 500),
        (f"g{world.west.pk}", f"r{world.other_county.pk}", 100),
    }
    for query in ("rows=giver:county&columns=receiver:county", "rows=receiver:county&columns=giver:county"):
        kind, _finding, data = chart(query)
        assert kind == "flow"
        assert {(one["source"], one["target"], one["value"]) for one in data["links"]} == expected


def test_a_heat_map_compares_within_an_indicator(chart: Any, stage: Stage) -> None:
    one = stage.scene.indicator("stalls", unit="个")
    stage.scene.entry("4", "2019-05-01", giver=stage.world.east, indicator=one)
    stage.scene.entry("8", "2019-05-01", giver=stage.world.west, indicator=one)
    copy()
    kind, finding, data = chart("rows=giver:county&columns=indicator")

    assert kind == "heat"
    assert "compared within itself" in finding
    assert {(data["rows"][y], data["columns"][x], part) for x, y, part, _told in data["cells"]} == {
        ("Dongcheng", "Purchases", 1),
        ("Xicheng", "Purchases", 0.2),
        ("Dongcheng", "stalls", 0.5),
        ("Xicheng", "stalls", 1),
    }


def test_another_chart_or_none_may_be_asked_for(chart: Any) -> None:
    query = "rows=giver:county&columns=period:quarter"
    assert chart(f"{query}&chart=heat")[0] == "heat"
    assert chart(f"{query}&chart=none")[0] == "none"
    assert chart(f"{query}&chart=flow")[0] == "line"
    assert chart("rows=indicator")[0] == "none"


def test_a_map_has_a_tile_for_each_province_and_shades_those_that_are_known(chart: Any, stage: Stage) -> None:
    DivisionCode.objects.create(unit=stage.world.province, code="620000", name="西山省")
    kind, _finding, data = chart("rows=receiver:province&chart=map")
    shaded = [tile for tile in data["tiles"] if tile[2] >= 0]

    assert kind == "map"
    assert len(data["tiles"]) == 34 == len({(tile[0], tile[1]) for tile in data["tiles"]})
    assert [(tile[3], tile[2], tile[4]) for tile in shaded] == [("Gansu", 1, 600)]
    assert chart("rows=receiver:county&chart=map")[0] == "bar"


def test_what_figures_rest_on_is_told_of_the_whole(chart: Any) -> None:
    kind, finding, data = chart("rows=giver:county&show=confirmed")
    assert (kind, finding) == ("bar", "Purchases: the receivers confirmed 83.3% of it")
    assert dict(zip(data["names"], data["values"], strict=True)) == {"Dongcheng": 100, "Xicheng": 0}
    assert chart("rows=giver:county&show=evidenced")[1] == "Purchases: 83.3% of it has evidence"
