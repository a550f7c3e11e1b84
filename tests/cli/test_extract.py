"""``jiedui extract``: what it prints and writes, without a database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from django.utils import translation
from typer.testing import CliRunner

from jiedui.cli.extract import extract
from tests.documents.samples import PLAN


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


app = typer.Typer()
app.command()(extract)


def test_a_plan_is_told_by_kind_with_what_does_not_add_up(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    done = CliRunner().invoke(app, [str(tmp_path / "plan.txt"), "--jsonl", str(tmp_path / "out.jsonl")])
    assert done.exit_code == 0
    assert "Targets" in done.stdout
    assert "Does not add up (1)" in done.stdout
    assert "the 4 rows add up to CNY 178,000,000, the total row states CNY 177,000,000" in done.stdout
    assert "Not imported: outside scope (1)" in done.stdout
    assert "民警" not in done.stdout
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert {"document", "pairing", "target", "task", "out_of_scope"} <= {record["kind"] for record in records}
    assert all({"kind", "quote", "line", "confidence"} <= set(record) for record in records)


def test_every_fact_is_listed_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    done = CliRunner().invoke(app, [str(tmp_path / "plan.txt"), "--facts"])
    assert "闵行区、宝山区各1.5亿元" in done.stdout.replace("\n", "")


def test_a_file_that_is_no_document_is_refused_in_words_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4")
    done = CliRunner().invoke(app, [str(tmp_path / "scan.pdf"), "--jsonl", str(tmp_path / "out.jsonl")])
    assert done.exit_code == 2
    assert "damaged" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
