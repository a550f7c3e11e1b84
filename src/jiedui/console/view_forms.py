"""The form that keeps a view: its name, and whom it is shared with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.warehouse.services.saving import shareable_roles


class RolesForm(forms.Form):
    """Whom a view is shared with."""

    roles = forms.MultipleChoiceField(
        required=False,
        label=_("Share with"),
        help_text=_("They find the question; each of them sees the figures they may see."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(role.value, Role(role).label) for role in shareable_roles(user)]


class ViewForm(RolesForm):
    """A new view. ``query`` is the address of the pivot."""

    name = forms.CharField(max_length=80, label=_("Name"))
    query = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("name", "roles", "query")
