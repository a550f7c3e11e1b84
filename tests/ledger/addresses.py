"""The rows of corrections, differences and acts on many in the table of every address, and what they need."""

from __future__ import annotations

from typing import Any

from jiedui.ledger import services
from jiedui.ledger.models import Entry
from tests.conftest import World
from tests.ledger import acts

# name, letters (office, lead, giver, other giver, receiver, auditor, no role, not signed in), about, method
ROWS: list[tuple[str, str, str, str]] = [
    ("console:entry-correct", "ofomfffs", "own", "get"),
    ("console:entry-correct", "ofomfffs", "own", "post"),
    ("console:entry-correct", "ommomffs", "other", "get"),
    ("console:entry-correct", "ommomffs", "other", "post"),
    ("console:entry-act", "ofomfffs", "own:ask-back", "post"),
    ("console:entry-act", "ommomffs", "other:ask-back", "post"),
    ("console:entry-act", "offmfffs", "disputed:carry-out", "post"),
    ("console:entry-act", "offmfffs", "disputed:decline", "post"),
    ("console:entry-act", "ooomoffs", "disputed:reply", "post"),
    ("console:entry-act", "ffomoffs", "disputed:propose", "post"),
    ("console:entry-act", "ffomoffs", "disputed:agree", "post"),
    ("console:correction-order", "ooomoofs", "disputed", "get"),
    ("console:reconciliation", "oooooofs", "", "get"),
    ("console:reconciliation-file", "oooooofs", "file", "get"),
    ("console:entries-act", "oooooofs", "act:accept", "post"),
    ("console:entries-act", "oooooofs", "act:submit", "post"),
    ("console:entries-act", "oooooofs", "act:return", "post"),
    ("console:entries-act", "oooooofs", "act:confirm", "post"),
    ("api:correct", "offmfffs", "own", "post"),
    ("api:correct", "ommfmffs", "other", "post"),
    ("api:ask_correction", "ofomfffs", "own", "post"),
    ("api:ask_correction", "ommomffs", "other", "post"),
    ("api:list_corrections", "ooooooos", "", "get"),
    ("api:read_correction", "ooomoofs", "disputed", "get"),
    ("api:carry_out", "offmfffs", "disputed", "post"),
    ("api:decline_correction", "offmfffs", "disputed", "post"),
    ("api:list_differences", "ooooooos", "", "get"),
    ("api:read_difference", "ooomoofs", "disputed", "get"),
    ("api:reply_difference", "ooomoffs", "disputed", "post"),
    ("api:propose_outcome", "ffomoffs", "disputed", "post"),
    ("api:agree_difference", "ffomoffs", "disputed", "post"),
    ("api:submit_many", "oooooofs", "", "post"),
    ("api:accept_many", "oooooofs", "", "post"),
    ("api:return_many", "oooooofs", "", "post"),
    ("api:confirm_many", "oooooofs", "", "post"),
    ("api:list_waiting", "ooooooos", "", "get"),
    ("api:read_approvals", "ooomoofs", "own", "get"),
    ("api:read_approvals", "ommomofs", "other", "get"),
]
MANY: dict[str, Any] = {"entries": [0], "sound_only": True, "reason": "请核对"}
PAYLOADS: dict[str, dict[str, Any]] = {
    "ask-back": {"reason": "重复"},
    "decline": {"answer": "并未重复"},
    "reply": {"text": "请核对"},
    "propose": {"outcome": "stands", "reason": "核对送货单"},
    "correct": {"data": {}, "reason": "误录"},
    "ask_correction": {"reason": "重复"},
    "decline_correction": {"answer": "并未重复"},
    "reply_difference": {"text": "请核对"},
    "propose_outcome": {"outcome": "stands", "reason": "核对送货单"},
    **{f"{act}_many": MANY for act in ("submit", "accept", "return", "confirm")},
}


def in_dispute(world: World) -> Entry:
    """An entry in dispute, of which the giver asks that it be taken back."""
    entry = acts.accepted(world, detail={"voucher_number": "NO.2"})
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="disputed", note="少一车")
    order = services.store_evidence(filename="order.txt", content=b"order")
    services.ask_correction(actor=world.giver, entry=entry, data=None, reason="重复", document=order)
    return entry
