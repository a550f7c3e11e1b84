"""Reported figures against the ledger: agree, differ, missing; and what would have to be recorded, counted once.

Of several figures of one paper the narrower goes first: 其中东城区5000万元 is recorded for the district, and the
city's total then lacks only what no part accounts for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiedui.documents.enums import Match
from jiedui.documents.proposals.context import Context
from jiedui.documents.proposals.drafts import Draft
from jiedui.documents.proposals.entries import plan_entry
from jiedui.documents.proposals.ledger_state import Cut
from jiedui.kernel.canonical import plain

ZERO = Decimal(0)


@dataclass(slots=True)
class Figure:
    """A reported figure with the ledger's beside it. ``lacking`` is what an entry of its own would add."""

    draft: Draft
    cut: Cut
    stated: Decimal
    step: Decimal
    recorded: Decimal
    waiting: Decimal
    lacking: Decimal = ZERO

    @property
    def known(self) -> Decimal:
        """What is recorded, or on its way to be."""
        return self.recorded + self.waiting

    def agrees_with(self, value: Decimal) -> bool:
        """Whether a value is what the report says, as finely as it says it (超过 and 约 give way)."""
        comparator, slack = self.draft.values["comparator"], self.step / 2
        if comparator == ">=":
            return value >= self.stated - slack
        if comparator == "<=":
            return value <= self.stated + slack
        return abs(value - self.stated) <= (self.step if comparator == "~" else slack)


def settle(drafts: Iterable[Draft], context: Context) -> None:
    """Compare every figure that can be, and plan an entry for what the ledger lacks."""
    figures = [_figure(draft, context) for draft in drafts if draft.raw and not draft.blocked]
    figures.sort(key=lambda one: (-one.cut.depth, one.cut.ends_on, one.draft.number))
    planned: list[Figure] = []
    for figure in figures:
        rejected = figure.draft.raw["rejected"]
        if not rejected and _said_before(figure, context):
            continue
        _judge(figure)
        if rejected:
            continue
        if _wanting(figure, planned, figures) and plan_entry(figure.draft, figure.lacking, context):
            planned.append(figure)


def _figure(draft: Draft, context: Context) -> Figure:
    cut: Cut = draft.raw["cut"]
    ledger = context.ledger
    return Figure(
        draft, cut, draft.raw["stated"], draft.raw["step"], ledger.recorded(cut), ledger.waiting(cut)
    )


def _said_before(figure: Figure, context: Context) -> bool:
    """Whether the paper gave the figure before. Two figures for the same are for the reviewer to decide."""
    draft, cut = figure.draft, figure.cut
    key = ("figure", cut.indicator.pk, cut.givers, cut.receivers, cut.starts_on, cut.ends_on)
    first = context.repeats(key, draft)
    if first is None:
        return False
    if first.raw["stated"] == figure.stated:
        draft.match, draft.repeats = Match.REPEAT, first.number
    else:
        draft.problem(
            "conflicting_value",
            number=first.number,
            line=context.line_of(first),
            other=first.values["value"],
            unit=first.values["unit"],
            blocking=True,
        )
    return True


def _judge(figure: Figure) -> None:
    draft = figure.draft
    draft.values |= {
        "recorded": plain(figure.recorded),
        "waiting": plain(figure.waiting),
        "difference": plain(figure.stated - figure.recorded),
    }
    if figure.agrees_with(figure.recorded):
        draft.match = Match.AGREES
    else:
        draft.match = Match.DIFFERS if figure.recorded else Match.MISSING


def _wanting(figure: Figure, planned: list[Figure], figures: list[Figure]) -> bool:
    """Whether the figure lacks something that no entry and no narrower figure of the paper accounts for."""
    draft = figure.draft
    if draft.match == Match.AGREES or figure.known > figure.stated:
        return False
    there = figure.known + _sum(planned, figure.cut)
    if figure.agrees_with(there) or there > figure.stated:
        if figure.agrees_with(figure.known):
            draft.problem("on_its_way")
        elif there > figure.known:
            draft.problem("said_by_parts")
        return False
    if any(one.cut.meets(figure.cut) and not one.cut.lies_in(figure.cut) for one in planned):
        draft.problem("may_overlap")
        return False
    if (told := there - figure.known) and not draft.raw["only_note"]:
        draft.problem("parts_say", other=plain(told), unit=draft.values["unit"])
    figure.lacking = figure.stated - there
    if any(figure.lacking > _room(whole, planned) for whole in _wholes(figure, figures)):
        draft.problem("whole_is_full")
        return False
    return True


def _sum(planned: Iterable[Figure], cut: Cut) -> Decimal:
    """What the entries planned so far would add to a cut; those of later days, too, so that nothing counts twice."""
    return sum(
        (one.lacking for one in planned if one.cut.lies_in(cut) and one.cut.ends_on >= cut.starts_on), ZERO
    )


def _wholes(figure: Figure, figures: Iterable[Figure]) -> list[Figure]:
    """The paper's own figures that would grow with this one: of a wider scope, or of the same up to a later day."""
    return [
        other
        for other in figures
        if not other.draft.raw["rejected"]
        and figure.cut.lies_in(other.cut)
        and _covers(other.cut, figure.cut.ends_on)
        and not _same(figure.cut, other.cut)
    ]


def _same(cut: Cut, other: Cut) -> bool:
    days = (cut.starts_on, cut.ends_on) == (other.starts_on, other.ends_on)
    return days and cut.lies_in(other) and other.lies_in(cut)


def _covers(cut: Cut, day: date) -> bool:
    return cut.starts_on <= day <= cut.ends_on


def _room(whole: Figure, planned: Iterable[Figure]) -> Decimal:
    """What may still be added before the whole would be more than the paper says, as finely as it says it."""
    return whole.stated + whole.step / 2 - whole.known - _sum(planned, whole.cut)
