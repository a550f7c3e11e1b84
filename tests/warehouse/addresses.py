"""The rows of the explorer in the table of every address, and what they need."""

from __future__ import annotations

from typing import Any

from jiedui.warehouse.models import Export, SavedView
from jiedui.warehouse.services.exporting import export
from jiedui.warehouse.services.saving import save_view
from tests.conftest import World

# name, letters (office, lead, giver, other giver, receiver, auditor, no role, not signed in), about, method
ROWS: list[tuple[str, str, str, str]] = [
    ("console:explore", "oooooofs", "", "get"),
    # A cell is in the answer of whoever sees it: tests/console/test_explore.py opens those of each role.
    ("console:explore-entries", "mmmmmmfs", "", "get"),
    ("console:paces", "oooooofs", "", "get"),
    ("console:explore-connect", "oooooofs", "", "get"),
    ("api:read_cells", "oooooofs", "", "get"),
    ("api:read_entries", "oooooofs", "", "get"),
    ("api:read_years", "oooooofs", "", "get"),
    ("api:read_sides", "oooooofs", "", "get"),
    ("api:read_versions", "oooooofs", "", "get"),
    ("console:view-new", "oooooofs", "", "get"),
    ("console:view-new", "oooooofs", "", "post"),
    ("console:view", "mmoommfs", "view", "get"),
    ("console:view-share", "mmommmfs", "view", "get"),
    ("console:view-share", "mmommmfs", "view", "post"),
    ("console:view-remove", "mmommmfs", "view", "post"),
    ("console:export-new", "oooooofs", "", "post"),
    ("console:export", "mmommmfs", "export", "get"),
    ("console:export-file", "mmommmfs", "export", "get"),
    ("console:export-resume", "mmommmfs", "export", "post"),
]


def kept(world: World) -> SavedView:
    """The east district's view, shared with the givers."""
    return save_view(
        actor=world.giver, programme=world.programme, name="各区", query="rows=giver:county", roles=["giver"]
    )


def written(world: World) -> Export:
    """The east district's export."""
    return export(actor=world.giver, programme=world.programme, query="", of="table", form="csv")


def kwargs(view: SavedView, made: Export, code: str) -> dict[str, dict[str, Any]]:
    """The arguments of addresses that speak of a view or an export."""
    return {"view": {"code": code, "pk": view.pk}, "export": {"code": code, "pk": made.pk}}


PAYLOADS = {"export-new": {"what": "table:csv"}}
