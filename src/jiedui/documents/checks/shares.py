"""Percentages that the text also lets one work out: 投入6617万元，占资金总额7530万元的87.9%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from jiedui.documents.blocks import BlockKind
from jiedui.documents.clauses import whole
from jiedui.documents.facts import Discrepancy, Place
from jiedui.documents.figures import plain
from jiedui.documents.spots import Spot, spots
from jiedui.documents.structure import Context

_SHARE_OF_ALL = re.compile(
    r"占[^，。；]{0,16}(?:总额|总数|总量|总投资|总资金|总人口|总计|全部[^，。；]{0,6}|资金)的?$"
)


def percentages(context: Context) -> Iterator[Discrepancy]:
    """One finding for each share whose part and whole stand in the same paragraph."""
    for block in context.document.blocks:
        if block.kind is BlockKind.TABLE:
            continue
        found = list(spots(context, whole(context, block)))
        for at, spot in enumerate(found):
            lead = spot.text[spot.clause_start : spot.figure.first]
            if spot.figure.is_share and _SHARE_OF_ALL.search(lead) and (finding := _judge(spot, found[:at])):
                yield finding


def _judge(share: Spot, before: list[Spot]) -> Discrepancy | None:
    """The nearest figure before is the part, the largest of its unit the whole."""
    if not before:
        return None
    part = before[-1]
    peers = [spot for spot in before if spot.figure.normalized_unit == part.figure.normalized_unit]
    total = max(peers, key=lambda spot: spot.figure.normalized)
    if total is part or not total.figure.normalized:
        return None
    stated = Decimal(str(share.figure.value))
    step = Decimal(1).scaleb(stated.as_tuple().exponent if isinstance(stated.as_tuple().exponent, int) else 0)  # type: ignore[arg-type]
    exact = Decimal(str(part.figure.normalized)) * 100 / Decimal(str(total.figure.normalized))
    agrees = exact.quantize(step, ROUND_HALF_UP) == stated
    return Discrepancy(
        code="share",
        severity="ok" if agrees else "error",
        params={
            "part": part.figure.normalized,
            "total": total.figure.normalized,
            "unit": part.figure.normalized_unit,
            "stated": plain(stated),
            "exact": plain(exact.quantize(Decimal("0.01"), ROUND_HALF_UP)),
        },
        places=tuple(_place(spot) for spot in (share, part, total)),
        choices=() if agrees else ("parts", "total", "both"),
    )


def _place(spot: Spot) -> Place:
    start, end = spot.quote_span()
    part = spot.piece.part(start, end).sentence
    return Place(part.line(), part.quote())
