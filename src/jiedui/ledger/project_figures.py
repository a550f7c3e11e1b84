"""What a project was allocated, was paid and has spent: computed from the ledger's transfers, never stored.

Each step of a transfer is an entry of its own, so that the three sums stand side by side and are never added up:
allocated (appropriations), arrived (disbursements), spent (expenditure). A reversal takes its amount back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, QuerySet, Sum, When
from django.db.models.fields.json import KeyTextTransform

from jiedui.ledger.enums import EntryState
from jiedui.ledger.kinds.transfer import Step
from jiedui.ledger.models import Entry
from jiedui.projects.enums import Source, Stage
from jiedui.projects.models import Project, ProjectBudget

NOTHING = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """Money of one project, one source or a set of projects, in yuan."""

    planned: Decimal = NOTHING
    allocated: Decimal = NOTHING
    arrived: Decimal = NOTHING
    spent: Decimal = NOTHING

    def __add__(self, other: Money) -> Money:
        return Money(
            self.planned + other.planned,
            self.allocated + other.allocated,
            self.arrived + other.arrived,
            self.spent + other.spent,
        )

    @property
    def arrival_rate(self) -> Decimal | None:
        """到位率: arrived of what was planned."""
        return share(self.arrived, self.planned)

    @property
    def payment_rate(self) -> Decimal | None:
        """支付率: spent of what was allocated."""
        return share(self.spent, self.allocated)

    @property
    def plan_rate(self) -> Decimal | None:
        """规划完成率: spent so far of the whole plan; above 1 where more was done than planned."""
        return share(self.spent, self.planned)


@dataclass(frozen=True, slots=True)
class ProjectMoney:
    """A project's money by source, in the order of the budget."""

    by_source: dict[str, Money] = field(default_factory=dict)

    @property
    def total(self) -> Money:
        """The giving side's money. The receiving side's own is planned beside it, but no transfer ever tells of it."""
        return sum((money for source, money in self.by_source.items() if source != Source.LOCAL), Money())


@dataclass(frozen=True, slots=True)
class Rates:
    """A set of projects: how many there are, have begun and stand, and their money together."""

    projects: int
    begun: int
    ended: int
    money: Money

    @property
    def start_rate(self) -> Decimal | None:
        """开工率: begun of all."""
        return share(self.begun, self.projects)

    @property
    def completion_rate(self) -> Decimal | None:
        """完工率: standing of all."""
        return share(self.ended, self.projects)


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Part of a whole; None where there is no whole to be a part of."""
    return Decimal(part) / Decimal(whole) if whole else None


def money_of(projects: QuerySet[Project]) -> dict[int, ProjectMoney]:
    """The money of each project by its id; two queries however many there are. Only yuan is added up."""
    found: defaultdict[int, dict[str, Money]] = defaultdict(dict)
    lines = ProjectBudget.objects.filter(project__in=_ids(projects)).order_by("id")
    for project, source, amount in lines.values_list("project_id", "source", "amount"):
        _add(found[project], source, Money(planned=amount))
    for project, step, source, amount in _transfers(projects):
        _add(found[project], source, _stepped(step, amount.quantize(CENT)))
    return {pk: ProjectMoney(dict(by_source)) for pk, by_source in found.items()}


def rates(projects: Iterable[Project], money: dict[int, ProjectMoney]) -> Rates:
    """The rates of a set of projects whose money :func:`money_of` gave."""
    rows = list(projects)
    totals = (money[row.pk].total for row in rows if row.pk in money)
    return Rates(
        len(rows),
        sum(row.stage in Stage.begun() for row in rows),
        sum(row.stage in Stage.ended() for row in rows),
        sum(totals, Money()),
    )


def _ids(projects: QuerySet[Project]) -> Any:
    return projects.order_by().values("pk")


def _transfers(projects: QuerySet[Project]) -> Iterable[tuple[int, str, str, Decimal]]:
    """Sums of accepted transfers by project, step and source."""
    rows = Entry.objects.filter(
        kind="transfer", state=EntryState.ACCEPTED, currency="CNY", project__in=_ids(projects)
    ).order_by()
    signed = Case(
        When(reverses__isnull=False, then=-F("amount")), default=F("amount"), output_field=DecimalField()
    )
    return (
        rows.annotate(step=KeyTextTransform("step", "detail"), source=KeyTextTransform("source", "detail"))
        .values_list("project_id", "step", "source")
        .annotate(total=Sum(signed))
        .values_list("project_id", "step", "source", "total")
    )


def _stepped(step: str, amount: Decimal) -> Money:
    made = {
        Step.APPROPRIATION.value: Money(allocated=amount),
        Step.DISBURSEMENT.value: Money(arrived=amount),
        Step.EXPENDITURE.value: Money(spent=amount),
    }
    return made.get(step, Money())


def _add(by_source: dict[str, Money], source: str, money: Money) -> None:
    by_source[source] = by_source.get(source, Money()) + money
