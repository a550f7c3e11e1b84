"""What was posted since the last commit to the copy: read from the database, held by a process beside the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Recent:
    """Postings of the numbers of the chain after ``after`` up to ``until``, as rows of the copy, in their order.

    ``change`` and ``mark`` name the last row of the outbox it knows. What was read on from another goes back to the
    same ``origin`` and has all rows of it that are needed still. ``said`` are words of receivers, as rows of the copy.
    ``when`` reading began, of the process's own clock.
    """

    when: float = 0.0
    origin: object = None
    change: int = 0
    mark: int = 0
    after: int = 0
    until: int = 0
    rows: tuple[Row, ...] = ()
    said: tuple[Row, ...] = ()

    def is_behind(self, other: Recent) -> bool:
        """Whether ``other`` tells more, or tells of a past that began anew since."""
        return self.when < other.when or self.change < other.change


NOTHING = Recent()
