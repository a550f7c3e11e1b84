"""What recognition and retyping do to official Chinese, and how it is read: never silently.

A view of a text (:mod:`jiedui.documents.flat`) has the word that was meant, the quote keeps what stands there, and
the document says how often that was done. Only words that are none as they stand are read as others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jiedui.documents.blocks import Document
from jiedui.documents.flat import IN_NUMBER, MISREAD, looks_scanned

WORDS, MARKS, GAPS = "lookalike_words", "lookalike_marks", "gaps_in_numbers"
"""Codes of what was read away; :func:`jiedui.documents.readers.describe_repair` has the words."""

_MARK = re.compile(r"[’｀°]")
_BLANK = re.compile(r"\s+")
_GAP = re.compile(r"(?<=\d)[ \u3000\xa0]+(?=\d)")


def noted(document: Document) -> Document:
    """The document with a repair for each sort of noise in it."""
    texts = [block.text for block in document.blocks]
    found = (
        (WORDS, _count(MISREAD, texts) + _count(IN_NUMBER, [_BLANK.sub("", text) for text in texts])),
        (MARKS, _count(_MARK, texts) if looks_scanned("".join(texts)) else 0),
        (GAPS, _count(_GAP, texts)),
    )
    told = tuple(f"{code}:{count}" for code, count in found if count)
    return replace(document, repairs=(*document.repairs, *told)) if told else document


def _count(pattern: re.Pattern[str], texts: Sequence[str]) -> int:
    return sum(len(pattern.findall(text)) for text in texts)
