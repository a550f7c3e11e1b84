"""Entries as rows of text, for CSV: derived from each kind, and readable again without loss."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jiedui.kernel.canonical import plain
from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import Use
from jiedui.ledger.kinds.fields import COMMON, FieldSpec, Shape, fields_of
from jiedui.ledger.models import Entry
from jiedui.ledger.schemas import content_of

HEAD = ("id", "programme", "workstream", "kind", "state", "giver", "giver_name", "receiver", "receiver_name")
PROJECT = ("project", "project_number", "project_name")
TAIL = ("assists", "currency", "synthetic", "reverses", "sequence", "hash", "evidence_files", "confirmation")
# A cell that begins with one of these is a formula to a spreadsheet; an apostrophe in front makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def columns(kind: str | None = None) -> tuple[str, ...]:
    """The names of the columns: those of every entry, and of the kind's own fields. Raises UnknownKind."""
    own = tuple(COMMON) if kind is None else tuple(spec.name for spec in fields_of(kind))
    return (*HEAD, *_project(kind), *own, *TAIL)


def _project(kind: str | None) -> tuple[str, ...]:
    """The columns of the project, unless the kind never names one."""
    return () if kind is not None and kinds.get(kind).project is Use.UNUSED else PROJECT


def row(entry: Entry, kind: str | None = None) -> dict[str, str]:
    """One entry as text, by column. ``entry`` should come from :func:`jiedui.ledger.queries.for_export`."""
    return {name: guard(_text(_value(entry, name))) for name in columns(kind)}


def csv_lines(entries: Iterable[Entry], kind: str | None = None) -> Iterator[str]:
    """The lines of the file, header first; the first begins with a byte order mark, for spreadsheets."""
    names = columns(kind)
    yield "\ufeff" + _line(names)
    for entry in entries:
        yield _line(row(entry, kind).values())


def read_row(kind: str, cells: Mapping[str, str]) -> dict[str, Any]:
    """The content an exported row stands for, as the input model of the kind dumps it."""
    specs = fields_of(kind)
    values = {spec.name: _parsed(spec, unguard(cells[spec.name])) for spec in specs}
    own = {spec.name: values[spec.name] for spec in specs if not spec.in_detail}
    detail = {spec.name: values[spec.name] for spec in specs if spec.in_detail}
    record = {
        **{name: value for name, value in own.items() if value is not None},
        "detail": {name: value for name, value in detail.items() if value is not None},
        "giver": int(cells["giver"]),
        "receiver": int(cells["receiver"]),
        "workstream": cells["workstream"],
        "assists": [int(pk) for pk in cells["assists"].split()],
        **({"project": int(cells["project"])} if cells.get("project") else {}),
    }
    return content_of(kinds.get(kind), record)


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def unguard(text: str) -> str:
    """What :func:`guard` was given."""
    return text.removeprefix("'")


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _value(entry: Entry, name: str) -> Any:
    special: dict[str, Any] = {
        "programme": lambda: entry.programme.code,
        "workstream": lambda: entry.workstream.key,
        "giver": lambda: entry.giver_id,
        "giver_name": lambda: entry.giver.name,
        "receiver": lambda: entry.receiver_id,
        "receiver_name": lambda: entry.receiver.name,
        "project": lambda: entry.project_id,
        "project_number": lambda: entry.project.number if entry.project else "",
        "project_name": lambda: entry.project.name if entry.project else "",
        "reverses": lambda: entry.reverses_id,
        "assists": lambda: " ".join(str(assist.unit_id) for assist in entry.assists.all()),
        "evidence_files": lambda: len(entry.evidence.all()),
        "confirmation": lambda: next((c.verdict for c in reversed(entry.confirmations.all())), ""),
    }
    if name in special:
        return special[name]()
    return entry.detail[name] if name in entry.detail else getattr(entry, name, None)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "\n".join(value) if isinstance(value, list) else str(value)


def _parsed(spec: FieldSpec, text: str) -> Any:
    if text == "":
        return None
    if spec.shape is Shape.FLAG:
        return text == "true"
    return text.split("\n") if spec.shape is Shape.LINES else text
