"""Everything that changes the ledger. Keyword-only, ``actor=``, one transaction, policy, state, audit row."""

from jiedui.ledger.services.confirming import confirm_entry
from jiedui.ledger.services.correcting import ask_correction, carry_out, correct_entry, may_carry_out
from jiedui.ledger.services.deciding import accept_entry, return_entry, submit_entry
from jiedui.ledger.services.differences import (
    agree_outcome,
    decline_request,
    propose_outcome,
    reply,
    side_of,
)
from jiedui.ledger.services.drafting import Attachment, Draft, attach_many, record_entries
from jiedui.ledger.services.duplicates import decide_duplicate
from jiedui.ledger.services.evidence import (
    StoredEvidence,
    attach_evidence,
    attach_stored,
    open_evidence,
    remove_evidence,
    store_evidence,
    stored_again,
)
from jiedui.ledger.services.holding import lift_hold, raise_hold
from jiedui.ledger.services.importing import (
    cancel_import,
    check_again,
    check_pasted,
    check_records,
    check_rows,
    commit_import,
    resume_import,
)
from jiedui.ledger.services.layouts import save_mapping
from jiedui.ledger.services.lines import record_lines, submit_lines
from jiedui.ledger.services.many import (
    Outcome,
    Refused,
    accept_entries,
    confirm_entries,
    return_entries,
    submit_entries,
)
from jiedui.ledger.services.rebuilding import rebuild_postings
from jiedui.ledger.services.recording import record_entry, update_entry
from jiedui.ledger.services.reversing import reverse_entry

__all__ = [
    "Attachment",
    "Draft",
    "Outcome",
    "Refused",
    "StoredEvidence",
    "accept_entries",
    "accept_entry",
    "agree_outcome",
    "ask_correction",
    "attach_evidence",
    "attach_many",
    "attach_stored",
    "cancel_import",
    "carry_out",
    "check_again",
    "check_pasted",
    "check_records",
    "check_rows",
    "commit_import",
    "confirm_entries",
    "confirm_entry",
    "correct_entry",
    "decide_duplicate",
    "decline_request",
    "lift_hold",
    "may_carry_out",
    "open_evidence",
    "propose_outcome",
    "raise_hold",
    "rebuild_postings",
    "record_entries",
    "record_entry",
    "record_lines",
    "remove_evidence",
    "reply",
    "resume_import",
    "return_entries",
    "return_entry",
    "reverse_entry",
    "save_mapping",
    "side_of",
    "store_evidence",
    "stored_again",
    "submit_entries",
    "submit_entry",
    "submit_lines",
    "update_entry",
]
