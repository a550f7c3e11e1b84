"""What a verification yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jiedui.plans.models import Programme

Advance = Callable[[int], None]
"""Told how many rows were looked at, for a progress bar."""

CheckName = str
"""``chain``, ``evidence``, ``projects``, ``postings``, ``targets``; apps above the ledger bring their own."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not what it should be.

    ``subject`` names the row (``Entry #12``), ``field`` the column where it can be told. ``noted`` marks a
    difference that somebody has looked at and kept with a note: it is shown, but is no failure.
    """

    check: CheckName
    subject: str
    message: str
    field: str = ""
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One of the verifications: its name and the generator of its differences.

    ``narrows``: it also takes ``since``, the number of the chain from which on it looks.
    """

    name: CheckName
    run: Callable[..., Iterator[Difference]]
    narrows: bool = False

    def differences(
        self, programme: Programme | None, advance: Advance, *, since: int = 0
    ) -> Iterator[Difference]:
        """What it finds (from ``since`` on, where it can be narrowed)."""
        options = {"since": since} if self.narrows else {}
        return self.run(programme, advance, **options)


def entry_name(pk: int | str) -> str:
    """How an entry is named in a difference."""
    return f"Entry #{pk}"
