"""Who may act on which project, and the locked row every act works on."""

from __future__ import annotations

from typing import Any

from jiedui.accounts.policies import Action, allows
from jiedui.kernel.errors import NotAllowed
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Workstream
from jiedui.projects.enums import Stage
from jiedui.projects.errors import HandedOver
from jiedui.projects.models import Project

# None is the system itself: the command line loads packs without a person.


def may_lead(actor: Any, programme: Programme, workstream: Workstream) -> bool:
    """Whether the person leads the workstream the project belongs to, or is the office."""
    return allows(actor, Action.LEAD_PROJECT, unit=workstream.lead or programme.giver)


def may_edit(actor: Any, project: Project) -> bool:
    """Whether the person may change the project: office, its workstream's lead, one of its givers."""
    if may_lead(actor, project.programme, project.workstream):
        return True
    return any(allows(actor, Action.EDIT_PROJECT, unit=unit) for unit in project.givers.all())


def may_report(actor: Any, project: Project) -> bool:
    """Whether the person may say how far the project has come: who may edit it, and those on the spot."""
    return may_edit(actor, project) or allows(actor, Action.REPORT_PROGRESS, unit=project.receiver)


def may_create(actor: Any, programme: Programme, workstream: Workstream, givers: list[OrgUnit]) -> bool:
    """Whether the person may set up a project: of the workstream they lead, or wholly of their own units."""
    if may_lead(actor, programme, workstream):
        return True
    return bool(givers) and all(allows(actor, Action.EDIT_PROJECT, unit=unit) for unit in givers)


def refuse_unless(allowed: bool, actor: Any) -> None:
    """Raise NotAllowed for a person who is not allowed."""
    if actor is not None and not allowed:
        raise NotAllowed


def locked(project: Project) -> Project:
    """The project as it is now, locked until the transaction ends."""
    rows = Project.objects.select_for_update(of=("self",))
    return rows.select_related("programme__giver", "workstream__lead", "receiver").get(pk=project.pk)


def require_open(project: Project) -> None:
    """Raise HandedOver once the project belongs to the other side."""
    if project.stage == Stage.HANDED_OVER:
        raise HandedOver
