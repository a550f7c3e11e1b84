"""The ledger as a table: columns of one kind, or those all kinds share; the same rows for screen and export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jiedui.kernel import figures
from jiedui.ledger import tables
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.models import Entry

Read = Callable[[Entry], Any]
WORDS: dict[str, dict[str, Any]] = {"state": dict(EntryState.choices), "verdict": dict(Verdict.choices)}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how a value is read, how it looks (``style``) and by which field the list is sorted by it."""

    name: str
    label: str | Promise
    style: str
    read: Read
    sort: str = ""
    unit: str = ""

    @property
    def numeric(self) -> bool:
        """Whether it is set to the right in tabular figures."""
        return self.style in {"money", "number"}

    def words(self, value: Any) -> str:
        """The value of a state or verdict in words."""
        return str(WORDS[self.style].get(value, value))


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as shown: its words, the exact value for the title, and the look of its column."""

    column: Column
    label: str
    text: str
    exact: str = ""
    value: Any = None


def signed(entry: Entry, value: Decimal | int | None) -> Decimal | None:
    """A figure of an entry; a reversal takes its figures back."""
    if value is None:
        return None
    return -Decimal(value) if entry.reverses_id else Decimal(value)


def days_since(at: datetime | None) -> str:
    """How long ago that was, in days."""
    if at is None:
        return ""
    days = (timezone.localdate() - timezone.localtime(at).date()).days
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


SHARED = (
    Column("amount", _("Amount"), "money", lambda e: signed(e, e.amount), "amount", "元"),
    Column("persons", _("Persons"), "number", lambda e: signed(e, e.persons), "persons", "人"),
)
FIGURES = {
    **{column.name: column for column in SHARED},
    "quantity": Column("quantity", _("Quantity"), "quantity", lambda e: signed(e, e.quantity), "quantity"),
}
TAIL = (
    Column("evidence", _("Evidence"), "evidence", lambda e: e.evidence_count),  # type: ignore[attr-defined]
    Column("state", _("State"), "state", lambda e: e.state, "state"),
    Column("verdict", _("Receiver's word"), "verdict", lambda e: e.verdict),  # type: ignore[attr-defined]
)
SINCE = Column(
    "since",
    _("In dispute for"),
    "text",
    lambda e: days_since(e.disputed_since),  # type: ignore[attr-defined]
    "disputed_since",
)
"""Stands in the list of differences only."""

STYLES = {"occurred_on": "date", "title": "title"}
SORTS = {
    "occurred_on": "occurred_on",
    "title": "title",
    "kind": "kind",
    "giver": "giver__path",
    "receiver": "receiver__path",
}


def columns_for(kind: AnyKind | None) -> list[Column]:
    """The columns of a kind's list; without a kind those that all kinds share, each measure in its own."""
    derived = tables.columns(kind.key if kind else None)
    own = [_shown(column) for column in derived if column.key != "figure"]
    return [*own, *(() if kind else SHARED), *TAIL]


def _shown(column: tables.Column) -> Column:
    """A column of the kind with its look; figures are signed, so that a reversal takes its own back."""
    if column.key in FIGURES:
        known = FIGURES[column.key]
        return replace(known, label=known.label if column.key == "amount" else column.label)
    style = STYLES.get(column.key, "number" if column.numeric else "text")
    return Column(column.key, column.label, style, column.value, SORTS.get(column.key, ""))


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head: its unit in the scale of the page, and the address that sorts by it."""

    column: Column
    scale: figures.Scale
    order: str = ""
    sort: str = ""

    @property
    def unit(self) -> str:
        """The unit in the column's scale: 万元."""
        return self.scale.unit if self.column.unit else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One page of the list."""

    headers: list[Header]
    rows: list[tuple[Entry, list[Cell]]]


def table(columns: Sequence[Column], entries: Iterable[Entry], sort: str) -> Table:
    """The page's entries under the columns, each numeric column in one scale."""
    rows = [(entry, [column.read(entry) for column in columns]) for entry in entries]
    scales = [_scale(column, [values[n] for _entry, values in rows]) for n, column in enumerate(columns)]
    headers = [_header(column, scale, sort) for column, scale in zip(columns, scales, strict=True)]
    shown = [
        (entry, [_cell(head, value, entry) for head, value in zip(headers, values, strict=True)])
        for entry, values in rows
    ]
    return Table(headers, shown)


def _scale(column: Column, values: list[Any]) -> figures.Scale:
    if not column.numeric:
        return figures.Scale()
    decimals = max((-int(v.normalize().as_tuple().exponent) for v in values if v is not None), default=0)
    return figures.scale_of(values, column.unit, min(max(decimals, 0), 2))


def _header(column: Column, scale: figures.Scale, sort: str) -> Header:
    if not column.sort:
        return Header(column, scale)
    if sort == column.name:
        return Header(column, scale, "ascending", f"-{column.name}")
    if sort == f"-{column.name}":
        return Header(column, scale, "descending", column.name)
    return Header(column, scale, "", column.name if not column.numeric else f"-{column.name}")


def _cell(head: Header, value: Any, entry: Entry) -> Cell:
    column, label = head.column, f"{head.column.label} ({head.unit})" if head.unit else str(head.column.label)
    if value is None or value == "":
        return Cell(column, label, figures.EMPTY)
    if column.numeric:
        return Cell(column, label, head.scale.show(value), figures.exact(value, column.unit), value)
    return Cell(column, label, _text(column, value, entry), "", value)


def _text(column: Column, value: Any, entry: Entry) -> str:
    if column.style == "quantity":
        return figures.exact(value, entry.quantity_unit)
    if isinstance(value, date):
        return date_format(value, "Y-m-d")
    return column.words(value) if column.style in WORDS else str(value)


def in_order(entries: QuerySet[Entry], columns: Sequence[Column], sort: str) -> QuerySet[Entry]:
    """The entries sorted as asked (``amount``, ``-amount``), else the latest first."""
    name = sort.lstrip("-")
    by = next((c.sort for c in columns if c.name == name and c.sort), "")
    if not by:
        return entries.order_by("-occurred_on", "-id")
    field = F(by)
    return entries.order_by(
        field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True), "-id"
    )
