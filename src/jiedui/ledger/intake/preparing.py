"""From a table to columns of checked values: what each row would record, and what is wrong with which cell."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import repeat
from json.encoder import encode_basestring
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.ledger.intake import typed
from jiedui.ledger.intake.cells import each_once, line, lines, read_column, reader_of
from jiedui.ledger.intake.choices import Choices
from jiedui.ledger.intake.columns import KEY, SheetColumn, sheet_columns
from jiedui.ledger.intake.mapping import Mapping, Taken
from jiedui.ledger.intake.tables import Table
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.validation import MESSAGES

KEY_LENGTH = 60
Told = Callable[[int], None]


@dataclass(slots=True)
class Prepared:
    """Columns as long as the table has rows. A row named in ``wrong`` cannot be recorded as it is.

    ``columns`` has ids for parties (``assists``: tuples of them) and typed values for fields; ``dumped`` the kind's own
    fields as JSON values, ``details`` all of them as JSON text. ``problems`` are (row, field, what is wrong).
    """

    kind: AnyKind
    table: Table
    mapping: Mapping
    choices: Choices
    columns: dict[str, list[Any]] = field(default_factory=dict)
    dumped: dict[str, list[Any]] = field(default_factory=dict)
    details: list[str] = field(default_factory=list)
    numbers: dict[str, list[str | None]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    fingerprints: list[str] = field(default_factory=list)
    problems: list[tuple[int, str, Invalid]] = field(default_factory=list)
    warnings: list[tuple[int, str, Invalid]] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.table.rows

    def refuse(self, row: int, name: str, error: Invalid) -> None:
        """Note what is wrong with a cell."""
        self.problems.append((row, name, error))
        self.wrong.add(row)

    def column_at(self, name: str) -> int | None:
        """In which column of the table the field stands, if in one."""
        taken = self.mapping.fields.get(name)
        return taken.column if taken else None


def prepare(
    kind: AnyKind, table: Table, mapping: Mapping, choices: Choices, *, told: Told = lambda _: None
) -> Prepared:
    """Read every cell, validate every value; ``told`` hears the percentage done."""
    made = Prepared(kind, table, mapping, choices)
    columns = sheet_columns(kind.key)
    for at, column in enumerate(columns):
        _take(made, column)
        told(60 * (at + 1) // len(columns))
    if typed.compares_fields(kind.key):
        _validate_rows(made)
    _dump(made)
    told(75)
    _keys(made)
    return made


def _take(made: Prepared, column: SheetColumn) -> None:
    """One column: read, find what is missing, validate."""
    raw = _raw(made, made.mapping.fields.get(column.name))
    values = read_column(raw, _reader(made, column))
    kinds = set(map(type, values))
    if (type(None) in kinds and column.required) or any(issubclass(kind, Invalid) for kind in kinds):
        values = _without_wrong(made, column, values)
    made.columns[column.name] = values if column.spec is None else _validated(made, column.name, values)


def _without_wrong(made: Prepared, column: SheetColumn, values: list[Any]) -> list[Any]:
    """Note what could not be read or is missing; it stands as nothing."""
    for row, value in enumerate(values):
        if isinstance(value, Invalid):
            made.refuse(row, column.name, value)
        elif column.required and value is None:
            made.refuse(row, column.name, Invalid(MESSAGES["missing"]))
    return [None if isinstance(value, Invalid) else value for value in values]


def _raw(made: Prepared, taken: Taken | None) -> Sequence[Any]:
    if taken is None or taken.column is None:
        return [taken.constant if taken else None] * made.rows
    if taken.column >= len(made.table.columns):
        return [None] * made.rows
    return made.table.columns[taken.column]


def _reader(made: Prepared, column: SheetColumn) -> Callable[[Any], Any]:
    taken = made.mapping.fields.get(column.name) or Taken()
    if column.spec is not None:
        return reader_of(column.spec, scale=taken.factor, values=taken.values)
    choices = made.choices

    def called(said: Any) -> Any:
        """A unit's own words for units and workstreams, if it has any."""
        return taken.values.get(said, said) if isinstance(said, str) else said

    readers: dict[str, Callable[[Any], Any]] = {
        "giver": lambda said: choices.unit(called(said)).pk,
        "receiver": lambda said: choices.unit(called(said)).pk,
        "workstream": lambda said: choices.workstream(line(called(said))).pk,
        "project": lambda said: choices.project(called(said)).pk,
        "assists": lambda said: tuple(
            dict.fromkeys(choices.unit(part).pk for part in _several(called(said)))
        ),
    }
    return readers[column.name]


def _several(said: Any) -> tuple[Any, ...]:
    """Several units in one cell."""
    if isinstance(said, list | tuple):
        return tuple(said)
    return (said,) if isinstance(said, int | float) else lines(said)


def _validated(made: Prepared, name: str, values: list[Any]) -> list[Any]:
    """Each value that occurs, as the field's type makes it; what the type refuses stands as nothing."""
    distinct = [value for value in dict.fromkeys(values) if value is not None]
    right, problems = typed.validated(made.kind.key, name, distinct)
    if problems:
        wrong = {distinct[at]: error for at, error in problems}
        for row, value in enumerate(values):
            if value in wrong:
                made.refuse(row, name, wrong[value])
    if len(distinct) == len(values):
        return right
    known = {None: None, **dict(zip(distinct, right, strict=True))}
    return list(map(known.__getitem__, values))


