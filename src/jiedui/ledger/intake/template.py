"""The workbook a person fills in: one sheet of rows with drop-downs, instructions in both languages."""

from __future__ import annotations

import io
import secrets
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from jiedui.accounts.models import User
from jiedui.ledger import kinds
from jiedui.ledger.intake import marks
from jiedui.ledger.intake.choices import Choices
from jiedui.ledger.intake.columns import KEY, SheetColumn, sheet_columns
from jiedui.ledger.intake.instructions import paragraphs
from jiedui.ledger.intake.tables import TemplateMark
from jiedui.ledger.kinds.fields import Shape
from jiedui.plans.models import Programme

LAST_ROW = 100_003
KEYED_ROWS = 2000
"""Rows that bear a number of their own, so that sorting them does not make them others."""
LISTED = ("giver", "receiver", "workstream", "project")
WIDTHS = {Shape.DATE: 13, Shape.MONEY: 16, Shape.DECIMAL: 12, Shape.INTEGER: 10, Shape.FLAG: 8}
NUMBERS = {
    Shape.DATE: "yyyy-mm-dd",
    Shape.MONEY: "#,##0.00",
    Shape.DECIMAL: "#,##0.####",
    Shape.INTEGER: "#,##0",
}


def template(kind_key: str, programme: Programme, user: User) -> bytes:
    """The ``.xlsx`` template of a kind, with the choices of this person. Raises UnknownKind.

    Each download is a source of its own: its rows are known again when the workbook is handed in a second time.
    """
    book = _Book(kind_key, programme, user)
    return book.made()


class _Book:
    """One workbook in the making."""

    def __init__(self, kind_key: str, programme: Programme, user: User) -> None:
        self.kind = kinds.get(kind_key)
        self.columns = sheet_columns(kind_key)
        self.choices = Choices(programme, user)
        self.programme = programme
        self.buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.buffer, options)
        self.formats = {
            "title": self.book.add_format({"bold": True, "font_size": 14}),
            "help": self.book.add_format(
                {"text_wrap": True, "italic": True, "font_color": "#595959", "valign": "top"}
            ),
            "heading": self.book.add_format(
                {"bold": True, "bg_color": "#DCE9E7", "border": 1, "text_wrap": True}
            ),
            "required": self.book.add_format(
                {"bold": True, "bg_color": "#B7D3CF", "border": 1, "text_wrap": True}
            ),
            "key": self.book.add_format({"font_color": "#808080", "num_format": "@"}),
            "wrapped": self.book.add_format({"text_wrap": True, "valign": "top"}),
        }

    def made(self) -> bytes:
        """The bytes."""
        name = _sheet_name(str(self.kind.label))
        entries = self.book.add_worksheet(name)
        self._instructions(self.book.add_worksheet(_("Instructions")[:31]))
        lists = self.book.add_worksheet("_lists")
        hidden = self.book.add_worksheet(marks.SHEET)
        self._entries(entries, lists)
        mark = TemplateMark(
            marks.VERSION,
            secrets.token_hex(8),
            self.programme.code,
            self.kind.key,
            (KEY, *(column.name for column in self.columns)),
        )
        marks.write(hidden, mark, name)
        lists.hide()
        hidden.very_hidden()
        entries.activate()
        self.book.close()
        return self.buffer.getvalue()

    def _entries(self, sheet: Any, lists: Any) -> None:
        head = marks.HEADER_ROW - 1
        sheet.write_string(0, 0, f"{self.kind.label} · {self.programme.label}", self.formats["title"])
        sheet.write_string(head, 0, _("No."), self.formats["heading"])
        sheet.set_row(1, 60)
        sheet.set_column(0, 0, 7, self.formats["key"])
        for row in range(KEYED_ROWS):
            sheet.write_string(head + 1 + row, 0, f"{row + 1:04d}", self.formats["key"])
        for at, column in enumerate(self.columns, start=1):
            label = f"{column.label} *" if column.required else str(column.label)
            sheet.write_string(head, at, label, self.formats["required" if column.required else "heading"])
            sheet.write_string(head - 1, at, str(column.help), self.formats["help"])
            if column.help:
                sheet.write_comment(head, at, str(column.help))
            sheet.set_column(at, at, _width(column), self._cells(column))
            self._drop_down(sheet, lists, at, column)
        sheet.freeze_panes(head + 1, 2)
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})

    def _cells(self, column: SheetColumn) -> Any:
        """Unlocked, and formatted so that a spreadsheet takes what is typed for what it is."""
        number = (
            NUMBERS.get(column.shape, "@" if column.shape is not Shape.FLAG else "General")
            if column.shape
            else "@"
        )
        return self.book.add_format(
            {"locked": False, "num_format": number, "text_wrap": column.shape in _LONG}
        )

    def _drop_down(self, sheet: Any, lists: Any, at: int, column: SheetColumn) -> None:
        options = self._options(column)
        if not options:
            return
        lists.write_column(0, at, options)
        letters = xl_col_to_name(at, col_abs=True)
        sheet.data_validation(
            marks.HEADER_ROW,
            at,
            LAST_ROW,
            at,
            {
                "validate": "list",
                "source": f"='_lists'!{letters}$1:{letters}${len(options)}",
                "error_title": _("Not in the list")[:32],
                "error_message": _("Choose from the list, or leave the cell as it was.")[:255],
            },
        )

    def _options(self, column: SheetColumn) -> list[str]:
        if column.name in LISTED:
            return [option.label for option in self.choices.options(column.name)]
        if column.shape is Shape.CHOICE and column.spec and column.spec.choices:
            return [str(label) for label in column.spec.choices.labels]
        return [_("yes"), _("no")] if column.shape is Shape.FLAG else []

    def _instructions(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 100, self.formats["wrapped"])
        row = 0
        for language in dict.fromkeys((translation.get_language() or "zh-hans", "zh-hans", "en")):
            with translation.override(language):
                lines = paragraphs(self.kind, self.columns)
            for at, text in enumerate(lines):
                sheet.write_string(row, 0, text, self.formats["title" if at == 0 else "wrapped"])
                row += 1
            row += 1
        sheet.protect()


_LONG = {Shape.PARAGRAPH, Shape.LINES}


def _width(column: SheetColumn) -> int:
    return WIDTHS.get(column.shape, 26) if column.shape else 20


def _sheet_name(label: str) -> str:
    """A sheet's name has at most 31 characters and none of a spreadsheet's own signs."""
    return "".join(" " if char in "[]:*?/\\'" else char for char in label)[:31].strip() or "Sheet"
