"""What did we promise? Targets by unit, by month where split; tasks by due date; the papers behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiedui.accounts.policies import Action, allows
from jiedui.console import grids
from jiedui.console.access import get_programme
from jiedui.console.days import day_context, day_of
from jiedui.console.grids import Column, Grid
from jiedui.console.plan_rows import facts_behind, milestone_rows, task_rows
from jiedui.documents.models import SourceDocument
from jiedui.plans.models import Indicator, Programme, Target, Workstream
from jiedui.plans.queries import current_rules, current_targets, differences, get_indicator


@dataclass(frozen=True, slots=True)
class Field:
    """A field of work, the grid of its targets, and the ids of indicators split over time or receivers."""

    workstream: Workstream
    grid: Grid[Target]
    by_time: set[int]
    by_receiver: set[int]

    @property
    def promises(self) -> list[tuple[Column, Target, int]]:
        """Each indicator's target at the highest unit, and over how many units below it is split."""
        rows = self.grid.rows
        found = []
        for n, column in enumerate(self.grid.columns):
            held = [(row, target) for row in rows for target in row.cells[n][1]]
            top = [target for row, target in held if row.whole] or [target for _row, target in held[:1]]
            found += [
                (column, target, len({t.unit_id for _r, t in held} - {target.unit_id})) for target in top
            ]
        return found

    @property
    def units(self) -> int:
        """How many units have a target of their own."""
        return len(self.grid.rows)


@require_GET
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The plan as it stands."""
    programme = get_programme(request.user, code)
    on = day_of(request, programme)
    targets = list(current_targets(programme).select_related("parent"))
    fields = _fields(programme, targets)
    rules = list(current_rules(programme))
    rule_facts = facts_behind(rules)
    indicator = get_indicator(programme, request.GET["indicator"]) if request.GET.get("indicator") else None
    context = {
        "programme": programme,
        "fields": fields,
        "indicator": indicator,
        "opened": _opened(fields, request.GET.get("workstream", "")),
        "parts": grids.parts_grid(_parts(targets, indicator)) if indicator else None,
        "facts": facts_behind(targets),
        "differences": differences(programme),
        "tasks": task_rows(programme, on=on),
        "milestones": milestone_rows(programme, on=on),
        "rules": [(rule, rule_facts.get(rule.pk)) for rule in rules],
        "revisions": programme.revisions.order_by("-number"),
        "papers": {d.sha256: d for d in SourceDocument.objects.filter(programme=programme)},
        "may_hand_in": allows(request.user, Action.UPLOAD_DOCUMENT),
        **day_context(request, programme),
    }
    return render(request, "console/overview/plan.html", context)


def _opened(fields: list[Field], key: str) -> Field | None:
    """The field whose targets are to be shown unit by unit."""
    return next((field for field in fields if field.workstream.key == key), None)


def _is_part(target: Target) -> bool:
    """A month or a receiver of a unit's target, as against a target of the unit itself."""
    return target.parent is not None and target.parent.unit_id == target.unit_id


def _parts(targets: list[Target], indicator: Indicator) -> list[Target]:
    return [t for t in targets if t.indicator_id == indicator.pk and _is_part(t)]


def _fields(programme: Programme, targets: list[Target]) -> list[Field]:
    wholes: defaultdict[int, list[Target]] = defaultdict(list)
    by_time: set[int] = set()
    by_receiver: set[int] = set()
    for target in targets:
        if not _is_part(target):
            wholes[target.indicator.workstream_id].append(target)
        elif target.receiver_id:
            by_receiver.add(target.indicator_id)
        else:
            by_time.add(target.indicator_id)
    return [
        Field(w, grids.targets_grid(wholes[w.pk]), by_time, by_receiver)
        for w in programme.workstreams.select_related("lead")
    ]
