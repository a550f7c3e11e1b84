"""Files, pastes and rows of other systems as a :class:`~jiedui.ledger.intake.tables.Table`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import python_calamine
from charset_normalizer import from_bytes
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.pausing import no_collection
from jiedui.ledger.intake import guard, marks
from jiedui.ledger.intake.columns import KEY, sheet_columns
from jiedui.ledger.intake.enums import ImportForm
from jiedui.ledger.intake.errors import UnreadableRows
from jiedui.ledger.intake.mapping import Mapping, header_row_of
from jiedui.ledger.intake.tables import Table, TemplateMark, cell_name

MAX_ROWS = 200_000
MAX_COLUMNS = 300
Row = Sequence[Any]


def form_of(filename: str, content: bytes) -> str:
    """In which form a file comes: a workbook or CSV, by its bytes first. Raises UnreadableRows."""
    guard.check_size(content, filename)
    if content.startswith((b"PK\x03\x04", guard.OLE)) or filename.lower().endswith(
        (".xlsx", ".xlsm", ".xls", ".et")
    ):
        return ImportForm.XLSX
    if filename.lower().endswith((".csv", ".tsv", ".txt")):
        return ImportForm.CSV
    raise UnreadableRows(_("Hand in an Excel workbook (.xlsx) or a CSV file."), address=filename)


@no_collection()
def read_table(
    kind_key: str, content: bytes, filename: str, form: str, mapping: Mapping | None = None
) -> Table:
    """The rows of a file. Raises UnreadableRows with where and why; ``mapping`` says which sheet and header row."""
    guard.check_size(content, filename)
    if form == ImportForm.XLSX:
        return _workbook(kind_key, content, filename, mapping)
    if form == ImportForm.ROWS:
        return _records(kind_key, content)
    return _sheet("", parse_pasted(_decoded(content, filename)), kind_key, filename, mapping)


def parse_pasted(text: str) -> list[list[str]]:
    """Rows of cells from text copied out of a spreadsheet, or CSV: quoted cells may hold line breaks."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _decoded(content: bytes, filename: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        if encoding == "gb18030" and content.startswith((b"\xff\xfe", b"\xfe\xff")):
            break
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    best = from_bytes(content[:100_000]).best()
    if best is None or "\0" in str(best):
        raise UnreadableRows(
            _("The text of the file cannot be read. Save it as CSV in UTF-8."), address=filename
        )
    return content.decode(best.encoding, errors="replace")


def _workbook(kind_key: str, content: bytes, filename: str, mapping: Mapping | None) -> Table:
    flaws = guard.check_workbook(content, filename)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        mark = marks.read(book, filename)
        sheet = book.get_sheet_by_name(mark[0]) if mark else _chosen(book, filename, mapping)
        name = sheet.name
        guard.check_cells(content, name, flaws, filename)
        left = sheet.start[1] if sheet.start else 0
        rows = list(
            _limited(([""] * left + row if left else row for row in sheet.iter_rows()), name or filename)
        )
        merged = sheet.merged_cell_ranges or []
    except (python_calamine.CalamineError, ValueError, OSError):
        raise UnreadableRows(
            _("The workbook cannot be read. Open it, save it anew as .xlsx and hand that in."),
            address=filename,
        ) from None
    table = _sheet(name, rows, kind_key, filename, mapping, mark[1] if mark else None)
    _check_merged(table, merged)
    return table


def _chosen(book: Any, filename: str, mapping: Mapping | None) -> Any:
    """The sheet the mapping names, else the first that is shown and holds something."""
    shown = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == python_calamine.SheetVisibleEnum.Visible
        and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    if mapping and mapping.sheet in shown:
        return book.get_sheet_by_name(mapping.sheet)
    for name in shown:
        sheet = book.get_sheet_by_name(name)
        if sheet.start:
            return sheet
    raise UnreadableRows(_("There are no rows in the file."), address=filename)


def says_something(row: Row) -> bool:
    """Whether any cell holds something; most rows tell at the first look, a row of noughts at the second."""
    return any(row) or any(cell != "" and cell is not None for cell in row)


