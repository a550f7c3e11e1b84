"""Places that do not exist under the province they are written with, and counts of paired counties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jiedui.documents.blocks import BlockKind
from jiedui.documents.clauses import whole
from jiedui.documents.facts import Discrepancy, Place
from jiedui.documents.impossible_places import find_impossible, spoken_codes
from jiedui.documents.pairing_tables import is_pairing_table, pairing_rows
from jiedui.documents.structure import Context
from jiedui.organisations import division_names, divisions


def unknown_places(context: Context) -> Iterator[Discrepancy]:
    """Places written under a province or prefecture they do not belong to."""
    prose = [block for block in context.document.blocks if block.kind is not BlockKind.TABLE]
    spoken = spoken_codes(context.flat(block).text for block in prose)
    for block in prose:
        for found in find_impossible(context.flat(block).text, spoken):
            told = whole(context, block).part(found.start, found.end).sentence
            above = divisions.ancestors(found.named)
            yield Discrepancy(
                code="unknown_place",
                severity="warning",
                params={
                    "written": told.text,
                    "superior": found.superior.name,
                    "named": found.named.name,
                    "lies_in": above[-1].name if above else "",
                    "meant": found.meant.name if found.meant else "",
                },
                places=(Place(told.line(), told.quote()),),
                choices=(),
            )


def pairing_counts(context: Context) -> Iterator[Discrepancy]:
    """How many counties a pairing table lists, by province, where the text states such numbers."""
    for block in context.document.tables():
        if not is_pairing_table(context, block):
            continue
        rows = [row for row in pairing_rows(context, block) if row.division]
        counts = Counter(row.province for row in rows)
        if len(rows) < 5:
            continue
        for province, count in counts.items():
            for place in _stated(context, province, count):
                yield Discrepancy(
                    code="pairing_count",
                    severity="ok",
                    params={"province": province, "rows": count, "stated": count},
                    places=(place, Place(block.rows[0].line, "\t".join(block.rows[0].cells))),
                    choices=(),
                )


def _stated(context: Context, province: str, count: int) -> Iterator[Place]:
    """The first place where the text gives the province that number of counties."""
    name = division_names.bare(province) or province
    for block in context.document.blocks:
        text = "" if block.rows else context.flat(block).text
        at = text.find(f"{count}个县")
        if at >= 0 and name in text[max(0, at - 40) : at]:
            told = whole(context, block).part(max(0, at - 4), at + len(f"{count}个县")).sentence
            yield Place(told.line(), told.quote())
            return
