"""The tabs over the ledger: all entries, and each list in which something waits for this person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.console.views.ledger_filters import WAITING, waiting_lists
from jiedui.ledger.intake.queries import open_duplicates
from jiedui.plans.models import Programme

DUPLICATES = "duplicates"


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: where it leads, and how much waits there (nothing for all entries)."""

    label: str | Promise
    href: str
    count: int | None
    current: bool


def tabs(user: Any, programme: Programme, *, current: str = "") -> list[Tab]:
    """All entries first; lists in which nothing waits are left out, save the one that is open."""
    ledger = reverse("console:ledger", args=[programme.code])
    lists = waiting_lists(user, programme)
    found = [(name, label, f"{ledger}?waiting={name}", lists[name].count()) for name, label in WAITING]
    twins = reverse("console:duplicates", args=[programme.code])
    found.append((DUPLICATES, _("Perhaps twice"), twins, open_duplicates(user, programme).count()))
    waiting = [
        Tab(label, href, count, name == current)
        for name, label, href, count in found
        if count or name == current
    ]
    return [Tab(_("All entries"), ledger, None, not current), *waiting]
