"""Projects as the API shows them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from jiedui.ledger.project_figures import Money, ProjectMoney
from jiedui.ledger.schemas import UnitOut
from jiedui.organisations.models import OrgUnit
from jiedui.projects.enums import Stage
from jiedui.projects.lateness import course_of
from jiedui.projects.models import Project


class BudgetOut(BaseModel):
    """Money planned from one source, in yuan."""

    source: str
    amount: Decimal
    document_number: str


class MoneyOut(BaseModel):
    """Computed from the ledger, in yuan; rates are shares of one, null where there is nothing to be a share of."""

    planned: Decimal
    allocated: Decimal
    arrived: Decimal
    spent: Decimal
    arrival_rate: Decimal | None
    payment_rate: Decimal | None


class StepOut(BaseModel):
    """A step, or one taken back with its reason."""

    stage: str
    day: date
    document: str
    reason: str
    takes_back: str


class NoteOut(BaseModel):
    """A word on the works; photographs are told by their SHA-256."""

    day: date
    progress: int
    text: str
    pictures: list[str]


class ProjectOut(BaseModel):
    """A project. ``lateness`` says the worst that can be said of its days today."""

    id: int
    programme: str
    workstream: str
    number: str
    name: str
    name_en: str
    givers: list[UnitOut]
    receiver: UnitOut
    type: str
    nature: str
    stage: str
    implementer: str
    content: str
    planned_start: date | None
    planned_end: date | None
    households: int | None
    persons: int | None
    synthetic: bool
    budget: list[BudgetOut]
    money: MoneyOut
    progress: int
    expected: int | None
    lateness: str
    steps: list[StepOut]
    notes: list[NoteOut]


def present_project(project: Project, money: ProjectMoney) -> ProjectOut:
    """One project; read it through :func:`jiedui.projects.queries.in_full`, so that this costs no query."""
    said: int | None = getattr(project, "progress", None)
    course = course_of(project, said, list(project.milestones.all()), project.programme.today)
    return ProjectOut(
        id=project.pk,
        programme=project.programme.code,
        workstream=project.workstream.key,
        number=project.number,
        name=project.name,
        name_en=project.name_en,
        givers=[_unit(unit) for unit in project.givers.all()],
        receiver=_unit(project.receiver),
        type=project.type,
        nature=project.nature,
        stage=project.stage,
        implementer=project.implementer,
        content=project.content,
        planned_start=project.planned_start,
        planned_end=project.planned_end,
        households=project.households,
        persons=project.persons,
        synthetic=project.synthetic,
        budget=_budget(project),
        money=_money(money.total),
        progress=course.progress,
        expected=course.expected,
        lateness=course.lateness,
        steps=_steps(project),
        notes=_notes(project),
    )


def _unit(unit: OrgUnit) -> UnitOut:
    return UnitOut(id=unit.pk, name=unit.name)


def _budget(project: Project) -> list[BudgetOut]:
    return [
        BudgetOut(source=line.source, amount=line.amount, document_number=line.document_number)
        for line in project.budget.all()
    ]


def _money(money: Money) -> MoneyOut:
    return MoneyOut(
        planned=money.planned,
        allocated=money.allocated,
        arrived=money.arrived,
        spent=money.spent,
        arrival_rate=money.arrival_rate,
        payment_rate=money.payment_rate,
    )


def _steps(project: Project) -> list[StepOut]:
    return [
        StepOut(
            stage=Stage(change.stage),
            day=change.day,
            document=change.document,
            reason=change.reason,
            takes_back=change.takes_back.stage if change.takes_back else "",
        )
        for change in project.stage_changes.all()
    ]


def _notes(project: Project) -> list[NoteOut]:
    return [
        NoteOut(
            day=note.day,
            progress=note.progress,
            text=note.text,
            pictures=[picture.sha256 for picture in note.pictures.all()],
        )
        for note in project.notes.all()
    ]
