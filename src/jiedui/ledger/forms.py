"""The form of each kind, derived from its description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import InvalidMany
from jiedui.ledger import kinds
from jiedui.ledger.fields import DayField, LinesField, MoneyField, NumberField, WholeNumberField
from jiedui.ledger.kinds.base import AnyKind, Hint, Text, Use
from jiedui.ledger.kinds.fields import FieldSpec, Shape, fields_of, words
from jiedui.ledger.models import Entry
from jiedui.ledger.validation import validate
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Workstream
from jiedui.projects.models import Project

if TYPE_CHECKING:
    OneUnit = forms.ModelChoiceField[OrgUnit]
    ManyUnits = forms.ModelMultipleChoiceField[OrgUnit]
    OneProject = forms.ModelChoiceField[Project]
else:
    OneUnit = forms.ModelChoiceField
    ManyUnits = forms.ModelMultipleChoiceField
    OneProject = forms.ModelChoiceField


class UnitField(OneUnit):
    """One unit, called by its name in the reader's language."""

    def label_from_instance(self, obj: OrgUnit) -> str:
        """The unit's label."""
        return obj.label


class UnitsField(ManyUnits):
    """Several units, called by their names in the reader's language."""

    def label_from_instance(self, obj: OrgUnit) -> str:
        """The unit's label."""
        return obj.label


class ProjectField(OneProject):
    """One project, called by its number and its name in the reader's language."""

    def label_from_instance(self, obj: Project) -> str:
        """Number and name."""
        return f"{obj.number} {obj.label}"


NO_CHOICE = {True: _("choose …"), False: _("— none —")}
FIRST = ("title", "occurred_on", "giver", "receiver", "workstream", "project")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form under one heading: its fields, each with the hints that may stand under it."""

    heading: Text
    rows: list[tuple[forms.BoundField, list[Hint]]]
    help: Text = ""
    counts: bool = False


class EntryForm(forms.Form):
    """Base of all kinds' forms. The units to choose from are given by the caller, who knows the person.

    Without ``workstreams`` the kind's own is used; without ``assistants`` none can be named; ``projects`` are
    offered where the kind may name one.
    """

    kind: AnyKind

    def __init__(
        self,
        *args: Any,
        givers: QuerySet[OrgUnit],
        receivers: QuerySet[OrgUnit],
        workstreams: QuerySet[Workstream] | None = None,
        assistants: QuerySet[OrgUnit] | None = None,
        projects: QuerySet[Project] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"] = UnitField(givers, **self._said("giver"))
        self.fields["receiver"] = UnitField(receivers, **self._said("receiver"))
        if workstreams is not None:
            self.fields["workstream"] = forms.ModelChoiceField(
                workstreams, to_field_name="key", initial=self.kind.workstream, **self._said("workstream")
            )
        if projects is not None and self.kind.project is not Use.UNUSED:
            required = self.kind.project is Use.REQUIRED
            self.fields["project"] = ProjectField(
                projects, required=required, empty_label=NO_CHOICE[required], **self._said("project")
            )
        if assistants is not None:
            self.fields["assists"] = UnitsField(assistants, required=False, **self._said("assists"))
        self.order_fields([*(name for name in FIRST if name in self.fields), *self._later(FIRST)])

    def _said(self, name: str) -> dict[str, Any]:
        said = words(self.kind, name)
        return {"label": said.label, "help_text": said.help}

    @property
    def parts(self) -> list[Part]:
        """The fields under their headings, those that nothing else is said of first; who assisted stands apart."""
        sections = {name for section in self.kind.sections for name in section.fields}
        own = [name for name in self.kind.detail.model_fields if name not in sections]
        given = [name for name in self.fields if name not in {*sections, *own, "assists"}]
        found = [Part(_("The act"), self._rows(given)), Part(_("Particulars"), self._rows(own))]
        found += [Part(s.heading, self._rows(s.fields), s.help, s.counts) for s in self.kind.sections]
        return [part for part in found if part.rows]

    def _rows(self, fields: Iterable[str]) -> list[tuple[forms.BoundField, list[Hint]]]:
        hints = self.kind.hints
        return [(self[name], [h for h in hints if h.field == name]) for name in fields if name in self.fields]

    def _later(self, first: Sequence[str]) -> list[str]:
        return [name for name in self.fields if name not in first]

    def clean(self) -> dict[str, Any]:
        """Let the kind's own model have the last word, beside the field it speaks of."""
        super().clean()
        if not self.errors:
            try:
                validate(self.kind, self.entry_data())
            except InvalidMany as error:
                for problem in error.errors:
                    self._say(problem.address, problem.words)
        return self.cleaned_data

    def _say(self, address: str, message: str) -> None:
        name = next((part for part in address.split(".") if part in self.fields), None)
        self.add_error(name, message)

    def entry_data(self) -> dict[str, Any]:
        """What the form says, as the ledger's services take it. Call after is_valid()."""
        specs = fields_of(self.kind.key)
        given = {spec.name: self.cleaned_data[spec.name] for spec in specs if self._says(spec)}
        detail = {spec.name: given.pop(spec.name) for spec in specs if spec.in_detail and spec.name in given}
        workstream, project = (self.cleaned_data.get(name) for name in ("workstream", "project"))
        return {
            **given,
            "detail": detail,
            "giver": self.cleaned_data["giver"].pk,
            "receiver": self.cleaned_data["receiver"].pk,
            "assists": sorted(unit.pk for unit in self.cleaned_data.get("assists") or ()),
            **({"workstream": workstream.key} if workstream else {}),
            **({"project": project.pk} if project else {}),
        }

    def _says(self, spec: FieldSpec) -> bool:
        """Whether the field holds something; an empty optional one leaves the kind's default."""
        value = self.cleaned_data.get(spec.name)
        return value not in (None, "", [])

    @classmethod
    def initial_of(cls, entry: Entry) -> dict[str, Any]:
        """What stands in the form when an entry is changed."""
        detail = cls.kind.read(entry).model_dump()
        own = {name: getattr(entry, name) for name in cls.base_fields if hasattr(entry, name)}
        return {
            **own,
            **detail,
            "giver": entry.giver_id,
            "receiver": entry.receiver_id,
            "workstream": entry.workstream.key,
            "project": entry.project_id,
            "assists": [assist.unit_id for assist in entry.assists.all()],
        }


