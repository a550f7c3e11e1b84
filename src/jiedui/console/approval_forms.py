"""Forms of the approvals that amounts ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.ledger import kinds
from jiedui.ledger.fields import MoneyField
from jiedui.ledger.kinds.base import Use
from jiedui.plans.models import ApprovalBand
from jiedui.plans.services.approvals import APPROVERS, MOST_APPROVERS

TURNS = (_("First to approve"), _("Then"), _("Then"))
ROLES = [(role.value, role.label) for role in APPROVERS]


class ApproversForm(forms.Form):
    """Who approves, one after the other."""

    def __init__(self, data: Any = None, *, band: ApprovalBand | None = None) -> None:
        super().__init__(data)
        given = band.approvers if band else []
        for turn, label in enumerate(TURNS[:MOST_APPROVERS]):
            first = turn == 0
            nobody = ("", _("choose …") if first else _("nobody more"))
            self.fields[f"turn{turn}"] = forms.ChoiceField(
                label=label,
                required=first,
                choices=[nobody, *ROLES],
                initial=given[turn] if turn < len(given) else "",
            )

    @property
    def approvers(self) -> list[str]:
        """The roles chosen, in their turn."""
        chosen = (self.cleaned_data[f"turn{turn}"] for turn in range(MOST_APPROVERS))
        return [role for role in chosen if role]


class BandForm(ApproversForm):
    """From which amount on, of which kind, and who approves."""

    field_order = ["kind", "at_least"]

    kind = forms.ChoiceField(
        label=_("Kind of help"),
        required=False,
        help_text=_("A threshold of one kind goes before those of any kind."),
    )
    at_least = MoneyField(label=_("From this amount on (yuan)"), help_text=_("For example 50万 or 500,000."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        money = [(kind.key, kind.label) for kind in kinds.all_kinds() if kind.amount != Use.UNUSED]
        self.fields["kind"].choices = [("", _("any kind with money")), *money]  # type: ignore[attr-defined]
        self.order_fields(["kind", "at_least"])
