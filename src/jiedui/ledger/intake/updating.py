"""Altered rows: the drafts they were written as are changed, each by the service that changes one."""

from __future__ import annotations

from typing import Any

from jiedui.ledger.intake.comparing import Fate, Outcome
from jiedui.ledger.intake.contents import content
from jiedui.ledger.services.recording import update_entry


def update_changed(outcome: Outcome, *, actor: Any) -> None:
    """Change every draft whose row was altered. Raises NotAllowed, AcceptedForEver, InvalidMany."""
    for row, entry in outcome.entries.items():
        if outcome.fates[row] is Fate.CHANGED:
            update_entry(actor=actor, entry=entry, data=content(outcome.made, row))
