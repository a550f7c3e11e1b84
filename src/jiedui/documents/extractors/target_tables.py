"""Targets in tables of figures: one row for each district or county, one column for each measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jiedui.documents.actors import is_agency
from jiedui.documents.blocks import Block, Row
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.figure_tables import Column, FigureTable, cell_of, figure_in, read_table
from jiedui.documents.figures import plain
from jiedui.documents.flat import flatten
from jiedui.documents.pairing_tables import GIVER_HEAD, RECEIVER_HEAD
from jiedui.documents.parties import PlaceMention
from jiedui.documents.structure import Context
from jiedui.documents.workstreams import GENERAL, of_title

_UNIT_CAPTION = re.compile(r"单位[:：]([\u4e00-\u9fff%％]{1,4}(?:[、，,/／][\u4e00-\u9fff%％]{1,4})*)")
_LEAD = re.compile(r"^(?:牵头|责任|主责|主办)(?:单位|部门)$")
_DUE = re.compile(r"^(?:计划)?(?:完成)?(?:时限|时间|期限|日期)(?:要求)?$|^完成时[限间]")
_BODY = re.compile(r"(?:医院|卫生院|保健院|服务中心|学校|中学|小学|学院|幼儿园)$")
_SCALE = {"万": 10**4, "亿": 10**8, "千": 10**3, "百万": 10**6, "": 1}
_DONE = re.compile(r"完成|实际|到位|已|累计")
_RATE = re.compile(r"率$|率（|比例|占比|比重|增长|增幅|同比|百分比")
_COUNT = re.compile(r"(?:项目|企业|车间|基地|岗位|园区)(?:个|家)?数")
_GUESSES = (
    (r"人次", "人次"),
    (r"人数|人口|人员|干部|人才|教师|医生|就业|（人）", "人"),
    (r"资金|金额|经费|投资|销售额|采购额|到位数|捐赠|款", "万元"),
)


def lead_column(block: Block) -> int | None:
    """The column of a task table that names who leads."""
    return _column_headed(block, _LEAD)


def due_column(block: Block) -> int | None:
    """The column of a task table that says when."""
    return _column_headed(block, _DUE)


def _column_headed(block: Block, head: re.Pattern[str]) -> int | None:
    if not block.rows:
        return None
    heads = [re.sub(r"\s", "", cell) for cell in block.rows[0].cells]
    return next((at for at, words in enumerate(heads) if head.match(words)), None)


def is_figure_table(block: Block) -> bool:
    """Whether a table holds figures by row rather than text."""
    return read_table(block) is not None


def table_targets(context: Context, block: Block, *, paper_plans: bool = True) -> Iterator[Fact]:
    """One fact for each figure of a table."""
    table = read_table(block)
    if table is None:
        return
    caption = caption_unit(context, block)
    shared = {"receiver": section_receivers(context, block), "giver": context.section(block.index).giver}
    carried: dict[int, str] = {}
    heads = tuple(re.sub(r"\s", "", cell) for cell in block.rows[0].cells)
    names = (*table.names, *_giving_columns(table, heads))
    for at in (*table.rows, *([table.total] if table.total is not None else [])):
        row = block.rows[at]
        own = {} if at == table.total else row_parties(context, row, names, carried, heads)
        for column in table.columns:
            if figure_in(cell_of(row, column.index)) is not None:
                fields = {**shared, **own, **_figure(row, column, caption)}
                if table.total is not None:
                    fields["group"] = f"{block.rows[0].line}-{column.index}"
                fields["parent"] = True if at == table.total else None
                yield _fact(context, block, at, column, fields, paper_plans=paper_plans)


def _giving_columns(table: FigureTable, heads: tuple[str, ...]) -> list[int]:
    """Columns behind the figures that name who gives: 协作资金, then 结对区."""
    told = {*table.names, *(column.index for column in table.columns)}
    return [at for at, head in enumerate(heads) if at not in told and GIVER_HEAD.search(head)]


def _figure(row: Row, column: Column, caption: str) -> dict[str, Any]:
    """The value with its unit, as stated and normalised."""
    value = figure_in(cell_of(row, column.index)) or Decimal(0)
    unit = column.unit or _of_caption(caption, column.measure)
    found = re.match(r"(百万|[万亿千]?)(.+)", unit)
    scale, base = (_SCALE[found[1]], found[2]) if found else (1, unit)
    return {
        "measure": column.measure,
        "value": plain(value),
        "unit": unit,
        "normalized": plain(value * scale),
        "normalized_unit": "人" if base in ("名", "位") else base,
        "comparator": "=",
    }


def _fact(
    context: Context, block: Block, at: int, column: Column, fields: dict[str, Any], *, paper_plans: bool
) -> Fact:
    section = context.section(block.index)
    year = column.year or section.year
    planned = paper_plans and not _DONE.search(column.measure)
    fields = {
        "workstream": _workstream(context, block, column.measure),
        **fields,
        "table_row": True,
        "year" if planned else "period": year if planned or year is None else str(year),
    }
    row = block.rows[at]
    text = "\t".join(row.cells)
    return Fact(
        kind=FactKind.TARGET if planned else FactKind.ACTUAL,
        fields={key: value for key, value in fields.items() if value not in (None, "", [])},
        quote=text.strip("\t"),
        line=row.line,
        block=block.index,
        start=len(text) - len(text.lstrip("\t")),
        end=len(text.rstrip("\t")),
        row=at,
    )


def _workstream(context: Context, block: Block, measure: str) -> str:
    """The field of a column: by its section or its head, else by the words above the table."""
    section = context.section(block.index)
    if section.titled:
        return section.workstream
    found = context.workstream(block.index, measure)
    if found != GENERAL or not block.index:
        return found
    caption = context.flat(context.document.blocks[block.index - 1]).text
    return (of_title(caption) or found) if len(caption) <= 60 else found


def row_parties(
    context: Context,
    row: Row,
    columns: tuple[int, ...],
    carried: dict[int, str],
    heads: tuple[str, ...] = (),
) -> dict[str, str | list[str]]:
    """Giver and receiver of a row: own districts give, places elsewhere receive; blank cells carry down.

    A body (a hospital, a school) gives or receives as the head of its column says.
    """
    found: dict[str, str | list[str]] = {}
    other, helped = "", False
    named: set[str] = set()
    for at in columns:
        carried[at] = flatten(cell_of(row, at)).text or carried.get(at, "")
        name = carried[at]
        places = context.parties.mentions(name)
        if places and places[0].start == 0 and places[0].end == len(name):
            side = "giver" if places[0].giving else "receiver"
            if side not in named:
                found[side] = places[0].label
        elif (listed := _listed(context, name)) and listed[0] not in named:
            found[listed[0]] = listed[1]
        elif name and at < len(heads) and RECEIVER_HEAD.search(heads[at]):
            named.add("receiver")
            found.setdefault("receiver", name)
        elif name and at < len(heads) and GIVER_HEAD.search(heads[at]):
            named.add("giver")
            found.setdefault("giver", name)
        elif name and _helped_body(places, name):
            found.setdefault("receiver", name)
            helped = True
        else:
            other = name
    if other and (not found or (helped and is_agency(other))):
        found.setdefault("giver", other)
    return found


def _helped_body(places: list[PlaceMention], name: str) -> bool:
    """Whether a cell names a hospital or school of a receiving place (乙县医院 beside 甲医院本部)."""
    home = bool(places) and places[0].start == 0 and places[0].division is not None and not places[0].giving
    return home and bool(_BODY.search(name))


def _listed(context: Context, cell: str) -> tuple[str, list[str]] | None:
    """The side and the names of several places in one cell: 甲区、乙区."""
    names = [name for name in re.split("[、,，]", cell) if name]
    places = context.parties.mentions(cell) if len(names) > 1 else []
    if len(places) != len(names) or len({place.giving for place in places}) != 1:
        return None
    if [cell[place.start : place.end] for place in places] != names:
        return None
    return ("giver" if places[0].giving else "receiver"), [place.label for place in places]


def section_receivers(context: Context, block: Block) -> str | list[str] | None:
    """The receivers that the targets of the same paper name, else the section's own."""
    section = context.section(block.index)
    base = section.number.split("-")[0]
    for other in context.document.blocks[: block.index]:
        there = context.section(other.index)
        if (
            other.rows
            or there.number.split("-")[0] != base
            or not re.search(r"目标", "".join(there.headings))
        ):
            continue
        view = context.flat(other).text
        places = [place for place in context.parties.mentions(view) if not place.giving]
        if re.search(r"\d", view) and places:
            return list(dict.fromkeys(place.label for place in places))
    return list(section.receiver) if isinstance(section.receiver, tuple) else section.receiver


def caption_unit(context: Context, block: Block) -> str:
    """The unit or units stated above the table: 单位：万元; 单位：万元、人、%."""
    for before in reversed(context.document.blocks[max(0, block.index - 2) : block.index]):
        if found := _UNIT_CAPTION.search(context.flat(before).text):
            return found[1]
    return ""


def _of_caption(caption: str, head: str) -> str:
    """Which of the units above the table a column counts in: a rate is in per cent, people are no money."""
    stated = re.split(r"[、，,/／]", caption.replace("％", "%")) if caption else []
    if _RATE.search(head):
        return "%"
    if _COUNT.search(head):
        return "个"
    guessed = _guess(head)
    if len(stated) == 1 and not (stated[0].endswith("元") and guessed.startswith("人")):
        return stated[0]
    return next((unit for unit in stated if unit[-1] == guessed[-1]), guessed)


def _guess(head: str) -> str:
    """The unit a heading implies."""
    return next((unit for pattern, unit in _GUESSES if re.search(pattern, head)), "个")
