"""Task lists in tables: one task a row, columns told by their headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jiedui.documents import dates
from jiedui.documents.actors import split_names
from jiedui.documents.blocks import Block
from jiedui.documents.clauses import Piece, cell_pieces, clauses, sentences
from jiedui.documents.extractors.project_tables import project_columns
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.gist import MAX_TEXT, main_clause
from jiedui.documents.persons import names_person, without_persons
from jiedui.documents.screening import in_scope
from jiedui.documents.structure import Context
from jiedui.documents.workstreams import of_title, of_words

_COLUMNS = (
    ("lead_office", r"牵头(?:处室|科室)"),
    ("support_office", r"(?:配合|责任|协办)(?:处室|科室)"),
    ("lead", r"牵头|主办|主责"),
    ("support", r"配合|协办|协同|参与|参加"),
    ("responsible", r"责任|承办|落实单位|实施单位"),
    ("deadline", r"(?:完成|时间|时限|期限|进度).{0,4}$"),
    ("measure", r"措施|内容|举措|工作要求|具体任务|目标任务"),
    ("task", r"任务|事项|项目名称|工作名称|重点工作|项目"),
    ("number", r"序号|编号"),
    ("category", r"^(?:类别|类型|领域|板块|专项|方面|(?:项目|任务|工作|协作|帮扶|重点)(?:类别|类型|领域))$"),
)
_DUTIES = ("lead", "responsible", "support")


def columns(header: tuple[str, ...]) -> dict[str, int]:
    """Which column holds what, by the header's words; empty where the table is no task list."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        words = re.sub(r"\s", "", cell)
        role = next(
            (role for role, pattern in _COLUMNS if re.search(pattern, words) and role not in found), None
        )
        if role and len(words) <= 14:
            found[role] = at
    tasked = "task" in found or "measure" in found
    if not tasked or not any(role in found for role in _DUTIES) or project_columns(header):
        return {}
    return found


@dataclass
class Columns:
    """The columns of the task list being read; a table that goes on after a page break has no header."""

    found: dict[str, int] = field(default_factory=dict)
    width: int = 0
    above: dict[str, str] = field(default_factory=dict)


def table_tasks(context: Context, block: Block, known: Columns) -> Iterator[Fact]:
    """The tasks of a table; nothing where no header names a task and a unit."""
    if len(block.rows[0].cells) != known.width:
        known.found = {}
    for row in range(len(block.rows)):
        if header := columns(block.rows[row].cells):
            known.found, known.width, known.above = header, len(block.rows[row].cells), {}
        elif known.found and (fact := _row_task(context, cell_pieces(context, block, row), known)):
            yield fact


def _row_task(context: Context, cells: list[Piece], known: Columns) -> Fact | None:
    found, above = known.found, known.above
    texts = row_texts(cells, found, above)
    told = _quote(cells, found)
    if told is None or not any(texts.get(role) for role in _DUTIES) or not in_scope(context, told):
        return None
    fields: dict[str, Any] = {
        "workstream": of_category(texts) or context.workstream(told.sentence.block.index, told.text),
        "text": _text(cells, found)[:MAX_TEXT],
        **_duties(cells, found, texts),
        "deadline": dates.deadline(
            texts.get("deadline", ""), context.section(told.sentence.block.index).year
        ),
        "table_row": True,
    }
    number = texts.get("number", "")
    if number.isdigit():
        fields["number"] = int(number)
    if dates.ONGOING.search(texts.get("deadline", "")) and fields["deadline"] != "持续推进":
        fields["deadline_note"] = texts["deadline"].rstrip("。")
    return told.fact(FactKind.TASK, fields, confidence=0.95)


def row_texts(cells: list[Piece], found: dict[str, int], above: dict[str, str]) -> dict[str, str]:
    """The cells of a row by role. A cell merged downward is blank below: the units of the row ``above`` answer for it.

    Who supports may be left open, who leads may not: a lead is carried alone, support only with it.
    """
    texts = {role: cells[at].text if at < len(cells) else "" for role, at in found.items()}
    blank = not any(texts.get(role) for role in _DUTIES)
    leading = "lead" if "lead" in found else "responsible"
    carried = {leading} if texts.get(leading) == "" else set()
    for role in (*_DUTIES, "category"):
        if not texts.get(role) and (blank or role in carried or role == "category"):
            texts[role] = above.get(role, "")
        above[role] = texts.get(role, "")
    return texts


def of_category(texts: dict[str, str]) -> str | None:
    """The field of work that the first column of a list of tasks names."""
    category = texts.get("category", "")
    return of_title(category) or of_words(category)


def _quote(cells: list[Piece], found: dict[str, int]) -> Piece | None:
    """The words that name the task: the short task cell, else the first clause of the measure."""
    task, measure = (
        cells[found[role]] if role in found and found[role] < len(cells) else None
        for role in ("task", "measure")
    )
    numbered = "number" in found and task is not None and 3 < len(task.text) <= 60
    if numbered and task is not None:
        return task.strip()
    for cell in (measure, task):
        if cell is not None and len(cell.text) > 3:
            first = clauses(cell)[0]
            preamble = re.match(r"按照|根据|为(?!.{1,8}选派)", first.text)
            return main_clause(cell) if preamble or names_person(first.text) else first.strip()
    return None


def _text(cells: list[Piece], found: dict[str, int]) -> str:
    for role in ("measure", "task"):
        if role in found and found[role] < len(cells) and len(cells[found[role]].text) > 3:
            cell = cells[found[role]]
            every = [part.text for sentence in sentences(cell) for part in clauses(sentence)]
            parts = [part for part in every if not names_person(part)] or [without_persons(every[0])]
            text = parts[0]
            if len(parts) > 1 and len(text) + len(parts[1]) < MAX_TEXT:
                text = f"{text}，{parts[1]}"
            return text
    return ""


def _duties(cells: list[Piece], found: dict[str, int], texts: dict[str, str]) -> dict[str, list[str]]:
    names = {role: _names(cells, found, role) or split_names(texts.get(role, "")) for role in _DUTIES}
    lead, responsible, support = (names[role] for role in _DUTIES)
    if not lead:
        lead, responsible = responsible, []
    elif responsible:
        support = list(dict.fromkeys([*responsible, *support]))
    offices = {role: _names(cells, found, role) for role in ("lead_office", "support_office")}
    return {"lead": lead, "responsible": responsible, "support": support, **offices}


def _names(cells: list[Piece], found: dict[str, int], role: str) -> list[str]:
    """The names in a cell, where a line break or blank separates them too."""
    if role not in found or found[role] >= len(cells):
        return []
    source = re.sub(
        r"(?<=[\u4e00-\u9fff）])\s+(?=[\u4e00-\u9fff])", "、", cells[found[role]].sentence.block.text
    )
    return split_names(source)
