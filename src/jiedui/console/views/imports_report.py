"""An import as its page shows it: how far it is, what the check found, what storing it would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedui.console.views.imports_held import token_of
from jiedui.kernel.figures import exact
from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake.columns import SheetColumn, sheet_columns
from jiedui.ledger.intake.enums import ImportForm, ImportState
from jiedui.ledger.intake.report import Counts, Issue, Report, RowChange
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.models import ImportBatch

SHOWN = 200
"""So many mistakes and differences stand on the page; the list to download has all that are kept."""

PATIENCE = timedelta(minutes=2)
"""A worker that checks tells of itself far more often."""

PATIENCE_STORING = timedelta(minutes=15)
"""One that stores cannot; 200,000 rows take a few minutes on a slow machine."""

WORKING = frozenset({ImportState.RECEIVED, ImportState.CHECKING, ImportState.COMMITTING})
LOOKS = {
    ImportState.RECEIVED: ("quiet", "ring"),
    ImportState.CHECKING: ("quiet", "ring"),
    ImportState.CHECKED: ("neutral", "dot"),
    ImportState.COMMITTING: ("quiet", "ring"),
    ImportState.COMMITTED: ("good", "check"),
    ImportState.CANCELLED: ("quiet", "cross"),
    ImportState.FAILED: ("bad", "cross"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """The state of an import as a chip: word, tone and shape."""

    word: str
    tone: str
    shape: str


def look(batch: ImportBatch) -> Look:
    """Checked with mistakes looks like work to do."""
    tone, shape = LOOKS[ImportState(batch.state)]
    if batch.state == ImportState.CHECKED and batch.counts.get("errors"):
        return Look(_("to be mended"), "warn", "down")
    return Look(str(ImportState(batch.state).label), tone, shape)


@dataclass(frozen=True, slots=True)
class Listed:
    """An import in the list of what a person handed in."""

    batch: ImportBatch
    kind: AnyKind
    look: Look
    rows: str
    mistakes: str


def listed(batch: ImportBatch) -> Listed:
    """One line of the list; what is not known yet is a dash."""
    rows, errors = batch.counts.get("rows"), batch.counts.get("errors")
    known = ["—" if count is None else f"{count:,}" for count in (rows, errors)]
    return Listed(batch, kinds.get(batch.kind), look(batch), *known)


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of the verdict and what it counts."""

    value: int
    words: str

    @property
    def shown(self) -> str:
        """The figure with its thousands apart."""
        return f"{self.value:,}"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column of the preview."""

    label: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake: where it is and what to do about it."""

    sheet: str
    cell: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that says something else than the entry it became."""

    row: int
    entry: int
    outcome: str
    correctable: bool
    fields: tuple[tuple[str, str, str], ...]


class BatchView:
    """One import for its page. Nothing here is computed in templates."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.kind: AnyKind = kinds.get(batch.kind)
        self.report = Report.from_record(batch.report)
        self.look = look(batch)

    @property
    def counts(self) -> Counts:
        """How many rows there are of each sort."""
        return self.report.counts

    @property
    def name(self) -> str:
        """The file's name, or what it was instead of a file."""
        return self.batch.filename or str(self.batch.get_form_display())

    @property
    def working(self) -> bool:
        """Whether it is being checked or stored just now."""
        return self.batch.state in WORKING

    @property
    def open(self) -> bool:
        """Whether it waits for a person."""
        return self.batch.state == ImportState.CHECKED

    @property
    def shown(self) -> bool:
        """Whether there is a report to look at."""
        return self.batch.state in {ImportState.CHECKED, ImportState.COMMITTED} and bool(self.counts.rows)

    @property
    def lost(self) -> bool:
        """Whether nobody has worked on it for so long that its worker is gone."""
        since = self.batch.beat_at or self.batch.uploaded_at
        patience = PATIENCE_STORING if self.storing else PATIENCE
        return self.working and timezone.now() - since > patience

    @property
    def storing(self) -> bool:
        """Whether it is being stored just now: in one transaction, whose progress nobody sees from outside."""
        return self.batch.state == ImportState.COMMITTING

    @property
    def stored(self) -> bool:
        """Whether its rows are in the ledger."""
        return self.batch.state == ImportState.COMMITTED

    @property
    def may_store(self) -> bool:
        """Whether storing it would write something and nothing stands in the way."""
        return self.open and self.report.committable and not self.counts.changes_nothing

    @property
    def doing(self) -> str:
        """What is being done just now."""
        if self.batch.state == ImportState.COMMITTING:
            return _("Storing the rows")
        return _("Checking the rows") if self.batch.state == ImportState.CHECKING else _("Waiting its turn")

    @property
    def tone(self) -> str:
        """Of the verdict."""
        if self.batch.state == ImportState.FAILED or self.counts.errors:
            return "bad"
        if self.batch.state == ImportState.CANCELLED:
            return "quiet"
        return "warn" if self.counts.suspected or self.counts.locked else "good"

    @property
    def verdict(self) -> str:
        """What came of it, in a sentence."""
        counts = self.counts
        if self.batch.state == ImportState.CANCELLED:
            return _("It was cancelled. Nothing of it is stored.")
        if self.batch.state == ImportState.FAILED:
            return _("The file cannot be taken. Nothing is stored.")
        if self.stored:
            return _("Stored in the ledger.")
        if counts.errors:
            words = ngettext(
                "%(count)d mistake has to be mended. Nothing is stored.",
                "%(count)d mistakes have to be mended. Nothing is stored.",
                counts.errors,
            )
            return words % {"count": counts.errors}
        if not counts.rows:
            return _("There are no rows in it.")
        if counts.changes_nothing:
            return _("Nothing has changed: every row is in the ledger already.")
        return _("Everything can be read. Nothing is stored yet.")

    @property
    def help(self) -> str:
        """What to do about it."""
        if self.batch.error:
            return str(self.batch.error)
        if self.counts.errors:
            return _(
                "Mend the cells below in your file and hand it in again; rows that were right need no change."
            )
        return ""

    @property
    def tally(self) -> list[Count]:
        """The counts in words; what there is none of is left out."""
        counts = self.counts
        new = _("added") if self.batch.state == ImportState.COMMITTED else _("to be added")
        found = [
            Count(counts.rows, ngettext("row", "rows", counts.rows)),
            Count(counts.new, new),
            Count(counts.changed, _("changed, still drafts")),
            Count(counts.locked, _("changed, but submitted or accepted")),
            Count(counts.unchanged, _("unchanged")),
            Count(counts.withdrawn, _("left out as duplicates")),
            Count(counts.suspected, _("perhaps recorded twice")),
            Count(counts.warnings, _("to look at")),
        ]
        return [count for count in found if count.value]

    @property
    def problems(self) -> list[Problem]:
        """The first mistakes."""
        return list(problems(self.report.errors[:SHOWN], self.kind))

    @property
    def sheets(self) -> bool:
        """Whether the rows stand in a sheet that has a name."""
        return bool(self.report.sheet)

    @property
    def warnings(self) -> list[Problem]:
        """What somebody should look at; it stops nothing."""
        return list(problems(self.report.warnings[:SHOWN], self.kind))

    @property
    def differences(self) -> list[Difference]:
        """Rows that were changed since they were brought in."""
        return [_difference(change, self.kind) for change in self.report.changes[:SHOWN]]

    @property
    def differing(self) -> int:
        """How many rows differ in all."""
        return self.counts.changed + self.counts.locked

    @property
    def unread(self) -> str:
        """Columns of the file that no field takes."""
        return "、".join(self.report.unread)

    @property
    def columns_url(self) -> str:
        """Where it is said which column is which; nothing for a template, whose columns are known."""
        template = self.batch.source.name.startswith("template:")
        if template or self.batch.form not in {ImportForm.XLSX, ImportForm.CSV} or self.stored:
            return ""
        query = QueryDict(mutable=True)
        query["held"] = token_of(self.batch.sha256, self.batch.filename, self.batch.kind)
        url = reverse("console:import-columns", args=[self.batch.programme.code])
        return f"{url}?{query.urlencode()}"

    @property
    def preview(self) -> list[tuple[Head, list[str]]]:
        """The first rows, column by column; columns in which they say nothing are left out."""
        columns = sheet_columns(self.kind.key)
        values = zip(*self.report.preview, strict=True) if self.report.preview else ()
        return [
            (Head(str(column.label), bool(column.spec and column.spec.numeric)), _readable(column, texts))
            for column, texts in zip(columns, values, strict=False)
            if any(texts)
        ]

    @property
    def preview_heads(self) -> list[Head]:
        """The heads of the preview."""
        return [head for head, _texts in self.preview]

    @property
    def preview_rows(self) -> list[list[tuple[Head, str]]]:
        """The rows of the preview, each cell with its head."""
        columns = [[(head, text) for text in texts] for head, texts in self.preview]
        return [list(row) for row in zip(*columns, strict=True)]

    @property
    def money(self) -> str:
        """The money of the new rows together, or nothing."""
        return exact(Decimal(self.report.amount), "元") if self.report.amount and self.counts.new else ""

    @property
    def save_word(self) -> str:
        """The button that stores drafts."""
        new = self.counts.new
        words = ngettext("Store %(count)s draft", "Store %(count)s drafts", new) % {"count": f"{new:,}"}
        return words if new else _("Change the drafts")

    @property
    def submit_word(self) -> str:
        """The button that stores and submits."""
        new = self.counts.new
        return ngettext("Store and submit %(count)s", "Store and submit all %(count)s", new) % {
            "count": f"{new:,}"
        }

    @property
    def promise(self) -> str:
        """Exactly what storing it will do."""
        parts = []
        if new := self.counts.new:
            words = ngettext("write %(count)s new draft", "write %(count)s new drafts", new) % {
                "count": f"{new:,}"
            }
            together = _(", together %(money)s") % {"money": self.money} if self.money else ""
            parts.append(f"{words}{together}")
        if changed := self.counts.changed:
            words = ngettext("change %(count)s draft", "change %(count)s drafts", changed)
            parts.append(words % {"count": f"{changed:,}"})
        return _("This will %(what)s.") % {"what": _(" and ").join(parts)}


