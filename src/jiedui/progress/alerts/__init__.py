"""What somebody can and should act on now: one file for each reason."""

from __future__ import annotations

from jiedui.progress.alerts.base import AlertKind, Facts, Found
from jiedui.progress.alerts.disputes import DISPUTE
from jiedui.progress.alerts.duties import OVERDUE
from jiedui.progress.alerts.holds import HOLD
from jiedui.progress.alerts.rules import RULE
from jiedui.progress.alerts.targets import BEHIND, OUT_OF_REACH

KINDS: dict[str, AlertKind] = {
    kind.key: kind for kind in (OUT_OF_REACH, BEHIND, OVERDUE, DISPUTE, RULE, HOLD)
}

__all__ = ["KINDS", "AlertKind", "Facts", "Found"]
