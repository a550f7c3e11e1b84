"""Figures a report says were reached: linked to what counts them; what the ledger lacks becomes a draft in it.

A draft is the giver's to complete and submit, the lead's to accept and the receiver's to confirm, like any other.
"""

from __future__ import annotations

from jiedui.accounts.models import User
from jiedui.documents.models import SourceDocument
from jiedui.documents.proposals import Draft
from jiedui.documents.services.plan_writer import PlanWriter
from jiedui.kernel import storage
from jiedui.kernel.errors import Invalid
from jiedui.ledger.kinds.base import OTHER_EVIDENCE
from jiedui.ledger.models import Entry
from jiedui.ledger.services import StoredEvidence, attach_stored, record_entry, store_evidence
from jiedui.plans.models import Indicator

AS_BYTES = "application/octet-stream"


def write_figure(writer: PlanWriter, draft: Draft) -> None:
    """Link the figure to its indicator, and draft the entry that was planned for it, with the paper as evidence."""
    if "indicator" not in draft.values:
        return
    writer.link(draft, Indicator.objects.get(pk=draft.values["indicator"]))
    if "entry" in draft.raw and isinstance(writer.actor, User):
        entry = _record(writer, writer.actor, draft)
        attach_stored(
            actor=writer.actor,
            entries=[entry],
            stored=_paper(writer.document),
            purpose=OTHER_EVIDENCE.purpose,
        )
        writer.link(draft, entry)
        writer.counts["entry"] += 1


def _record(writer: PlanWriter, actor: User, draft: Draft) -> Entry:
    units = {role: writer.unit(draft.raw[role], draft) for role in ("giver", "receiver")}
    return record_entry(
        actor=actor,
        programme=writer.context.programme,
        kind=draft.values["kind"],
        data={**draft.raw["entry"], **units},
        idempotency_key=f"document-{writer.document.pk}-{draft.number}",
    )


def _paper(document: SourceDocument) -> StoredEvidence:
    """The paper as a file of the ledger. A sort of file that is no evidence by itself is kept as plain bytes."""
    try:
        return store_evidence(filename=document.filename, content=storage.get(document.sha256))
    except Invalid:
        return StoredEvidence(document.sha256, document.size, AS_BYTES, document.filename)
