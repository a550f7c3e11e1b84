"""A figure reached beside the ledger's, in words: what is recorded, what is on its way, what would be drafted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from jiedui.documents import wording
from jiedui.documents.enums import ProposedObject
from jiedui.documents.models import Proposal
from jiedui.ledger import kinds


@dataclass(frozen=True, slots=True)
class Beside:
    """``way`` is the query that shows the entries behind the recorded figure in the ledger's list; ``draft`` says which
    entry acceptance would draft, "" where none.
    """

    indicator: str
    recorded: str
    waiting: str
    difference: str
    way: str
    draft: str


def beside(proposal: Proposal) -> Beside | None:
    """The ledger's side of a figure; None where nothing was compared."""
    values: Mapping[str, Any] = proposal.plan.get("values", {})
    if proposal.makes != ProposedObject.FIGURE or "recorded" not in values:
        return None
    unit = values["unit"]
    difference = Decimal(values["difference"])
    waiting = Decimal(values["waiting"])
    return Beside(
        indicator=values["indicator_name"],
        recorded=wording.amount(values["recorded"], unit),
        waiting=wording.amount(values["waiting"], unit) if waiting else "",
        difference=_difference(difference, unit),
        way=_way(values, proposal.plan.get("roles", {})),
        draft=_draft(values, unit),
    )


def _difference(difference: Decimal, unit: str) -> str:
    if not difference:
        return ""
    amount = wording.amount(str(abs(difference)), unit)
    if difference > 0:
        return _("the report has %(amount)s more") % {"amount": amount}
    return _("the ledger has %(amount)s more") % {"amount": amount}


def _draft(values: Mapping[str, Any], unit: str) -> str:
    if not values.get("entry"):
        return ""
    return _("Draft: %(kind)s, %(amount)s, %(day)s") % {
        "kind": kinds.get(values["kind"]).label,
        "amount": wording.amount(values["lacking"], unit),
        "day": values["entry"]["occurred_on"],
    }


def _way(values: Mapping[str, Any], roles: Mapping[str, Any]) -> str:
    """The ledger's list, narrowed to what the figure is of."""
    way = {"indicator": values["indicator"], "from": values["from"], "to": values["to"], "state": "accepted"}
    for role in ("giver", "receiver"):
        units = [name["unit"] for name in roles.get(role, []) if name["unit"]]
        if len(units) == 1:
            way[role] = units[0]
    return urlencode(way)
