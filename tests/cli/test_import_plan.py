"""``jiedui import-plan``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from django.utils import translation
from typer.testing import CliRunner

from jiedui.cli.import_plan import import_plan
from jiedui.documents.models import SourceDocument
from jiedui.kernel.errors import JieduiError
from jiedui.organisations.models import Pairing
from jiedui.plans.models import Indicator, Programme, Target

pytestmark = pytest.mark.django_db

TEXT = """江苏省2019年对口协作实施方案

一、消费扶贫

2019年消费扶贫总额达到3亿元，其中南京市1亿元、苏州市2亿元。

二、结对关系

受援省份\t受援地市\t贫困县\t帮扶市
甘肃省\t庆阳市\t环县\t南京市
甘肃省\t庆阳市\t华池县\t苏州市
"""


def run(*arguments: str) -> Any:
    app = typer.Typer()
    app.command()(import_plan)
    with translation.override("en"):
        return CliRunner().invoke(app, list(arguments), terminal_width=200)


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, "utf-8")
    return file


def test_a_programme_that_is_not_there_is_founded_only_on_request(plan_file: Path) -> None:
    outcome = run(str(plan_file), "--programme", "js-2019")

    assert isinstance(outcome.exception, JieduiError)
    assert "--create" in str(outcome.exception)
    assert Programme.objects.count() == 0


def test_without_accept_nothing_is_written(plan_file: Path) -> None:
    outcome = run(str(plan_file), "--programme", "js-2019", "--create", "--giver", "江苏省", "--year", "2019")

    assert outcome.exit_code == 0, outcome.output
    assert "环县" in outcome.output
    assert (Programme.objects.count(), SourceDocument.objects.count()) == (1, 1)
    assert Target.objects.count() == Pairing.objects.count() == 0


def test_with_accept_the_plan_is_written_and_a_second_time_changes_nothing(plan_file: Path) -> None:
    run(
        str(plan_file),
        "--programme",
        "js-2019",
        "--create",
        "--giver",
        "江苏省",
        "--year",
        "2019",
        "--accept",
    )
    pairings = {(p.giver.name, p.receiver.name) for p in Pairing.objects.all()}
    assert {("南京市", "环县"), ("苏州市", "华池县")} <= pairings

    again = run(str(plan_file), "--programme", "js-2019", "--accept")

    assert "Accepted already" in again.output
    assert "new:" not in again.output
    assert Pairing.objects.count() == len(pairings)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    outcome = run(
        str(tmp_path / "none.txt"), "--programme", "x", "--create", "--giver", "江苏省", "--year", "2019"
    )

    assert isinstance(outcome.exception, JieduiError)


@pytest.mark.seed
def test_the_real_plan_becomes_a_running_programme(shared: Path) -> None:
    [file] = (shared / "seeds").glob("002*.txt")

    outcome = run(
        str(file),
        "--programme",
        "tj",
        "--create",
        "--giver",
        "天津市",
        "--year",
        "2019",
        "--accept",
        "--brief",
    )

    assert outcome.exit_code == 0, outcome.output
    pairings = Pairing.objects.filter(type="territorial", giver__kind="county", receiver__kind="county")
    assert pairings.values("receiver").distinct().count() == 42
    assert pairings.values("giver").distinct().count() == 16
    consumption = Indicator.objects.get(kind="purchase")
    whole = consumption.targets.get(unit__name="天津市")
    assert whole.value == 1_100_000_000
    assert sum(part.value for part in whole.parts.all()) == whole.value
    assert whole.parts.count() == 16
    assert "11,500" in outcome.output
    assert "outside scope" in outcome.output
