"""Where one acts on an alert."""

from __future__ import annotations

from django.urls import reverse

from jiedui.plans.models import Programme
from jiedui.progress.queries import ToldAlert


def link_of(programme: Programme, one: ToldAlert) -> str:
    """The page of what the alert speaks of."""
    code = programme.code
    if one.kind.key in {"behind", "out_of_reach"}:
        return reverse("console:target", args=[code, one.alert.subject])
    if one.kind.key == "rule":
        return reverse("console:rule", args=[code, one.alert.subject])
    if one.kind.key == "overdue":
        return reverse("console:plan", args=[code]) + "#tasks"
    if one.kind.key == "dispute":
        return reverse("console:entry", args=[code, one.subject.entry_id])
    return reverse("console:safeguards" if one.kind.key == "hold" else "console:cockpit", args=[code])
