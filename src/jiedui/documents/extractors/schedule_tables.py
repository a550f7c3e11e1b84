"""Tables that set out when what is done: 时间 / 主要工作 / 量化要求, one stage a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jiedui.documents.blocks import Block
from jiedui.documents.clauses import Piece, cell_pieces
from jiedui.documents.dates import When, find_dates, find_range
from jiedui.documents.extractors.task_tables import columns
from jiedui.documents.structure import Context

_WHEN = re.compile(
    r"^(?:时间|时段|起止时间|时间(?:安排|节点|段)|阶段(?:时间)?|(?:实施|工作|推进)(?:时间|阶段))$"
)
_WHAT = re.compile(r"工作|任务|内容|事项|安排|措施|目标")
MOST = 0.6
"""The share of the rows whose cell must tell a time."""


def is_schedule(block: Block) -> bool:
    """Whether a table has a column of times and one of works, and gives nobody a duty."""
    return schedule_columns(block) is not None


def schedule_columns(block: Block) -> tuple[int, int] | None:
    """The columns of times and of works; None where the table is no schedule."""
    if len(block.rows) < 3 or columns(block.rows[0].cells):
        return None
    heads = [re.sub(r"\s", "", cell) for cell in block.rows[0].cells]
    when = next((at for at, head in enumerate(heads) if _WHEN.match(head)), None)
    what = next((at for at, head in enumerate(heads) if at != when and _WHAT.search(head)), None)
    if when is None or what is None:
        return None
    cells = [row.cells[when] for row in block.rows[1:] if when < len(row.cells)]
    timed = sum(stage_end(cell, 2000) is not None for cell in cells)
    return (when, what) if timed >= MOST * len(cells) else None


def scheduled(context: Context, block: Block) -> Iterator[tuple[Piece, str, When]]:
    """Each row with what is done in it and the last day or month of its time."""
    found = schedule_columns(block)
    if found is None:
        return
    year = context.section(block.index).year
    for row in range(1, len(block.rows)):
        cells = cell_pieces(context, block, row)
        if max(found) >= len(cells):
            continue
        when = stage_end(cells[found[0]].text, year)
        if when and cells[found[1]].text:
            yield cells[found[1]], cells[found[1]].text, when


def stage_end(cell: str, year: int | None) -> When | None:
    """The end of a time as a cell or bracket tells it: of its months, or its one date."""
    bare = re.sub(r"\s", "", cell)
    if months := find_range(bare, year):
        return When(months[1], bare, 0, len(bare))
    when = next(find_dates(bare, year), None)
    return replace(when, text=bare) if when else None
