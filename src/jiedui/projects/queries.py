"""Named reads of projects. Every list a person sees begins with :func:`projects_for`."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from jiedui.accounts.enums import Role
from jiedui.accounts.policies import scope_of
from jiedui.kernel.errors import NotFound
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.projects.models import ProgressNote, ProgressPicture, Project, ProjectStageChange

RELATED = ("programme__giver", "workstream__lead", "receiver")


def projects_for(user: Any) -> QuerySet[Project]:
    """The projects a person may see.

    Office and auditors: all. Leads: those of the workstreams their unit leads, and their own subtree's. Givers and
    receivers: those given or received within their subtree.
    """
    scope = scope_of(user)
    projects = Project.objects.select_related(*RELATED)
    if scope.sees_all:
        return projects
    given = OrgUnit.objects.filter(scope.within(""), projects_given=OuterRef("pk"))
    own = Exists(given) | scope.within("receiver")
    return projects.filter(own | scope.within("workstream__lead", Role.LEAD))


def get_project(user: Any, programme: Programme, pk: int | str) -> Project:
    """The project, if it is the programme's and the person may see it. Raises NotFound."""
    try:
        return projects_for(user).get(programme=programme, pk=pk)
    except (Project.DoesNotExist, ValueError, OverflowError):
        raise NotFound from None


def steps_of(project: Project) -> list[ProjectStageChange]:
    """The steps that stand, oldest first: neither taken back nor a taking back."""
    return list(
        ProjectStageChange.objects.filter(project=project, takes_back=None, taken_back_by=None).order_by("id")
    )


def latest_note(project: Project) -> ProgressNote | None:
    """What was said last of how far the project has come; the latest day counts, not the latest writing."""
    return ProgressNote.objects.filter(project=project).order_by("-day", "-id").first()


def get_picture(user: Any, pk: int) -> ProgressPicture:
    """The photograph, if the person may see its project. Raises NotFound."""
    found = ProgressPicture.objects.filter(pk=pk, note__project__in=projects_for(user)).first()
    if found is None:
        raise NotFound
    return found


def get_document(user: Any, pk: int) -> ProjectStageChange:
    """The step with its document, if the person may see its project. Raises NotFound."""
    steps = ProjectStageChange.objects.filter(pk=pk, project__in=projects_for(user))
    found = steps.exclude(sha256="").first()
    if found is None:
        raise NotFound
    return found
