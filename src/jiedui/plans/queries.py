"""Named reads of plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from jiedui.kernel.errors import NotFound
from jiedui.plans.models import Indicator, Milestone, Programme, Rule, Target, Task, Workstream


@dataclass(frozen=True, slots=True)
class Difference:
    """A target whose parts do not add up to it."""

    target: Target
    parts_sum: Decimal
    parts: int

    @property
    def value(self) -> Decimal:
        """Parts minus whole."""
        return self.parts_sum - self.target.value


def get_programme(code: str) -> Programme:
    """The programme with that code. Raises NotFound."""
    found = Programme.objects.select_related("giver", "office").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def get_workstream(programme: Programme, key: str) -> Workstream:
    """The programme's field of work with that key. Raises NotFound."""
    found = programme.workstreams.select_related("lead", "programme").filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def get_indicator(programme: Programme, pk: int | str) -> Indicator:
    """The programme's indicator with that id. Raises NotFound."""
    try:
        return Indicator.objects.select_related("workstream").get(pk=pk, workstream__programme=programme)
    except (Indicator.DoesNotExist, ValueError):
        raise NotFound from None


def get_rule(programme: Programme, pk: int | str) -> Rule:
    """The programme's rule with that id, in force or not. Raises NotFound."""
    related = ("numerator", "denominator", "workstream", "revision", "superseded_by")
    found = programme.rules.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def current_rules(programme: Programme) -> QuerySet[Rule]:
    """The rules in force, with their indicators and field of work."""
    rules = programme.rules.filter(superseded_by__isnull=True)
    return rules.select_related("numerator", "denominator", "workstream")


def versions_of_rule(rule: Rule) -> QuerySet[Rule]:
    """Every version of a rule, oldest first."""
    found = Rule.objects.filter(programme=rule.programme_id, code=rule.code)
    return found.select_related("revision", "superseded_by", "numerator").order_by("id")


def rule_in_force(rule: Rule) -> Rule:
    """The version of a rule that stands now; no query where it is this one."""
    return rule if rule.superseded_by_id is None else current_rules(rule.programme).get(code=rule.code)


def get_milestone(programme: Programme, pk: int | str) -> Milestone:
    """The programme's milestone with that id, in force or not. Raises NotFound."""
    related = ("workstream__programme", "indicator", "revision", "superseded_by")
    found = Milestone.objects.select_related(*related).filter(workstream__programme=programme, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def current_milestones(programme: Programme) -> QuerySet[Milestone]:
    """The milestones in force, with field of work and indicator."""
    return Milestone.objects.select_related("workstream", "indicator").filter(
        workstream__programme=programme, superseded_by__isnull=True
    )


def versions_of_milestone(milestone: Milestone) -> QuerySet[Milestone]:
    """Every version of a milestone, oldest first."""
    first = milestone.origin_id or milestone.pk
    found = Milestone.objects.filter(Q(pk=first) | Q(origin=first))
    return found.select_related("revision", "superseded_by").order_by("id")


def milestone_in_force(milestone: Milestone) -> Milestone:
    """The version of a milestone that stands now; no query where it is this one."""
    if milestone.superseded_by_id is None:
        return milestone
    return versions_of_milestone(milestone).get(superseded_by__isnull=True)


def milestones_as_of(programme: Programme, number: int) -> QuerySet[Milestone]:
    """The milestones as they stood in revision ``number`` of the plan."""
    related = ("workstream", "indicator", "revision", "superseded_by")
    found = Milestone.objects.filter(as_of(number), workstream__programme=programme)
    return found.select_related(*related)


def rules_as_of(programme: Programme, number: int) -> QuerySet[Rule]:
    """The rules as they stood in revision ``number`` of the plan."""
    related = ("numerator", "denominator", "workstream", "revision", "superseded_by")
    return Rule.objects.filter(as_of(number), programme=programme).select_related(*related)


def as_of(number: int) -> Q:
    """What of targets, milestones or rules stood in revision ``number`` of the plan."""
    still = Q(superseded_by__isnull=True) | Q(superseded_by__number__gt=number)
    return still & Q(revision__number__lte=number)


def current_targets(programme: Programme) -> QuerySet[Target]:
    """The targets in force, with indicator and units."""
    return Target.objects.select_related("indicator__workstream", "unit", "receiver").filter(
        indicator__workstream__programme=programme, superseded_by__isnull=True
    )


def get_target(programme: Programme, pk: int | str) -> Target:
    """The programme's target with that id, in force or not. Raises NotFound."""
    found = Target.objects.select_related(
        "indicator__workstream__programme", "unit", "receiver", "revision", "superseded_by", "parent"
    )
    try:
        return found.get(pk=pk, indicator__workstream__programme=programme)
    except (Target.DoesNotExist, ValueError, OverflowError):
        raise NotFound from None


def current_version(target: Target) -> Target | None:
    """What stands in the place of a target now; None where it was taken out of force."""
    return versions_of(target).filter(superseded_by__isnull=True).first()


def parts_in_force(target: Target) -> QuerySet[Target]:
    """What a target is divided into, in the order of units and days."""
    parts = target.parts.filter(superseded_by__isnull=True)
    return parts.select_related("unit", "receiver", "indicator").order_by("unit__path", "starts_on", "id")


def targets_as_of(programme: Programme, number: int) -> QuerySet[Target]:
    """The targets as they stood in revision ``number`` of the plan."""
    return Target.objects.select_related("indicator__workstream", "unit", "receiver").filter(
        as_of(number), indicator__workstream__programme=programme
    )


def versions_of(target: Target) -> QuerySet[Target]:
    """Every version of a target, oldest first."""
    return (
        Target.objects.select_related("revision", "superseded_by")
        .filter(
            indicator=target.indicator,
            unit=target.unit,
            receiver=target.receiver,
            starts_on=target.starts_on,
            ends_on=target.ends_on,
        )
        .order_by("id")
    )


def differences(programme: Programme) -> list[Difference]:
    """Targets in force whose parts in force do not add up to them; one query."""
    in_force = Q(parts__superseded_by__isnull=True, parts__isnull=False)
    rows = (
        current_targets(programme)
        .annotate(parts_sum=Sum("parts__value", filter=in_force), parts_count=Count("parts", filter=in_force))
        .filter(parts_count__gt=0)
        .exclude(parts_sum=F("value"))
    )
    return [Difference(row, row.parts_sum, row.parts_count) for row in rows]


def tasks_due(programme: Programme, *, until: date) -> QuerySet[Task]:
    """Open tasks due by a day, the most pressing first."""
    return (
        Task.objects.select_related("workstream")
        .prefetch_related("duties__unit")
        .filter(workstream__programme=programme, state="open", due_on__lte=until)
        .order_by("due_on", "workstream__order", "number")
    )


def milestones_between(programme: Programme, start: date, end: date) -> QuerySet[Milestone]:
    """Milestones in force that are due within a span."""
    return current_milestones(programme).filter(due_on__gte=start, due_on__lte=end)
