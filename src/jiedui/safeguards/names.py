"""Names of organisations in one form, to tell whether two are the same."""

from __future__ import annotations

import unicodedata


def name_of(name: str) -> str:
    """An organisation's name in one form: full-width letters, case and blanks make no difference."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
