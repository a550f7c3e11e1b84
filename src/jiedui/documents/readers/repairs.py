"""What readers put right or leave out, by the codes that ``Document.repairs`` holds."""

from __future__ import annotations

CUT = "long_paragraphs"
GARBLED = "garbled_pages"
HIDDEN = "hidden_words"
HIDDEN_SHEETS = "hidden_sheets"
ILLEGIBLE = "illegible_pages"
JOINED = "joined_lines"
RECOGNISED = "recognised_pages"
RUNNING_HEADS = "running_heads"
TRACKED = "tracked_changes"
UNMARKED = "removed_marks"
UNRULED = "unread_tables"
