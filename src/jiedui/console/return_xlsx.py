"""The form of a return as a workbook: one sheet, A4, that prints like the form on paper."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiedui.console.return_sheet import Paper, PaperRow

WIDTHS = (6, 30, 10, 15, 15, 15, 10, 24)
LAST = len(WIDTHS) - 1
A4 = 9
MOST_DIGITS = 15
"""A spreadsheet keeps no more digits of a number than these; longer ones are written as text."""
CHARACTERS_A_LINE = 92


class Workbook:
    """Writes one form, row by row from the top."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.at = paper, 0
        self.buffer = BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"in_memory": True})
        self.sheet = self.book.add_worksheet(_("Return"))
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        self.styles = {name: self.book.add_format(base | style) for name, style in STYLES.items()}
        self.base = base

    def write(self) -> bytes:
        """The whole file."""
        self._page()
        self._head()
        for row in self.paper.rows:
            self._row(row)
        self._narrative()
        self._foot()
        self.book.close()
        return self.buffer.getvalue()

    def _page(self) -> None:
        sheet = self.sheet
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.set_footer(f"&L&8{self.paper.foot.replace('&', '&&')}&R&9&P / &N")
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)

    def _head(self) -> None:
        self._across(self.paper.title, "title", height=34)
        self._across(self.paper.period, "period", height=20)
        if self.paper.warnings:
            self._across(" · ".join(self.paper.warnings), "warning")
        (left, unit), (right, filed) = self.paper.unit_line
        self._merged(0, 3, _line(left, unit), "line")
        self._merged(4, LAST, _line(right, filed), "line_end")
        self.at += 1
        for column, word in enumerate(self.paper.heads):
            self.sheet.write_string(self.at, column, word, self.styles["head"])
        self.sheet.set_row(self.at, 24)
        self.sheet.repeat_rows(self.at)
        self.sheet.freeze_panes(self.at + 1, 2)
        self.at += 1

    def _row(self, row: PaperRow) -> None:
        cell = self.styles["cell"]
        self.sheet.write_number(self.at, 0, row.number, self.styles["rank"])
        self.sheet.write_string(self.at, 1, row.label, cell)
        self.sheet.write_string(self.at, 2, row.unit, self.styles["rank"])
        for column, value in enumerate((row.value, row.cumulative, row.target), 3):
            self._figure(column, value, row.decimals)
        if row.share is None:
            self.sheet.write_string(self.at, 6, "—", self.styles["rank"])
        else:
            self.sheet.write_number(self.at, 6, float(row.share), self.styles["share"])
        self.sheet.write_string(self.at, 7, row.note, cell)
        self.at += 1

    def _figure(self, column: int, value: Any, decimals: int) -> None:
        if value is None:
            self.sheet.write_string(self.at, column, "—", self.styles["rank"])
            return
        plain = value.normalize()
        places = max(decimals, -plain.as_tuple().exponent if plain.as_tuple().exponent < 0 else 0)
        if len(plain.as_tuple().digits) > MOST_DIGITS:
            self.sheet.write_string(self.at, column, f"{plain:,f}", self.styles["figure"])
            return
        name = f"figure{places}"
        if name not in self.styles:
            form = f"#,##0.{'0' * places}" if places else "#,##0"
            self.styles[name] = self.book.add_format(self.base | STYLES["figure"] | {"num_format": form})
        self.sheet.write_number(self.at, column, float(value), self.styles[name])

    def _narrative(self) -> None:
        for section in self.paper.sections:
            self._across(section.heading, "section", height=22)
            text = "\n".join(section.paragraphs)
            lines = sum(1 + len(part) // CHARACTERS_A_LINE for part in section.paragraphs)
            if text:
                self._across(text, "text", height=min(400, 16 * max(lines, 1) + 6))
            if section.pictures:
                names = ", ".join(picture.caption or picture.filename for picture in section.pictures)
                self._across(_("Pictures: %(names)s") % {"names": names}, "text", height=20)

    def _foot(self) -> None:
        self.at += 1
        (left, one), (right, other) = self.paper.signatures
        self._merged(0, 3, _line(left, one), "line")
        self._merged(4, LAST, _line(right, other), "line")
        self.sheet.set_row(self.at, 30)

    def _across(self, text: str, style: str, height: float | None = None) -> None:
        self._merged(0, LAST, text, style)
        if height:
            self.sheet.set_row(self.at, height)
        self.at += 1

    def _merged(self, first: int, last: int, text: str, style: str) -> None:
        # Merging with the text would run it as a formula where it looks like one.
        self.sheet.merge_range(self.at, first, self.at, last, "", self.styles[style])
        self.sheet.write_string(self.at, first, text, self.styles[style])


STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 18, "align": "center"},
    "period": {"font_size": 12, "align": "center"},
    "warning": {"align": "center", "font_color": "#B3261E", "bold": True},
    "line": {"align": "left"},
    "line_end": {"align": "right"},
    "head": {"font_name": "黑体", "align": "center", "border": 1, "text_wrap": True},
    "cell": {"border": 1, "text_wrap": True},
    "rank": {"border": 1, "align": "center"},
    "figure": {"border": 1, "align": "right"},
    "share": {"border": 1, "align": "right", "num_format": "0.0%"},
    "section": {"font_name": "黑体", "align": "left"},
    "text": {"text_wrap": True, "align": "left", "valign": "top"},
}


def _line(word: str, value: str) -> str:
    return f"{word}{pgettext('form', ':')}{value}"


def workbook_of(paper: Paper) -> bytes:
    """The form as an .xlsx file."""
    return Workbook(paper).write()
