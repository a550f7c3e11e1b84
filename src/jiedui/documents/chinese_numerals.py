"""Whole numbers in Chinese numerals up to 9,999, as papers write them: 十五, 二百五十, 一千二, 一二三.

The package that does the same for every notation takes longer to load than a paper to read; a test holds the two
together.
"""

from __future__ import annotations

_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2}
_RANKS = {"十": 10, "百": 100, "千": 1000}


def parse(written: str) -> int | None:
    """The number, None where the words make none."""
    if all(word in _DIGITS for word in written):
        return int("".join(str(_DIGITS[word]) for word in written)) if written else None
    total, digit, above, before = 0, None, 10_000, ""
    for word in written:
        if word in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[word]
        elif word in _RANKS and (digit or (word == "十" and digit is None)) and _RANKS[word] < above:
            total, above, digit = total + (digit or 1) * _RANKS[word], _RANKS[word], None
        else:
            return None
        before = before[-1:] + word
    if digit is None:
        return total
    short = above > 10 and before[:1] in _RANKS
    return total + digit * (above // 10 if short else 1)
