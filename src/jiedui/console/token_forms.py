"""Asking for a service token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.services.tokens import LONGEST_DAYS


class TokenForm(forms.Form):
    """What it is for, what it may do, and for how long."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("For example: nightly import from the finance system"),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=TokenScope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("Good for (days)"), min_value=1, max_value=LONGEST_DAYS, initial=90)
