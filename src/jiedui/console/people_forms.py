"""Forms of the people screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.organisations.resolver import resolve

ROLES = [("", _("any role")), *Role.choices]
STATES = [("", _("open and closed")), ("open", _("may sign in")), ("closed", _("account closed"))]


class PeopleFilter(forms.Form):
    """Whom to list."""

    q = forms.CharField(label=_("Name or unit"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=ROLES)
    state = forms.ChoiceField(label=_("Account"), required=False, choices=STATES)


class RoleForm(forms.Form):
    """A role in a unit, by any of the unit's names."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.CharField(
        label=_("Unit"),
        max_length=120,
        help_text=_("Any of its names. The role reaches over everything under it."),
    )

    def clean_unit(self) -> Any:
        """The one unit that is meant; otherwise an error that says which it may be."""
        text = self.cleaned_data["unit"]
        found = resolve(text)
        if found.unit is None:
            offered = ", ".join(candidate.name for candidate in found.candidates) or "–"
            message = _("The unit “%(unit)s” cannot be told. Perhaps: %(offered)s.")
            raise forms.ValidationError(message, params={"unit": text, "offered": offered})
        return found.unit


class PersonForm(forms.Form):
    """What is shown of somebody."""

    display_name = forms.CharField(
        label=_("Name shown"),
        max_length=80,
        required=False,
        help_text=_("A name or a post, for example: clerk of the finance bureau."),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("For links to reset the password, and reminders.")
    )


class NewPersonForm(PersonForm, RoleForm):
    """An account with its first role; the password is made up and shown once."""

    username = forms.CharField(label=_("User name"), max_length=150)
    field_order = ("username", "display_name", "email", "role", "unit")
