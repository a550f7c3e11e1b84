"""``/api/projects``: list, read, set up and change projects, take their steps, note their progress."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.api.project_schemas import ProjectOut, present_project
from jiedui.api.repeatable import repeatable
from jiedui.kernel.errors import Invalid, InvalidMany, NotFound
from jiedui.ledger.kinds.values import MaybeLine
from jiedui.ledger.project_figures import ProjectMoney, money_of
from jiedui.ledger.schemas import UnitId
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.queries import get_unit
from jiedui.plans.models import Programme
from jiedui.plans.queries import get_programme, get_workstream
from jiedui.projects import services
from jiedui.projects.content import BudgetLine, ProjectContent
from jiedui.projects.enums import ProjectNature, ProjectType, Source, Stage
from jiedui.projects.models import Project
from jiedui.projects.queries import in_full, projects_among, projects_for

router = Router(auth=scoped(TokenScope.PROJECTS))
LARGEST_PAGE = 200
Money = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


class ProjectFilters(Schema):
    """What the list can be narrowed by. Units stand for everything under them."""

    programme: MaybeLine
    workstream: MaybeLine = ""
    giver: UnitId | None = None
    receiver: UnitId | None = None
    stage: Stage | None = None
    q: MaybeLine = ""
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=LARGEST_PAGE)


class ProjectPage(Schema):
    """One page of the list: ``count`` is of all that match."""

    count: int
    page: int
    page_size: int
    items: list[ProjectOut]


class BudgetIn(Schema):
    """Money planned from one source, in yuan."""

    source: Source
    amount: Money
    document_number: MaybeLine = ""


class ProjectIn(Schema):
    """Everything that is written of a project. ``givers`` and ``receiver`` are ids of units."""

    number: MaybeLine
    name: MaybeLine
    workstream: MaybeLine
    givers: list[UnitId] = Field(max_length=20)
    receiver: UnitId
    type: ProjectType
    name_en: MaybeLine = ""
    nature: ProjectNature = ProjectNature.NEW
    implementer: MaybeLine = ""
    content: Annotated[str, Field(max_length=4000)] = ""
    planned_start: date | None = None
    planned_end: date | None = None
    households: Count | None = None
    persons: Count | None = None
    budget: list[BudgetIn] = Field(default_factory=list, max_length=40)


class NewProjectIn(ProjectIn):
    """A project of a programme."""

    programme: MaybeLine


class StageIn(Schema):
    """The next step, the day it was taken and the document that bears it out."""

    stage: Stage
    day: date
    document: MaybeLine = ""


class BackIn(Schema):
    """Why the last step is taken back."""

    reason: Annotated[str, Field(max_length=1000)]


class ProgressIn(Schema):
    """Physical progress in per cent on a day, and in words."""

    day: date
    progress: int
    text: Annotated[str, Field(max_length=2000)]


@router.get("", response=ProjectPage)
def list_projects(request: HttpRequest, filters: Query[ProjectFilters]) -> ProjectPage:
    """Projects you may see."""
    require(request.user, Action.SEE_PROJECTS)
    programme = get_programme(filters.programme)
    found = projects_among(
        request.user,
        programme,
        workstream=get_workstream(programme, filters.workstream) if filters.workstream else None,
        giver=get_unit(filters.giver) if filters.giver is not None else None,
        receiver=get_unit(filters.receiver) if filters.receiver is not None else None,
        stage=filters.stage or "",
        q=filters.q,
    )
    start = (filters.page - 1) * filters.page_size
    shown = [project.pk for project in found[start : start + filters.page_size]]
    return ProjectPage(
        count=found.count(),
        page=filters.page,
        page_size=filters.page_size,
        items=_presented(shown),
    )


@router.get("/{int:project_id}", response=ProjectOut)
def read_project(request: HttpRequest, project_id: int) -> ProjectOut:
    """One project with its money, steps and progress."""
    require(request.user, Action.SEE_PROJECTS)
    return _now(_project(request, project_id))


@router.post("", response={201: ProjectOut}, auth=scoped(TokenScope.PROJECTS_WRITE))
@repeatable
def create_project(request: HttpRequest, response: HttpResponse, payload: NewProjectIn) -> Status[ProjectOut]:
    """Put a project into the reserve."""
    require(request.user, Action.EDIT_PROJECT)
    programme = get_programme(payload.programme)
    content = _content(programme, payload)
    project = services.create_project(actor=request.user, programme=programme, content=content)
    response["Location"] = f"/api/projects/{project.pk}"
    return Status(201, _now(project))


@router.put("/{int:project_id}", response=ProjectOut, auth=scoped(TokenScope.PROJECTS_WRITE))
@repeatable
def update_project(request: HttpRequest, project_id: int, payload: ProjectIn) -> ProjectOut:
    """Replace what is written of a project; send it complete."""
    project = _project(request, project_id)
    content = _content(project.programme, payload)
    return _now(services.update_project(actor=request.user, project=project, content=content))


@router.post("/{int:project_id}/stage", response=ProjectOut, auth=scoped(TokenScope.PROJECTS_WRITE))
@repeatable
def change_stage(request: HttpRequest, project_id: int, payload: StageIn) -> ProjectOut:
    """Note that the project came to its next stage."""
    project = _project(request, project_id)
    services.change_stage(actor=request.user, project=project, **payload.dict())
    return _now(project)


@router.post("/{int:project_id}/back", response=ProjectOut, auth=scoped(TokenScope.PROJECTS_WRITE))
@repeatable
def take_step_back(request: HttpRequest, project_id: int, payload: BackIn) -> ProjectOut:
    """Take the step noted last back."""
    project = _project(request, project_id)
    services.take_step_back(actor=request.user, project=project, reason=payload.reason)
    return _now(project)


@router.post("/{int:project_id}/progress", response=ProjectOut, auth=scoped(TokenScope.PROJECTS_WRITE))
@repeatable
def note_progress(request: HttpRequest, project_id: int, payload: ProgressIn) -> ProjectOut:
    """Say how far the works have come."""
    project = _project(request, project_id)
    services.note_progress(actor=request.user, project=project, **payload.dict())
    return _now(project)


def _project(request: HttpRequest, project_id: int) -> Project:
    """The project, if the person may see it. Raises NotFound."""
    found = projects_for(request.user).filter(pk=project_id).first()
    if found is None:
        raise NotFound
    return found


def _now(project: Project) -> ProjectOut:
    return _presented([project.pk])[0]


def _presented(pks: list[int]) -> list[ProjectOut]:
    rows = Project.objects.filter(pk__in=pks)
    money = money_of(rows)
    full = in_full(rows.select_related("programme", "workstream", "receiver"))
    return [present_project(row, money.get(row.pk, ProjectMoney())) for row in full]


def _content(programme: Programme, payload: ProjectIn) -> ProjectContent:
    """What was sent with its units and workstream found. Raises InvalidMany."""
    units = OrgUnit.objects.in_bulk([*payload.givers, payload.receiver])
    workstream = programme.workstreams.filter(key=payload.workstream).first()
    said: dict[str, Any] = payload.dict(exclude={"programme", "workstream", "givers", "receiver", "budget"})
    missing = [name for name, pks in _named(payload) if any(pk not in units for pk in pks)]
    problems = [Invalid(_("There is no such unit."), address=name) for name in missing]
    if workstream is None:
        message = _("This programme has no workstream “%(key)s”. Choose one of its own.")
        problems.append(Invalid(message, address="workstream", key=payload.workstream))
    if problems or workstream is None:
        raise InvalidMany(problems)
    return ProjectContent(
        workstream=workstream,
        givers=[units[pk] for pk in dict.fromkeys(payload.givers)],
        receiver=units[payload.receiver],
        budget=[BudgetLine(**line.dict()) for line in payload.budget],
        **said,
    )


def _named(payload: ProjectIn) -> list[tuple[str, list[int]]]:
    return [("givers", payload.givers), ("receiver", [payload.receiver])]
