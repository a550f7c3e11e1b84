"""The answer to a question about figures."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.progress.enums import Verdict
from jiedui.progress.services.answering import LONGEST


class AnswerForm(forms.Form):
    """Right or wrong, and why."""

    verdict = forms.ChoiceField(
        label=_("What do you find?"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Why"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In a sentence or two."),
    )
