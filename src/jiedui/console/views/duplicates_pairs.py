"""Two records that may be one act of help, side by side with what differs marked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiedui.console.views.duplicates_rows import Named, Row
from jiedui.kernel.figures import exact
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake.columns import SheetColumn, sheet_columns
from jiedui.ledger.intake.enums import DuplicateState, DuplicateWhy
from jiedui.ledger.models import Entry, SuspectedDuplicate
from jiedui.ledger.tables import shown


@dataclass(frozen=True, slots=True)
class PairRow:
    """One field of both records, as people read it."""

    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: an entry, or a row that is no entry yet."""

    title: str
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A suspicion as its page shows it."""

    suspect: SuspectedDuplicate
    left: Side
    right: Side
    rows: list[PairRow]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, the one that was brought in first."""
        return self.left, self.right

    @property
    def reason(self) -> str:
        """Why the two look alike."""
        if self.suspect.why == DuplicateWhy.VOUCHER:
            return _("The same voucher stands twice")
        return _("The same sides, day and figure stand twice")

    @property
    def open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.suspect.state == DuplicateState.OPEN

    @property
    def consequence(self) -> str:
        """What it means to say that it is a duplicate."""
        entry = self.left.entry
        if entry is None:
            return _("It is a duplicate: the row of the file is not brought in.")
        if entry.state in EntryState.editable():
            return _("It is a duplicate: the draft that was brought in is withdrawn.")
        return _("It is a duplicate: the entry is no draft any more, so it has to be returned or reversed.")

    @property
    def decision(self) -> str:
        """What was decided, by whom and why."""
        said = str(DuplicateState(self.suspect.state).label)
        parts = [said, str(self.suspect.decided_by), self.suspect.reason]
        return " · ".join(part for part in parts if part)


def pairs(suspects: QuerySet[SuspectedDuplicate]) -> list[Pair]:
    """Each suspicion with both records, in a fixed number of queries."""
    related = ("entry", "other_entry")
    units = [f"{side}__{name}" for side in related for name in ("giver", "receiver", "workstream", "project")]
    rows = suspects.select_related("batch", "decided_by", *units).prefetch_related(
        *(f"{side}__assists__unit" for side in related)
    )
    found = list(rows)
    named = Named.by(
        (one.programme_id, content) for one in found for content in (one.content, one.other_content)
    )
    return [pair(one, named) for one in found]


def pair(suspect: SuspectedDuplicate, named: Named) -> Pair:
    """The two as they stand now; the left is the row that was brought in, stored or not."""
    columns = sheet_columns(suspect.kind)
    left = suspect.entry or named.row(suspect.programme_id, suspect.content)
    right = suspect.other_entry or named.row(suspect.programme_id, suspect.other_content)
    rows = [
        PairRow(str(column.label), _text(left, column), _text(right, column))
        for column in columns
        if _text(left, column) or _text(right, column)
    ]
    if suspect.entry is None and not suspect.content:  # found before rows were kept
        rows = [PairRow(_("Row of the file"), suspect.says, ""), *rows]
    other = suspect.other_number
    there = _("Row %(number)d of the same file") % {"number": other} if other else ""
    here = _("Row %(number)d of %(file)s") % {"number": suspect.number, "file": suspect.batch.filename}
    return Pair(suspect, _side(suspect.entry, here), _side(suspect.other_entry, there), rows)


def _side(entry: Entry | None, otherwise: str) -> Side:
    return Side(otherwise) if entry is None else Side(f"#{entry.pk}", entry)


def _text(record: Entry | Row, column: SheetColumn) -> str:
    value = _value(record, column)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return exact(Decimal(value))
    return "" if value is None else str(value)


def _value(record: Entry | Row, column: SheetColumn) -> Any:
    if isinstance(record, Row):
        return record.value(column)
    if column.spec is not None:
        if column.spec.in_detail:
            return shown(column.spec, record.detail.get(column.name))
        return getattr(record, column.name)
    if column.name == "assists":
        return "; ".join(assist.unit.label for assist in record.assists.all())
    unit = getattr(record, column.name, None)
    return getattr(unit, "label", unit)
