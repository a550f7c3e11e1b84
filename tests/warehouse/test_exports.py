"""What an exported file says is what the pivot says, in every form; nobody gets more than they may see."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from django.utils import timezone

from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.ledger.models import Posting
from jiedui.warehouse import services
from jiedui.warehouse.enums import ExportState
from jiedui.warehouse.exports import files
from jiedui.warehouse.exports.paper import Column, Paper
from jiedui.warehouse.exports.workbooks import TooManyRows, write_workbook
from jiedui.warehouse.kept import exports_for, get_export
from jiedui.warehouse.models import Export
from jiedui.warehouse.services import exporting
from jiedui.warehouse.services.exporting import export, resume_export, write_stored
from jiedui.warehouse.warehouse import own_warehouse
from tests.conftest import World
from tests.warehouse.scene import FIRST, LAST, Drawn, draw

SPAN = f"from={FIRST}&to={LAST}"


@pytest.fixture
def drawn(world: World, settings: Any, tmp_path: Path) -> Iterator[Drawn]:
    """Postings in a warehouse of the test's own."""
    settings.WAREHOUSE_FOLDER = tmp_path / "warehouse"
    drawn = draw(world)
    services.make_anew(own_warehouse())
    yield drawn


def ask(drawn: Drawn, query: str, form: str, of: str = "table", actor: User | None = None) -> Export:
    """Have a file written."""
    world = drawn.world
    return export(actor=actor or world.office, programme=world.programme, query=query, of=of, form=form)


def of_sums(drawn: Drawn, more: str) -> str:
    """A query about the first indicator that adds up."""
    return f"{SPAN}&of={drawn.indicators['sum-1'].pk}&{more}"


def posted(drawn: Drawn, **narrowed: Any) -> Decimal:
    """The sum of the indicator's postings."""
    found = Posting.objects.filter(indicator=drawn.indicators["sum-1"], **narrowed)
    return sum((one.value for one in found), Decimal(0))


