"""Wholes against parts that stand in another section or annex, found when the names are resolved.

What a paragraph or a table says against itself is found as it is read; that a total in the text and the rows of an
annex speak of the same thing is known only once both are targets of one indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Max

from jiedui.documents.enums import ProposalState, ProposedObject
from jiedui.documents.models import FactRecord, FoundDiscrepancy, SourceDocument
from jiedui.documents.proposals import Draft
from jiedui.documents.proposals.wholes import Family, families
from jiedui.kernel.canonical import plain

CODE = "parts_across"
CHOICES = ["parts", "total", "both"]
LEAST = 2
"""A single part is no list of parts."""


def keep_across(document: SourceDocument, drafts: Sequence[Draft], facts: Iterable[FactRecord]) -> None:
    """Store a finding for each whole that its parts elsewhere do not add up to; choices already made stay.

    One that holds no longer, because a figure was edited or rejected, is taken away.
    """
    by_number = {fact.number: fact for fact in facts}
    targets = [draft for draft in drafts if draft.makes == ProposedObject.TARGET]
    standing = [draft for draft in targets if not _rejected(by_number[draft.number])]
    stored = list(document.discrepancies.all())
    said = [_figures(row.params) for row in stored if row.code != CODE]
    wanted = [
        _finding(family, parts, by_number)
        for family in families(standing)
        if (parts := _parts(family)) and _figures(_params(family, parts)) not in said
    ]
    there = {_key(row.params): row for row in stored if row.code == CODE}
    kept = {_key(params) for params, _ in wanted}
    FoundDiscrepancy.objects.filter(pk__in=[row.pk for key, row in there.items() if key not in kept]).delete()
    number = document.discrepancies.aggregate(last=Max("number"))["last"] or 0
    for params, places in wanted:
        if _key(params) not in there:
            number += 1
            FoundDiscrepancy.objects.create(
                document=document,
                number=number,
                code=CODE,
                severity="error",
                params=params,
                places=places,
                choices=CHOICES,
            )


def _rejected(fact: FactRecord) -> bool:
    return hasattr(fact, "proposal") and fact.proposal.state == ProposalState.REJECTED


def _parts(family: Family) -> list[Draft]:
    """The parts that should add up to the whole and do not."""
    parts = family.divided()
    if family.whole is None or len(parts) < LEAST or _sum(parts) == family.whole.raw["value"]:
        return []
    return parts


def _sum(parts: Iterable[Draft]) -> Decimal:
    return sum((part.raw["value"] * len(part.raw["units"]) for part in parts), Decimal(0))


def _params(family: Family, parts: Sequence[Draft]) -> dict[str, Any]:
    assert family.whole is not None
    total, added = family.whole.raw["value"], _sum(parts)
    return {
        "measure": family.name,
        "sum": plain(added),
        "total": plain(total),
        "difference": plain(added - total),
        "unit": family.whole.raw["unit_of_measure"],
        "parts": len(parts),
    }


def _finding(
    family: Family, parts: Sequence[Draft], facts: Mapping[int, FactRecord]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    assert family.whole is not None
    spoken = [facts[draft.number] for draft in (family.whole, parts[0], parts[-1])]
    return _params(family, parts), [{"line": fact.line, "quote": fact.quote} for fact in spoken]


def _key(params: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(params["measure"]), str(params["sum"]), str(params["total"])


def _figures(params: Mapping[str, Any]) -> frozenset[Decimal]:
    """The two figures that do not agree, in any notation."""
    found = set()
    for key in ("sum", "total"):
        try:
            found.add(Decimal(str(params.get(key))))
        except InvalidOperation:
            continue
    return frozenset(found)
