"""Projects listed in tables: a column of names with one of sums, places or scale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jiedui.documents.blocks import Block, Document
from jiedui.documents.clauses import Piece, cell_pieces
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.persons import names_person
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context

_NAME = re.compile(r"项目(?:名称|内容)?$|工程名称|项目$")
_SUM = re.compile(r"(?:援助|援建|援藏|援疆|援青|帮扶|财政|计划|年度)?(?:资金|投资|金额|经费)")
_PLACE = re.compile(r"地点|受援|实施地|所在|^(?:[县市旗][县市区旗]?|县（市(?:、区)?）)$")
_GIVER = re.compile(r"援助方|支援方|帮扶方|援建单位|捐赠|(?:结对|支援|帮扶|援建|援助)(?:区|市|单位)$")
_CONTENT = re.compile(r"(?:建设|实施|工程|主要)(?:内容|规模)|^(?:内容|规模)")
_BEGINS = re.compile(r"(?:开工|启动|开始)(?:时间|日期|月份)?$")
_ENDS = re.compile(r"(?:完工|竣工|建成|投产|完成)(?:时间|日期|月份)?$")
_UNIT = re.compile(r"[（(](?P<unit>[万亿]?元)[)）]")
_SCALE = {"元": 1, "万元": 10**4, "亿元": 10**8}
_TOTAL = re.compile(r"合计|总计|小计|^[一二三四五六七八九十]+[、.]")

_ROLES = (
    ("content", _CONTENT),
    ("begins", _BEGINS),
    ("ends", _ENDS),
    ("place", _PLACE),
    ("giver", _GIVER),
    ("sum", _SUM),
    ("name", _NAME),
)


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A row of a table of projects: its number, its cells, and which column holds what."""

    index: int
    cells: list[Piece]
    columns: dict[str, int]
    header: tuple[str, ...]

    def cell(self, role: str) -> Piece | None:
        """The cell of a role, None where the table has no such column."""
        return self.cells[self.columns[role]] if role in self.columns else None

    def text(self, role: str) -> str:
        """What the cell of a role says; empty where there is none."""
        cell = self.cell(role)
        return cell.text if cell else ""


def project_columns(header: tuple[str, ...]) -> dict[str, int]:
    """Which column holds what; empty where the table lists no projects."""
    words = [re.sub(r"\s", "", cell) for cell in header]
    if not any("项目" in word or "工程" in word for word in words):
        return {}
    found: dict[str, int] = {}
    for role, pattern in _ROLES:
        for at, word in enumerate(words):
            if len(word) <= 16 and pattern.search(word) and role not in found and at not in found.values():
                found[role] = at
    listed = "name" in found and ("sum" in found or "place" in found)
    return found if listed and not any(re.search("牵头|措施", word) for word in words) else {}


def project_tables(document: Document, context: Context, seen: set[str]) -> Iterator[Fact]:
    """The projects in a document's tables; their names are added to ``seen``."""
    for block in document.tables():
        for row in project_rows(context, block):
            if fact := _project(context, block, row):
                seen.add(str(fact.fields["name"]))
                yield fact


def project_rows(context: Context, block: Block) -> Iterator[ProjectRow]:
    """The rows of a table that lists projects, totals and headings within it left out."""
    found: dict[str, int] = {}
    header: tuple[str, ...] = ()
    for at in range(len(block.rows)):
        if columns := project_columns(block.rows[at].cells):
            found, header = columns, block.rows[at].cells
            continue
        cells = cell_pieces(context, block, at) if found else []
        if found and len(cells) > max(found.values()):
            name = cells[found["name"]].strip().text
            if len(name) >= 3 and not _TOTAL.search(name) and not name.isdigit():
                yield ProjectRow(at, cells, found, header)


def _project(context: Context, block: Block, row: ProjectRow) -> Fact | None:
    name = row.cells[row.columns["name"]].strip()
    if names_person(name.text) or not in_scope(context, name):
        return None
    total = row.cell("sum")
    fields: dict[str, Any] = {
        "workstream": context.workstream(block.index, name.text),
        "name": name.text,
        "place": row.text("place") or None,
        "giver": row.text("giver") if "giver" in row.columns else context.section(block.index).giver,
        **(_amount(total, row.header[row.columns["sum"]]) if total else {}),
        "table_row": True,
    }
    return name.fact(FactKind.PROJECT, fields, confidence=0.85)


def _amount(cell: Piece, header: str) -> dict[str, Any]:
    match = re.fullmatch(r"(?P<value>\d[\d,]{0,20}(?:\.\d{1,8})?)(?P<unit>[万亿]?元)?", cell.text)
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
