"""Figures a report says were reached, held against the ledger's figure of the same day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.proposals import as_of, measures, periods, vocabulary
from jiedui.documents.proposals.context import Context, Statement, name_problems
from jiedui.documents.proposals.counted import indicator_for
from jiedui.documents.proposals.drafts import Draft, Known, Name
from jiedui.documents.proposals.figures import Figure, figure_of
from jiedui.documents.proposals.ledger_state import Cut
from jiedui.documents.proposals.targets import TOO_LARGE
from jiedui.kernel.canonical import plain

SHARE = "%"


def is_reported(statement: Statement) -> bool:
    """Whether the statement is a figure the ledger may be asked about.

    A state of affairs is no help given, a share of a target follows from others, and people put to work are never
    counted from a paper: each placement needs its safeguards answered.
    """
    unit = statement.text("normalized_unit") or statement.text("unit")
    return (
        not statement.fields.get("baseline")
        and unit != SHARE
        and not measures.is_headcount_of_work(statement.text("measure"), unit, statement.workstream)
    )


def propose(statement: Statement, context: Context) -> Draft:
    """The figure with what it is of. How it stands to the ledger is settled once all figures are known."""
    draft = Draft(statement.number, ProposedObject.FIGURE, statement.workstream, match=Match.UNCOUNTED)
    givers = [context.book.giving(text) for text in statement.texts("giver")]
    givers = givers or [context.book.giving(context.programme.giver.name)]
    receivers = [context.book.receiving(text) for text in statement.texts("receiver")]
    draft.roles = {"giver": givers, "receiver": receivers}
    figure = figure_of(statement, per_giver=len(givers) == 1 and givers[0].is_unit)
    if figure is None or not 0 <= figure.value < TOO_LARGE:
        draft.problem("no_value" if figure is None else "value_out_of_range", blocking=True)
        return draft
    span = _span(statement, context)
    _fill(draft, statement, figure, span)
    if span.ends_on < context.programme.starts_on or span.starts_on > context.programme.ends_on:
        draft.problem("outside_programme")
        return draft
    if span.assumed:
        draft.problem("day_assumed", day=span.ends_on.isoformat())
    _place(draft, statement, context, figure, span)
    return draft


def _span(statement: Statement, context: Context) -> as_of.Span:
    if day := periods.last_day(statement.text("as_of")):
        return as_of.Span(date(day.year, 1, 1), day)
    written = statement.text("period") or statement.text("year")
    until = context.until or context.programme.today
    return as_of.span_of(written, statement.words, year=context.year, until=until)


def _fill(draft: Draft, statement: Statement, figure: Figure, span: as_of.Span) -> None:
    draft.values = {
        "measure": statement.text("measure"),
        "value": plain(figure.value),
        "unit": f"{figure.unit}/{figure.per}" if figure.per else figure.unit,
        "comparator": statement.text("comparator"),
        "from": span.starts_on.isoformat(),
        "to": span.ends_on.isoformat(),
    }


def _place(draft: Draft, statement: Statement, context: Context, figure: Figure, span: as_of.Span) -> None:
    """Find the indicator, the givers and the receivers; without all three nothing can be compared."""
    givers, receivers = draft.roles["giver"], _named(draft.roles["receiver"])
    name_problems(draft, givers, needed=False)
    name_problems(draft, receivers, needed=False)
    found = None if figure.per else indicator_for(statement, figure.unit, context)
    if found is None:
        draft.problem("no_indicator")
        return
    draft.section = found.indicator.workstream.name
    draft.values |= {"indicator": found.indicator.pk, "indicator_name": found.indicator.name}
    if not found.sure:
        draft.problem("taken_for", name=found.indicator.name)
    if not all(name.is_unit for name in (*givers, *receivers)):
        return
    ledger = context.ledger
    draft.raw = {
        "cut": Cut(
            found.indicator,
            tuple(ledger.path_of(name) for name in givers),
            tuple(ledger.path_of(name) for name in receivers),
            span.starts_on,
            span.ends_on,
        ),
        "stated": figure.value,
        "step": step_of(statement, figure),
        "giver": draft.one("giver"),
        "receiver": receivers[0] if len(receivers) == 1 else None,
        "typed": statement.fields.get("entry"),
        "rejected": statement.rejected,
        "only_note": bool(statement.fields.get("only_note")),
    }


def _named(receivers: list[Name]) -> list[Name]:
    """The receivers that narrow the figure; 受援地区 stands for all of them."""
    return [r for r in receivers if r.known != Known.GROUP or not vocabulary.is_everyone(r.text)]


def step_of(statement: Statement, figure: Figure) -> Decimal:
    """How finely the figure is written: 1.2亿元 is written to the tenth of a 亿, so 0.1亿."""
    written = statement.text("value")
    try:
        number = Decimal(written.replace(",", ""))
    except ArithmeticError:
        return Decimal(1)
    exponent = number.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
    return unit * figure.value / number if number and figure.value else unit
