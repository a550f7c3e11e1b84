"""One project: what it is, its money by source, how far it has come, its steps, the entries for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiedui.accounts.policies import Action, allows
from jiedui.console.access import get_programme
from jiedui.console.project_forms import BackForm, MilestoneForm, ProgressForm, ReachedForm, StageForm
from jiedui.console.project_rows import row_of
from jiedui.kernel.errors import NotFound
from jiedui.kernel.figures import scale_of
from jiedui.ledger.kinds.transfer import Step
from jiedui.ledger.project_figures import Money, ProjectMoney, money_of
from jiedui.ledger.queries import entries_behind
from jiedui.plans.models import Programme
from jiedui.projects.enums import Source, Stage
from jiedui.projects.lateness import missed
from jiedui.projects.models import ProgressNote, Project
from jiedui.projects.queries import in_full, projects_for, steps_of
from jiedui.projects.services.access import may_edit, may_lead, may_report
from jiedui.projects.steps import steps_from

LATEST = 10


@require_safe
def project(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The page of one project."""
    programme = get_programme(request.user, code)
    return project_page(request, programme, pk)


def project_page(request: HttpRequest, programme: Programme, pk: int, **forms: Any) -> HttpResponse:
    """The page; ``forms`` holds one that was filled in and has errors, which opens it."""
    found = in_full(projects_for(request.user).filter(programme=programme, pk=pk)).first()
    if found is None:
        raise NotFound
    today = programme.today
    row = row_of(found, money_of(Project.objects.filter(pk=pk)).get(pk, ProjectMoney()), today)
    entries = entries_behind(request.user, programme=programme, project=found)
    context = {
        "programme": programme,
        "project": found,
        "row": row,
        "money": _money(row.money),
        "scale": scale_of(_values(row.money), "元"),
        "notes": _notes(found),
        "milestones": [(one, missed(one, row.course.progress, today)) for one in found.milestones.all()],
        "entries": entries[:LATEST],
        "entry_count": entries.count(),
        "may": _powers(request.user, found),
        **_forms(found, today, forms),
    }
    return render(request, "console/projects/project.html", context, status=422 if forms else 200)


def _money(money: ProjectMoney) -> list[tuple[str, str, Money]]:
    """Key, label and money of each source, in the order of the sources."""
    return [(s.value, str(s.label), money.by_source[s]) for s in Source if s.value in money.by_source]


def _values(money: ProjectMoney) -> list[Any]:
    rows = money.by_source.values()
    return [value or None for m in rows for value in (m.planned, m.allocated, m.arrived, m.spent)]


def _notes(found: Project) -> list[tuple[ProgressNote, int | None]]:
    """The notes, the latest first, each with the per cent said before where it has gone back."""
    notes = list(found.notes.all())
    before = [*(note.progress for note in notes[1:]), *([None] if notes else [])]
    return [
        (note, said if said is not None and said > note.progress else None)
        for note, said in zip(notes, before, strict=True)
    ]


def _powers(user: Any, found: Project) -> dict[str, bool]:
    is_open = found.stage != Stage.HANDED_OVER
    return {
        "edit": is_open and may_edit(user, found),
        "report": is_open and found.stage in Stage.begun() and may_report(user, found),
        "reach": is_open and may_report(user, found),
        "back": may_lead(user, found.programme, found.workstream) and bool(steps_of(found)),
        "pay": is_open and allows(user, Action.RECORD_ENTRY),
    }


def _forms(found: Project, today: Any, filled: dict[str, Any]) -> dict[str, Any]:
    day = {"day": today}
    return {
        "stage_form": StageForm(steps=steps_from(found.stage), initial=day, prefix="stage"),
        "back_form": BackForm(prefix="back"),
        "progress_form": ProgressForm(initial=day, prefix="progress"),
        "milestone_form": MilestoneForm(prefix="milestone"),
        "reached_form": ReachedForm(initial=day, prefix="reached"),
        "payment_step": Step.DISBURSEMENT.value,
        **filled,
    }
