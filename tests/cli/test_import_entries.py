"""``jiedui import-entries`` and ``jiedui template``."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from django.utils.translation import override
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from jiedui.cli.import_entries import import_entries, template
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.ledger import services
from jiedui.ledger.intake.mapping import suggest_mapping
from jiedui.ledger.models import Entry
from tests.conftest import World
from tests.ledger import acts
from tests.ledger.intake.broken import rewritten
from tests.ledger.intake.sheets import HEADINGS, filled, own_ledger, own_row, purchase

WHO = ("--programme", "haizhou-2019", "--as", "giver")


def run(command: Callable[..., None], *arguments: str) -> Result:
    app = typer.Typer()
    app.command()(command)
    with override("en"):
        return CliRunner(env={"COLUMNS": "200"}).invoke(app, list(arguments))


@pytest.fixture
def file(world: World, tmp_path: Path) -> Path:
    path = tmp_path / "七月.xlsx"
    path.write_bytes(filled(world, "purchase", [purchase(1), purchase(2)]))
    return path


def test_without_commit_nothing_is_stored(file: Path) -> None:
    result = run(import_entries, "purchase", str(file), *WHO)

    assert result.exit_code == 0, result.output
    assert "Nothing is stored yet. Add --commit to store it." in result.output
    assert Entry.objects.count() == 0


def test_with_commit_it_is_stored_once(file: Path) -> None:
    first = run(import_entries, "purchase", str(file), *WHO, "--commit")
    second = run(import_entries, "purchase", str(file), *WHO, "--commit")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Stored." in first.output
    assert "Everything was there already; nothing was changed." in second.output
    assert Entry.objects.count() == 2


def test_a_mistake_is_told_with_its_cell_and_exits_1(file: Path) -> None:
    file.write_bytes(rewritten(file.read_bytes(), F5=-1))

    result = run(import_entries, "purchase", str(file), *WHO, "--commit")

    assert result.exit_code == 1
    assert "消费帮扶采购!F5  Enter a number greater than 0." in result.output
    assert Entry.objects.count() == 0


def test_a_change_of_an_accepted_entry_is_told(file: Path, world: World) -> None:
    run(import_entries, "purchase", str(file), *WHO, "--commit")
    entry = Entry.objects.order_by("pk")[0]
    acts.attach(world, entry)
    services.submit_entry(actor=world.giver, entry=entry)
    services.accept_entry(actor=world.lead, entry=entry)
    file.write_bytes(rewritten(file.read_bytes(), F4=13000))

    result = run(import_entries, "purchase", str(file), *WHO, "--commit")

    assert (
        f"4  #{entry.pk}  Amount (yuan): 12000.5 → 13000 (not changed: it is accepted; correct it on its page)"
        in result.output
    )


def test_the_report_as_json(file: Path) -> None:
    told: dict[str, Any] = json.loads(run(import_entries, "purchase", str(file), *WHO, "--json").stdout)

    assert (told["state"], told["counts"]["new"], told["errors"]) == ("checked", 2, [])


def test_one_file_proves_every_row_and_all_are_submitted(file: Path, tmp_path: Path) -> None:
    proof = tmp_path / "voucher.txt"
    proof.write_text("voucher no. 17")

    result = run(import_entries, "purchase", str(file), *WHO, "--commit", "--submit", "--voucher", str(proof))

    assert result.exit_code == 0, result.output
    assert set(Entry.objects.values_list("state", flat=True)) == {"submitted"}


def test_an_own_layout_may_be_said_in_a_file(tmp_path: Path, world: World) -> None:
    own, said = tmp_path / "own.xlsx", tmp_path / "mapping.json"
    own.write_bytes(own_ledger([own_row(1, 销售渠道="食堂采购")]))
    said.write_text(json.dumps(suggest_mapping("purchase", HEADINGS, sheet="采购", header_row=2).as_record()))

    result = run(import_entries, "purchase", str(own), *WHO, "--commit", "--mapping", str(said))

    assert result.exit_code == 0, result.output
    said.write_text("[]")
    assert isinstance(
        run(import_entries, "purchase", str(own), *WHO, "--mapping", str(said)).exception, Invalid
    )
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("purchase", "missing.xlsx", *WHO),
        ("gift", "missing.xlsx", *WHO),
        ("purchase", "missing.xlsx", *WHO[:3], "ghost"),
    ],
)
def test_what_is_not_there_is_refused(arguments: tuple[str, ...], world: World) -> None:
    assert isinstance(run(import_entries, *arguments).exception, NotFound)


def test_the_template_is_written(world: World, tmp_path: Path) -> None:
    out = tmp_path / "purchase.xlsx"

    result = run(template, "purchase", *WHO, "--out", str(out))

    assert result.exit_code == 0, result.output
    assert "_jiedui" in load_workbook(io.BytesIO(out.read_bytes())).sheetnames
