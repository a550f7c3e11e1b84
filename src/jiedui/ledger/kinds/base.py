"""What a kind of help is made of. Everything else about a kind is derived from one :class:`Kind`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from jiedui.ledger.models import Entry
from jiedui.safeguards.queries import Subject

Text = str | Promise


class Detail(BaseModel):
    """What one kind knows beyond the fields every entry has. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


D = TypeVar("D", bound=Detail)


@dataclass(frozen=True, slots=True)
class Words:
    """How a field is called on screens, and the help under its label. Put into the field's ``Annotated``.

    ``empty`` is what stands for no choice, where that is not simply none.
    """

    label: Text
    help: Text = ""
    multiline: bool = False
    empty: Text = ""


class Use(StrEnum):
    """Whether a kind uses one of the entry's common figures, or its project."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Measure(Generic[D]):
    """A figure an indicator may count. ``subject`` names what is counted once by a distinct count."""

    key: str
    label: Text
    unit: Text
    value: Callable[[Entry, D], Decimal]
    subject: Callable[[Entry, D], str] | None = None


class Needed(models.TextChoices):
    """When a piece of evidence must be there."""

    SUBMISSION = "submission", _("when it is submitted")
    ACCEPTANCE = "acceptance", _("when it is accepted")
    NEVER = "never", _("if there is one")


@dataclass(frozen=True, slots=True)
class EvidenceRule(Generic[D]):
    """A role a file can play for an entry. Several files may play the same role.

    With ``when`` it is needed only of entries for which this holds: goods that were only pledged have no receipt.
    """

    purpose: str
    label: Text
    needed: Needed = Needed.NEVER
    when: Callable[[Entry, D], bool] | None = None


class Severity(models.TextChoices):
    """What a check does when it finds something."""

    WARNING = "warning", _("warning")
    REFUSAL = "refusal", _("refusal")


def _nothing(entry: Entry, detail: Any) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Check(Generic[D]):
    """Something that may be wrong with an entry. New checks start as warnings; refusals stop submission.

    One that looks for other entries in the database has ``among`` in place of ``finds``: given the entries that are
    looked at together, it reads for all of them at once and gives the ``finds`` of each. Where one of them became
    submitted meanwhile, its object says so. An import of many rows does not ask it: it compares rows and entries by
    the kind's ``identity``.
    """

    key: str
    message: Text
    finds: Callable[[Entry, D], bool] = _nothing
    severity: Severity = Severity.WARNING
    field: str = ""
    among: Callable[[Sequence[Entry]], Callable[[Entry, D], bool]] | None = None

    @property
    def reads_ledger(self) -> bool:
        """Whether it looks for other entries in the database."""
        return self.among is not None

    def asked_of(self, entries: Sequence[Entry]) -> Callable[[Entry, D], bool]:
        """What answers for each of the entries."""
        return self.finds if self.among is None else self.among(entries)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a long form: its heading, what is said under it, and the fields of the detail that stand in it.

    ``counts``: none of them is required, yet without them the entry counts nowhere, so none is called optional.
    """

    heading: Text
    fields: tuple[str, ...]
    help: Text = ""
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """What is said under a field while it holds one of ``when``, or anything but one of ``unless``.

    Nothing is said of an empty field.
    """

    field: str
    text: Text
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


OTHER_EVIDENCE: EvidenceRule[Any] = EvidenceRule("other", _("Other evidence"))
CORRECTION_ORDER: EvidenceRule[Any] = EvidenceRule(
    "correction_order", _("Document that orders the correction")
)
"""Comes with a correction; nobody attaches it by hand."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[D]):
    """A kind of help.

    ``workstream`` is the key of the field of work its entries belong to unless another is chosen. ``words``
    gives common fields (``title``, ``occurred_on``, ``receiver`` …) the name they have in this kind.
    ``columns`` and ``filters`` name detail fields shown in, and offered above, the list. ``lines`` names the fields
    that differ from line to line of one voucher, the first of them what a line is called; a kind without them is
    recorded one by one. ``sections`` part a long form, those fields that stand in none come before; ``hints`` stand
    under fields while they hold something to be said about. ``project`` says whether its entries may, or must, name
    the project they were for. ``identity`` names the detail fields that together name the paper an act stands on:
    two acts with the same are put to a person when many rows are imported, and a row of a file is known again by
    it. Where a kind has none, or a row leaves a part of it empty, sides, day, title and figure stand for it. An
    indicator may also count a ``family``: every kind of it, by the measure of that name. ``labour_transfer`` puts
    its entries under the regional hold. ``held`` says why an entry is kept out of every figure (none: it counts),
    ``hold_subjects`` on which workshops and recruiters a hold keeps it out, too. ``on_submission``,
    ``on_acceptance`` and ``on_reversal`` do what the act brings about beyond the ledger, within the same
    transaction; synthetic entries bring nothing about.
    """

    key: str
    label: Text
    summary: Text
    workstream: str
    detail: type[D]
    measures: tuple[Measure[D], ...]
    amount: Use = Use.UNUSED
    persons: Use = Use.UNUSED
    quantity: Use = Use.UNUSED
    project: Use = Use.UNUSED
    evidence: tuple[EvidenceRule[D], ...] = ()
    checks: tuple[Check[D], ...] = ()
    columns: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    hints: tuple[Hint, ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    identity: tuple[str, ...] = ()
    family: str = ""
    labour_transfer: bool = False
    held: Callable[[Entry, D], list[Text]] | None = None
    hold_subjects: Callable[[Entry, D], list[Subject]] | None = None
    on_submission: Callable[[Entry, D], None] | None = None
    on_acceptance: Callable[[Entry, D], None] | None = None
    on_reversal: Callable[[Entry, D], None] | None = None

    def read(self, entry: Entry) -> D:
        """The entry's detail, typed. Raises pydantic's ValidationError if it was tampered with."""
        return self.detail.model_validate(entry.detail)

    @property
    def counted_as(self) -> tuple[str, ...]:
        """What an indicator may call this kind: its key, and its family."""
        return (self.key, self.family) if self.family else (self.key,)

    @property
    def class_name(self) -> str:
        """How classes made for this kind begin: ``DonationCash``."""
        return self.key.title().replace("_", "")

    def measure(self, key: str) -> Measure[D] | None:
        """The measure with this key, if the kind has it."""
        return next((measure for measure in self.measures if measure.key == key), None)

    @property
    def purposes(self) -> tuple[EvidenceRule[D], ...]:
        """Every role evidence may play here: the kind's own, and any other."""
        return (*self.evidence, OTHER_EVIDENCE)

    def evidence_needed(self, entry: Entry, *moments: Needed) -> tuple[EvidenceRule[D], ...]:
        """Evidence the entry must have at one of these moments."""
        return tuple(rule for rule in self.evidence if self.needed(rule, entry) in moments)

    def needed(self, rule: EvidenceRule[D], entry: Entry | None) -> Needed:
        """When this entry needs the evidence; of an entry that is not written yet, when it may need it."""
        if rule.when is None or entry is None or rule.when(entry, self.read(entry)):
            return rule.needed
        return Needed.NEVER


AnyKind = Kind[Any]


def one(entry: Entry, detail: Detail) -> Decimal:
    """The measure of an entry that counts as one."""
    return Decimal(1)


def amount(entry: Entry, detail: Detail) -> Decimal:
    """The measure of an entry's money, in currency units."""
    return entry.amount or Decimal(0)


def persons(entry: Entry, detail: Detail) -> Decimal:
    """The measure of an entry's heads."""
    return Decimal(entry.persons or 0)
