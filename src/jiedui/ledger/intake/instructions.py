"""What the instruction sheet of a template says, in the active language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiedui.ledger.intake.columns import SheetColumn
from jiedui.ledger.kinds.base import AnyKind, Needed


def paragraphs(kind: AnyKind, columns: Sequence[SheetColumn]) -> list[str]:
    """Title, steps, and one line for each column."""
    lines = [
        f"{kind.label}: {kind.summary}",
        _(
            "1. Fill in one row for each act of help, from the first empty row on. Columns with * are required."
        ),
        _(
            "2. Choose from the lists where there are any. Do not merge cells and do not leave formulas: paste values."
        ),
        _(
            "3. Do not change the first column: it tells each row again when the workbook is handed in a second time."
        ),
        _("4. Hand the workbook in. Nothing is stored before you have seen what was found and said yes."),
        _(
            "5. A row that was stored can be altered here as long as it is a draft; hand the workbook in again."
        ),
        _(
            "People are counted, not registered: write no names, identity numbers or telephone numbers of persons."
        ),
    ]
    if needed := [rule for rule in kind.evidence if rule.needed is Needed.SUBMISSION]:
        said = ", ".join(str(rule.label) for rule in needed)
        lines.append(_("Evidence needed before it can be submitted: %(evidence)s.") % {"evidence": said})
    return [*lines, *(_of_column(column) for column in columns)]


def _of_column(column: SheetColumn) -> str:
    mark = " *" if column.required else ""
    text = f"{column.label}{mark}: {column.help}" if column.help else f"{column.label}{mark}"
    if column.spec is not None and column.spec.choices is not None:
        options = ", ".join(str(label) for label in column.spec.choices.labels)
        text = f"{text} ({options})"
    return text
