"""Holds a document against itself: what does not add up, what cannot be true, and what does add up after all."""

from __future__ import annotations

from jiedui.documents.checks.absent_places import absent_places
from jiedui.documents.checks.dates import impossible_dates
from jiedui.documents.checks.places import pairing_counts, unknown_places
from jiedui.documents.checks.shares import percentages
from jiedui.documents.checks.tables import displaced_cells, table_totals
from jiedui.documents.checks.wholes import parts_and_wholes
from jiedui.documents.facts import Discrepancy
from jiedui.documents.structure import Context

CHECKS = (
    table_totals,
    parts_and_wholes,
    percentages,
    displaced_cells,
    unknown_places,
    absent_places,
    pairing_counts,
    impossible_dates,
)
_ORDER = {"error": 0, "warning": 1, "ok": 2}


def reconcile(context: Context) -> list[Discrepancy]:
    """The findings about a document, errors first, each kind in the order of the text."""
    found = [finding for check in CHECKS for finding in check(context)]
    return sorted(found, key=lambda finding: (_ORDER[finding.severity], finding.places[0].line))
