"""Projects listed in tables: a column of names with one of sums, places or scale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jiedui.documents.blocks import Block, Document
from jiedui.documents.clauses import Piece, cell_pieces
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.persons import names_person
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context

_NAME = re.compile(r"项目(?:名称|内容)?$|工程名称|项目$")
_SUM = re.compile(r"(?:援助|援建|援藏|援疆|援青|帮扶|财政|计划|年度)?(?:资金|投资|金额|经费)")
_PLACE = re.compile(r"地点|受援|实施地|所在")
_GIVER = re.compile(r"援助方|支援方|帮扶方|援建单位|捐赠")
_UNIT = re.compile(r"[（(](?P<unit>[万亿]?元)[)）]")
_SCALE = {"元": 1, "万元": 10**4, "亿元": 10**8}
_TOTAL = re.compile(r"合计|总计|小计|^[一二三四五六七八九十]+[、.]")


def project_columns(header: tuple[str, ...]) -> dict[str, int]:
    """Which column holds what; empty where the table lists no projects."""
    words = [re.sub(r"\s", "", cell) for cell in header]
    found: dict[str, int] = {}
    for role, pattern in (("place", _PLACE), ("giver", _GIVER), ("sum", _SUM), ("name", _NAME)):
        for at, word in enumerate(words):
            if len(word) <= 16 and pattern.search(word) and role not in found and at not in found.values():
                found[role] = at
    listed = "name" in found and ("sum" in found or "place" in found)
    return found if listed and not any(re.search("牵头|措施", word) for word in words) else {}


def project_tables(document: Document, context: Context, seen: set[str]) -> Iterator[Fact]:
    """The projects in a document's tables; their names are added to ``seen``."""
    for block in document.tables():
        found: dict[str, int] = {}
        header: tuple[str, ...] = ()
        for row in range(len(block.rows)):
            if columns := project_columns(block.rows[row].cells):
                found, header = columns, block.rows[row].cells
            elif found and (fact := _row(context, block, row, found, header)):
                seen.add(str(fact.fields["name"]))
                yield fact


def _row(
    context: Context, block: Block, row: int, found: dict[str, int], header: tuple[str, ...]
) -> Fact | None:
    cells = cell_pieces(context, block, row)
    if len(cells) <= max(found.values()):
        return None
    name = cells[found["name"]].strip()
    if len(name.text) < 3 or _TOTAL.search(name.text) or name.text.isdigit():
        return None
    if names_person(name.text) or not in_scope(context, name):
        return None
    fields: dict[str, Any] = {
        "workstream": context.workstream(block.index, name.text),
        "name": name.text,
        "place": cells[found["place"]].text if "place" in found else None,
        "giver": cells[found["giver"]].text if "giver" in found else context.section(block.index).giver,
        **(_amount(cells[found["sum"]], header[found["sum"]]) if "sum" in found else {}),
        "table_row": True,
    }
    return name.fact(FactKind.PROJECT, fields, confidence=0.85)


def _amount(cell: Piece, header: str) -> dict[str, Any]:
    match = re.fullmatch(r"(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>[万亿]?元)?", cell.text)
    if not match:
        return {}
    told = _UNIT.search(header)
    unit = match["unit"] or (told["unit"] if told else "元")
    value = float(match["value"].replace(",", ""))
    return {
        "amount": f"{match['value']}{unit}",
        "normalized": round(value * _SCALE[unit]),
        "normalized_unit": "元",
    }