@cache
def entry_form(kind: str) -> type[EntryForm]:
    """The form class of a kind. Raises UnknownKind."""
    found = kinds.get(kind)
    fields: Mapping[str, Any] = {spec.name: field_for(spec) for spec in fields_of(kind)}
    return type(f"{found.class_name}Form", (EntryForm,), {"kind": found, **fields})


def field_for(spec: FieldSpec) -> forms.Field:
    """The form field in which somebody types a value of this shape."""
    common: dict[str, Any] = {
        "label": spec.label,
        "help_text": spec.help,
        "required": spec.required,
        "initial": spec.default,
    }
    if spec.shape is Shape.CHOICE:
        return forms.ChoiceField(choices=_choices(spec), **common)
    if spec.shape is Shape.FLAG:
        return forms.BooleanField(**common)
    if spec.shape is Shape.LINE:
        return forms.CharField(max_length=spec.max_length, **common)
    if spec.shape is Shape.PARAGRAPH:
        return forms.CharField(max_length=spec.max_length, widget=forms.Textarea(attrs={"rows": 3}), **common)
    typed: dict[Shape, type[forms.CharField]] = {
        Shape.LINES: LinesField,
        Shape.DATE: DayField,
        Shape.INTEGER: WholeNumberField,
        Shape.DECIMAL: NumberField,
        Shape.MONEY: MoneyField,
    }
    return typed[spec.shape](**common)


def _choices(spec: FieldSpec) -> list[tuple[str, Any]]:
    """The choices; an empty one in front unless the kind has a default."""
    choices = list(spec.choices.choices) if spec.choices else []
    if spec.default is not None:
        return choices
    return [("", _("choose …") if spec.required else spec.empty or _("— none —")), *choices]