def _limited(rows: Iterable[Row], where: str) -> Iterable[Row]:
    count = 0
    for row in rows:
        count += says_something(row)
        if count > MAX_ROWS + 20:
            message = _("There are more than %(count)d rows. Divide them over several files.")
            raise UnreadableRows(message, address=where, count=MAX_ROWS)
        yield row


def _check_merged(table: Table, merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Cells may be merged in the titles, not in the header or among the rows: whose value would it be?"""
    for (top, left), (bottom, _right) in merged:
        if bottom + 1 >= table.header_row:
            message = _("Cells are merged here. Take the merge off and write the value into each cell.")
            raise UnreadableRows(message, address=f"{table.sheet}!{cell_name(top + 1, left)}")


def _sheet(
    sheet: str,
    rows: Sequence[Row],
    kind_key: str,
    filename: str,
    mapping: Mapping | None,
    mark: TemplateMark | None = None,
) -> Table:
    """Header and rows out of raw rows; blank rows are left out, shorter ones filled."""
    where = sheet or filename
    at = _header_at(rows, kind_key, mapping, mark)
    header = tuple(_heading(cell) for cell in rows[at]) if at < len(rows) else ()
    if len(header) > MAX_COLUMNS:
        message = _("There are more than %(count)d columns. Leave those out that hold nothing.")
        raise UnreadableRows(message, address=where, count=MAX_COLUMNS)
    start = at + 1
    # In a template the first column holds the rows' own numbers, also of rows nobody has used.
    first = 1 if mark else 0
    numbers, kept = [], []
    width = max(len(header), 1)
    for number, row in enumerate(rows[start:], start=start + 1):
        if says_something(row[first:]):
            numbers.append(number)
            kept.append(row if len(row) == width else [*row[:width], *[""] * (width - len(row))])
    if not kept:
        raise UnreadableRows(_("There are no rows in the file."), address=where)
    if len(kept) > MAX_ROWS:
        message = _("There are more than %(count)d rows. Divide them over several files.")
        raise UnreadableRows(message, address=where, count=MAX_ROWS)
    return Table(sheet, header, at + 1, numbers, list(zip(*kept, strict=True)), mark)


def _header_at(rows: Sequence[Row], kind_key: str, mapping: Mapping | None, mark: TemplateMark | None) -> int:
    if mark is not None:
        return marks.HEADER_ROW - 1
    if mapping and mapping.header_row:
        return mapping.header_row - 1
    return header_row_of(kind_key, rows)


def _heading(cell: Any) -> str:
    return " ".join(str(cell if cell is not None else "").split())[:200]


def _records(kind_key: str, content: bytes) -> Table:
    """Rows another system sent as JSON: objects like the entry's own input, or flat; ``key`` names the row."""
    names = (KEY, *(column.name for column in sheet_columns(kind_key)))
    records = json.loads(content)
    if len(records) > MAX_ROWS:
        message = _("There are more than %(count)d rows. Divide them over several files.")
        raise UnreadableRows(message, address="rows", count=MAX_ROWS)
    flat = [{**record, **_detail(record, at)} for at, record in enumerate(records)]
    for at, record in enumerate(flat):
        record.pop("detail", None)
        if unknown := sorted(set(record) - set(names)):
            message = _("There is no such field for this kind of help.")
            raise UnreadableRows(message, address=f"rows.{at}.{unknown[0]}")
    columns = [[_value(record.get(name), at, name) for at, record in enumerate(flat)] for name in names]
    return Table("", names, 0, range(1, len(flat) + 1), columns)


def _detail(record: dict[str, Any], at: int) -> dict[str, Any]:
    found = record.get("detail", {})
    if not isinstance(found, dict):
        raise UnreadableRows(_("This value cannot be taken here."), address=f"rows.{at}.detail")
    return found


def _value(value: Any, at: int, name: str) -> Any:
    """A value or a list of values. Raises UnreadableRows for anything deeper."""
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, list | dict) for item in items):
        raise UnreadableRows(_("This value cannot be taken here."), address=f"rows.{at}.{name}")
    return tuple(value) if isinstance(value, list) else value
