"""Delta Lake tables: opened once a process, brought up to date at each look, written by whole commits.

Each commit carries numbers under names of ours (Delta's application transactions). Two writers that started from the
same number cannot both commit: the second is refused, looks again and finds nothing left to do.
"""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from deltalake import CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, TableNotFoundError

from jiedui.warehouse.layout import ROW_GROUP, Layout

PROPERTIES = WriterProperties(compression="ZSTD", max_row_group_size=ROW_GROUP)
PREFIX = "jiedui."
Marks = Mapping[str, int]


PATIENCE = 5.0
"""Seconds that a writer waits for its turn."""


class Overtaken(Exception):
    """Another writer committed first. Nothing was written."""


class State(NamedTuple):
    """A table at one look: its last commit, the files that make it up, the last number of the chain it holds."""

    version: int = -1
    files: tuple[str, ...] = ()
    sequence: int = 0


class Table:
    """One table in a folder; it need not exist yet."""

    def __init__(self, folder: Path, layout: Layout) -> None:
        self.layout = layout
        self._folder = folder
        self.uri = str(folder / layout.name)
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._marks: tuple[int, dict[str, int | None]] = (-1, {})
        self._delta: DeltaTable | None = None
        self._seen: int | None = None
        # A handle of the writers' own, so that no reader brings it past what its writer has seen.
        self._written: DeltaTable | None = None

    def look(self) -> DeltaTable | None:
        """The table as it is now; None where there is none."""
        with self._lock:
            if self._delta is None:
                try:
                    self._delta = DeltaTable(self.uri)
                except TableNotFoundError:
                    return None
            elif (seen := self._last_commit(self._delta)) is None or seen != self._seen:
                self._delta.update_incremental()
            self._seen = self._last_commit(self._delta)
            return self._delta

    def _last_commit(self, delta: DeltaTable) -> int | None:
        """What stays the same until there is a later commit; None where there is one. Costs two looks at the disk."""
        log = Path(self.uri) / "_delta_log"
        if (log / f"{delta.version() + 1:020}.json").exists():
            return None
        # Where the log was cleared of what went before, the last checkpoint has been written anew.
        checkpoint = log / "_last_checkpoint"
        return checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0

    def state(self) -> State:
        """The table at one look; that of no table where there is none."""
        delta = self.look()
        with self._lock:
            # Another reader may bring the handle up to date between two questions.
            if delta is None:
                return State()
            files = tuple(sorted(delta.file_uris()))
            return State(delta.version(), files, self._mark(delta, "sequence") or 0)

    def version(self) -> int:
        """The number of the last commit; -1 where there is no table."""
        return self.state().version

    def files(self) -> tuple[str, ...]:
        """The Parquet files that make up the table now."""
        return self.state().files

    def mark(self, name: str) -> int | None:
        """The number last committed under a name."""
        delta = self.look()
        if delta is None:
            return None
        with self._lock:
            return self._mark(delta, name)

    def _mark(self, delta: DeltaTable, name: str) -> int | None:
        version = delta.version()
        if self._marks[0] != version:
            self._marks = version, {}
        known = self._marks[1]
        if name not in known:
            known[name] = delta.transaction_version(f"{PREFIX}{name}")
        return known[name]

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """A writer. Others on this machine wait for their turn; whoever does not may overtake it."""
        with self._turn, self._queue():
            if self._written is None and DeltaTable.is_deltatable(self.uri):
                self._written = DeltaTable(self.uri)
            elif self._written is not None:
                self._written.update_incremental()
            writer = Writer(self.uri, self.layout, self._written)
            try:
                yield writer
            finally:
                self._written = writer.delta

    @contextmanager
    def _queue(self) -> Iterator[None]:
        """Processes go one after the other, lest each does the work that one of them can commit.

        Nothing but time rests on this: a commit on top of another than was seen is refused in any case. So whoever
        has waited long goes ahead.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + PATIENCE
        with (self._folder / f"{self.layout.name}.lock").open("w") as file:
            while not _taken(file) and time.monotonic() < until:
                time.sleep(0.005)
            yield


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Writer:
    """Writes on top of the commit it saw last, its own included; where there is a later one it is overtaken."""

    def __init__(self, uri: str, layout: Layout, delta: DeltaTable | None) -> None:
        self._uri = uri
        self._layout = layout
        self.delta = delta

    def mark(self, name: str) -> int | None:
        """The number committed under a name, as far as this writer has seen."""
        return None if self.delta is None else self.delta.transaction_version(f"{PREFIX}{name}")

    def append(self, rows: Any, marks: Marks) -> None:
        """Add rows. Raises Overtaken."""
        self._write(rows, marks, mode="append")

    def replace(self, rows: Any, marks: Marks, where: str) -> None:
        """Put rows in the place of those that meet a condition, in one commit. Raises Overtaken."""
        self._write(rows, marks, mode="overwrite", predicate=where)

    def make(self, rows: Any, marks: Marks) -> None:
        """Put rows in the place of all there are, under the layout of now; make the table if there is none.

        Raises Overtaken.
        """
        self._write(rows, marks, mode="overwrite", schema_mode="overwrite")

    def _write(self, rows: Any, marks: Marks, **options: Any) -> None:
        carried = [Transaction(f"{PREFIX}{name}", number) for name, number in marks.items()]
        try:
            write_deltalake(
                self.delta or self._uri,
                rows,
                partition_by=[self._layout.divided_by] if self._layout.divided_by else None,
                commit_properties=CommitProperties(app_transactions=carried),
                writer_properties=PROPERTIES,
                **options,
            )
        except CommitFailedError as error:
            raise Overtaken(str(error)) from error
        self.delta = self.delta or DeltaTable(self._uri)
