"""The table of scores as a workbook in the customary layout."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _

from jiedui.console.score_rows import HeatRow, heat_rows
from jiedui.kernel.sheets import OfficialSheet
from jiedui.progress.scorecards.enums import Whom
from jiedui.progress.scorecards.reckoning import Sheet

FIXED = (8, 26)
OF_HEADING, LAST = 13, (11, 11)


class ScoreSheet(OfficialSheet):
    """Writes the table, the programme first."""

    def __init__(self, sheet: Sheet) -> None:
        self.of = sheet
        self.buffer = BytesIO()
        widths: Sequence[float] = (*FIXED, *([OF_HEADING] * len(sheet.plan.headings)), *LAST)
        super().__init__(self.buffer, _("Scores"), widths)

    def write(self) -> bytes:
        """The whole file."""
        version = self.of.plan.version
        programme = version.scorecard.programme
        self.page(f"{version.scorecard.label} v{version.number} · {self.of.on:%Y-%m-%d}")
        self.across(f"{programme.label} · {version.scorecard.label}", "title", height=34)
        self.across(_("As of %(day)s") % {"day": f"{self.of.on:%Y-%m-%d}"}, "period", height=20)
        if programme.synthetic:
            self.across(_("Synthetic data: generated for demonstration, not real."), "warning")
        if version.is_draft:
            self.across(_("By a draft that is not published."), "warning")
        self._head()
        for row in heat_rows(self.of):
            self._row(row)
        self.across(
            _("Points got of the points that apply; the score tells them out of %(total)s.")
            % {"total": f"{version.total.normalize():f}"},
            "text",
        )
        self.book.close()
        return self.buffer.getvalue()

    def _head(self) -> None:
        headings = [heading.label for heading in self.of.plan.headings]
        for column, word in enumerate([_("Rank"), _("Unit"), *headings, _("Score"), _("Grade")]):
            self.text(column, word, "head")
        self.sheet.set_row(self.at, 32)
        self.sheet.repeat_rows(self.at)
        self.sheet.freeze_panes(self.at + 1, 2)
        self.at += 1

    def _row(self, row: HeatRow) -> None:
        score = row.score
        ranked = score.rank is not None and score.level != Whom.PROGRAMME and score.of_ranks > 1
        self.figure(0, Decimal(score.rank or 0) if ranked else None, style="rank")
        self.text(1, score.unit.label)
        for column, cell in enumerate(row.cells, start=2):
            self.figure(column, cell.got, 2)
        self.figure(self.last - 1, score.score, 2, "total")
        self.text(self.last, score.grade.label if score.grade else "—", "rank")
        self.at += 1


def workbook_of(sheet: Sheet) -> bytes:
    """The table as an .xlsx file."""
    return ScoreSheet(sheet).write()
