"""The forms of projects: what is written of one, its steps, its progress, its milestones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.uploads import ACCEPT, ACCEPT_PICTURES
from jiedui.ledger.fields import DayField, LabelChoice, MoneyField, WholeNumberField
from jiedui.ledger.forms import UnitField, UnitsField
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.projects.content import BudgetLine, ProjectContent
from jiedui.projects.enums import ProjectNature, ProjectType, Source, Stage
from jiedui.projects.models import Project

DAY_HELP = _("For example 2019-07-03 or 2019.7.3.")


class ProjectForm(forms.Form):
    """What is written of a project. The units to choose from are given by the caller, who knows the person."""

    number = forms.CharField(max_length=40, label=_("Project number"), help_text=_("As in the project list."))
    name = forms.CharField(max_length=200, label=_("Name"))
    name_en = forms.CharField(max_length=200, required=False, label=_("Name in English"))
    type = forms.ChoiceField(choices=[("", _("choose …")), *ProjectType.choices], label=_("What it is for"))
    nature = forms.ChoiceField(choices=ProjectNature.choices, label=_("Nature"))
    implementer = forms.CharField(
        max_length=120,
        required=False,
        label=_("Implementing unit"),
        help_text=_("An organisation, no person's name."),
    )
    content = forms.CharField(
        max_length=4000,
        required=False,
        label=_("What is built or done"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    planned_start = DayField(required=False, label=_("Planned start"), help_text=DAY_HELP)
    planned_end = DayField(required=False, label=_("Planned end"), help_text=DAY_HELP)
    households = WholeNumberField(
        required=False, label=_("Households reached"), help_text=_("A count; nobody is named.")
    )
    persons = WholeNumberField(
        required=False, label=_("Persons reached"), help_text=_("A count; nobody is named.")
    )

    def __init__(
        self,
        *args: Any,
        programme: Programme,
        givers: QuerySet[OrgUnit],
        receivers: QuerySet[OrgUnit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = LabelChoice(_("choose …"), to_field_name="key", label=_("Workstream"))
        field.queryset, field.required = programme.workstreams.all(), True
        self.fields["workstream"] = field
        boxes = forms.CheckboxSelectMultiple()
        self.fields["givers"] = UnitsField(givers, label=_("Givers"), widget=boxes)
        self.fields["receiver"] = UnitField(receivers, label=_("Receiver"), empty_label=_("choose …"))
        self.order_fields(["number", "name", "name_en", "workstream", "givers", "receiver", "type", "nature"])

    def content_with(self, budget: Iterable[BudgetLine]) -> ProjectContent:
        """What the form says, with the lines of the budget. Call after is_valid()."""
        said = dict(self.cleaned_data)
        givers = list(said.pop("givers"))
        return ProjectContent(givers=givers, budget=list(budget), **said)

    @classmethod
    def initial_of(cls, project: Project) -> dict[str, Any]:
        """What stands in the form when a project is changed."""
        own = {name: getattr(project, name) for name in cls.base_fields}
        return {
            **own,
            "workstream": project.workstream.key,
            "givers": [unit.pk for unit in project.givers.all()],
            "receiver": project.receiver_id,
        }


class BudgetLineForm(forms.Form):
    """One line of the budget; a line without an amount is left out."""

    source = forms.ChoiceField(choices=Source.choices, label=_("Source"))
    amount = MoneyField(required=False, label=_("Amount (yuan)"))
    document_number = forms.CharField(max_length=120, required=False, label=_("Allocation document"))


BudgetForms = forms.formset_factory(BudgetLineForm, extra=0, max_num=40, validate_max=True)


def budget_initial(project: Project | None) -> list[dict[str, Any]]:
    """The lines there are, an empty one for every source without one, and one more."""
    lines: list[dict[str, Any]] = [
        {"source": line.source, "amount": line.amount, "document_number": line.document_number}
        for line in (project.budget.all() if project else ())
    ]
    used = {line["source"] for line in lines}
    unused = [{"source": source} for source in Source.values if source not in used]
    return [*lines, *unused, {"source": Source.DISTRICT.value}]


def budget_lines(formset: Any) -> list[BudgetLine]:
    """The lines that have an amount. Call after is_valid()."""
    said = [form.cleaned_data for form in formset]
    return [
        BudgetLine(line["source"], line["amount"], line["document_number"])
        for line in said
        if line.get("amount") is not None
    ]


class StageForm(forms.Form):
    """The next step of a project."""

    stage = forms.ChoiceField(label=_("Comes to"))
    day = DayField(label=_("Day"), help_text=DAY_HELP)
    document = forms.CharField(
        max_length=200,
        required=False,
        label=_("Document"),
        help_text=_("What bears it out, by name or number. Handing over needs one."),
    )
    file = forms.FileField(
        required=False, label=_("The document itself"), widget=forms.FileInput(attrs={"accept": ACCEPT})
    )

    def __init__(self, *args: Any, steps: Iterable[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]


class BackForm(forms.Form):
    """Why the step noted last is taken back."""

    reason = forms.CharField(
        max_length=1000, label=_("Why it is taken back"), widget=forms.Textarea(attrs={"rows": 2})
    )


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files at once, as a list."""

    widget = SeveralFiles(attrs={"accept": ACCEPT_PICTURES})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file that was sent."""
        return [super(PicturesField, self).clean(file, initial) for file in data or []]


class ProgressForm(forms.Form):
    """How far the works have come."""

    day = DayField(label=_("Seen on"), help_text=DAY_HELP)
    progress = WholeNumberField(
        label=_("Physical progress (%)"),
        help_text=_("By eye, from 0 to 100. What was paid has no part in it."),
    )
    text = forms.CharField(
        max_length=2000, label=_("What stands, what comes next"), widget=forms.Textarea(attrs={"rows": 3})
    )
    pictures = PicturesField(
        required=False,
        label=_("Photographs"),
        help_text=_("PNG, JPEG or WebP. Place and device are taken out. No faces of pupils or patients."),
    )


class MilestoneForm(forms.Form):
    """Something that is to be done by a day."""

    text = forms.CharField(max_length=200, label=_("What is to be done"))
    due_on = DayField(label=_("Due on"), help_text=DAY_HELP)
    progress = WholeNumberField(required=False, label=_("Physical progress by then (%)"))


class ReachedForm(forms.Form):
    """The day a milestone was reached."""

    day = DayField(label=_("Reached on"))
