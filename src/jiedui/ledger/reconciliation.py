"""What the giver claims beside what the receiver confirmed, for two units and a span of days, by kind and measure.

Every accepted entry is in exactly one of three parts: confirmed, in dispute, or not yet spoken on. A reversal takes
its figure back out of the part its original is in. Where a receiver gave a figure of its own, it stands beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.kinds.base import AnyKind, Measure
from jiedui.ledger.models import Confirmation, Difference, Entry
from jiedui.ledger.postings import held
from jiedui.ledger.queries import entries_for, unconfirmed, with_trust
from jiedui.ledger.tables import figure_name
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme

ZERO = Decimal(0)
PARTS = {Verdict.AGREED.value: "confirmed", Verdict.DISPUTED.value: "disputed", "": "silent"}


@dataclass(slots=True)
class Line:
    """One measure of one kind. ``theirs`` is what the receiver says of the part in dispute, where it gave figures."""

    kind: AnyKind
    measure: Measure[Any]
    claimed: Decimal = ZERO
    confirmed: Decimal = ZERO
    disputed: Decimal = ZERO
    theirs: Decimal | None = None
    silent: Decimal = ZERO

    @property
    def gap(self) -> Decimal | None:
        """How much more the giver claims than the receiver, where both have a figure of the part in dispute."""
        return None if self.theirs is None else self.disputed - self.theirs


@dataclass(slots=True)
class Group:
    """The lines of one kind, and how many standing entries are behind them."""

    kind: AnyKind
    lines: list[Line]
    entries: int = 0
    confirmed: int = 0
    disputed: int = 0
    silent: int = 0
    unanswered: int = 0
    """Disputes in which the receiver gave words but no figure: ``theirs`` leaves them out."""


@dataclass(slots=True)
class Reconciliation:
    """Two units over a span of days: the figures by kind, and what is still to be settled."""

    programme: Programme
    giver: OrgUnit
    receiver: OrgUnit
    start: date
    end: date
    groups: list[Group]
    differences: list[Difference] = field(default_factory=list)
    silent: list[Entry] = field(default_factory=list)
    held: int = 0
    """Entries kept out of every figure by a safeguard; they are in no line."""

    @property
    def settled(self) -> bool:
        """Whether both sides say the same of everything."""
        return not self.differences and not self.silent


def reconcile(
    user: Any, *, programme: Programme, giver: OrgUnit, receiver: OrgUnit, start: date, end: date
) -> Reconciliation:
    """The two sides' figures of what happened from ``start`` to ``end``, both included; units stand for their subtrees.

    Only entries the person may see are in it.
    """
    between = entries_for(user).filter(
        programme=programme,
        state=EntryState.ACCEPTED,
        giver__path__startswith=giver.path,
        receiver__path__startswith=receiver.path,
        occurred_on__range=(start, end),
    )
    groups: dict[str, Group] = {}
    kept_out = 0
    for entry in with_theirs(between).order_by("kind", "pk"):
        if held(entry):
            kept_out += 1
            continue
        _add(groups.setdefault(entry.kind, _group(entry.kind)), entry)
    return Reconciliation(
        programme,
        giver,
        receiver,
        start,
        end,
        list(groups.values()),
        _differences(between),
        list(unconfirmed(between).order_by("occurred_on", "pk")),
        kept_out,
    )


def with_theirs(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Each entry with the receiver's latest word and figure."""
    latest = Confirmation.objects.filter(entry=OuterRef("original")).order_by("-id").values("figure")[:1]
    return with_trust(entries).annotate(their_figure=Subquery(latest))


def _differences(between: QuerySet[Entry]) -> list[Difference]:
    rows = Difference.objects.filter(entry__in=between.order_by().values("pk"), closed_at=None)
    return list(rows.select_related("entry__giver", "entry__receiver").order_by("opened_at", "pk"))


def _group(key: str) -> Group:
    kind = kinds.get(key)
    return Group(kind, [Line(kind, measure) for measure in kind.measures if measure.subject is None])


def _add(group: Group, entry: Entry) -> None:
    verdict: str = entry.verdict  # type: ignore[attr-defined]
    part = PARTS[verdict]
    standing = not entry.reverses_id and not entry.reversed_by_id  # type: ignore[attr-defined]
    if standing:
        group.entries += 1
        setattr(group, part, getattr(group, part) + 1)
    detail = group.kind.read(entry)
    corrected = as_they_say(entry) if standing and part == "disputed" else None
    if standing and part == "disputed" and corrected is None:
        group.unanswered += 1
    for line in group.lines:
        value = line.measure.value(entry, detail) * (-1 if entry.reverses_id else 1)
        line.claimed += value
        setattr(line, part, getattr(line, part) + value)
        if corrected is not None:
            line.theirs = (line.theirs or ZERO) + line.measure.value(corrected, detail)


def as_they_say(entry: Entry) -> Entry | None:
    """The entry with the receiver's figure in the place of the giver's; None where it gave none."""
    figure: Decimal | None = entry.their_figure  # type: ignore[attr-defined]
    name = figure_name(entry)
    if figure is None or not name:
        return None
    theirs = copy(entry)
    setattr(theirs, name, int(figure) if name == "persons" else figure)
    return theirs


COLUMNS = ("kind", "measure", "unit", "claimed", "confirmed", "disputed", "receivers_figure", "gap", "silent")


def rows(found: Reconciliation) -> Iterator[tuple[str | Decimal | None, ...]]:
    """The lines as an export has them, in the order of :data:`COLUMNS`; figures exact."""
    for line in lines(found.groups):
        words = (str(line.kind.label), str(line.measure.label), str(line.measure.unit))
        yield (*words, line.claimed, line.confirmed, line.disputed, line.theirs, line.gap, line.silent)


def lines(groups: Iterable[Group]) -> Iterator[Line]:
    """Every line of every group."""
    for group in groups:
        yield from group.lines
