"""The one record of every act of help, its evidence, its confirmation and what it adds to indicators."""

from jiedui.ledger.models.approvals import Approval
from jiedui.ledger.models.chain import ChainHead
from jiedui.ledger.models.differences import CorrectionRequest, Difference, DifferenceWord
from jiedui.ledger.models.entries import Entry, EntryAssist, VoucherNumber
from jiedui.ledger.models.evidence import Confirmation, EntryEvidence, EvidenceFile
from jiedui.ledger.models.intake import (
    ImportBatch,
    ImportedRow,
    ImportSource,
    MappingProfile,
    SuspectedDuplicate,
)
from jiedui.ledger.models.postings import Posting, PostingChange

__all__ = [
    "Approval",
    "ChainHead",
    "Confirmation",
    "CorrectionRequest",
    "Difference",
    "DifferenceWord",
    "Entry",
    "EntryAssist",
    "EntryEvidence",
    "EvidenceFile",
    "ImportBatch",
    "ImportSource",
    "ImportedRow",
    "MappingProfile",
    "Posting",
    "PostingChange",
    "SuspectedDuplicate",
    "VoucherNumber",
]
