"""Text without what no database or spreadsheet takes."""

from __future__ import annotations

import sys
import unicodedata

from jiedui.ledger.kinds.values import UNPRINTABLE, UNPRINTABLE_IN_PARAGRAPHS


def test_unprintable_are_controls_surrogates_and_separators_of_lines() -> None:
    wanted = {chr(code) for code in range(sys.maxunicode + 1) if _refused(chr(code))}

    found = {chr(code) for code in range(sys.maxunicode + 1) if UNPRINTABLE.search(chr(code))}
    within = {chr(code) for code in range(sys.maxunicode + 1) if UNPRINTABLE_IN_PARAGRAPHS.search(chr(code))}

    assert found == wanted
    assert within == wanted - {"\n", "\t"}


def _refused(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
