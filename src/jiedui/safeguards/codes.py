"""The code by which a grievance is followed: shown once, kept as its SHA-256 alone."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Nothing that is taken for something else when it is read aloud or copied by hand: no 0 O, 1 I L, U."""
GROUPS, LETTERS = 4, 4


def new_code() -> str:
    """A code of 16 letters in groups of four; 30¹⁶ is more than 78 bits, so that none is found by trying."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed: full width, lower case, with blanks or without hyphens."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return hashlib.sha256("".join(c for c in plain if c in ALPHABET).encode()).hexdigest()
