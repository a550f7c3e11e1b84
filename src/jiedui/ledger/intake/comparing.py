"""What became of each row before: new, unchanged, changed, locked or withdrawn; and the differences, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jiedui.kernel.batches import batched
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.ledger.enums import EntryState
from jiedui.ledger.intake import twins
from jiedui.ledger.intake.columns import sheet_columns
from jiedui.ledger.intake.contents import content
from jiedui.ledger.intake.enums import DuplicateState
from jiedui.ledger.intake.judging import judge
from jiedui.ledger.intake.preparing import Prepared
from jiedui.ledger.intake.report import MOST_KEPT, Counts, FieldChange, Issue, Report, RowChange, Twin, issue
from jiedui.ledger.models import Entry, ImportBatch, ImportedRow, SuspectedDuplicate
from jiedui.ledger.schemas import content_of
from jiedui.ledger.tables import shown

BATCH = 500
PREVIEWED = 8
"""So many rows are shown as they were understood."""
ENTRIES = Entry.objects.select_related("giver", "receiver", "workstream", "project").prefetch_related(
    "assists"
)
PARTY_FIELDS = ("giver", "receiver", "workstream", "project")


class Fate(StrEnum):
    """What a commit does with a row."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    LOCKED = "locked"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(slots=True)
class Outcome:
    """Everything a check found, in full: what a commit goes by. ``fates`` has one for each row.

    ``entries`` are those of altered rows by their rows; ``twins`` are suspicions nobody has decided as duplicates.
    """

    made: Prepared
    fates: list[Fate] = field(default_factory=list)
    entries: dict[int, Entry] = field(default_factory=dict)
    changes: list[RowChange] = field(default_factory=list)
    twins: list[Twin] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        """How many of each."""
        found = Counter(self.fates)
        return Counts(
            rows=self.made.rows,
            new=found[Fate.NEW],
            unchanged=found[Fate.UNCHANGED],
            changed=found[Fate.CHANGED],
            locked=found[Fate.LOCKED],
            withdrawn=found[Fate.WITHDRAWN],
            suspected=len({twin.key for twin in self.twins}),
            errors=len(self.made.problems),
            warnings=len(self.made.warnings),
        )

    def report(self) -> Report:
        """What a person is shown of it."""
        made = self.made
        return Report(
            counts=self.counts,
            sheet=made.table.sheet,
            errors=_issues(made, made.problems),
            warnings=_issues(made, made.warnings),
            changes=tuple(self.changes),
            twins=tuple(self.twins[:MOST_KEPT]),
            unread=made.mapping.unread(made.table.header) if made.table.mark is None else (),
            amount=self._amount(),
            preview=tuple(_preview(made)),
        )

    def _amount(self) -> str:
        """The money of the new rows; nothing where the kind has none."""
        amounts = self.made.columns.get("amount")
        if amounts is None:
            return ""
        new = (amounts[row] for row, fate in enumerate(self.fates) if fate is Fate.NEW)
        return plain(sum((value for value in new if value is not None), Decimal(0)))


def _preview(made: Prepared) -> Iterator[tuple[str, ...]]:
    """The first rows as people read them; what could not be read is empty."""
    names = [column.name for column in sheet_columns(made.kind.key)]
    for row in range(min(PREVIEWED, made.rows)):
        yield tuple(
            _shown(made, name, _now(made, row, name)) if name in made.columns else "" for name in names
        )


def _issues(made: Prepared, problems: list[tuple[int, str, Invalid]]) -> tuple[Issue, ...]:
    first = sorted(problems, key=lambda problem: problem[0])[:MOST_KEPT]
    return tuple(_issue(made, *problem) for problem in first)


def _issue(made: Prepared, row: int, name: str, error: Invalid) -> Issue:
    address = made.table.address(row, made.column_at(name))
    sheet, _sep, cell = address.rpartition("!")
    return issue(error, sheet=sheet, cell=cell, row=made.table.numbers[row], field=name)


def compare(made: Prepared, batch: ImportBatch, *, told: Callable[[int], None] = lambda _: None) -> Outcome:
    """Judge the rows and hold them against what is stored; a fixed number of queries, save those for altered rows."""
    judge(made)
    told(85)
    outcome = Outcome(made)
    known = _known(made, batch)
    rejected = _said(batch, DuplicateState.DUPLICATE)
    out = {key for key, _entry, _number in rejected}
    outcome.fates = [_fate(made, row, known.get(key), key in out) for row, key in enumerate(made.keys)]
    _changed(outcome, known)
    told(95)
    fresh = [row for row, fate in enumerate(outcome.fates) if fate in {Fate.NEW, Fate.CHANGED}]
    own = {pk for _fingerprint, pk in known.values() if pk is not None}
    decided = _said(batch, DuplicateState.DIFFERENT)
    for twin in twins.find(made, fresh, own):
        if (twin.key, twin.other_entry, twin.other_row) not in decided:
            outcome.twins.append(twin)
    return outcome


