"""Setting up a project and changing what is written of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from jiedui.kernel import audit
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import InvalidMany
from jiedui.plans.models import Programme
from jiedui.projects.content import ProjectContent, problems
from jiedui.projects.models import Project, ProjectBudget
from jiedui.projects.services.access import (
    locked,
    may_create,
    may_edit,
    refuse_unless,
    require_open,
)


@transaction.atomic
def create_project(
    *, actor: Any, programme: Programme, content: ProjectContent, synthetic: bool = False
) -> Project:
    """Put a project into the reserve. ``actor`` None is the system, which loads programme packs.

    Raises NotAllowed where the person neither leads the workstream nor acts for all givers, InvalidMany with the
    address of each field: a number that is taken, units of the wrong side, words outside the programme's scope.
    """
    if found := problems(content, programme):
        raise InvalidMany(found)
    allowed = may_create(actor, programme, content.workstream, list(content.givers))
    refuse_unless(allowed, actor)
    project = Project.objects.create(programme=programme, synthetic=synthetic, **content.columns())
    project.givers.set(content.givers)
    _write_budget(project, content)
    audit.record(actor=actor, action="project.create", subject=project, number=project.number)
    return project


@transaction.atomic
def update_project(*, actor: Any, project: Project, content: ProjectContent) -> Project:
    """Replace what is written of the project; ``content`` is complete, as for creating.

    A giver may not give the project away: whom it belongs to is changed by the workstream's lead or the office.
    Raises NotAllowed, HandedOver, InvalidMany.
    """
    project = locked(project)
    refuse_unless(may_edit(actor, project), actor)
    require_open(project)
    if found := problems(content, project.programme, project):
        raise InvalidMany(found)
    moved = project.workstream != content.workstream or set(project.givers.all()) != set(content.givers)
    if moved:
        own = may_create(actor, project.programme, content.workstream, list(content.givers))
        refuse_unless(own, actor)
    before = _noted(project)
    for name, value in content.columns().items():
        setattr(project, name, value)
    project.save(update_fields=list(content.columns()))
    project.givers.set(content.givers)
    project.budget.all().delete()
    _write_budget(project, content)
    changes = audit.changes(before, _noted(project))
    audit.record(actor=actor, action="project.update", subject=project, changes=changes)
    return project


def _write_budget(project: Project, content: ProjectContent) -> None:
    ProjectBudget.objects.bulk_create(
        ProjectBudget(
            project=project,
            source=line.source,
            amount=line.amount,
            document_number=line.document_number.strip(),
        )
        for line in content.budget
    )


NOTED = (
    "number",
    "name",
    "name_en",
    "workstream",
    "receiver",
    "implementer",
    "type",
    "nature",
    "content",
    "planned_start",
    "planned_end",
    "households",
    "persons",
)


def _noted(project: Project) -> dict[str, Any]:
    """What the audit log keeps of the project before and after."""
    givers = list(project.givers.order_by("path"))
    budget = [
        f"{line.source} {plain(line.amount)} {line.document_number}".rstrip()
        for line in ProjectBudget.objects.filter(project=project)
    ]
    return {**audit.snapshot(project, NOTED), "givers": givers, "budget": budget}
