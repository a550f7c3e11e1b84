"""The columns of a kind's sheet: its fields and its parties, in the order of the form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import Text, Use
from jiedui.ledger.kinds.fields import FieldSpec, Shape, fields_of, words

KEY = "key"
PARTIES = ("giver", "receiver", "workstream", "project", "assists")
OPTIONAL = ("workstream", "assists")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: a field of the kind (``spec``) or a party (no ``spec``)."""

    name: str
    label: Text
    help: Text
    required: bool
    spec: FieldSpec | None = None

    @property
    def shape(self) -> Shape | None:
        """The shape of a field; None for a party."""
        return self.spec.shape if self.spec else None


@cache
def sheet_columns(kind_key: str) -> tuple[SheetColumn, ...]:
    """Every column of the kind's sheet, without the row's own number. Raises UnknownKind."""
    kind = kinds.get(kind_key)
    fields = [
        SheetColumn(spec.name, spec.label, spec.help, spec.required, spec) for spec in fields_of(kind_key)
    ]
    first = [column for column in fields if column.name in ("title", "occurred_on")]
    rest = [column for column in fields if column not in first]
    parties = [
        _party(kind_key, name) for name in PARTIES if name != "project" or kind.project is not Use.UNUSED
    ]
    main = [party for party in parties if party.name in ("giver", "receiver")]
    return (*first, *main, *rest, *(party for party in parties if party not in main))


def _party(kind_key: str, name: str) -> SheetColumn:
    kind = kinds.get(kind_key)
    said = words(kind, name)
    required = kind.project is Use.REQUIRED if name == "project" else name not in OPTIONAL
    help = HELP.get(name, said.help) if not said.help else said.help
    return SheetColumn(name, said.label, help, required)


HELP: dict[str, Text] = {
    "giver": _("Choose one of your own units."),
    "receiver": _("Choose from the list; the units paired with you stand first."),
    "workstream": _("Leave empty for the usual one."),
    "assists": _("Units that helped, with ; between them."),
}


def column_of(kind_key: str, name: str) -> SheetColumn:
    """One column by the name of its field. Raises KeyError."""
    return {column.name: column for column in sheet_columns(kind_key)}[name]
