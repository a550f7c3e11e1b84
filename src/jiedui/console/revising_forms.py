"""Forms by which a milestone or a rule gets a new version; each says what orders it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.console.target_forms import ORDER, OrderForm
from jiedui.ledger.fields import DayField, NumberField
from jiedui.plans.enums import Comparator
from jiedui.plans.models import Milestone, Rule

PER_CENT = 100


class MilestoneRevisionForm(OrderForm):
    """Another day, share or wording of a milestone."""

    due_on = DayField(label=_("Due on"))
    share = NumberField(
        label=_("Share due (per cent)"), required=False, help_text=_("Of the year’s target. For example 60.")
    )
    text = forms.CharField(label=_("In words"), max_length=300)
    text_en = forms.CharField(label=_("In English"), max_length=300, required=False)

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        share = None if milestone.share is None else milestone.share * PER_CENT
        kept = {"due_on": milestone.due_on, "text": milestone.text, "text_en": milestone.text_en}
        super().__init__(*args, initial={**kept, "share": share}, **kwargs)
        if milestone.indicator is None:
            self.fields.pop("share")
        self.order_fields(["due_on", "share", "text", "text_en", *ORDER])

    @property
    def said(self) -> dict[str, Any]:
        """The milestone as it shall be. Call after is_valid()."""
        cleaned = self.cleaned_data
        kept = {name: cleaned[name] for name in ("due_on", "text", "text_en")}
        return {**kept, "share": _part(cleaned.get("share"))}


class RuleRevisionForm(OrderForm):
    """Another threshold or wording of a rule."""

    comparator = forms.ChoiceField(label=_("Held against it as"), choices=Comparator.choices)
    text = forms.CharField(label=_("In words"), max_length=300)
    text_en = forms.CharField(label=_("In English"), max_length=300, required=False)

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        self.rule = rule
        threshold = rule.threshold
        if threshold is not None and rule.is_share:
            threshold *= PER_CENT
        kept = {"comparator": rule.comparator, "text": rule.text, "text_en": rule.text_en}
        super().__init__(*args, initial={**kept, "threshold": threshold}, **kwargs)
        label = _("Threshold (per cent)") if rule.is_share else _("Threshold")
        self.fields["threshold"] = NumberField(label=label, required=rule.denominator_id is not None)
        self.order_fields(["comparator", "threshold", "text", "text_en", *ORDER])

    @property
    def said(self) -> dict[str, Any]:
        """The rule as it shall be. Call after is_valid()."""
        cleaned = self.cleaned_data
        threshold = cleaned["threshold"]
        kept = {name: cleaned[name] for name in ("comparator", "text", "text_en")}
        return {**kept, "threshold": _part(threshold) if self.rule.is_share else threshold}


def _part(per_cent: Decimal | None) -> Decimal | None:
    return None if per_cent is None else per_cent / PER_CENT
