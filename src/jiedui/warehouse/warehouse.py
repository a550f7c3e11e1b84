"""The warehouse: a folder with one table of postings and four small ones that tell them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from jiedui.warehouse.layout import TABLES
from jiedui.warehouse.tables import Table


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of every table at one look, and the numbers of the commits that named them."""

    files: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, int]


class Warehouse:
    """The tables in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables = {layout.name: Table(folder, layout) for layout in TABLES}

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def snapshot(self) -> Snapshot:
        """What a query reads, whatever is written meanwhile."""
        states = {name: table.state() for name, table in self.tables.items()}
        return Snapshot(
            {name: files for name, (_number, files) in states.items()},
            {name: number for name, (number, _files) in states.items()},
        )


@cache
def warehouse_in(folder: Path) -> Warehouse:
    """The warehouse in a folder; one object a process, which keeps its tables open."""
    return Warehouse(folder)


def own_warehouse() -> Warehouse:
    """The warehouse of this installation (``JIEDUI_WAREHOUSE``)."""
    return warehouse_in(settings.WAREHOUSE_FOLDER)
