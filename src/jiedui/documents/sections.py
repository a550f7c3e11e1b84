"""Where a block stands in its document."""

from __future__ import annotations

from dataclasses import dataclass

from jiedui.documents.workstreams import GENERAL


@dataclass(frozen=True, slots=True)
class Section:
    """Where a block stands. ``annex`` is the title of the paper the block belongs to (the document's own title

    in its main part), ``number`` the annex number (``"3"``, ``"9-1"``, ``""`` for the main part), ``headings`` the
    headings above the block from the outermost in, without their numerals. ``giver`` and ``receiver`` are the
    territories the section speaks of, where one stands out.
    """

    annex: str = ""
    number: str = ""
    headings: tuple[str, ...] = ()
    workstream: str = GENERAL
    year: int | None = None
    giver: str | None = None
    receiver: str | tuple[str, ...] | None = None
    depths: tuple[int, ...] = ()
    """The level of each heading; 9 for one that only opens its paragraph."""
    titled: bool = False
    """True where the annex title itself names the workstream."""