def _validate_rows(made: Prepared) -> None:
    """Let the kind's model compare the fields of each row."""
    names = tuple(made.kind.detail.model_fields)
    for row in range(made.rows):
        if row in made.wrong:
            continue
        given = {name: value for name in names if (value := made.columns[name][row]) is not None}
        full, problems = typed.detail_problems(made.kind, given)
        for name, error in problems:
            made.refuse(row, name, error)
        for name, value in full.items():
            made.columns[name][row] = value


def _dump(made: Prepared) -> None:
    """The kind's own fields as JSON, what is not given by its default."""
    encoded = []
    for name, info in made.kind.detail.model_fields.items():
        values = made.columns[name]
        if not info.is_required():
            default = info.get_default(call_default_factory=True)
            values = [default if value is None else value for value in values]
        made.columns[name] = values
        made.dumped[name] = each_once(values, partial(_dumped, made.kind.key, name))
        encoded.append(each_once(made.dumped[name], _encoded))
    pattern = ", ".join(f"{json.dumps(name)}: %s" for name in made.dumped)
    whole = f"{{{pattern}}}"
    made.details = list(map(whole.__mod__, zip(*encoded, strict=True))) if encoded else ["{}"] * made.rows


def _dumped(kind_key: str, name: str, values: list[Any]) -> list[Any]:
    """As JSON values. What was refused stands as nothing; its row is not recorded anyway."""
    known = iter(typed.dumped(kind_key, name, [value for value in values if value is not None]))
    return [None if value is None else next(known) for value in values]


def _encoded(values: list[Any]) -> list[str]:
    """As JSON text, letters as they are: escaped they take three times the room."""
    if all(map(str.__instancecheck__, values)):
        return list(map(encode_basestring, values))
    return [json.dumps(value, ensure_ascii=False) for value in values]


def _keys(made: Prepared) -> None:
    """Fingerprint and key of every row; a key that stands twice is refused."""
    made.fingerprints = list(map(_digest, zip(*_canonical(made), strict=True)))
    own = [_key(value) for value in _raw(made, made.mapping.fields.get(KEY))]
    if made.table.mark is not None:
        own = [key or f"r{number}" for key, number in zip(own, made.table.numbers, strict=True)]
    first: dict[str, int] = {}
    for row, key in enumerate(own):
        if key and first.setdefault(key, row) != row:
            message = _("The row number %(key)s stands here a second time; it is in row %(first)d, too.")
            made.refuse(row, KEY, Invalid(message, key=key, first=made.table.numbers[first[key]]))
    made.keys = (
        own if all(own) else [key or other for key, other in zip(own, _natural_keys(made), strict=True)]
    )


def _key(value: Any) -> str:
    text = line(value) if value not in (None, "") else ""
    return text if len(text) <= KEY_LENGTH else hashlib.sha256(text.encode()).hexdigest()[:32]


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _canonical(made: Prepared) -> list[list[str]]:
    """Every column as text, so that equal content has equal text."""
    columns = made.columns
    said = ("giver", "receiver", "workstream", "assists", "project", "title", "occurred_on", "persons")
    own = [each_once(columns[name], _texts) for name in said if name in columns]
    made.numbers = {
        name: each_once(columns[name], _plain_numbers) for name in ("amount", "quantity") if name in columns
    }
    numbers = [[value or "" for value in values] for values in made.numbers.values()]
    units = [[value or "" for value in columns["quantity_unit"]]] if "quantity_unit" in columns else []
    return [*own, *numbers, *units, made.details]


def _texts(values: list[Any]) -> list[str]:
    return list(map(str, values))


def _plain_numbers(values: list[Any]) -> list[str | None]:
    return [None if value is None else plain(value) for value in values]


def _natural_keys(made: Prepared) -> list[str]:
    """What tells a row without a number from others, and how often it stood before.

    The paper it stands on; where there is none, the sides, the day, the title and the figure.
    """
    columns = made.columns
    parts = [*made.kind.identity, *made.kind.lines[:1]] if made.kind.identity else []
    papers = zip(*(columns[name] for name in parts), strict=True) if parts else repeat(())
    acts = zip(columns["receiver"], columns["occurred_on"], columns["title"], figures(made), strict=True)
    seen: dict[str, int] = {}
    keys = []
    for giver, act, paper in zip(columns["giver"], acts, papers, strict=False):
        said = _digest([str(giver), *map(str, paper if paper and all(paper) else act)])
        seen[said] = count = seen.get(said, 0) + 1
        keys.append(said if count == 1 else f"{said}:{count}")
    return keys


FIGURES = ("amount", "persons", "quantity")


def figures(made: Prepared) -> list[str]:
    """The figure of each row that says most, as one text; nothing where it has none."""
    said = {**made.columns, **made.numbers}
    columns = [said[name] for name in FIGURES if name in said]
    if len(columns) == 1 or (columns and None not in columns[0]):
        return ["" if value is None else str(value) for value in columns[0]]
    return [figure(*values) for values in zip(*columns, strict=True)] if columns else [""] * made.rows


def figure(*values: Any) -> str:
    """The first that is there, as :func:`figures` says it."""
    value = next((value for value in values if value is not None), None)
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)
