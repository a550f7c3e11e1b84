"""A question that figures raise. It accuses nobody: what looks odd is often right, and the unit says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from jiedui.progress.plausibility.acts import Act

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Doubt:
    """What one check found with one unit.

    ``key`` tells it from the check's other doubts about the unit and is the same the next time. ``facts`` fill the
    check's sentence; ``entries`` are those it speaks of.
    """

    unit: int
    key: str
    facts: Mapping[str, str]
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlausibilityCheck:
    """One way for figures to look odd: how it is found, how it is asked, and where the rule comes from.

    ``asks`` is a format string over the facts. ``severity`` is a warning for every new check; one that was mostly
    right may be raised by a change of the code, after looking at its hit rate.
    """

    key: str
    label: Text
    asks: Text
    source: Text
    finds: Callable[[Sequence[Act]], Iterable[Doubt]] = field(repr=False)
    severity: str = "warning"

    def sentence(self, facts: Mapping[str, str]) -> str:
        """The question in the reader's language."""
        return str(self.asks) % facts