def _readable(column: SheetColumn, texts: Iterable[str]) -> list[str]:
    """Numbers with their thousands apart."""
    if column.spec and column.spec.numeric:
        return [exact(Decimal(text)) if text else "" for text in texts]
    return list(texts)


def problems(issues: Any, kind: AnyKind) -> Iterator[Problem]:
    """Issues with the labels of their columns."""
    labels = {column.name: str(column.label) for column in sheet_columns(kind.key)}
    for found in issues:
        yield _problem(found, labels)


def _problem(found: Issue, labels: dict[str, str]) -> Problem:
    name = next((labels[part] for part in found.field.split(".") if part in labels), "")
    return Problem(found.sheet, found.cell, name, found.message)


def _difference(change: RowChange, kind: AnyKind) -> Difference:
    labels = {column.name: str(column.label) for column in sheet_columns(kind.key)}
    if change.applies:
        outcome = _("The draft is changed.")
    elif change.state == EntryState.ACCEPTED:
        outcome = _("Nothing by itself: it is accepted for ever, and is put right by a correction.")
    else:
        outcome = _("Nothing: it is submitted. Ask for it to be returned, then hand the file in again.")
    fields = tuple((labels.get(item.field, item.field), item.before, item.after) for item in change.changes)
    return Difference(change.row, change.entry, outcome, bool(change.content), fields)
