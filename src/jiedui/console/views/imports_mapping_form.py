"""The form in which somebody says which column of their own layout is which field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from jiedui.ledger.intake.cells import choice_names, line
from jiedui.ledger.intake.choices import Choices
from jiedui.ledger.intake.columns import KEY, SheetColumn, sheet_columns
from jiedui.ledger.intake.mapping import Mapping, Taken
from jiedui.ledger.intake.tables import Table, column_letters
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.kinds.fields import Shape
from jiedui.organisations.unit_names import normalize

SAMPLES = 3
MOST_VALUES = 30
LISTED = frozenset({"giver", "receiver", "workstream", "project"})
SCALED = frozenset({Shape.MONEY, Shape.DECIMAL})


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the ledger on the page: its column, its constant, and what its values mean."""

    label: str
    required: bool
    samples: str
    column: forms.BoundField
    constant: forms.BoundField | None
    scale: forms.BoundField | None
    values: list[tuple[str, forms.BoundField]] = field(default_factory=list)


class MappingForm(forms.Form):
    """For each field a column of the file or a constant; for choices, what the file's own words mean."""

    def __init__(
        self, data: Any = None, *, kind: AnyKind, table: Table, choices: Choices, suggested: Mapping
    ) -> None:
        super().__init__(data, auto_id="map_%s")
        self.kind, self.table, self.choices, self.suggested = kind, table, choices, suggested
        self.columns = sheet_columns(kind.key)
        self.texts: dict[str, list[str]] = {}
        for column in self.columns:
            self._add(column)
        self.fields[f"column-{KEY}"] = self._which(KEY, _("Row's own number"))

    def _add(self, column: SheetColumn) -> None:
        said = self.suggested.fields.get(column.name, Taken())
        self.fields[f"column-{column.name}"] = self._which(column.name, str(column.label))
        self.fields[f"constant-{column.name}"] = self._constant(column, said.constant)
        if column.shape in SCALED:
            units = [
                ("1", _("as it stands")),
                ("1000", _("thousands (千)")),
                ("10000", _("ten thousands (万)")),
            ]
            units.append(("100000000", _("hundred millions (亿)")))
            self.fields[f"scale-{column.name}"] = forms.ChoiceField(
                choices=units, initial=said.scale, required=False, label=_("Unit of the numbers")
            )
        if column.shape is Shape.CHOICE:
            self._add_values(column, said)

    def _which(self, name: str, label: str) -> forms.ChoiceField:
        """The columns of the file to choose from."""
        heads = [
            (str(index), f"{column_letters(index)}  {text}".strip())
            for index, text in enumerate(self.table.header)
        ]
        said = self.suggested.fields.get(name, Taken())
        initial = "" if said.column is None else str(said.column)
        return forms.ChoiceField(choices=[("", "—"), *heads], required=False, label=label, initial=initial)

    def _constant(self, column: SheetColumn, initial: str) -> forms.Field:
        options: list[tuple[str, Any]] = []
        if column.name in LISTED:
            options = [(option.label, option.label) for option in self.choices.options(column.name)]
        elif column.spec and column.spec.choices:
            options = list(column.spec.choices.choices)
        if options:
            return forms.ChoiceField(
                choices=[("", "—"), *options], required=False, label=str(column.label), initial=initial
            )
        return forms.CharField(required=False, max_length=200, label=str(column.label), initial=initial)

    def _add_values(self, column: SheetColumn, said: Taken) -> None:
        """A choice for each word of the column that is no choice of ours."""
        chosen = self._chosen(column.name)
        if chosen is None or column.spec is None or column.spec.choices is None:
            return
        known, options = choice_names(column.spec), [("", "—"), *column.spec.choices.choices]
        words = [text for text in self._distinct(chosen) if normalize(text) not in known][:MOST_VALUES]
        self.texts[column.name] = words
        for number, text in enumerate(words):
            self.fields[f"value-{column.name}-{number}"] = forms.ChoiceField(
                choices=options, label=text, initial=said.values.get(text, ""),
                error_messages={"required": _("Say what “%(text)s” means.") % {"text": text}},
            )  # fmt: skip

    def _chosen(self, name: str) -> int | None:
        """The column chosen now, or suggested as long as nothing was sent."""
        if not self.is_bound:
            return self.suggested.fields.get(name, Taken()).column
        sent = str(self.data.get(f"column-{name}", ""))
        return int(sent) if sent.isdecimal() and int(sent) < len(self.table.columns) else None

    def _distinct(self, index: int) -> list[str]:
        texts = (line(value) for value in self.table.columns[index] if value not in (None, ""))
        return list(dict.fromkeys(text for text in texts if text))

    def clean(self) -> dict[str, Any]:
        """Each required field needs a column or a constant; no column is used for two fields."""
        super().clean()
        used: dict[str, str] = {}
        for column in self.columns:
            chosen = self.cleaned_data.get(f"column-{column.name}", "")
            if column.required and not chosen and not self.cleaned_data.get(f"constant-{column.name}"):
                self.add_error(f"column-{column.name}", _("Choose a column, or one value for every row."))
            if chosen and chosen in used:
                message = _("This column is “%(field)s” already.") % {"field": used[chosen]}
                self.add_error(f"column-{column.name}", message)
            used[chosen] = str(column.label)
        return self.cleaned_data

    def mapping(self) -> Mapping:
        """What was said. Call after is_valid()."""
        names = [*(column.name for column in self.columns), KEY]
        taken = {name: found for name in names if (found := self._taken(name)) is not None}
        return Mapping(taken, self.table.sheet, self.suggested.header_row)

    def _taken(self, name: str) -> Taken | None:
        chosen = self.cleaned_data.get(f"column-{name}", "")
        constant = self.cleaned_data.get(f"constant-{name}") or ""
        if not chosen:
            return Taken(constant=constant) if constant else None
        words = self.texts.get(name, [])
        values = {text: self.cleaned_data[f"value-{name}-{number}"] for number, text in enumerate(words)}
        return Taken(int(chosen), self.cleaned_data.get(f"scale-{name}") or "1", values)

    def rows(self) -> Iterator[Row]:
        """The fields in the order of the sheet, the row's own number last."""
        for column in self.columns:
            yield self._row(column.name, str(column.label), column.required)
        yield self._row(KEY, _("Row's own number"), False)

    def _row(self, name: str, label: str, required: bool) -> Row:
        chosen = self._chosen(name)
        samples = [] if chosen is None else self._distinct(chosen)[:SAMPLES]
        bound = {
            part: self[f"{part}-{name}"] for part in ("constant", "scale") if f"{part}-{name}" in self.fields
        }
        values = [(text, self[f"value-{name}-{n}"]) for n, text in enumerate(self.texts.get(name, []))]
        return Row(
            label, required, " · ".join(samples), self[f"column-{name}"], bound.get("constant"),
            bound.get("scale"), values,
        )  # fmt: skip
