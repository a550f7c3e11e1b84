"""Accepted entries that count nowhere, and why."""

from __future__ import annotations

from typing import Any

from jiedui.ledger import kinds, postings
from jiedui.ledger.enums import EntryState
from jiedui.ledger.kinds.base import Text
from jiedui.ledger.models import Entry
from jiedui.ledger.queries import entries_for
from jiedui.plans.models import Programme
from jiedui.safeguards.queries import holds_of


def kept_out(user: Any, programme: Programme) -> list[tuple[Entry, list[Text]]]:
    """The accepted, standing entries a person may see that a safeguard or a hold keeps out; two queries."""
    keys = [kind.key for kind in kinds.all_kinds() if kind.held or kind.hold_subjects]
    seen = entries_for(user).filter(
        programme=programme, kind__in=keys, state=EntryState.ACCEPTED, reverses=None, reversal=None
    )
    standing = list(holds_of(programme).filter(lifted_at__isnull=True))
    found = ((entry, postings.held(entry, standing)) for entry in seen)
    return [(entry, reasons) for entry, reasons in found if reasons]
