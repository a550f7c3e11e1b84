"""``jiedui simulate --scale``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import typer
from django.utils.translation import override
from typer.testing import CliRunner, Result

from jiedui.cli import scale
from jiedui.cli.simulate import simulate
from jiedui.kernel.errors import Invalid
from jiedui.warehouse.scale import SIZES, Scale
from jiedui.warehouse.warehouse import Warehouse


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(simulate)
    with override("en"):
        return CliRunner(env={"COLUMNS": "240"}).invoke(app, list(arguments))


def test_a_warehouse_is_made_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(scale.SIZES, Scale.CITY, replace(SIZES[Scale.CITY], postings=1000, villages=10))
    result = run("--scale", "city", "--into", str(tmp_path / "w"))

    assert result.exit_code == 0
    assert "1000 postings of 2 years in" in result.stdout
    assert "Synthetic data" in result.stdout
    assert len(Warehouse(tmp_path / "w")["posting"].files()) == 2


def test_a_country_needs_a_folder() -> None:
    result = run("--scale", "nation")

    assert isinstance(result.exception, Invalid)
    assert str(result.exception) == "--scale: Say where to: --into FOLDER."
