"""``jiedui standing`` on the terminal and as JSON."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import typer
from django.utils.translation import override
from typer.testing import CliRunner, Result

from jiedui.cli.standing import standing
from jiedui.kernel.errors import NotFound
from jiedui.plans.models import Indicator, Programme, Target
from tests.conftest import World


def run(*arguments: str) -> Result:
    """The command by itself."""
    app = typer.Typer()
    app.command()(standing)
    return CliRunner(env={"COLUMNS": "240"}).invoke(app, list(arguments))


@pytest.fixture
def target(world: World) -> Target:
    """180 million yuan for the east."""
    purchases = Indicator.objects.create(
        workstream=world.consumption, code="purchases", name="消费帮扶金额", name_en="Purchases", unit="元",
        kind="purchase", measure="amount",
    )  # fmt: skip
    return Target.objects.create(
        indicator=purchases, unit=world.east, value=Decimal("180000000.50"), starts_on=world.programme.starts_on,
        ends_on=world.programme.ends_on, revision=world.revision,
    )  # fmt: skip


def test_json_gives_exact_decimals_as_strings(world: World, target: Target) -> None:
    result = run("--programme", "haizhou-2019", "--on", "2019-12-31", "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    assert answer["programme"] == "haizhou-2019" and answer["on"] == "2019-12-31"
    (row,) = answer["standings"]
    assert row["target"] == row["expected"] == "180000000.5"
    assert (row["value"], row["pace"], row["status"], row["evidenced"]) == ("0", "0", "out_of_reach", None)


def test_the_table_says_the_status_in_word_and_shape(world: World, target: Target) -> None:
    with override("en"):
        result = run("--programme", "haizhou-2019")
    assert "Haizhou programme 2019 on 2019-09-30" in result.output
    assert "■ out of reach" in result.output and "CNY million" in result.output and "180.00" in result.output
    assert "Synthetic" not in result.output


def test_generated_data_says_so(world: World, target: Target) -> None:
    Programme.objects.update(synthetic=True)
    with override("en"):
        assert "Synthetic data" in run("--programme", "haizhou-2019").output


def test_filters_that_match_nothing_say_what_to_do(world: World, target: Target) -> None:
    with override("en"):
        result = run("--programme", "haizhou-2019", "--unit", "西城区")
    assert result.exit_code == 0 and "No target matches" in result.output


def test_an_unknown_programme_names_those_there_are(world: World) -> None:
    result = run("--programme", "nowhere")
    assert isinstance(result.exception, NotFound)
    assert "haizhou-2019" in str(result.exception)


def test_parts_of_a_unit_are_shown_when_asked_for_and_always_in_json(world: World, target: Target) -> None:
    Target.objects.create(
        indicator=target.indicator, unit=world.east, receiver=world.county, value=Decimal("77777"), parent=target,
        starts_on=target.starts_on, ends_on=target.ends_on, revision=world.revision,
    )  # fmt: skip
    with override("en"):
        short = run("--programme", "haizhou-2019").output
        whole = run("--programme", "haizhou-2019", "--parts").output
    assert "1 part of these targets is not shown" in short and "Yunling" not in short
    assert "Yunling" in whole and "not shown" not in whole
    assert len(json.loads(run("--programme", "haizhou-2019", "--json").output)["standings"]) == 2