def test_a_workbook_has_the_official_layout_and_the_exact_figures(drawn: Drawn) -> None:
    made = ask(drawn, of_sums(drawn, "rows=giver:county&columns=period:quarter"), "xlsx")
    sheet = openpyxl.load_workbook(files.path_of(made)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert rows[0][0] == "sum-1 by giving districts and quarters"
    assert rows[1][0] == "2018-01-01 – 2019-12-31"
    assert rows[2][0] == "Made by: Office"
    assert [value for value in rows[2] if value][-1] == "Unit: CNY"
    assert rows[3] == ["giving districts", *_spread("2018", 4), *_spread("2019", 4), "Total"]
    assert rows[4][1:9] == ["Q1", "Q2", "Q3", "Q4"] * 2
    assert [row[0] for row in rows[5:9]] == [
        "Dongcheng",
        "Xicheng",
        "others (giving districts: none)",
        "Total",
    ]
    assert Decimal(str(rows[5][9])) == posted(drawn, giver__path__startswith=drawn.world.east.path)
    assert Decimal(str(rows[8][9])) == posted(drawn)
    assert rows[9][0] == "Rows: 3"
    assert [value for value in rows[11] if value] == [
        "Head of the unit: ",
        "Reviewed by: ",
        "Filled in by: ",
        "Date: ",
    ]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A1:J1", "A4:A5", "B4:E4", "F4:I4", "J4:J5"} <= merged
    assert sheet.freeze_panes == "B6"
    assert made.rows == 3


def _spread(text: str, count: int) -> list[str | None]:
    return [text, *[None] * (count - 1)]


def test_a_csv_file_ends_with_the_number_of_rows(drawn: Drawn) -> None:
    made = ask(drawn, of_sums(drawn, "rows=receiver:county"), "csv")
    lines = list(csv.reader(files.path_of(made).read_text("utf-8-sig").splitlines()))

    assert lines[0] == ["receiving counties", "Total"]
    assert [line[0] for line in lines[1:]] == [
        "Yunling",
        "Shiquan",
        "others (receiving counties: none)",
        "Total",
        "Rows",
    ]
    assert Decimal(lines[-2][1]) == posted(drawn) == sum(Decimal(line[1]) for line in lines[1:-2])
    assert lines[-1] == ["Rows", "3"]


def test_a_parquet_file_has_a_row_a_cell_and_says_what_it_is(drawn: Drawn) -> None:
    made = ask(drawn, of_sums(drawn, "rows=giver:county&columns=receiver:county"), "parquet")
    path = str(files.path_of(made))
    rows = duckdb.sql("SELECT * FROM read_parquet($p)", params={"p": path})

    assert rows.columns == ["row_key", "row", "column_key", "column", "indicator", "unit", "value", "entries"]
    found = rows.fetchall()
    assert len(found) == made.rows
    assert sum(row[6] for row in found) == posted(drawn)
    metadata = duckdb.sql("SELECT key, value FROM parquet_kv_metadata($p)", params={"p": path}).fetchall()
    assert (b"rows", str(made.rows).encode()) in metadata
    assert (b"title", b"sum-1 by giving districts and receiving counties") in metadata


@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
def test_the_entries_behind_add_up_to_the_total(drawn: Drawn, form: str) -> None:
    made = ask(drawn, of_sums(drawn, "rows=giver:county"), form, of="entries")
    values = [row[7] for row in _rows(made)]

    assert made.rows == len(values) == Posting.objects.filter(indicator=drawn.indicators["sum-1"]).count()
    assert sum((Decimal(str(value)) for value in values), Decimal(0)) == posted(drawn)


def _rows(made: Export) -> list[Any]:
    path = files.path_of(made)
    if made.form == "parquet":
        return duckdb.sql("SELECT * FROM read_parquet($p)", params={"p": str(path)}).fetchall()
    if made.form == "csv":
        return list(csv.reader(path.read_text("utf-8-sig").splitlines()))[1:-1]
    sheet = openpyxl.load_workbook(path).active
    return [[cell.value for cell in row] for row in sheet.iter_rows() if isinstance(row[0].value, int)]


def test_a_unit_exports_what_it_sees_and_no_more(drawn: Drawn) -> None:
    east = drawn.world.east
    made = ask(drawn, of_sums(drawn, "rows=giver:self"), "csv", of="entries", actor=drawn.world.giver)
    seen = Posting.objects.filter(indicator=drawn.indicators["sum-1"], giver__path__startswith=east.path)

    assert {int(row[0]) for row in _rows(made)} == set(seen.values_list("entry", flat=True))
    with pytest.raises(NotFound):
        get_export(drawn.world.other_giver, drawn.world.programme, made.pk)
    assert not exports_for(drawn.world.office, drawn.world.programme).exists()


def test_a_large_file_is_written_in_the_background(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 5)
    monkeypatch.setattr(exporting, "BEAT", 0)
    made = ask(drawn, of_sums(drawn, "rows=giver:county"), "csv", of="entries")
    assert made.state == ExportState.WAITING

    made.refresh_from_db()  # tasks run at once in tests
    assert (made.state, made.written) == (ExportState.DONE, made.rows)
    assert len(_rows(made)) == made.rows > 5
    with pytest.raises(WrongState):
        resume_export(made)


def test_what_a_sheet_cannot_hold_is_refused_in_words(drawn: Drawn, tmp_path: Path) -> None:
    paper = Paper("", [], "", [Column("a", "a")], iter([["x"]]), 1_048_576)
    with pytest.raises(TooManyRows):
        write_workbook(paper, tmp_path / "x.xlsx", lambda _count: None)
    assert not (tmp_path / "x.xlsx").exists()


def test_a_refusal_in_the_background_is_kept(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ask(drawn, of_sums(drawn, "rows=giver:county"), "xlsx")
    monkeypatch.setattr("jiedui.warehouse.exports.workbooks.MOST_ROWS", 10)
    write_stored(made)

    made.refresh_from_db()
    assert made.state == ExportState.FAILED
    assert "CSV" in made.error


def test_text_that_looks_like_a_formula_stays_text(drawn: Drawn) -> None:
    drawn.world.east.name_en = "=1+1"
    drawn.world.east.save()
    made = ask(drawn, of_sums(drawn, "rows=giver:county"), "csv")
    assert _rows(made)[0][0] == "'=1+1"
    made = ask(drawn, of_sums(drawn, "rows=giver:county"), "xlsx")
    cells = [cell for row in openpyxl.load_workbook(files.path_of(made)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_files_are_gone_after_a_week(drawn: Drawn) -> None:
    made, fresh = (ask(drawn, of_sums(drawn, "rows=giver:county"), "csv") for _number in range(2))
    Export.objects.filter(pk=made.pk).update(asked_at=timezone.now() - timedelta(days=8))
    assert files.sweep() == 1

    assert not files.path_of(made).exists()
    assert files.path_of(fresh).exists()
    assert list(Export.objects.all()) == [fresh]


@pytest.mark.parametrize(("of", "form"), [("table", "pdf"), ("", "csv"), ("all", "csv")])
def test_what_is_no_file_is_refused(drawn: Drawn, of: str, form: str) -> None:
    with pytest.raises(Invalid):
        ask(drawn, "", form, of=of)
    assert not Export.objects.exists()
    assert not files.folder().exists()


def test_without_a_role_nothing_is_exported(drawn: Drawn) -> None:
    with pytest.raises(NotAllowed):
        ask(drawn, "", "csv", actor=drawn.world.nobody)
    assert not Export.objects.exists()


def test_an_export_is_noted(drawn: Drawn) -> None:
    before = timezone.now()
    made = ask(drawn, of_sums(drawn, "rows=giver:county"), "csv")
    noted = AuditRecord.objects.get(action="export.export")
    assert (noted.subject_id, noted.actor, noted.detail["rows"]) == (str(made.pk), drawn.world.office, 3)
    assert datetime.fromisoformat(str(noted.at)) >= before
