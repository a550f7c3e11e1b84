"""Named reads of projects. Every list a person sees begins with :func:`projects_for`."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from jiedui.accounts.enums import Role
from jiedui.accounts.policies import scope_of
from jiedui.kernel.errors import NotFound
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Workstream
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


def projects_among(
    user: Any,
    programme: Programme,
    *,
    workstream: Workstream | None = None,
    giver: OrgUnit | None = None,
    receiver: OrgUnit | None = None,
    stage: str = "",
    q: str = "",
) -> QuerySet[Project]:
    """Of the programme's projects the person may see, those that pass every filter; units stand for their subtrees."""
    found = projects_for(user).filter(programme=programme)
    if giver is not None:
        given = OrgUnit.objects.filter(path__startswith=giver.path, projects_given=OuterRef("pk"))
        found = found.filter(Exists(given))
    if receiver is not None:
        found = found.filter(receiver__path__startswith=receiver.path)
    equal = {"workstream": workstream, "stage": stage}
    found = found.filter(**{name: value for name, value in equal.items() if value})
    # No name holds a NUL, and PostgreSQL does not even compare with one.
    if said := q.replace("\0", "").strip():
        found = found.filter(_says(said))
    return found


def _says(text: str) -> Q:
    """Words of the number, of either name, of who builds it or where."""
    fields = ("number", "name", "name_en", "implementer", "receiver__name", "receiver__name_en")
    said = Q()
    for field in fields:
        said |= Q(**{f"{field}__icontains": text})
    return said


def in_course(projects: QuerySet[Project]) -> QuerySet[Project]:
    """The projects with all that a row shows of them, in a fixed number of queries.

    ``progress`` and ``noted_on`` are those of the latest note.
    """
    notes = ProgressNote.objects.filter(project=OuterRef("pk")).order_by("-day", "-id")
    return projects.prefetch_related("givers", "milestones").annotate(
        progress=Subquery(notes.values("progress")[:1]), noted_on=Subquery(notes.values("day")[:1])
    )


def in_full(projects: QuerySet[Project]) -> QuerySet[Project]:
    """The projects with all that a page or an API answer shows, in a fixed number of queries."""
    return in_course(projects).prefetch_related(
        "budget", "stage_changes__by", "stage_changes__takes_back", "notes__pictures", "notes__by"
    )


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
