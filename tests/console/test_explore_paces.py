"""The league laid out by indicators; headcounts that a plan states are never in it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.console.conftest import Stage


def test_each_pace_stands_at_its_unit_and_indicator(stage: Stage, show: Any) -> None:
    page = show(f"{stage.root}explore/paces/", stage.world.office)
    data = json.loads(re.search(r'<script id="paces" [^>]*>(.*?)</script>', page.html)[1])  # type: ignore[index]

    assert (data["columns"], data["rows"]) == (["Purchases"], ["Dongcheng", "Xicheng"])
    assert [(cell[1], cell[3]) for cell in data["cells"]] == [(0, "111%"), (1, "22%")]
    assert "1 of 2 paces of units and indicators are below 95 %" in page.text
    assert page.text.count("111%") >= 2
    assert page.forbidden == []


def test_headcounts_as_stated_are_in_no_column(stage: Stage, show: Any) -> None:
    for unit in (stage.world.east, stage.world.west):
        stage.scene.target("300", unit, stage.world.consumption.indicators.get(code="placed"))
    page = show(f"{stage.root}explore/paces/", stage.world.office)

    assert "placed" not in page.text
    assert "Headcounts that a plan states are never compared." in page.text


def test_where_no_unit_has_a_target_it_is_said(world: Any, show: Any) -> None:
    page = show(f"/p/{world.programme.code}/explore/paces/", world.office)
    assert "No unit can be compared yet" in page.text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_more_targets_take_no_more_queries(stage: Stage, client: Client, show: Any, language: str) -> None:
    path = f"{stage.root}explore/paces/"
    show(path, stage.world.office, language)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(3):
        one = stage.scene.indicator(f"more-{number}")
        stage.scene.target("1000", stage.world.east, one)
        stage.scene.entry("70", "2019-04-01", indicator=one)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)
