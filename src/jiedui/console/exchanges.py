"""Help between a giver and a receiver, indicator by indicator: what unit pages and the flow chart are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from jiedui.console.grids import tree_order
from jiedui.kernel import figures
from jiedui.kernel.figures import Scale
from jiedui.ledger.models import Posting
from jiedui.ledger.series import Book
from jiedui.organisations.enums import PairingType
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.organisations.queries import pairings_on
from jiedui.plans.models import Indicator, Programme


@dataclass(frozen=True, slots=True)
class Flow:
    """What one unit gave to another on one indicator by the close of a day.

    ``value`` is what their subtrees gave and received: the figure the ledger's list explains. ``own`` leaves out
    what stands in other flows already, so that flows add up and nothing is drawn twice.
    """

    giver: OrgUnit
    receiver: OrgUnit
    value: Decimal
    entries: int
    own: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A unit on the other side and the flows between, in the order of the table's indicators."""

    unit: OrgUnit
    flows: list[Flow | None]
    within: bool = False
    """Whether it lies in a unit that has a row of its own, whose figures hold this one's."""


@dataclass(frozen=True, slots=True)
class CounterpartTable:
    """Counterparts (rows) by indicators (columns, each with its scale)."""

    columns: list[tuple[Indicator, Scale]]
    rows: list[Counterpart]


def counted_indicators(programme: Programme) -> QuerySet[Indicator]:
    """Indicators that entries count towards; headcounts kept as stated are not among them."""
    return (
        Indicator.objects.filter(workstream__programme=programme, as_stated=False)
        .exclude(kind="")
        .select_related("workstream")
    )


def pairings_of(programme: Programme, on: date) -> list[Pairing]:
    """The pairings of the programme's side that hold on a day, in the order of the tree."""
    found = pairings_on(on).filter(giver__path__startswith=programme.giver.path)
    types = list(PairingType.values)
    return sorted(found, key=lambda p: (types.index(p.type), tree_order(p.giver), tree_order(p.receiver)))


def most_telling(programme: Programme, pairings: list[Pairing]) -> Indicator | None:
    """The indicator whose postings run through most pairings: money and headline ones first among equals."""
    pairs = {(p.giver_id, p.receiver_id) for p in pairings}
    posted = (
        Posting.objects.filter(indicator__workstream__programme=programme)
        .order_by()
        .values_list("indicator_id", "giver_id", "receiver_id")
        .distinct()
    )
    through = Counter(indicator for indicator, *pair in posted if tuple(pair) in pairs)
    return max(
        counted_indicators(programme),
        key=lambda i: (through[i.pk], i.headline, i.unit == figures.MONEY, -i.order),
        default=None,
    )


def flows(programme: Programme, indicator: Indicator, *, on: date, book: Book) -> list[Flow]:
    """Who gave whom how much of an indicator, rolled up to the paired units where there are such.

    ``book`` has the postings up to ``on``.
    """
    pairings = pairings_of(programme, on)
    sides = {p.giver.path: p.giver for p in pairings} | {p.receiver.path: p.receiver for p in pairings}
    named = _named(programme, Q(indicator=indicator, day__lte=on))
    found = {(_roll(giver, sides), _roll(receiver, sides)) for giver, receiver in named}
    made = []
    for giver, receiver in sorted(found, key=lambda pair: (tree_order(pair[0]), tree_order(pair[1]))):
        reading = book.series(indicator, giver.pk, receiver.path).at(programme.starts_on, on)
        if reading.entries:
            made.append(Flow(giver, receiver, reading.value, reading.entries))
    return with_own(made)


def with_own(made: Iterable[Flow]) -> list[Flow]:
    """The flows with ``own``: the value less what stands in flows inside it, the innermost first."""
    flows = list(made)
    own: dict[tuple[str, str], Decimal] = {}
    for flow in sorted(flows, key=lambda f: -len(tree_order(f.giver)) - len(tree_order(f.receiver))):
        inside = [v for key, v in own.items() if _lies_in(key, (flow.giver.path, flow.receiver.path))]
        own[flow.giver.path, flow.receiver.path] = flow.value - sum(inside, Decimal(0))
    return [replace(flow, own=own[flow.giver.path, flow.receiver.path]) for flow in flows]


def _lies_in(inner: tuple[str, str], outer: tuple[str, str]) -> bool:
    return all(i.startswith(o) for i, o in zip(inner, outer, strict=True))


def counterparts(
    programme: Programme, unit: OrgUnit, *, on: date, gives: bool, book: Book
) -> CounterpartTable:
    """Whom a unit helped (``gives``), or who helped it, by indicator; from a book up to ``on``. Three queries."""
    pairings = [p for p in pairings_of(programme, on) if unit.pk in {p.giver_id, p.receiver_id}]
    others = {u.path: u for p in pairings if (u := p.receiver if gives else p.giver).pk != unit.pk}
    mine = "giver" if gives else "receiver"
    named = _named(programme, Q(**{f"{mine}__path__startswith": unit.path}, day__lte=on))
    found = {_roll(receiver if gives else giver, others) for giver, receiver in named}
    if not found:
        return CounterpartTable([], [])
    table = _tabulate(programme, unit, sorted(found, key=tree_order), on, gives, book)
    return _without_empty(table)


def _tabulate(
    programme: Programme, unit: OrgUnit, others: Sequence[OrgUnit], on: date, gives: bool, book: Book
) -> CounterpartTable:
    indicators = list(counted_indicators(programme))
    rows = []
    for other in others:
        giver, receiver = (unit, other) if gives else (other, unit)
        cells: list[Flow | None] = []
        for indicator in indicators:
            reading = book.series(indicator, giver.pk, receiver.path).at(programme.starts_on, on)
            cells.append(Flow(giver, receiver, reading.value, reading.entries) if reading.entries else None)
        rows.append(Counterpart(other, cells, _within(other, others)))
    return CounterpartTable([(i, Scale()) for i in indicators], rows)


def _within(unit: OrgUnit, others: Iterable[OrgUnit]) -> bool:
    return any(unit.path.startswith(other.path) for other in others if other.pk != unit.pk)


def _without_empty(table: CounterpartTable) -> CounterpartTable:
    """Drop indicators nothing was given of; give the others their scales."""
    kept = [n for n in range(len(table.columns)) if any(row.flows[n] for row in table.rows)]
    columns = []
    for n in kept:
        indicator = table.columns[n][0]
        values = [flow.value for row in table.rows if (flow := row.flows[n])]
        columns.append((indicator, figures.scale_of(values, indicator.unit, indicator.decimals)))
    return CounterpartTable(columns, [replace(r, flows=[r.flows[n] for n in kept]) for r in table.rows])


def _named(programme: Programme, condition: Q) -> list[tuple[OrgUnit, OrgUnit]]:
    """Pairs of units that stand in postings, each once."""
    ids = (
        Posting.objects.filter(condition, indicator__workstream__programme=programme)
        .order_by()
        .values_list("giver_id", "receiver_id")
        .distinct()
    )
    pairs = list(ids)
    units = OrgUnit.objects.in_bulk({pk for pair in pairs for pk in pair})
    return [(units[giver], units[receiver]) for giver, receiver in pairs]


def _roll(unit: OrgUnit, known: dict[str, OrgUnit]) -> OrgUnit:
    """The nearest known unit above (or the unit itself): a school's act counts for its district's pairing."""
    path = unit.path
    while path.strip("/"):
        if path in known:
            return known[path]
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return unit
