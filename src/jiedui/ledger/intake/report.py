"""What a check found, for screens, the API and the command line; stored with the import as JSON.

Messages are kept untranslated with their parameters and are said in the language of whoever reads them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from jiedui.kernel.errors import Invalid

MOST_KEPT = 1000
"""So many errors, warnings, differences and duplicates are kept each; all are counted."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that is wrong with a cell, and what to do. ``cell`` is such as ``C5``, or a row's number."""

    sheet: str
    cell: str
    row: int
    field: str
    code: str
    template: str
    params: dict[str, str | int] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        text = gettext(self.template)
        return text % self.params if self.params else text

    @property
    def address(self) -> str:
        """Sheet and cell, such as ``采购!C5``."""
        return f"{self.sheet}!{self.cell}" if self.sheet else self.cell


def issue(error: Invalid, *, sheet: str, cell: str, row: int, field: str) -> Issue:
    """A refusal as a stored issue."""
    params = {name: _said(value) for name, value in error.params.items()}
    return Issue(sheet, cell, row, field, error.code, source_text(error.template), params)


def _said(value: Any) -> str | int:
    if isinstance(value, int):  # a message may say %(count)d
        return value
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def source_text(text: str | Promise) -> str:
    """The English source of a message, whatever language is active."""
    with translation.override("en"):
        return str(text)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an altered row: what the ledger has and what the file says, as people read them."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was stored before and now says something else.

    ``applies``: the commit will change the entry. It does not where the entry is submitted or accepted. Of an accepted
    one that still stands ``content`` is what the row says, as the correction of the entry takes it.
    """

    sheet: str
    row: int
    entry: int
    state: str
    applies: bool
    changes: tuple[FieldChange, ...]
    content: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Twin:
    """A row that may be there twice: like entry ``other_entry``, or like row ``other_row`` of the file."""

    row: int
    key: str
    why: str
    says: str
    giver: int
    other_entry: int | None
    other_row: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are of each sort; ``errors`` and ``warnings`` count cells, the rest rows.

    ``changed`` will be written to drafts; ``locked`` are altered rows whose entry is no draft any more;
    ``withdrawn`` were found to be duplicates; ``suspected`` are among the new ones.
    """

    rows: int = 0
    new: int = 0
    unchanged: int = 0
    changed: int = 0
    locked: int = 0
    withdrawn: int = 0
    suspected: int = 0
    errors: int = 0
    warnings: int = 0

    @property
    def changes_nothing(self) -> bool:
        """Whether a commit would write nothing."""
        return not (self.new or self.changed)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. Lists hold the first :data:`MOST_KEPT`; ``counts`` count all.

    ``unread`` are columns of the file that no field takes. ``amount`` is the money of the new rows together,
    ``preview`` what the first rows say in the order of :func:`~jiedui.ledger.intake.columns.sheet_columns`.
    """

    counts: Counts = Counts()
    sheet: str = ""
    errors: tuple[Issue, ...] = ()
    warnings: tuple[Issue, ...] = ()
    changes: tuple[RowChange, ...] = ()
    twins: tuple[Twin, ...] = ()
    unread: tuple[str, ...] = ()
    amount: str = ""
    preview: tuple[tuple[str, ...], ...] = ()

    @property
    def committable(self) -> bool:
        """Whether it can be committed as it is."""
        return not self.counts.errors

    def as_record(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Report:
        """From JSON; the empty record is the empty report."""
        if not record:
            return cls()
        return cls(
            counts=Counts(**record["counts"]),
            sheet=record["sheet"],
            errors=tuple(Issue(**item) for item in record["errors"]),
            warnings=tuple(Issue(**item) for item in record["warnings"]),
            changes=tuple(_change(item) for item in record["changes"]),
            twins=tuple(Twin(**item) for item in record["twins"]),
            unread=tuple(record["unread"]),
            amount=record.get("amount", ""),
            preview=tuple(map(tuple, record.get("preview", ()))),
        )


def _change(item: Mapping[str, Any]) -> RowChange:
    changes = tuple(FieldChange(**change) for change in item["changes"])
    return RowChange(**{**cast("dict[str, Any]", dict(item)), "changes": changes})
