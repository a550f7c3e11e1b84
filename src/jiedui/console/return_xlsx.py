"""The form of a return as a workbook: one sheet, A4, that prints like the form on paper."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiedui.console.return_sheet import Paper, PaperRow
from jiedui.kernel.sheets import OfficialSheet

WIDTHS = (6, 30, 10, 15, 15, 15, 10, 24)
CHARACTERS_A_LINE = 92


class Workbook(OfficialSheet):
    """Writes one form, row by row from the top."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.buffer = BytesIO()
        super().__init__(self.buffer, _("Return"), WIDTHS)

    def write(self) -> bytes:
        """The whole file."""
        self.page(self.paper.foot)
        self._head()
        for row in self.paper.rows:
            self._row(row)
        self._narrative()
        self._foot()
        self.book.close()
        return self.buffer.getvalue()

    def _head(self) -> None:
        self.across(self.paper.title, "title", height=34)
        self.across(self.paper.period, "period", height=20)
        if self.paper.warnings:
            self.across(" · ".join(self.paper.warnings), "warning")
        (left, unit), (right, filed) = self.paper.unit_line
        self.merged(0, 3, _line(left, unit), "line")
        self.merged(4, self.last, _line(right, filed), "line_end")
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
            self.figure(column, value, row.decimals)
        if row.share is None:
            self.sheet.write_string(self.at, 6, "—", self.styles["rank"])
        else:
            self.sheet.write_number(self.at, 6, float(row.share), self.styles["share"])
        self.sheet.write_string(self.at, 7, row.note, cell)
        self.at += 1

    def _narrative(self) -> None:
        for section in self.paper.sections:
            self.across(section.heading, "section", height=22)
            text = "\n".join(section.paragraphs)
            lines = sum(1 + len(part) // CHARACTERS_A_LINE for part in section.paragraphs)
            if text:
                self.across(text, "text", height=min(400, 16 * max(lines, 1) + 6))
            if section.pictures:
                names = ", ".join(picture.caption or picture.filename for picture in section.pictures)
                self.across(_("Pictures: %(names)s") % {"names": names}, "text", height=20)

    def _foot(self) -> None:
        self.at += 1
        (left, one), (right, other) = self.paper.signatures
        self.merged(0, 3, _line(left, one), "line")
        self.merged(4, self.last, _line(right, other), "line")
        self.sheet.set_row(self.at, 30)


def _line(word: str, value: str) -> str:
    return f"{word}{pgettext('form', ':')}{value}"


def workbook_of(paper: Paper) -> bytes:
    """The form as an .xlsx file."""
    return Workbook(paper).write()
