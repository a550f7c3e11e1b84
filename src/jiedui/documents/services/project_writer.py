"""Writing accepted drafts of projects: into the reserve, with the sum the document states."""

from __future__ import annotations

from jiedui.documents.proposals import Draft
from jiedui.documents.proposals.context import same
from jiedui.documents.services.plan_writer import PlanWriter
from jiedui.plans.models import Programme
from jiedui.projects.content import BudgetLine, ProjectContent
from jiedui.projects.enums import Source
from jiedui.projects.models import Project
from jiedui.projects.services import create_project


def write_project(writer: PlanWriter, draft: Draft) -> None:
    """Put the project into the reserve, unless the programme has one of that name."""
    programme, raw = writer.context.programme, draft.raw
    there = next((p for p in programme.projects.all() if same(p.name) == same(raw["name"])), None)
    if there is None:
        givers = writer.units(draft.roles["giver"], draft)
        city = programme.giver in givers
        source = Source.CITY if city else Source.DISTRICT
        document = writer.document.doc_number[:120]
        content = ProjectContent(
            number=free_number(programme),
            name=raw["name"],
            workstream=writer.workstream(draft.section, draft),
            givers=givers,
            receiver=writer.unit(draft.roles["receiver"][0], draft),
            type=raw["type"],
            budget=[BudgetLine(source, raw["amount"], document)] if raw["amount"] else [],
        )
        there = create_project(actor=writer.actor, programme=programme, content=content)
        writer.counts["project"] += 1
    writer.link(draft, there)


def free_number(programme: Programme) -> str:
    """A number no project of the programme has; documents seldom state one."""
    taken = set(Project.objects.filter(programme=programme).values_list("number", flat=True))
    first = programme.starts_on.year
    return next(number for n in range(1, len(taken) + 2) if (number := f"{first}-D{n:03d}") not in taken)
