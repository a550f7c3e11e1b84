"""Workbooks that cannot be taken: one message each, with where and what to do; nothing is stored."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from jiedui.kernel.models import AuditRecord
from jiedui.ledger.intake import guard
from jiedui.ledger.intake.errors import UnreadableRows
from jiedui.ledger.intake.reading import MAX_ROWS
from jiedui.ledger.models import Entry, ImportBatch, ImportSource
from jiedui.ledger.services import check_rows
from tests.conftest import World
from tests.ledger.intake import broken
from tests.ledger.intake.broken import OLE, changed, repacked, saved
from tests.ledger.intake.sheets import filled, own_ledger, own_row, purchase

Made = Callable[[World], bytes]
NAME = "采购.xlsx"
DAMAGED = (
    "This is no Excel workbook, or it is damaged. Save it as .xlsx and hand that in.",
    "这不是 Excel 工作簿，或文件已损坏。请另存为 .xlsx 后提交。",
)
EMPTY = ("There are no rows in the file.", "文件中没有数据行。")
BOMB = (
    "The file would unpack to more than may be read. Save its rows in a new workbook and hand that in.",
    "文件解压后超过可读取的大小。请将数据行存入新工作簿后提交。",
)
OLD = (
    "This is a workbook in the old format. Open it, save it as .xlsx and hand that in.",
    "这是旧格式的工作簿。请打开后另存为 .xlsx 再提交。",
)
MERGED = (
    "Cells are merged here. Take the merge off and write the value into each cell.",
    "此处有合并单元格。请取消合并，并在每个单元格中填写内容。",
)
FORMULA = (
    "The cell holds a formula. Paste the sheet as values only (Paste special: Values) and hand that in.",
    "该单元格是公式。请用“选择性粘贴—数值”转为数值后提交。",
)
ERROR = (
    "The cell holds an error of the spreadsheet, such as #REF!. Write the value there, or empty it.",
    "该单元格是错误值（如 #REF!）。请填写数值，或清空该单元格。",
)
CHANGED = (
    "The template was changed or is of another version. Download a new one and copy the rows into it.",
    "模板被改动或版本不符。请重新下载模板，并将数据行复制过去。",
)
MACROS = (
    "The workbook contains macros or embedded files. Save it as .xlsx without them.",
    "工作簿含有宏或嵌入文件。请去除后另存为 .xlsx。",
)


def own(*rows: list[Any]) -> bytes:
    return own_ledger(rows or (own_row(1), own_row(2)))


def of_another_kind(world: World) -> bytes:
    return filled(world, "training", [{"title": "培训"}])


def of_another_programme(world: World) -> bytes:
    world.programme.code = "elsewhere-2018"
    made = filled(world, "purchase", [purchase(1)])
    world.programme.code = "haizhou-2019"
    return made


def remarked(world: World) -> bytes:
    """A template whose hidden sheet somebody wrote into."""
    book = load_workbook(io.BytesIO(filled(world, "purchase", [purchase(1)])))
    book["_jiedui"]["B1"] = "99"
    return saved(book)


def renamed(world: World) -> bytes:
    """A template whose sheet of rows was renamed."""
    return changed(filled(world, "purchase", [purchase(1)]), lambda sheet: setattr(sheet, "title", "七月"))


def merged(world: World) -> bytes:
    return changed(filled(world, "purchase", [purchase(1)]), lambda sheet: sheet.merge_cells("D4:D5"))


def merged_own(world: World) -> bytes:
    return changed(own(), lambda sheet: sheet.merge_cells("B3:B4"))


def formula(world: World) -> bytes:
    return broken.template(world, F5="=F4*2")


def formula_own(world: World) -> bytes:
    return changed(own(), lambda sheet: sheet.__setitem__("E4", "=SUM(E3:E3)"))


def without_column(world: World) -> bytes:
    rows = [own_row(1)[:-2]]
    return own_ledger(rows, ["采购日期", "采购单位", "供货方", "品名", "金额", "票号", "类", "路", "地"])


CASES: dict[str, tuple[Made, str, tuple[str, str]]] = {
    "wrong template": (
        of_another_kind,
        NAME,
        (
            "This is the template of another kind of help or programme: training, haizhou-2019.",
            "这是其他帮扶类型或其他计划的模板：training，haizhou-2019。",
        ),
    ),
    "template of another programme": (
        of_another_programme,
        NAME,
        (
            "This is the template of another kind of help or programme: purchase, elsewhere-2018.",
            "这是其他帮扶类型或其他计划的模板：purchase，elsewhere-2018。",
        ),
    ),
    "changed template": (remarked, NAME, CHANGED),
    "renamed sheet": (renamed, NAME, CHANGED),
    "no template, columns missing": (
        without_column,
        "采购!2",
        (
            "No column was found for: Title, Giving unit, County of origin, Channel, Kind of voucher, Voucher number. "
            "Say which column it is, or give one value for all rows.",
            "未找到以下字段对应的列：标题, 帮扶单位, 产地县, 渠道, 凭证类型, 凭证号码。"
            "请指明是哪一列，或为所有行填写同一个值。",
        ),
    ),
    "merged cells": (merged, "消费帮扶采购!D4", MERGED),
    "merged cells in an own layout": (merged_own, "采购!B3", MERGED),
    "formula": (formula, "消费帮扶采购!F5", FORMULA),
    "formula in an own layout": (formula_own, "采购!E4", FORMULA),
    "error of the spreadsheet": (lambda world: broken.template(world, G5="#REF!"), "消费帮扶采购!G5", ERROR),
    "no byte": (lambda world: b"", NAME, ("The file is empty.", "文件是空的。")),
    "empty template": (lambda world: filled(world, "purchase", []), "消费帮扶采购", EMPTY),
    "headings only": (lambda world: own_ledger([]), "采购", EMPTY),
    "empty sheet": (lambda world: own_ledger([], [], above=0), NAME, EMPTY),
    "200 MB": (
        lambda world: b"PK\x03\x04" + bytes(200 * 1000 * 1000),
        NAME,
        (
            "The file is over the limit of 50 MiB. Divide its rows over several files.",
            "文件超过 50 MiB 的上限，请分成几个文件。",
        ),
    ),
    "too many rows": (
        lambda world: broken.million_rows(MAX_ROWS + 50),
        "Sheet",
        (
            "There are more than 200000 rows. Divide them over several files.",
            "超过 200000 行，请分成几个文件。",
        ),
    ),
    "zip bomb": (lambda world: broken.bomb(own(), size=60 << 20), NAME, BOMB),
    "zip bomb with a false directory": (lambda world: broken.lying_bomb(own(), size=60 << 20), NAME, DAMAGED),
    "renamed .xls": (lambda world: broken.old_workbook(), NAME, OLD),
    "password": (
        lambda world: broken.old_workbook(locked=True),
        NAME,
        (
            "The workbook is protected by a password. Save it without one and hand that in.",
            "工作簿设有密码。请取消密码保存后提交。",
        ),
    ),
    "binary workbook": (
        lambda world: repacked(own(), xl__workbook_bin=b"\0"),
        NAME,
        (
            "This is a binary workbook. Save it as .xlsx and hand that in.",
            "这是二进制工作簿。请另存为 .xlsx 后提交。",
        ),
    ),
    "macros": (lambda world: repacked(own(), xl__vbaProject_bin=OLE), NAME, MACROS),
    "cut off": (lambda world: own()[:3000], NAME, DAMAGED),
    "text renamed": (lambda world: "日期,金额\n2019-07-03,5".encode(), NAME, DAMAGED),
    "Word file": (
        lambda world: repacked(own(), xl__workbook_xml=None, word__document_xml=b"<w/>"),
        NAME,
        DAMAGED,
    ),
    "broken sheet": (
        lambda world: repacked(own(), xl__worksheets__sheet1_xml=b"<worksheet><sheetData><row"),
        NAME,
        (
            "The workbook cannot be read. Open it, save it anew as .xlsx and hand that in.",
            "无法读取工作簿。请打开后重新另存为 .xlsx 再提交。",
        ),
    ),
}


def stored(folder: Path) -> tuple[int, ...]:
    """Everything an import might leave behind."""
    rows = (Entry, ImportBatch, ImportSource, AuditRecord)
    files = sum(path.is_file() for path in folder.rglob("*"))
    return (*(model.objects.count() for model in rows), files)


@pytest.mark.parametrize("case", CASES)
def test_a_bad_workbook_is_refused_with_where_and_what_to_do(
    case: str, world: World, settings: Any, tmp_path: Path
) -> None:
    settings.EVIDENCE_FOLDER = tmp_path  # tests that run beside this one keep files in the usual one
    make, address, words = CASES[case]
    content, before = make(world), stored(tmp_path)

    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language), pytest.raises(UnreadableRows) as refused:
            check_rows(
                actor=world.giver, programme=world.programme, kind="purchase", filename=NAME, content=content
            )
        with translation.override(language):
            said.append((refused.value.address, refused.value.words))

    assert said == [(address, words[0]), (address, words[1])]
    assert stored(tmp_path) == before


def test_a_part_that_unpacks_out_of_proportion_is_not_unpacked() -> None:
    with pytest.raises(UnreadableRows) as refused:
        guard.check_workbook(broken.bomb(own(), size=guard.RATIO_FROM + 1), NAME)

    with translation.override("en"):
        assert refused.value.words == BOMB[0]


def test_a_workbook_with_a_protected_structure_is_read(world: World) -> None:
    content = broken.structure_locked(filled(world, "purchase", [purchase(1)]))

    handed = check_rows(
        actor=world.giver, programme=world.programme, kind="purchase", filename=NAME, content=content
    )

    assert (handed.batch.counts["new"], handed.batch.counts["errors"]) == (1, 0)
