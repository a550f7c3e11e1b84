"""The workbook a person fills in."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from jiedui.ledger.intake import marks
from jiedui.ledger.intake.columns import sheet_columns
from jiedui.ledger.intake.template import LAST_ROW, template
from jiedui.ledger.kinds import UnknownKind
from tests.conftest import World
from tests.ledger.acts import KINDS


def book_of(world: World, kind: str = "purchase", language: str = "en") -> Any:
    with translation.override(language):
        return load_workbook(io.BytesIO(template(kind, world.programme, world.giver)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_one_with_its_columns_in_order(kind: str, world: World) -> None:
    sheet = book_of(world, kind).worksheets[0]

    with translation.override("en"):
        labels = [f"{column.label}{' *' if column.required else ''}" for column in sheet_columns(kind)]
    assert [cell.value for cell in sheet[marks.HEADER_ROW]] == ["No.", *labels]


def test_lists_offer_what_the_person_may_choose(world: World) -> None:
    book = book_of(world)
    sheet = book.worksheets[0]
    lists = {str(item.sqref): item.formula1 for item in sheet.data_validations.dataValidation}

    def offered(column: str) -> list[Any]:
        source = lists[f"{column}4:{column}{LAST_ROW + 1}"]
        _sheet, _sep, cells = source.replace("$", "").rpartition("!")
        return [row[0].value for row in book["_lists"][cells]]

    assert offered("D") == ["Dongcheng"]
    assert sorted(offered("E")) == ["Shiquan", "Xishan", "Yunling"]
    assert offered("M") == ["invoice", "contract", "proof of payment", "platform order", "settlement sheet"]


def test_the_header_is_protected_and_the_rows_are_not(world: World) -> None:
    sheet = book_of(world).worksheets[0]

    assert sheet.protection.sheet
    assert sheet["B3"].protection.locked
    assert (
        not sheet.column_dimensions["B"].protection.locked if sheet.column_dimensions["B"].has_style else True
    )
    assert sheet.freeze_panes == "C4"
    assert [sheet.cell(row, 1).value for row in (4, 5)] == ["0001", "0002"]


def test_instructions_stand_in_both_languages_the_readers_first(world: World) -> None:
    lines = [row[0].value or "" for row in book_of(world, language="en").worksheets[1]["A1:A100"]]

    english = next(at for at, line in enumerate(lines) if line.startswith("Purchase: "))
    chinese = next(at for at, line in enumerate(lines) if line.startswith("消费帮扶采购"))
    assert english < chinese
    assert any("Evidence needed before it can be submitted: Purchase voucher." in line for line in lines)


def test_each_is_a_source_of_its_own(world: World) -> None:
    first, second = (book_of(world)["_jiedui"] for _number in range(2))

    said = {row[0].value: row[1].value for row in first["A1:B6"]}
    assert said["kind"] == "purchase"
    assert said["programme"] == "haizhou-2019"
    assert said["columns"].split()[:3] == ["key", "title", "occurred_on"]
    assert said["template"] != second["B2"].value
    assert first.sheet_state == "veryHidden"


def test_an_unknown_kind_has_none(world: World) -> None:
    with pytest.raises(UnknownKind):
        template("nothing", world.programme, world.giver)
