"""Which indicator of the programme counts what a report speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from jiedui.documents.proposals import measures
from jiedui.documents.proposals.alike import all_most_alike
from jiedui.documents.proposals.context import Context, Statement, same
from jiedui.plans.models import Indicator


@dataclass(frozen=True, slots=True)
class Found:
    """The indicator, and whether its name is the very one that the report uses or a person chose."""

    indicator: Indicator
    sure: bool


def indicator_for(statement: Statement, unit: str, context: Context) -> Found | None:
    """The indicator a reported figure is of; None where none counts it, or more than one might.

    A reviewer's choice goes first, then what an earlier reviewer taught, the name, a name much like it, and last the
    measure of the ledger that the words speak of.
    """
    rows = [row for row in context.snapshot.indicators.values() if not row.as_stated]
    by_id = {row.pk: row for row in rows}
    chosen = statement.text("indicator")
    if chosen.isdigit() and int(chosen) in by_id:
        return Found(by_id[int(chosen)], sure=True)
    name = same(statement.text("measure"))
    if (taught := context.taught_measures.get((name, unit))) and taught in by_id:
        return Found(by_id[taught], sure=True)
    fitting = [row for row in rows if row.unit == unit]
    return _by_name(name, fitting, statement) or _by_measure(statement, unit, fitting)


def _by_name(name: str, rows: list[Indicator], statement: Statement) -> Found | None:
    exact = [row for row in rows if same(row.name) == name]
    if found := _own_first(exact, statement):
        return Found(found, sure=True)
    found = _own_first(all_most_alike(name, rows), statement)
    return Found(found, sure=False) if found else None


def _by_measure(statement: Statement, unit: str, rows: list[Indicator]) -> Found | None:
    suggested = measures.suggest(statement.text("measure"), unit)
    if suggested is None:
        return None
    counting = [row for row in rows if (row.kind, row.measure) == (suggested.kind, suggested.measure)]
    found = _own_first(counting, statement)
    return Found(found, sure=False) if found else None


def _own_first(rows: list[Indicator], statement: Statement) -> Indicator | None:
    """The only one, or the only one in the field of work that the report speaks of."""
    own = [row for row in rows if row.workstream.name == statement.workstream]
    for choice in (rows, own):
        if len(choice) == 1:
            return choice[0]
    return None
