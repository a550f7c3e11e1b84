"""Wholes and parts in running text: 共2000名，其中甲地500名、乙地1500名; 分解如下：甲区1亿元、乙区2亿元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiedui.documents import tenses
from jiedui.documents.blocks import BlockKind
from jiedui.documents.clauses import whole
from jiedui.documents.extractors.targets import read_prose
from jiedui.documents.facts import Discrepancy, Place
from jiedui.documents.figures import plain
from jiedui.documents.spots import Spot
from jiedui.documents.structure import Context
from jiedui.documents.totals import MARK, Whole, wholes


def parts_and_wholes(context: Context) -> Iterator[Discrepancy]:
    """One finding for each total with a list of its parts behind it."""
    paper_plans = tenses.is_plan(context)
    for block in context.document.blocks:
        if block.kind is BlockKind.TABLE or not MARK.search(context.flat(block).text):
            continue
        found = list(read_prose(context, whole(context, block), paper_plans=paper_plans))
        for candidate in wholes(context, context.flat(block).text, found):
            if finding := _judge(candidate):
                yield finding


def _judge(candidate: Whole) -> Discrepancy | None:
    """Agreement and excess are told; a list that is not said to be complete may fall short of the whole."""
    total = Decimal(str(candidate.total.figure.normalized))
    difference = candidate.sum - total
    if difference < 0 and not candidate.exhaustive:
        return None
    minimums = candidate.total.figure.comparator == ">=" and all(
        spot.figure.comparator == ">=" for spot, _ in candidate.parts
    )
    severity = "ok" if not difference else "warning" if minimums else "error"
    return Discrepancy(
        code="parts_whole",
        severity=severity,
        params={
            "sum": plain(candidate.sum),
            "total": plain(total),
            "difference": plain(difference),
            "unit": candidate.total.figure.normalized_unit,
            "parts": candidate.holders,
        },
        places=(_place(candidate.total), _place(candidate.parts[0][0]), _place(candidate.parts[-1][0])),
        choices=() if not difference else ("parts", "total", "both"),
    )


def _place(spot: Spot) -> Place:
    start, end = spot.quote_span()
    part = spot.piece.part(start, end).sentence
    return Place(part.line(), part.quote())
