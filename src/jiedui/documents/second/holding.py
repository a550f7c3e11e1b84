"""Holds what a second reader proposes to the document: what is not written there is refused.

The words must stand in the paragraph it names. Numbers, units and dates are read from those words by our own rules, and
names of places and agencies must stand in the document, so that nothing a model makes up can become a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jiedui.documents.blocks import Block, BlockKind
from jiedui.documents.clauses import Piece, whole
from jiedui.documents.dates import find_dates
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.flat import flatten
from jiedui.documents.gist import MAX_TEXT
from jiedui.documents.measures import measure
from jiedui.documents.screening import in_scope
from jiedui.documents.spots import Spot, spots
from jiedui.documents.structure import Context

CONFIDENCE = 0.4
"""Shown for what only the second reader saw: how often such facts are right was not measured."""
_LONGEST_NAME = 40

Proposed = dict[str, Any]


def held(context: Context, proposed: object) -> Fact | None:
    """The fact a proposal amounts to, None where the document does not bear it out."""
    if not isinstance(proposed, dict) or (piece := _quoted(context, proposed)) is None:
        return None
    fact = _KINDS.get(str(proposed.get("kind")), _nothing)(context, piece, proposed)
    return fact if fact is not None and in_scope(context, piece) else None


def _quoted(context: Context, proposed: Proposed) -> Piece | None:
    """The words in the paragraph that the proposal names; white space and the width of marks aside."""
    index, quote = proposed.get("block"), proposed.get("quote")
    if not isinstance(index, int) or not isinstance(quote, str):
        return None
    if not 0 <= index < len(context.document.blocks):
        return None
    block = context.document.blocks[index]
    view = flatten(quote, ocr=context.scanned).text.strip("。；，")
    if block.kind is BlockKind.TABLE or len(view) < 4:
        return None
    start = context.flat(block).text.find(view)
    return whole(context, block).part(start, start + len(view)) if start >= 0 else None


def _figure(context: Context, piece: Piece, proposed: Proposed) -> Fact | None:
    """The figure within the quoted words that has the proposed value."""
    spot = _spot(context, piece, proposed.get("value"))
    sides = {side: name for side in ("giver", "receiver") if (name := _named(context, proposed.get(side)))}
    if spot is None or any(proposed.get(side) and side not in sides for side in ("giver", "receiver")):
        return None
    figure = spot.figure
    fields = {
        "workstream": context.workstream(piece.sentence.block.index, piece.text),
        "measure": measure(spot),
        "value": figure.value,
        "unit": figure.unit,
        "normalized": figure.normalized,
        "normalized_unit": figure.normalized_unit,
        "comparator": figure.comparator,
        "hedge": figure.hedge,
        **sides,
    }
    kind = FactKind(str(proposed["kind"]))
    return _fact(piece, kind, {**fields, "year" if kind is FactKind.TARGET else "period": _year(spot, kind)})


def _year(spot: Spot, kind: FactKind) -> int | str | None:
    year = spot.section.year
    return year if kind is FactKind.TARGET or year is None else str(year)


def _spot(context: Context, piece: Piece, value: object) -> Spot | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    for spot in spots(context, whole(context, _block(context, piece))):
        within = piece.start <= spot.figure.first and spot.figure.end <= piece.end
        if within and value in (spot.figure.value, spot.figure.normalized):
            return spot
    return None


def _pairing(context: Context, piece: Piece, proposed: Proposed) -> Fact | None:
    giver, receiver = (_within(piece, proposed.get(side)) for side in ("giver", "receiver"))
    if not giver or not receiver or giver == receiver:
        return None
    return _fact(piece, FactKind.PAIRING, {"type": "body-body", "giver": giver, "receiver": receiver})


def _milestone(context: Context, piece: Piece, proposed: Proposed) -> Fact | None:
    when = next(find_dates(piece.text, context.section(piece.sentence.block.index).year), None)
    if when is None:
        return None
    text = re.sub(r"^[，,前]+", "", piece.text[when.end :])[:MAX_TEXT]
    fields = {"workstream": context.workstream(piece.sentence.block.index, piece.text), "text": text}
    return (
        _fact(piece, FactKind.MILESTONE, {**fields, "date": when.date, "date_text": when.text})
        if text
        else None
    )


def _task(context: Context, piece: Piece, proposed: Proposed) -> Fact | None:
    leads = proposed.get("lead")
    listed = [leads] if isinstance(leads, str) else leads if isinstance(leads, list) else []
    block = whole(context, _block(context, piece))
    named = [_within(block, lead) for lead in listed]
    if not all(named):
        return None
    workstream = context.workstream(piece.sentence.block.index, piece.text)
    return _fact(
        piece, FactKind.TASK, {"workstream": workstream, "text": piece.text[:MAX_TEXT], "lead": named}
    )


def _nothing(context: Context, piece: Piece, proposed: Proposed) -> Fact | None:
    """A kind that a second reader is not asked for."""
    return None


_KINDS: dict[str, Callable[[Context, Piece, Proposed], Fact | None]] = {
    "target": _figure,
    "actual": _figure,
    "pairing": _pairing,
    "milestone": _milestone,
    "task": _task,
}


def _block(context: Context, piece: Piece) -> Block:
    return context.document.blocks[piece.sentence.block.index]


def _within(piece: Piece, name: object) -> str:
    """A name that stands in a piece; empty where it does not."""
    bare = flatten(name).text if isinstance(name, str) else ""
    return bare if 2 <= len(bare) <= _LONGEST_NAME and bare in piece.text else ""


def _named(context: Context, name: object) -> str:
    """A name that stands anywhere in the document; empty where it does not."""
    blocks = context.document.blocks
    return next((found for block in blocks if (found := _within(whole(context, block), name))), "")


def _fact(piece: Piece, kind: FactKind, fields: dict[str, Any]) -> Fact:
    return piece.fact(kind, fields, confidence=CONFIDENCE)
