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
    """The programme's rule with that id. Raises NotFound."""
    related = ("numerator", "denominator", "workstream", "revision")
    found = programme.rules.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


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
        Q(superseded_by__isnull=True) | Q(superseded_by__number__gt=number),
        indicator__workstream__programme=programme,
        revision__number__lte=number,
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
    """Milestones due within a span."""
    return Milestone.objects.select_related("workstream", "indicator").filter(
        workstream__programme=programme, due_on__gte=start, due_on__lte=end
    )
