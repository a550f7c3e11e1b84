"""What a pack says, checked and tied together, before any of it is written.

Each draft keeps the place it was read from; drafts refer to one another, not to rows of the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from jiedui.organisations.resolver import Known


@dataclass(eq=False, slots=True)
class UnitDraft:
    """A unit; ``known`` holds the stored row, or a row that is not stored yet."""

    where: str
    known: Known
    parent: UnitDraft | None
    aliases: list[str]
    code: str


@dataclass(eq=False, slots=True)
class PairingDraft:
    """A pairing of two units."""

    where: str
    type: str
    giver: Known
    receiver: Known
    valid_from: date
    valid_to: date | None
    agreement: str
    basis: str


@dataclass(eq=False, slots=True)
class IndicatorDraft:
    """An indicator, by the arguments of the service."""

    where: str
    workstream: WorkstreamDraft
    fields: dict[str, Any]

    @property
    def code(self) -> str:
        """The key within its workstream."""
        return str(self.fields["code"])


@dataclass(eq=False, slots=True)
class WorkstreamDraft:
    """A field of work."""

    where: str
    key: str
    name: str
    name_en: str
    lead: Known | None
    indicators: list[IndicatorDraft] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class TargetDraft:
    """A target; ``difference`` is what its parts sum up to in the document where that is something else."""

    where: str
    indicator: IndicatorDraft
    unit: Known
    receiver: Known | None
    starts_on: date
    ends_on: date
    value: Decimal
    comparator: str
    whole: TargetDraft | None
    difference: Decimal | None
    note: str


@dataclass(eq=False, slots=True)
class MilestoneDraft:
    """Something due by a day."""

    where: str
    workstream: WorkstreamDraft
    indicator: IndicatorDraft | None
    due_on: date
    share: Decimal | None
    text: str
    text_en: str


@dataclass(eq=False, slots=True)
class TaskDraft:
    """A measure with the duties of units."""

    where: str
    workstream: WorkstreamDraft
    number: int
    text: str
    text_en: str
    due_on: date | None
    due_text: str
    duties: dict[str, list[Known]]


@dataclass(eq=False, slots=True)
class RuleDraft:
    """A threshold."""

    where: str
    workstream: WorkstreamDraft | None
    numerator: IndicatorDraft | None
    denominator: IndicatorDraft | None
    fields: dict[str, Any]


@dataclass(eq=False, slots=True)
class ApprovalDraft:
    """From an amount on, who must approve, by the arguments of the service."""

    where: str
    fields: dict[str, Any]


@dataclass(eq=False, slots=True)
class PersonDraft:
    """An example account with its role; with neither role nor unit, somebody who sees nothing yet."""

    where: str
    username: str
    password: str
    display_name: str
    language: str
    role: str
    unit: Known | None


@dataclass(eq=False, slots=True)
class ProgrammeDraft:
    """The programme itself and the revision its plan is."""

    where: str
    fields: dict[str, Any]
    revision: dict[str, Any]


@dataclass(slots=True)
class Pack:
    """A whole pack."""

    units: list[UnitDraft]
    programme: ProgrammeDraft
    workstreams: list[WorkstreamDraft]
    pairings: list[PairingDraft]
    targets: list[TargetDraft]
    milestones: list[MilestoneDraft]
    tasks: list[TaskDraft]
    rules: list[RuleDraft]
    approvals: list[ApprovalDraft]
    people: list[PersonDraft]