def _known(made: Prepared, batch: ImportBatch) -> dict[str, tuple[str, int | None]]:
    """Fingerprint and entry of the rows of this source that were stored before, by their keys."""
    rows = ImportedRow.objects.filter(source=batch.source_id).values_list("key", "digest", "entry")
    wanted = set(made.keys)
    return {key: (said, entry) for key, said, entry in rows.iterator(chunk_size=5000) if key in wanted}


def _fate(made: Prepared, row: int, known: tuple[str, int | None] | None, rejected: bool) -> Fate:
    if row in made.wrong:
        return Fate.REFUSED
    if known is None:
        return Fate.WITHDRAWN if rejected else Fate.NEW
    if known[1] is None:
        return Fate.WITHDRAWN
    return Fate.UNCHANGED if known[0] == made.fingerprints[row] else Fate.CHANGED


def _changed(outcome: Outcome, known: dict[str, tuple[str, int | None]]) -> None:
    """Find the entries of altered rows; those that are no drafts any more are locked."""
    rows = [row for row, fate in enumerate(outcome.fates) if fate is Fate.CHANGED]
    for some in batched(rows, BATCH):
        ids = {row: known[outcome.made.keys[row]][1] for row in some}
        found = _standing(ENTRIES.in_bulk([pk for pk in ids.values() if pk is not None]))
        accepted = [entry.pk for entry in found.values() if entry.state == EntryState.ACCEPTED]
        reversals = Entry.objects.filter(reverses__in=accepted) if accepted else Entry.objects.none()
        taken_back = set(reversals.values_list("reverses", flat=True))
        for row, pk in ids.items():
            if pk in found:
                _change(outcome, row, found[pk], found[pk].pk in taken_back)


def _standing(found: dict[int, Entry]) -> dict[int, Entry]:
    """Where an entry was corrected, what stands in its place, and in the place of that."""
    accepted = [entry.pk for entry in found.values() if entry.state == EntryState.ACCEPTED]
    later = {entry.corrects_id: entry for entry in ENTRIES.filter(corrects__in=accepted)} if accepted else {}
    if not later:
        return found
    return _standing({pk: later.get(entry.pk, entry) for pk, entry in found.items()})


def _change(outcome: Outcome, row: int, entry: Entry, taken_back: bool) -> None:
    made = outcome.made
    changes = tuple(_differences(made, row, entry))
    if not changes:
        outcome.fates[row] = Fate.UNCHANGED
        return
    applies = entry.state in EntryState.editable()
    outcome.fates[row] = Fate.CHANGED if applies else Fate.LOCKED
    outcome.entries[row] = entry
    correctable = entry.state == EntryState.ACCEPTED and not taken_back
    if len(outcome.changes) < MOST_KEPT:
        said = content_of(made.kind, content(made, row)) if correctable else {}
        where = (made.table.sheet, made.table.numbers[row], entry.pk, entry.state)
        outcome.changes.append(RowChange(*where, applies, changes, said))


def _differences(made: Prepared, row: int, entry: Entry) -> Iterator[FieldChange]:
    for column in sheet_columns(made.kind.key):
        name = column.name
        if name not in made.columns:
            continue
        before, after = _stored(made, entry, name), _now(made, row, name)
        if before != after:
            yield FieldChange(name, _shown(made, name, before), _shown(made, name, after))


def _stored(made: Prepared, entry: Entry, name: str) -> Any:
    if name == "assists":
        return tuple(sorted(assist.unit_id for assist in entry.assists.all()))
    if name in PARTY_FIELDS:
        return getattr(entry, f"{name}_id")
    return entry.detail.get(name) if name in made.dumped else _plain(getattr(entry, name))


def _now(made: Prepared, row: int, name: str) -> Any:
    if name in made.dumped:
        return made.dumped[name][row]
    value = made.columns[name][row]
    return tuple(sorted(value or ())) if name == "assists" else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value if value != "" else None


def _shown(made: Prepared, name: str, value: Any) -> str:
    """A value as people read it: a unit by its name, a choice by its label."""
    known = made.choices
    if value in (None, "", (), []):
        return ""
    if name in ("giver", "receiver"):
        return known.units[value].label if value in known.units else f"#{value}"
    if name == "assists":
        return "; ".join(known.units[pk].label if pk in known.units else f"#{pk}" for pk in value)
    if name == "workstream":
        return next((found.label for found in known.workstreams.values() if found.pk == value), f"#{value}")
    if name == "project":
        return str(known.projects.get(value, f"#{value}"))
    spec = next(column.spec for column in sheet_columns(made.kind.key) if column.name == name)
    return str(shown(spec, value)) if spec is not None and spec.in_detail else str(value)


def _said(batch: ImportBatch, state: str) -> set[tuple[str, int | None, int | None]]:
    """Suspicions about rows of this source of which a person has said so."""
    said = SuspectedDuplicate.objects.filter(batch__source=batch.source_id, state=state)
    return set(said.values_list("key", "other_entry", "other_number"))
