"""Questions that figures raise by their look: one file for each way to look odd."""

from __future__ import annotations

from jiedui.progress.plausibility import (
    benford,
    copied_months,
    last_days,
    outliers,
    round_numbers,
    shared_vouchers,
)
from jiedui.progress.plausibility.acts import Act, acts_of
from jiedui.progress.plausibility.base import Doubt, PlausibilityCheck

CHECKS: dict[str, PlausibilityCheck] = {
    module.CHECK.key: module.CHECK
    for module in (copied_months, last_days, round_numbers, benford, shared_vouchers, outliers)
}

__all__ = ["CHECKS", "Act", "Doubt", "PlausibilityCheck", "acts_of"]
