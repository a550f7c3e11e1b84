"""The form of a return schedule: who reports what, how often, until when, and who looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.ledger import kinds
from jiedui.ledger.fields import DayField, LabelChoice
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme
from jiedui.returns.enums import Cadence, DueRule, OnHoliday, Reporters, Reviewer
from jiedui.returns.services import LevelSpec, LineSpec, ScheduleSpec, SectionSpec

SECTIONS = range(1, 6)
LEVELS = range(1, 4)
REVIEWERS = [(value, label) for value, label in Reviewer.choices if value != Reviewer.NAMED]


class LabelsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Several units, in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The label."""
        return str(obj.label)


class ScheduleForm(forms.Form):
    """All that a schedule says."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As it stands on the form, for example 消费扶贫月报.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    workstream = LabelChoice(_("all workstreams"), label=_("Workstream"))
    basis = forms.CharField(
        label=_("Basis"), max_length=300, required=False, help_text=_("The document that asks for it.")
    )
    cadence = forms.ChoiceField(label=_("How often"), choices=Cadence.choices, initial=Cadence.MONTHLY)
    due_rule = forms.ChoiceField(label=_("Due"), choices=DueRule.choices, initial=DueRule.DAY_OF_NEXT_MONTH)
    due_number = forms.IntegerField(
        label=_("Which day (n)"), required=False, min_value=0, max_value=60, initial=5
    )
    due_day = DayField(
        label=_("Fixed day"), required=False, help_text=_("Only for what is due on a fixed day.")
    )
    on_holiday = forms.ChoiceField(
        label=_("If nobody is at work on that day"), choices=OnHoliday.choices, initial=OnHoliday.NEXT
    )
    reporters = forms.ChoiceField(label=_("Who reports"), choices=Reporters.choices, initial=Reporters.GIVERS)
    units = LabelsChoice(None, label=_("Named units"), required=False)
    valid_from = DayField(
        label=_("From"), help_text=_("Periods that end on or after this day are asked for.")
    )
    valid_to = DayField(label=_("Last day"), required=False)
    remind_before = forms.IntegerField(
        label=_("Remind so many working days before"), min_value=0, max_value=20, initial=2
    )
    escalate_after = forms.IntegerField(
        label=_("Tell the level above so many working days after"), min_value=0, max_value=20, initial=3
    )
    lines = forms.MultipleChoiceField(
        label=_("Figures"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The ledger computes them; nobody types them. Headcounts kept as stated are not among them."),
    )  # fmt: skip

    def __init__(self, *args: Any, programme: Programme, spec: ScheduleSpec | None = None, **kw: Any) -> None:
        self.programme, self.spec = programme, spec
        kw.setdefault("initial", _initial(spec) if spec else {"valid_from": programme.starts_on})
        super().__init__(*args, **kw)
        self._rows("workstream", programme.workstreams.all())
        units = OrgUnit.objects.filter(active=True, path__startswith=programme.giver.path)
        units = units.filter(kind__in=[UnitKind.COUNTY, UnitKind.DEPARTMENT, UnitKind.FRONT_OFFICE])
        self._rows("units", units)
        self._measures = _measures(spec)
        self._choices("lines", [*_indicators(programme), *_measure_choices(self._measures)])
        self._add_sections()
        self._add_levels(units)

    def _rows(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _add_sections(self) -> None:
        for number in SECTIONS:
            label = _("Section %(number)s") % {"number": number}
            english = _("Section %(number)s in English") % {"number": number}
            must = _("Section %(number)s must be written") % {"number": number}
            self.fields[f"section{number}"] = forms.CharField(label=label, max_length=80, required=False)
            self.fields[f"section{number}_en"] = forms.CharField(
                label=english, max_length=120, required=False
            )
            self.fields[f"section{number}_required"] = forms.BooleanField(label=must, required=False)

    def _add_levels(self, units: Any) -> None:
        named = [(f"named:{unit.pk}", unit.label) for unit in units.filter(kind=UnitKind.DEPARTMENT)]
        choices = [("", "—"), *REVIEWERS, (_("named units"), named)]
        for number, default in zip(LEVELS, (Reviewer.LEAD, Reviewer.OFFICE, ""), strict=True):
            self.fields[f"level{number}"] = forms.ChoiceField(
                label=_("Level %(number)s of the review") % {"number": number}, choices=choices,
                required=False, initial=default,
            )  # fmt: skip

    def fields_of(self, *names: str) -> list[forms.BoundField]:
        """Some fields, in this order."""
        return [self[name] for name in names]

    @property
    def what(self) -> list[forms.BoundField]:
        """What it is called and where it belongs."""
        return self.fields_of("name", "name_en", "workstream", "basis")

    @property
    def when(self) -> list[forms.BoundField]:
        """How often and until when."""
        return self.fields_of(
            "cadence", "due_rule", "due_number", "due_day", "on_holiday", "valid_from", "valid_to"
        )

    @property
    def who(self) -> list[forms.BoundField]:
        """Who reports."""
        return self.fields_of("reporters", "units")

    @property
    def review(self) -> list[forms.BoundField]:
        """Who looks at it, and when people are told."""
        return self.fields_of(*(f"level{number}" for number in LEVELS), "remind_before", "escalate_after")

    @property
    def sections(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """Each section's heading, its English and whether it must be written."""
        for number in SECTIONS:
            names = (f"section{number}", f"section{number}_en", f"section{number}_required")
            yield number, self.fields_of(*names)

    @property
    def as_spec(self) -> ScheduleSpec:
        """What was said, as the services take it. Call after is_valid()."""
        said = self.cleaned_data
        plain = (
            "name", "name_en", "workstream", "basis", "due_day", "valid_from", "valid_to", "remind_before",
            "escalate_after",
        )  # fmt: skip
        return ScheduleSpec(
            **{name: said[name] for name in plain},
            code=self.spec.code if self.spec else self._code(),
            cadence=Cadence(said["cadence"]),
            due_rule=DueRule(said["due_rule"]),
            due_number=said["due_number"] or 0,
            on_holiday=OnHoliday(said["on_holiday"]),
            reporters=Reporters(said["reporters"]),
            units=list(said["units"]) if said["reporters"] == Reporters.NAMED else [],
            lines=self._lines(),
            sections=[
                SectionSpec(name, said[f"section{n}_en"], said[f"section{n}_required"])
                for n in SECTIONS
                if (name := said[f"section{n}"].strip())
            ],
            levels=[self._level(said[f"level{n}"]) for n in LEVELS if said[f"level{n}"]],
        )

    def _code(self) -> str:
        """A code nobody else has: the workstream and the cadence, numbered where that is taken."""
        workstream = self.cleaned_data["workstream"]
        stem = f"{workstream.key if workstream else 'all'}-{self.cleaned_data['cadence']}".replace("_", "-")
        taken = set(self.programme.return_schedules.values_list("code", flat=True))
        numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
        return next(code for code in (stem, *numbered) if code not in taken)

    def _lines(self) -> list[LineSpec]:
        indicators = Indicator.objects.select_related("workstream").in_bulk(
            [int(value[1:]) for value in self.cleaned_data["lines"] if value.startswith("i")]
        )
        return [
            LineSpec(indicators[int(value[1:])]) if value.startswith("i") else self._measures[value]
            for value in self.cleaned_data["lines"]
        ]

    def _level(self, value: str) -> LevelSpec:
        reviewer, _colon, pk = value.partition(":")
        return LevelSpec(Reviewer(reviewer), OrgUnit.objects.get(pk=pk) if pk else None)


