"""Fields of the ledger's filters: units and workstreams in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.fields import LabelChoice
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Workstream


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
