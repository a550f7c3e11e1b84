"""The warehouse: a folder with one table of postings and small ones that tell them apart."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from jiedui.warehouse.layout import POSTING, SUMMED, TABLES, UNSUMMED
from jiedui.warehouse.recent import NOTHING, Recent
from jiedui.warehouse.tables import Table


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of every table at one look, what changes whenever they do, and how far the postings go in the chain."""

    files: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, Hashable]
    sequence: int


class Warehouse:
    """The tables in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sums = folder / "by_month"
        self.recent: Recent = NOTHING  # what was last read beside the files
        self._listed: tuple[frozenset[str], int] = (frozenset(), 0)
        self.tables = {layout.name: Table(folder, layout) for layout in TABLES}

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def snapshot(self) -> Snapshot:
        """What a query reads, whatever is written meanwhile."""
        states = {name: table.state() for name, table in self.tables.items()}
        files = {name: state.files for name, state in states.items()}
        versions: dict[str, Hashable] = {name: state.version for name, state in states.items()}
        kept, written = self._kept()
        postings = files[POSTING.name]
        files[SUMMED.name] = tuple(str(self.sums_of(file)) for file in postings if Path(file).name in kept)
        files[UNSUMMED.name] = tuple(file for file in postings if Path(file).name not in kept)
        versions |= dict.fromkeys((SUMMED.name, UNSUMMED.name), (versions[POSTING.name], written))
        return Snapshot(files, versions, states[POSTING.name].sequence)

    def sums_of(self, file: str) -> Path:
        """Where the sums by month of a file of postings are kept, if they are."""
        return self.sums / Path(file).name

    def _kept(self) -> tuple[frozenset[str], int]:
        """The names of the files with sums, and when one last came or went."""
        try:
            written = self.sums.stat().st_mtime_ns
        except FileNotFoundError:
            return frozenset(), 0
        if written != self._listed[1]:
            self._listed = frozenset(path.name for path in self.sums.iterdir()), written
        return self._listed


@cache
def warehouse_in(folder: Path) -> Warehouse:
    """The warehouse in a folder; one object a process, which keeps its tables open."""
    return Warehouse(folder)


def own_warehouse() -> Warehouse:
    """The warehouse of this installation (``JIEDUI_WAREHOUSE``)."""
    return warehouse_in(settings.WAREHOUSE_FOLDER)
