"""projects.csv of a programme pack: the projects of the plan, each at its line.

The pack itself lies below and knows no projects; this reads beside it, once its units and workstreams are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.organisations import resolver
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.resolver import Directory
from jiedui.plans.models import Programme, Workstream
from jiedui.plans.packs.files import read_csv
from jiedui.plans.packs.report import Kept, PackReport
from jiedui.plans.packs.rows import Problems, Row
from jiedui.plans.packs.units import Finder
from jiedui.projects.content import BudgetLine, ProjectContent, problems
from jiedui.projects.enums import ProjectNature, ProjectType, Source
from jiedui.projects.models import Project
from jiedui.projects.services import create_project

FILE = "projects.csv"
COLUMNS = (
    "number", "workstream", "name", "name_en", "givers", "receiver", "implementer", "type", "nature", "content",
    "planned_start", "planned_end", "households", "persons", *Source.values, "document_number",
)  # fmt: skip
REQUIRED = ("number", "workstream", "name", "givers", "receiver", "type")


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project of the file, checked, and where it stands."""

    where: str
    content: ProjectContent


@transaction.atomic
def load_projects(folder: Path, programme: Programme, report: PackReport, *, actor: Any = None) -> None:
    """Add the pack's projects that are missing; those that are there stay as they are, differences are told.

    A pack without the file has none. Raises InvalidMany with every problem at its line, before one is written.
    """
    drafts = read_projects(folder, programme)
    there = {project.number: project for project in Project.objects.filter(programme=programme)}
    for draft in drafts:
        project = there.get(draft.content.number)
        if project is None:
            create_project(actor=actor, programme=programme, content=draft.content)
            report.created["projects"] += 1
        else:
            report.unchanged["projects"] += 1
            report.kept += _differences(draft, project)


def read_projects(folder: Path, programme: Programme) -> list[ProjectDraft]:
    """Read and check the file without writing anything. Raises InvalidMany."""
    found = Problems()
    rows = read_csv(folder, FILE, COLUMNS, found, required=REQUIRED)
    finder = Finder(Directory([]), resolver.load(), found)
    drafts: list[ProjectDraft] = []
    for row in rows:
        draft = _read(row, programme, finder)
        if draft is None:
            continue
        twin = next((d for d in drafts if d.content.number == draft.content.number), None)
        if twin is not None:
            found.add(row.where, _("The same number stands on %(other)s."), other=twin.where)
        drafts.append(draft)
    found.stop()
    return drafts


def _read(row: Row, programme: Programme, finder: Finder) -> ProjectDraft | None:
    workstream = _workstream(row, programme)
    givers = [unit for known in finder.many(row, "givers") if (unit := known.unit).pk]
    receiver = finder.one(row, "receiver")
    if workstream is None or receiver is None:
        return None
    content = _content(row, workstream, givers, receiver.unit)
    stored = Project.objects.filter(programme=programme, number=content.number).first()
    for problem in problems(content, programme, stored):
        row.problems.found.append(Invalid(f"{problem.address}: {problem.words}", address=row.where))
    return ProjectDraft(row.where, content)


def _content(row: Row, workstream: Workstream, givers: list[OrgUnit], receiver: OrgUnit) -> ProjectContent:
    return ProjectContent(
        number=row.text("number", required=True),
        name=row.text("name", required=True),
        name_en=row.text("name_en"),
        workstream=workstream,
        givers=givers,
        receiver=receiver,
        implementer=row.text("implementer"),
        type=row.choice("type", ProjectType.values),
        nature=row.choice("nature", ProjectNature.values, ProjectNature.NEW),
        content=row.text("content"),
        planned_start=row.day("planned_start"),
        planned_end=row.day("planned_end"),
        households=_count(row, "households"),
        persons=_count(row, "persons"),
        budget=_budget(row),
    )


def _workstream(row: Row, programme: Programme) -> Workstream | None:
    key = row.text("workstream", required=True)
    found = programme.workstreams.filter(key=key).first()
    if key and found is None:
        known = ", ".join(programme.workstreams.values_list("key", flat=True))
        message = _("“%(value)s” in %(name)s is not known. Use one of: %(known)s.")
        row.problems.add(row.where, message, value=key, name="workstream", known=known)
    return found


def _count(row: Row, name: str) -> int | None:
    number = row.number(name)
    if number is not None and number != number.to_integral_value():
        row.problems.add(
            row.where, _("“%(value)s” in %(name)s is no number."), value=row.text(name), name=name
        )
        return None
    return None if number is None else int(number)


def _budget(row: Row) -> list[BudgetLine]:
    """One column for each source; the allocation document is of the giving side's money."""
    found: list[tuple[str, Decimal | None]] = [(source, row.number(source)) for source in Source.values]
    document = row.text("document_number")
    return [
        BudgetLine(source, amount, "" if source == Source.LOCAL else document)
        for source, amount in found
        if amount is not None
    ]


def _differences(draft: ProjectDraft, project: Project) -> list[Kept]:
    columns = draft.content.columns()
    return [
        Kept(draft.where, f"{project}: {name}", str(getattr(project, name)), str(wanted))
        for name, wanted in columns.items()
        if getattr(project, name) != wanted
    ]
