"""Recomputing everything that is stored beside the entries, and naming each row that differs."""

from jiedui.ledger.verification.chain import verify_chain
from jiedui.ledger.verification.differences import Advance, Check, Difference
from jiedui.ledger.verification.evidence import verify_evidence
from jiedui.ledger.verification.figures import verify_postings, verify_targets
from jiedui.ledger.verification.project_files import verify_project_files

CHECKS: tuple[Check, ...] = (
    Check("chain", verify_chain, narrows=True),
    Check("evidence", verify_evidence, narrows=True),
    Check("projects", verify_project_files),
    Check("postings", verify_postings, narrows=True),
    Check("targets", verify_targets),
)
"""Every check, in the order in which ``jiedui verify`` runs them."""

__all__ = [
    "CHECKS",
    "Advance",
    "Check",
    "Difference",
    "verify_chain",
    "verify_evidence",
    "verify_postings",
    "verify_project_files",
    "verify_targets",
]
