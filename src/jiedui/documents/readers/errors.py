"""Why a file could not be read."""

from __future__ import annotations


class UnreadableDocumentError(Exception):
    """The file cannot be read as a document.

    ``reason`` is one of ``unknown_format``, ``legacy_format``, ``encrypted``, ``encoding``, ``binary``, ``too_large``,
    ``too_many_pages``, ``too_slow``, ``hostile``, ``damaged``, ``scanned``, ``garbled``, ``no_text``, ``no_words``,
    ``empty``, ``missing``; :func:`jiedui.documents.readers.explain` puts it in the user's words.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
