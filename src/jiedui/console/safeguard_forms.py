"""Forms of a hold: raised, lifted."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.fields import DayField
from jiedui.safeguards.enums import HoldOn, RedFlag


class RaiseForm(forms.Form):
    """On what, for which of the eleven signs, and why."""

    on = forms.ChoiceField(label=_("On what"), choices=[("", _("choose …")), *HoldOn.choices])
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Of the organisation. No person's name.")
    )
    flag = forms.ChoiceField(
        label=_("Sign of forced labour seen"), choices=[("", _("choose …")), *RedFlag.choices]
    )
    reason = forms.CharField(
        label=_("What was seen"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What, where, when, who told it. No names of workers."),
    )


class LiftForm(forms.Form):
    """Why, and by which check."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was mended, and how you know."),
    )
    checked_on = DayField(label=_("Day of the independent check"), help_text=_("Since the hold was raised."))
    checked_by = forms.CharField(
        label=_("Checked by"), max_length=200, help_text=_("Neither the employer nor the recruiter.")
    )
