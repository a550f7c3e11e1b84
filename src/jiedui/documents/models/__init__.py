"""Stored documents, what was read in them and what a person decided."""

from jiedui.documents.models.bulk import BulkDecision
from jiedui.documents.models.documents import DocumentBlock, SourceDocument
from jiedui.documents.models.lessons import Lesson
from jiedui.documents.models.proposals import FactLink, FactRecord, FoundDiscrepancy, Proposal

__all__ = [
    "BulkDecision",
    "DocumentBlock",
    "FactLink",
    "FactRecord",
    "FoundDiscrepancy",
    "Lesson",
    "Proposal",
    "SourceDocument",
]
