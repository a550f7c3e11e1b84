"""The part of a proposal's form that speaks of the ledger: which indicator, and the draft's own particulars."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.documents.models import Proposal
from jiedui.kernel.canonical import plain
from jiedui.ledger.forms import field_for
from jiedui.ledger.kinds.fields import fields_of
from jiedui.plans.models import Indicator

PREFIX = "entry-"
GIVEN = frozenset({"amount", "persons"})
"""The figure itself: what the ledger lacks, reckoned anew when the document is accepted."""


def indicator_field(proposal: Proposal) -> forms.ChoiceField:
    """The programme's indicators that count something, by field of work."""
    programme = proposal.fact.document.programme
    rows = Indicator.objects.filter(workstream__programme=programme, as_stated=False).exclude(kind="")
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows.select_related("workstream"):
        groups.setdefault(row.workstream.label, []).append((str(row.pk), f"{row.label} ({row.unit})"))
    return forms.ChoiceField(
        label=_("Indicator that counts it"),
        required=False,
        choices=[("", _("none")), *groups.items()],
        help_text=_("It is remembered for the next document."),
    )


def entry_fields(proposal: Proposal) -> dict[str, forms.Field]:
    """The fields of the entry that would be drafted, none required: what is missing is said on the card."""
    plan = proposal.plan.get("values", {})
    entry = plan.get("entry")
    if not entry:
        return {}
    known = {**entry, **entry["detail"]}
    fields: dict[str, forms.Field] = {}
    for spec in fields_of(plan["kind"]):
        if spec.name not in GIVEN:
            field = field_for(spec)
            field.required = False
            field.initial = known.get(spec.name, field.initial)
            fields[f"{PREFIX}{spec.name}"] = field
    return fields


def entry_changes(form: Any) -> dict[str, Any]:
    """What was typed into the entry's fields, as JSON keeps it; None for what was emptied."""
    return {
        name.removeprefix(PREFIX): _json(form.cleaned_data.get(name))
        for name in form.entry_fields
        if name in form.changed_data
    }


def _json(value: Any) -> Any:
    if value in ("", []):
        return None
    if hasattr(value, "as_tuple"):
        return plain(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
