"""Which kinds of help are headcounts of people put to work: kept as stated, never paced, ranked or scored.

A target on such a number creates the pressure that the ILO's experts describe, so no indicator may count one unless it
is ``as_stated``. The database holds this, too; see docs/explanation/safeguards.md.
"""

from __future__ import annotations

HEADCOUNTS_OF_WORK = frozenset({"placement"})


def is_headcount_of_work(kind: str) -> bool:
    """Whether what this kind of help measures are people put to work."""
    return kind in HEADCOUNTS_OF_WORK
