"""Setting up a project, and changing what is written of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiedui.accounts.enums import Role
from jiedui.accounts.policies import Action, require, scope_of
from jiedui.console.access import get_programme
from jiedui.console.project_forms import BudgetForms, ProjectForm, budget_initial, budget_lines
from jiedui.console.views.ledger_choices import receivers_of
from jiedui.console.views.ledger_reach import reach
from jiedui.console.views.projects_acts import REFUSALS, blame
from jiedui.kernel.errors import NotAllowed
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.projects import services
from jiedui.projects.models import Project
from jiedui.projects.queries import get_project
from jiedui.projects.services.access import may_edit, require_open

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def project_new(request: HttpRequest, code: str) -> HttpResponse:
    """A new project; it begins in the reserve."""
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_PROJECT)
    return _edit(request, programme, None)


@get_or_post
def project_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What is written of a project is changed."""
    programme = get_programme(request.user, code)
    project = get_project(request.user, programme, pk)
    if not may_edit(request.user, project):
        raise NotAllowed
    require_open(project)
    return _edit(request, programme, project)


def _edit(request: HttpRequest, programme: Programme, project: Project | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    givers = givers_for(request.user, programme)
    form = ProjectForm(
        data,
        programme=programme,
        givers=givers,
        receivers=receivers_of(programme),
        initial=ProjectForm.initial_of(project) if project else _initial(givers),
    )
    budget = BudgetForms(data, initial=budget_initial(project), prefix="budget")
    if data is not None and form.is_valid() and budget.is_valid():
        try:
            saved = _save(request.user, programme, project, form, budget)
        except REFUSALS as error:
            blame(form, error)
        else:
            messages.success(request, _("The project is saved."))
            return redirect("console:project", code=programme.code, pk=saved.pk)
    context = {"programme": programme, "project": project, "form": form, "budget": budget}
    status = 200 if data is None else 422
    return render(request, "console/projects/form.html", context, status=status)


def _save(
    actor: Any, programme: Programme, project: Project | None, form: ProjectForm, budget: Any
) -> Project:
    content = form.content_with(budget_lines(budget))
    if project is None:
        return services.create_project(actor=actor, programme=programme, content=content)
    return services.update_project(actor=actor, project=project, content=content)


def givers_for(user: Any, programme: Programme) -> QuerySet[OrgUnit]:
    """The units of the giving side a person may set up projects of: their own; all, for those who lead a workstream."""
    side = OrgUnit.objects.filter(active=True, path__startswith=programme.giver.path)
    if programme.workstreams.filter(scope_of(user).within("lead", Role.LEAD)).exists():
        return side
    return side.filter(reach(user, Action.EDIT_PROJECT, ""))


def _initial(givers: QuerySet[OrgUnit]) -> dict[str, Any]:
    """Whoever acts for one unit only need not choose it."""
    only = list(givers[:2])
    return {"givers": [only[0].pk]} if len(only) == 1 else {}
