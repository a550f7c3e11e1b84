"""The hidden sheet that says which template a workbook is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiedui.ledger.intake.errors import UnreadableRows
from jiedui.ledger.intake.tables import TemplateMark

SHEET = "_jiedui"
VERSION = 1
HEADER_ROW = 3
"""Row of the headings: above it the title and the help."""


def write(sheet: Any, mark: TemplateMark, entries: str) -> None:
    """Write the mark into an XlsxWriter sheet; ``entries`` is the sheet with the rows."""
    said = [
        ("jiedui-template", str(mark.version)),
        ("template", mark.template),
        ("programme", mark.programme),
        ("kind", mark.kind),
        ("sheet", entries),
        ("columns", " ".join(mark.columns)),
    ]
    for row, (name, value) in enumerate(said):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)


def read(book: Any, filename: str) -> tuple[str, TemplateMark] | None:
    """The sheet with the rows and the mark; None for a workbook that is no template. Raises UnreadableRows."""
    if SHEET not in book.sheet_names:
        return None
    said = {str(row[0]): str(row[1]) for row in book.get_sheet_by_name(SHEET).to_python() if len(row) > 1}
    try:
        version = int(said["jiedui-template"])
        mark = TemplateMark(
            version, said["template"], said["programme"], said["kind"], tuple(said["columns"].split())
        )
        entries = said["sheet"]
    except (KeyError, ValueError):
        raise UnreadableRows(_OTHER, address=filename) from None
    if version != VERSION or entries not in book.sheet_names:
        raise UnreadableRows(_OTHER, address=filename)
    return entries, mark


_OTHER = _("The template was changed or is of another version. Download a new one and copy the rows into it.")
