"""One milestone: what is due by which day, and every version of it with what ordered each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.plan_rows import facts_behind
from jiedui.console.revising_forms import MilestoneRevisionForm
from jiedui.console.views.plan_revising import answer_order, get_or_post
from jiedui.plans.models import Milestone
from jiedui.plans.queries import get_milestone, milestone_in_force, versions_of_milestone
from jiedui.plans.services import order_milestone


@require_safe
def milestone(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The milestone as it stands, or a version that was replaced."""
    programme = get_programme(request.user, code)
    found = get_milestone(programme, pk)
    versions = list(versions_of_milestone(found))
    facts = facts_behind(versions)
    context = {
        "programme": programme,
        "milestone": found,
        "current": milestone_in_force(found),
        "versions": [(one, facts.get(one.pk)) for one in versions],
        "fact": facts.get(found.pk),
        "may_edit": allows(request.user, Action.EDIT_PLAN) and not found.superseded_by_id,
    }
    return render(request, "console/overview/milestone.html", context)


@get_or_post
def milestone_revise(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Another day, share or wording, ordered by a document or by the office."""
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_PLAN, unit=programme.giver)
    found = get_milestone(programme, pk)
    form = MilestoneRevisionForm(request.POST or None, milestone=found)

    def revise() -> Milestone:
        return order_milestone(actor=request.user, milestone=found, order=form.order, **form.said)

    context = {"programme": programme, "subject": found, "heading": _("Revise the milestone")}
    return answer_order(request, "console:milestone", form, revise, context)
