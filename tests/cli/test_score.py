"""``jiedui score`` on the terminal and as JSON."""

from __future__ import annotations

import json

import pytest
import typer
from django.utils.translation import override
from typer.testing import CliRunner, Result

from jiedui.cli.score import score
from jiedui.kernel.errors import NotFound
from tests.conftest import World
from tests.progress.conftest import Scene
from tests.progress.conftest import scene as scene
from tests.progress.scorecards.cards import draft_card


def run(*arguments: str) -> Result:
    """The command by itself."""
    app = typer.Typer()
    app.command()(score)
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, list(arguments))


@pytest.fixture
def scored(scene: Scene) -> World:
    """The east promised 1,000 and did 600 in one month."""
    scene.target("1000", scene.world.east)
    scene.entry("600", "2019-05-01")
    card = draft_card(scene.world)
    card.line("done", "100", indicator=scene.purchases, name="消费", name_en="Buying")
    card.publish()
    return scene.world


def test_the_table_and_one_unit(scored: World) -> None:
    with override("en"):
        table = run("haizhou-2019")
        one = run("haizhou-2019", "--unit", "东城区")
    assert table.exit_code == one.exit_code == 0, table.output
    assert "Yearly assessment v1 · 2019-09-30" in table.output and "60.00/100" in table.output
    assert "Dongcheng: 60.00 of 100, fair" in one.output
    assert "+40.00  Purchases: CNY 400 more" in one.output


def test_json_is_exact_and_of_the_day(scored: World) -> None:
    answer = json.loads(run("haizhou-2019", "--on", "2019-04-30", "--unit", "东城区", "--json").output)

    assert (answer["on"], answer["units"][0]["score"]) == ("2019-04-30", "0")
    assert answer["lines"][0]["code"] == "done"
    assert len(json.loads(run("haizhou-2019", "--json").output)["units"]) == 1


def test_what_is_not_there_says_what_is(scored: World, world: World) -> None:
    found = run("haizhou-2019", "--unit", "南城区").exception
    assert isinstance(found, NotFound) and "东城区" in str(found)
    assert isinstance(run("nowhere").exception, NotFound)


def test_without_a_published_scorecard_it_says_so(scene: Scene) -> None:
    draft_card(scene.world)

    assert isinstance(run("haizhou-2019").exception, NotFound)
