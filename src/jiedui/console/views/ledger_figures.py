"""What the rows of the list add up to, and the figure they stand behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from jiedui.console.views.ledger_filters import LedgerFilter
from jiedui.kernel.figures import Scale, exact, scale_of, told
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.rows import added_rows, single_rows
from jiedui.ledger.series import series_of
from jiedui.plans.enums import Nature, Rollup
from jiedui.plans.models import Indicator

ZERO = Decimal(0)
FIGURE = DecimalField(max_digits=24, decimal_places=2)
POSTED = DecimalField(max_digits=24, decimal_places=4)


@dataclass(frozen=True, slots=True)
class Totals:
    """Number, money and heads of the filtered entries; reversals take back what they reverse."""

    count: int
    amount: Decimal
    accepted_amount: Decimal
    persons: int

    @property
    def words(self) -> list[str]:
        """What the entries add up to, scaled: money, and heads where there are any."""
        money = [told(self.amount, "元")] if self.amount else []
        heads = [told(Decimal(self.persons), "人")] if self.persons else []
        return [*money, *heads]

    @property
    def exact(self) -> str:
        """The money to the last digit."""
        return exact(self.amount, "元")

    @property
    def accepted_words(self) -> str:
        """How much of the money is accepted; empty where all of it is."""
        return "" if self.accepted_amount == self.amount else told(self.accepted_amount, "元")


def totals(entries: QuerySet[Entry]) -> Totals:
    """Sums over every filtered row, not over the page alone; one query."""
    accepted = Case(
        When(state=EntryState.ACCEPTED, then=_signed("amount")), default=ZERO, output_field=FIGURE
    )
    found = entries.order_by().aggregate(
        count=Count("pk"),
        money=Coalesce(Sum(_signed("amount")), ZERO, output_field=FIGURE),
        accepted=Coalesce(Sum(accepted), ZERO, output_field=FIGURE),
        heads=Coalesce(Sum(_signed("persons")), ZERO, output_field=FIGURE),
    )
    return Totals(found["count"], found["money"], found["accepted"], int(found["heads"]))


def _signed(name: str) -> Case:
    """A figure of an entry; a reversal takes its figures back."""
    return Case(When(reverses__isnull=False, then=-F(name)), default=F(name), output_field=FIGURE)


@dataclass(frozen=True, slots=True)
class Behind:
    """The figure that was followed here: its value, and how many entries it rests on, seen or not.

    Of these ``taken_back`` take others back and ``instead`` stand in the place of others; ``change`` is what both
    together make of the figure, where it is a sum.
    """

    indicator: Indicator
    value: Decimal
    entries: int
    taken_back: int
    instead: int
    change: Decimal | None

    @property
    def scale(self) -> Scale:
        """How the figure is written."""
        return scale_of([self.value], self.indicator.unit, self.indicator.decimals)


def behind(chosen: LedgerFilter) -> Behind | None:
    """The figure of the indicator within the filters, reckoned as everywhere else; None without an indicator.

    The figure is everyone's to see; of its entries only those in the person's scope are listed. Headcounts
    kept as stated have no figure.
    """
    indicator = chosen.drilled
    if indicator is None or indicator.as_stated:
        return None
    found = chosen.chosen
    first, last = found.get("from") or date.min, found.get("to") or date.max
    sides = [found[name].path if name in found else "" for name in ("giver", "receiver")]
    rows = [
        row
        for row in [*added_rows(chosen.programme, last), *single_rows(chosen.programme, last)]
        if row.indicator == indicator.pk
        and row.giver.startswith(sides[0])
        and row.receiver.startswith(sides[1])
    ]
    postings = Posting.objects.filter(
        indicator=indicator,
        giver__path__startswith=sides[0],
        receiver__path__startswith=sides[1],
        day__lte=last,
    )
    if indicator.nature != Nature.STOCK:
        postings = postings.filter(day__gte=first)
    value = series_of(indicator, rows).at(first, last).value
    return Behind(indicator, value, **_corrections(indicator, postings))


def _corrections(indicator: Indicator, postings: QuerySet[Posting]) -> dict[str, Any]:
    """How many entries there are, and what corrections there are among them; one query."""
    back, instead = Q(entry__reverses__isnull=False), Q(entry__corrects__isnull=False)
    found = postings.aggregate(
        entries=Count("pk"),
        taken_back=Count("pk", filter=back),
        instead=Count("pk", filter=instead),
        change=Coalesce(Sum("value", filter=back | instead), ZERO, output_field=POSTED),
    )
    adds_up = indicator.over_time == indicator.over_units == Rollup.SUM
    return {**found, "change": found["change"] if adds_up else None}
