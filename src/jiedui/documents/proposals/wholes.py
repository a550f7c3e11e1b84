"""Wholes and their parts among the drafts of targets, and which indicator the ledger may feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiedui.documents.enums import Match
from jiedui.documents.proposals.context import Context, same
from jiedui.documents.proposals.drafts import Draft
from jiedui.documents.proposals.measures import Suggestion
from jiedui.documents.proposals.targets import identity

NEAR = Decimal("0.05")
"""Parts off by no more than this share of the whole are taken for its parts all the same."""


@dataclass(slots=True)
class Family:
    """The drafts of one indicator: its whole, if stated, and the targets by unit and by receiver."""

    key: tuple[str, str, str]
    name: str
    whole: Draft | None = None
    parts: list[Draft] = field(default_factory=list)
    by_receiver: list[Draft] = field(default_factory=list)

    @property
    def drafts(self) -> list[Draft]:
        """All of them."""
        return [*([self.whole] if self.whole else []), *self.parts, *self.by_receiver]

    @property
    def sum_of_parts(self) -> Decimal:
        """What the parts by unit add up to."""
        return _sum(self.parts)

    def divided(self) -> list[Draft]:
        """The drafts that are the whole's parts: by unit, else by receiver; none where they do not fit.

        They fit where the document groups them with the whole, where they add up to it, or nearly.
        """
        if self.whole is None:
            return []
        for parts in (self.parts, self.by_receiver):
            fitting = _within(parts, self.whole.raw["starts_on"], self.whole.raw["ends_on"])
            if fitting and self._fits(fitting):
                return fitting
        return []

    def _fits(self, parts: list[Draft]) -> bool:
        assert self.whole is not None
        whole, total = self.whole.raw["value"], _sum(parts)
        if total == whole:
            return True
        if parts[0].raw["receiver"] is not None:
            return False
        grouped = bool(self.whole.raw["group"]) and all(
            part.raw["group"] == self.whole.raw["group"] for part in parts
        )
        return grouped or (whole > 0 and abs(total - whole) <= whole * NEAR)


def families(drafts: Iterable[Draft]) -> list[Family]:
    """The targets by indicator; what repeats another or is blocked is left out."""
    found: dict[tuple[str, str, str], Family] = {}
    for draft in drafts:
        if not draft.raw or draft.blocked or draft.match == Match.REPEAT:
            continue
        key = identity(draft)
        family = found.setdefault(key, Family(key, draft.raw["name"]))
        if draft.raw["whole"] and family.whole is None:
            family.whole = draft
        elif draft.raw["receiver"] is None:
            family.parts.append(draft)
        else:
            family.by_receiver.append(draft)
    return list(found.values())


def assign_kinds(found: list[Family], context: Context) -> dict[tuple[str, str, str], Suggestion]:
    """Which indicator counts which measure of the ledger.

    Two indicators that count the same measure would both count each entry, so each measure feeds one
    indicator: that of the running plan, else the one with a whole, the most parts and the largest figure.
    """
    taken: dict[Suggestion, tuple[str, str, str]] = {}
    for indicator in context.snapshot.indicators.values():
        if indicator.kind:
            counted = Suggestion(indicator.kind, indicator.measure)
            taken[counted] = (indicator.workstream.name, same(indicator.name), indicator.unit)
    for family in sorted(found, key=_weight, reverse=True):
        suggestion = _suggested(family)
        if suggestion is not None:
            taken.setdefault(suggestion, family.key)
    return {key: suggestion for suggestion, key in taken.items()}


def _suggested(family: Family) -> Suggestion | None:
    """The suggestion of the family, where it concerns all receivers."""
    drafts = family.drafts
    if not drafts or drafts[0].raw["name"] != family.name or "（" in family.name:
        return None
    suggestion: Suggestion | None = drafts[0].raw["suggestion"]
    return suggestion


def _weight(family: Family) -> tuple[bool, int, Decimal]:
    whole = family.whole.raw["value"] if family.whole else family.sum_of_parts
    return bool(family.whole), len(family.divided()), whole


def _within(parts: list[Draft], start: date, end: date) -> list[Draft]:
    return [part for part in parts if start <= part.raw["starts_on"] and part.raw["ends_on"] <= end]


def _sum(parts: Iterable[Draft]) -> Decimal:
    return sum((part.raw["value"] * len(part.raw["units"]) for part in parts), Decimal(0))
