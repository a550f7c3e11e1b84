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
_SHARE_OF_THIS = re.compile(r"占[^，。；]{0,16}$")
"""Before the whole where it stands in the same clause as the share: 占资金总额7530万元的87.9%."""


def percentages(context: Context) -> Iterator[Discrepancy]:
    """One finding for each share whose part and whole stand in the same paragraph."""
    for block in context.document.blocks:
        if block.kind is BlockKind.TABLE:
            continue
        found = list(spots(context, whole(context, block)))
        for at, spot in enumerate(found):
            if spot.figure.is_share and (sides := _sides(spot, found[:at])):
                yield _judge(spot, *sides)


def _sides(share: Spot, before: list[Spot]) -> tuple[Spot, Spot] | None:
    """The part and the whole a share is of, as far as the text tells them."""
    lead = share.text[share.clause_start : share.figure.first]
    if before and _SHARE_OF_ALL.search(lead):
        part, peers = before[-1], _peers(before[-1], before)
        total = max(peers, key=lambda spot: spot.figure.normalized)
    elif len(before) > 1 and _is_whole(before[-1], share):
        part, total = before[-2], before[-1]
    else:
        return None
    alike = part.figure.normalized_unit == total.figure.normalized_unit
    return (part, total) if total is not part and total.figure.normalized and alike else None


def _peers(part: Spot, before: list[Spot]) -> list[Spot]:
    return [spot for spot in before if spot.figure.normalized_unit == part.figure.normalized_unit]


def _is_whole(total: Spot, share: Spot) -> bool:
    """Whether a figure stands right before a share as that of which it is one."""
    lead = share.text[share.clause_start : total.figure.first]
    return share.text[total.figure.end : share.figure.first] == "的" and bool(_SHARE_OF_THIS.search(lead))


def _judge(share: Spot, part: Spot, total: Spot) -> Discrepancy:
    """The share that part and whole give, beside the one that is stated."""
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
            "rounded": plain(exact.quantize(step, ROUND_HALF_UP)),
        },
        places=(_place(share, share.clause_start), _place(part), _place(total)),
        choices=() if agrees else ("parts", "total", "both"),
    )


def _place(spot: Spot, begin: int | None = None) -> Place:
    start, end = spot.quote_span()
    part = spot.piece.part(start if begin is None else min(start, begin), end).sentence
    return Place(part.line(), part.quote())
