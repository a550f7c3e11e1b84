"""Forms of a target: revised, divided, changed as a part; each says what orders it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.fields import DayField, MoneyField, NumberField
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Comparator, Course
from jiedui.plans.models import Target
from jiedui.plans.services import Order

MONEY = "元"


class OrderForm(forms.Form):
    """What orders the change: a document, or the reason of an edit by the office."""

    title = forms.CharField(
        label=_("Document or edit"),
        max_length=200,
        help_text=_("The title of the document, or what this edit is."),
    )
    doc_number = forms.CharField(label=_("Document number"), max_length=80, required=False)
    issued_on = DayField(
        label=_("Issued on"), required=False, help_text=_("For example 2019-07-03 or 2019.7.3.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where no document number is given."),
    )

    def __init__(self, *args: Any, trial: bool = False, **kwargs: Any) -> None:
        """``trial``: the change is only tried out, so nothing needs to order it yet."""
        self.trial = trial
        super().__init__(*args, **kwargs)
        self.fields["title"].required = not trial
        self.order_fields([*(name for name in self.fields if name not in ORDER), *ORDER])

    @property
    def order(self) -> Order:
        """What was said. Call after is_valid()."""
        return Order(**{name: self.cleaned_data[name] for name in ORDER})

    def clean(self) -> dict[str, Any]:
        """A change without a document needs its reason."""
        cleaned = super().clean() or self.cleaned_data
        if not self.trial and not cleaned.get("doc_number") and not cleaned.get("reason"):
            self.add_error("reason", _("Say what changes the plan: the document's number or the reason."))
        return cleaned


ORDER = ("title", "doc_number", "issued_on", "reason")


class RevisionForm(OrderForm):
    """Another value for a whole target."""

    comparator = forms.ChoiceField(label=_("Held against it as"), choices=Comparator.choices)
    parts = forms.ChoiceField(
        label=_("Its parts"),
        choices=[
            ("scale", _("share the new target as they shared the old one")),
            ("keep", _("keep their figures; the difference is shown until they are edited")),
        ],
        widget=forms.RadioSelect,
        initial="scale",
    )
    note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *args: Any, target: Target, has_parts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(target, _("New target"))
        if not has_parts:
            self.fields.pop("parts")
        self.order_fields(["value", "comparator", "parts", "note", *ORDER])


class CourseForm(forms.Form):
    """How the targets of an indicator are expected to fill."""

    course = forms.ChoiceField(
        label=_("Where no milestones say so, its targets fill"),
        choices=Course.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "As last year went: the share of last year's total that stood on the same day is expected. "
            "It counts for every target of this indicator."
        ),
    )


class PartForm(OrderForm):
    """Another value for a part, and what changes with it."""

    change = forms.ChoiceField(
        label=_("What changes with it"),
        choices=[
            ("rest", _("the other parts: the whole stays as it is")),
            ("whole", _("the whole: the other parts stay as they are")),
        ],
        widget=forms.RadioSelect,
        initial="rest",
    )

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(target, _("New figure"))
        self.order_fields(["value", "change", *ORDER])


class SplitForm(OrderForm):
    """Over which units and months, and by what."""

    weights = forms.ChoiceField(
        label=_("Divide over the units"),
        choices=[
            ("equal", _("equally")),
            ("history", _("as their last targets were")),
            ("shares", _("by the shares typed beside each")),
        ],
        widget=forms.RadioSelect,
        initial="equal",
    )
    months = forms.ChoiceField(
        label=_("Divide over the months"),
        choices=[("", _("not over months")), ("equal", _("equally")), ("days", _("by their days"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    def __init__(self, *args: Any, units: Sequence[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(units)
        for unit in self.units:
            box = forms.BooleanField(label=unit.label, required=False)
            box.widget.attrs["class"] = "form-check-input"
            self.fields[f"unit_{unit.pk}"] = box
            share = NumberField(label=_("Share"), required=False)
            share.widget.attrs |= {"aria-label": unit.label, "class": "form-control form-control-sm"}
            self.fields[f"share_{unit.pk}"] = share
        self.order_fields(["weights", "months", *ORDER])

    @property
    def rows(self) -> list[tuple[OrgUnit, forms.BoundField, forms.BoundField]]:
        """Each unit with its box and the field of its share."""
        return [(unit, self[f"unit_{unit.pk}"], self[f"share_{unit.pk}"]) for unit in self.units]

    @property
    def head(self) -> list[forms.BoundField]:
        """How it is divided."""
        return [self["weights"], self["months"]]

    @property
    def said(self) -> list[forms.BoundField]:
        """What orders it."""
        return [self[name] for name in ORDER]

    @property
    def chosen(self) -> list[OrgUnit]:
        """The units that were ticked."""
        return [unit for unit in self.units if self.cleaned_data.get(f"unit_{unit.pk}")]

    @property
    def division(self) -> dict[str, Any]:
        """How to divide, as the services take it. Call after is_valid()."""
        by, months = self.cleaned_data["weights"], self.cleaned_data["months"]
        shares = {unit: self.cleaned_data[f"share_{unit.pk}"] for unit in self.chosen}
        return {
            "units": self.chosen,
            "weights": shares if by == "shares" else by,
            "months": bool(months),
            "month_weights": months or "equal",
        }

    def clean(self) -> dict[str, Any]:
        """With shares, each unit that is ticked has one."""
        cleaned = super().clean()
        if cleaned.get("weights") == "shares":
            for unit in self.chosen:
                if cleaned.get(f"share_{unit.pk}") is None and f"share_{unit.pk}" not in self.errors:
                    self.add_error(f"share_{unit.pk}", _("Give a share, or leave the unit out."))
        return cleaned


def value_field(target: Target, label: Any) -> forms.Field:
    """The figure of a target, in the indicator's unit; yuan may be typed as 1.2亿."""
    unit = target.indicator.unit
    if unit == MONEY:
        return MoneyField(label=label, help_text=_("In yuan, for example 12,000.50, 35万 or 1.2亿."))
    return NumberField(label=label, help_text=_("In %(unit)s.") % {"unit": unit})
