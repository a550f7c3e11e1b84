"""Who may score a unit as what."""

from __future__ import annotations

from typing import Any

from jiedui.accounts.policies import Action, allows, allows_about
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.progress.scorecards.enums import Assessor
from jiedui.progress.scorecards.queries import is_appointed

ABOUT = {Assessor.CROSS: Action.CROSS_SCORE, Assessor.THIRD: Action.THIRD_SCORE}


def may_assess(user: Any, programme: Programme, unit: OrgUnit, kind: Assessor) -> bool:
    """Whether the person may write this kind of assessment of the unit."""
    if kind == Assessor.OFFICE:
        return allows(user, Action.JUDGE_SCORE)
    if kind == Assessor.SELF:
        whole = unit.pk == programme.giver_id
        return allows(user, Action.SCORE_PROGRAMME if whole else Action.SELF_SCORE, unit=unit)
    action = ABOUT[kind]
    if allows_about(user, action, unit=unit):
        return True
    return allows_about(user, action, unit=unit, appointed=True) and is_appointed(user, programme, unit, kind)
