"""Figures in tables of tasks: in the words of the task, or in a column of their own (目标值: 80场以上)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiedui.documents.actors import Duties, parse_duties, split_names
from jiedui.documents.blocks import Block
from jiedui.documents.clauses import Piece, cell_pieces
from jiedui.documents.extractors.project_tables import ProjectRow, project_rows
from jiedui.documents.extractors.schedule_tables import schedule_columns
from jiedui.documents.extractors.target_tables import due_column, lead_column
from jiedui.documents.extractors.task_tables import columns, of_category, row_texts
from jiedui.documents.receivers import named_institution
from jiedui.documents.structure import Context
from jiedui.organisations import divisions

_VALUE = re.compile(r"目标值|指标值|目标数|任务数|任务量|数量|年度目标|量化(?:目标|指标|要求)|计划数")
_LONG = 24
"""Cells of a table without known columns are read as prose where they are at least so long."""
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell to be read as prose: who answers for its row, and what the row counts where the cell does not say."""

    piece: Piece
    duties: Duties
    subject: str = ""
    stream: str = ""
    """The field of work that the row names."""
    giver: str = ""
    receiver: str = ""
    """The territories that the row names, where it does."""
    home: str = ""
    """Whom the cells before are about: the receiver of what names none."""


def prose_cells(context: Context, block: Block) -> Iterator[Cell]:
    """The cells of a table of tasks, or of projects, that may hold figures."""
    if projects := list(project_cells(context, block)):
        yield from projects
        return
    roles = columns(block.rows[0].cells) if block.rows else {}
    told = {at for role in ("task", "measure") if (at := roles.get(role)) is not None}
    timed = schedule_columns(block)
    told |= {timed[1]} if timed else set()
    value = _value_column(block) if roles or timed else None
    lead_at, due_at = lead_column(block), due_column(block)
    above: dict[str, str] = {}
    for row in range(1, len(block.rows)):
        cells = cell_pieces(context, block, row)
        texts = row_texts(cells, roles, above)
        duties = _duties(texts if roles else {"lead": _text(cells, lead_at)}, _text(cells, due_at))
        stream = of_category(texts) or ""
        home = _home(context, cells)
        subject = _subject(cells, roles) or (_text(cells, timed[1]) if timed else "")
        for at, piece in enumerate(cells):
            if at == value:
                yield Cell(piece, duties, subject, stream, home=home)
            elif len(piece.text) > (_SHORT if at in told else _LONG):
                yield Cell(piece, duties, stream=stream, home=home)


def project_cells(context: Context, block: Block) -> Iterator[Cell]:
    """The cells of a table of projects that say what each is to build."""
    return (_scale(row) for row in project_rows(context, block) if row.text("content"))


def _scale(row: ProjectRow) -> Cell:
    """What a project is to build: the figures of that column are those of the row's giver and place."""
    giver, receiver = row.text("giver"), row.text("place")
    return Cell(
        row.cells[row.columns["content"]],
        Duties(),
        giver=giver if divisions.find(giver) else "",
        receiver=receiver if divisions.find(receiver) else "",
    )


def _home(context: Context, cells: list[Piece]) -> str:
    """The one receiving place, or the hospital or school, that the name of a task tells: 做好支援某医院工作."""
    name = next((cell.text for cell in cells if 4 <= len(cell.text) <= 40), "")
    places = [place for place in context.parties.mentions(name) if not (place.giving or place.elsewhere)]
    if len(places) != 1:
        return ""
    body = named_institution(name[places[0].end :])
    return places[0].text + body if body else places[0].label


def _value_column(block: Block) -> int | None:
    heads = [re.sub(r"\s", "", cell) for cell in block.rows[0].cells]
    return next((at for at, words in enumerate(heads) if _VALUE.search(words) and len(words) <= 8), None)


def _duties(texts: dict[str, str], due: str) -> Duties:
    lead = texts.get("lead") or texts.get("responsible", "")
    return Duties(
        lead=parse_duties(lead).lead if lead else [],
        support=[name for name in split_names(texts.get("support", "")) if len(name) > 1],
        deadline_text=due,
    )


def _subject(cells: list[Piece], roles: dict[str, int]) -> str:
    """What the row is about: the measure where there is one, else the task."""
    return next(
        (text for role in ("measure", "task") if role in roles and (text := _text(cells, roles[role]))), ""
    )


def _text(cells: list[Piece], at: int | None) -> str:
    return cells[at].text if at is not None and at < len(cells) else ""