def _initial(spec: ScheduleSpec) -> dict[str, Any]:
    """The form's values for what a schedule says."""
    names = (
        "name", "name_en", "workstream", "basis", "cadence", "due_rule", "due_number", "due_day", "on_holiday",
        "reporters", "valid_from", "valid_to", "remind_before", "escalate_after",
    )  # fmt: skip
    found = {name: getattr(spec, name) for name in names}
    found["units"] = [unit.pk for unit in spec.units]
    measured = _measures(spec)
    keys = {id(line): key for key, line in measured.items()}
    found["lines"] = [f"i{line.indicator.pk}" if line.indicator else keys[id(line)] for line in spec.lines]
    for number, section in enumerate(spec.sections, 1):
        found |= {
            f"section{number}": section.name,
            f"section{number}_en": section.name_en,
            f"section{number}_required": section.required,
        }
    for number in LEVELS:
        found[f"level{number}"] = _level_value(spec, number)
    return found


def _level_value(spec: ScheduleSpec, number: int) -> str:
    if number > len(spec.levels):
        return ""
    level = spec.levels[number - 1]
    return f"named:{level.unit.pk}" if level.unit else str(level.reviewer.value)


def _indicators(programme: Programme) -> list[tuple[str, str]]:
    """The programme's indicators by workstream; headcounts kept as stated are asked of nobody."""
    rows = Indicator.objects.filter(workstream__programme=programme, as_stated=False)
    ordered = rows.select_related("workstream").order_by("workstream__order", "order", "pk")
    return [(f"i{row.pk}", f"{row.workstream.label} · {row.label}") for row in ordered]


def _measures(spec: ScheduleSpec | None) -> dict[str, LineSpec]:
    """Every measure of every kind as a line, and the lines a schedule has already, by the value of their box."""
    found = {
        f"m{kind.key}.{measure.key}": LineSpec(
            kind=kind.key, measure=measure.key, name=f"{kind.label}：{measure.label}", measured_in=str(measure.unit),
        )
        for kind in kinds.all_kinds()
        for measure in kind.measures
    }  # fmt: skip
    own = [line for line in (spec.lines if spec else ()) if line.indicator is None]
    for number, line in enumerate(own):
        key = f"m{line.kind}.{line.measure}"
        found[f"{key}.{number}" if line.filter else key] = line
    return found


def _measure_choices(measures: dict[str, LineSpec]) -> list[tuple[str, str]]:
    return [(key, line.name) for key, line in measures.items()]
