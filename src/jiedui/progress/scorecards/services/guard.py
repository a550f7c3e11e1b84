"""The checks every change of a scorecard makes first."""

from __future__ import annotations

from typing import Any

from jiedui.accounts.policies import Action, require
from jiedui.plans.models import Programme
from jiedui.progress.scorecards.errors import VersionPublished
from jiedui.progress.scorecards.models import ScorecardVersion


def may_edit(actor: Any, programme: Programme) -> None:
    """Raise NotAllowed unless ``actor`` may change scorecards; None is the system itself (the command line)."""
    if actor is not None:
        require(actor, Action.EDIT_SCORECARD, unit=programme.giver)


def draft_of(actor: Any, version: ScorecardVersion) -> ScorecardVersion:
    """The version, held against other changes. Raises NotAllowed, VersionPublished."""
    held = (
        ScorecardVersion.objects.select_for_update(of=("self",))
        .select_related("scorecard__programme__giver")
        .get(pk=version.pk)
    )
    may_edit(actor, held.scorecard.programme)
    if not held.is_draft:
        raise VersionPublished
    return held
