"""Forms of a grievance: filed and followed by anybody, answered by the office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.safeguards.enums import GrievanceAbout
from jiedui.safeguards.services.grievances import LONGEST

LARGEST_NUMBER = 2**62


class GrievanceForm(forms.Form):
    """What happened; nothing about the person who says so."""

    about = forms.ChoiceField(label=_("What is it about?"))
    regarding = forms.CharField(
        label=_("Which workshop, project, school, office …?"),
        max_length=200,
        required=False,
        help_text=_("The name of a place or an organisation, if you know it."),
    )
    text = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "In any language. Where, when, how often; what you want to be done. You need not say who you are: leave "
            "out names, identity numbers and telephone numbers, your own too."
        ),
    )
    entry = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput
    )
    # People do not see it; programs that fill in every form do.
    website = forms.CharField(required=False, label=_("Leave this empty"))

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["about"].choices = [("", _("choose …")), *GrievanceAbout.choices]  # type: ignore[attr-defined]

    def clean_website(self) -> str:
        """Refuse what only a program would fill in, and say so: a person whose browser did it can take it out."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty."))
        return ""


class CodeForm(forms.Form):
    """The code that opens a grievance."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("16 letters and digits, as in 7K2M-9QXA-3TRD-WB46."),
    )


class WordsForm(forms.Form):
    """Something said about a grievance."""

    def __init__(self, data: Any = None, *, label: Any = "", help_text: Any = "") -> None:
        super().__init__(data)
        self.fields["text"] = forms.CharField(
            label=label, help_text=help_text, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
        )
