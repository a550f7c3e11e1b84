"""Fields of the ledger's filters: units and workstreams in the reader's language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Workstream


class LabelChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Something with a ``label`` in the reader's language; empty is ``nothing``."""

    def __init__(self, nothing: str | Promise, **options: Any) -> None:
        super().__init__(None, required=False, empty_label=nothing, **options)  # type: ignore[arg-type]

    def label_from_instance(self, obj: Any) -> str:
        """The label."""
        return str(obj.label)


def unit_choice(nothing: str | Promise) -> LabelChoice:
    """A unit, named in the address by its id."""
    field = LabelChoice(nothing)
    field.queryset = OrgUnit.objects.none()
    return field


def workstream_choice() -> LabelChoice:
    """A workstream, named in the address by its key."""
    field = LabelChoice(_("all workstreams"), to_field_name="key")
    field.queryset = Workstream.objects.none()
    return field
