"""Altered rows: the drafts they were written as are changed, each by the service that changes one."""

from __future__ import annotations

import json
from typing import Any

from jiedui.ledger.intake.comparing import Fate, Outcome
from jiedui.ledger.intake.preparing import Prepared
from jiedui.ledger.kinds.fields import fields_of
from jiedui.ledger.services.recording import update_entry


def update_changed(outcome: Outcome, *, actor: Any) -> None:
    """Change every draft whose row was altered. Raises NotAllowed, AcceptedForEver, InvalidMany."""
    for row, entry in outcome.entries.items():
        if outcome.fates[row] is Fate.CHANGED:
            update_entry(actor=actor, entry=entry, data=content(outcome.made, row))


def content(made: Prepared, row: int) -> dict[str, Any]:
    """A row as the service takes it."""
    columns = made.columns
    own = [spec.name for spec in fields_of(made.kind.key) if not spec.in_detail]
    data = {name: value for name in own if (value := columns[name][row]) is not None}
    keys = {found.pk: found.key for found in made.choices.workstreams.values()}
    if columns.get("project") and columns["project"][row] is not None:
        data["project"] = columns["project"][row]
    return {
        **data,
        "giver": columns["giver"][row],
        "receiver": columns["receiver"][row],
        "workstream": keys[columns["workstream"][row]],
        "assists": list(columns["assists"][row] or ()),
        "detail": json.loads(made.details[row]),
    }
