"""A row as the services take it."""

from __future__ import annotations

import json
from typing import Any

from jiedui.ledger.intake.preparing import Prepared
from jiedui.ledger.kinds.fields import fields_of


def content(made: Prepared, row: int) -> dict[str, Any]:
    """What the row says, complete, as for recording."""
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
