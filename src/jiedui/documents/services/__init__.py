"""What can be done with documents: take in, read, compare, decide, accept."""

from jiedui.documents.services.accepting import Outcome, accept_document
from jiedui.documents.services.bulk import accept_section, accept_shown, undo_bulk
from jiedui.documents.services.comparing import compare_document
from jiedui.documents.services.deciding import (
    accept_proposal,
    decide_discrepancy,
    edit_proposal,
    note_figure,
    reject_proposal,
    undo_decision,
)
from jiedui.documents.services.intake import Receipt, read_again, receive_document
from jiedui.documents.services.programmes import Guess, found_programme, guess_programme
from jiedui.documents.services.teaching import forget_lesson, recall_lesson

__all__ = [
    "Guess",
    "Outcome",
    "Receipt",
    "accept_document",
    "accept_proposal",
    "accept_section",
    "accept_shown",
    "compare_document",
    "decide_discrepancy",
    "edit_proposal",
    "forget_lesson",
    "found_programme",
    "guess_programme",
    "note_figure",
    "read_again",
    "recall_lesson",
    "receive_document",
    "reject_proposal",
    "undo_bulk",
    "undo_decision",
]
