"""Two records that may be one act of help, side by side with what differs marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

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
        if entry is None or entry.pk is None:
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
    return [pair(found, found.entry, found.other_entry) for found in rows]


def pair(suspect: SuspectedDuplicate, left: Entry | None, right: Entry | None) -> Pair:
    """The two as they stand now; ``left`` is the row that was brought in, stored or not."""
    columns = sheet_columns(suspect.kind)
    rows = [
        PairRow(str(column.label), _text(left, column), _text(right, column))
        for column in columns
        if _text(left, column) or _text(right, column)
    ]
    if left is None:
        rows = [PairRow(_("Row of the file"), suspect.says, ""), *rows]
    other = suspect.other_number
    there = _side(right, _("Row %(number)d of the same file") % {"number": other} if other else "")
    here = _("Row %(number)d of %(file)s") % {"number": suspect.number, "file": suspect.batch.filename}
    return Pair(suspect, _side(left, here), there, rows)


def _side(entry: Entry | None, otherwise: str) -> Side:
    if entry is None or entry.pk is None:
        return Side(otherwise)
    return Side(f"#{entry.pk}", entry)


def _text(entry: Entry | None, column: SheetColumn) -> str:
    if entry is None:
        return ""
    value = _value(entry, column)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return exact(Decimal(value))
    return "" if value is None else str(value)


def _value(entry: Entry, column: SheetColumn) -> Any:
    if column.spec is not None:
        if column.spec.in_detail:
            return shown(column.spec, entry.detail.get(column.name))
        return getattr(entry, column.name)
    if column.name == "assists":
        return "; ".join(_assisting(entry))
    unit = getattr(entry, column.name, None)
    return getattr(unit, "label", unit)


def _assisting(entry: Entry) -> Iterable[str]:
    return (assist.unit.label for assist in entry.assists.all()) if entry.pk else ()
