"""Workbooks in the customary layout of official forms: a title across, a unit line, a ruled table, a signature line.

One sheet, A4 across, that prints like the form on paper. Rows are written from the top down, each once, so that a
long table need not be held in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

A4 = 9
MOST_DIGITS = 15
"""A spreadsheet keeps no more digits of a number than these; longer ones are written as text."""

MOST_ROWS = 1_048_576
"""Of a sheet."""

BASE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 18, "align": "center"},
    "period": {"font_size": 12, "align": "center"},
    "warning": {"align": "center", "font_color": "#B3261E", "bold": True},
    "line": {"align": "left"},
    "line_end": {"align": "right"},
    "head": {"font_name": "黑体", "align": "center", "border": 1, "text_wrap": True},
    "cell": {"border": 1, "text_wrap": True},
    "rank": {"border": 1, "align": "center"},
    "day": {"border": 1, "align": "center", "num_format": "yyyy-mm-dd"},
    "figure": {"border": 1, "align": "right"},
    "total": {"font_name": "黑体", "border": 1, "align": "right"},
    "share": {"border": 1, "align": "right", "num_format": "0.0%"},
    "section": {"font_name": "黑体", "align": "left"},
    "text": {"text_wrap": True, "align": "left", "valign": "top"},
}


class OfficialSheet:
    """Writes one form. ``at`` is the row that comes next."""

    def __init__(
        self, target: BinaryIO | str, name: str, widths: Sequence[float], *, streamed: bool = False
    ) -> None:
        self.book = xlsxwriter.Workbook(
            target, {"constant_memory": True} if streamed else {"in_memory": True}
        )
        self.sheet = self.book.add_worksheet(name)
        self.styles = {style: self.book.add_format(BASE | look) for style, look in STYLES.items()}
        self.widths, self.at = widths, 0

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def page(self, foot: str) -> None:
        """How it is printed."""
        sheet = self.sheet
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.set_footer(f"&L&8{foot.replace('&', '&&')}&R&9&P / &N")
        for column, width in enumerate(self.widths):
            sheet.set_column(column, column, width)

    def across(self, text: str, style: str, height: float | None = None) -> None:
        """A line of text over the whole width."""
        if height:
            self.sheet.set_row(self.at, height)
        self.merged(0, self.last, text, style)
        self.at += 1

    def merged(self, first: int, last: int, text: str, style: str, *, rows: int = 1) -> None:
        """A text over several cells of this row (and of those under it)."""
        if first == last and rows == 1:
            self.sheet.write_string(self.at, first, text, self.styles[style])
            return
        # Merging with the text would run it as a formula where it looks like one.
        self.sheet.merge_range(self.at, first, self.at + rows - 1, last, "", self.styles[style])
        self.sheet.write_string(self.at, first, text, self.styles[style])

    def text(self, column: int, text: str, style: str = "cell") -> None:
        """A text, never a formula."""
        self.sheet.write_string(self.at, column, text, self.styles[style])

    def day(self, column: int, day: date) -> None:
        """A day."""
        self.sheet.write_datetime(self.at, column, day, self.styles["day"])

    def figure(self, column: int, value: Decimal | None, decimals: int = 0, style: str = "figure") -> None:
        """A number to its last digit; — for nothing."""
        if value is None:
            self.text(column, "—", "rank")
            return
        plain = value.normalize()
        exponent = plain.as_tuple().exponent
        places = max(decimals, -exponent if isinstance(exponent, int) and exponent < 0 else 0)
        if len(plain.as_tuple().digits) > MOST_DIGITS:
            self.text(column, f"{plain:,f}", style)
            return
        self.sheet.write_number(self.at, column, float(value), self._numbers(style, places))

    def _numbers(self, style: str, places: int) -> Any:
        name = f"{style}{places}"
        if name not in self.styles:
            form = f"#,##0.{'0' * places}" if places else "#,##0"
            self.styles[name] = self.book.add_format(BASE | STYLES[style] | {"num_format": form})
        return self.styles[name]
