"""Forms on the page of a return."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.fields import MoneyField, NumberField
from jiedui.returns.models import ReturnLine

MONEY = "元"


class AdjustForm(forms.Form):
    """The unit's own figure for a line, and why."""

    reason = forms.CharField(
        label=_("Why it differs from the ledger"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The reviewer reads this as a question and decides on it."),
    )

    def __init__(self, data: Any = None, *, line: ReturnLine) -> None:
        initial = {"value": line.adjusted, "reason": line.reason}
        super().__init__(data, auto_id=f"line{line.pk}_%s", initial=initial)
        field = MoneyField if line.measured_in == MONEY else NumberField
        self.fields["value"] = field(label=_("Your figure (%(unit)s)") % {"unit": line.measured_in or "1"})
        if not line.counted:
            self.fields["reason"].label = _("Remark")
            self.fields["reason"].help_text = ""
        self.order_fields(["value", "reason"])


class SaidForm(forms.Form):
    """A few words: a remark, an answer, a reason."""

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(forms.Form):
    """Why; empty where the remarks say it."""

    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
