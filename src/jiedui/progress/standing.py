"""What is known of one target on one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Target
from jiedui.progress.curves import Curve
from jiedui.progress.enums import Basis, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """One target held against what is recorded. Figures are in the indicator's own unit, exact.

    ``value`` is None while the indicator has no kind of help behind it (nothing can be recorded yet), and for
    headcounts that are kept as stated, which no entry ever counts towards.
    ``expected`` is what should be done by the close of ``on``; ``pace`` is value over expected (expected over
    value where less is better); ``share`` is value over target. ``forecast`` is the likely value at the period's end,
    ``forecast_low`` to ``forecast_high`` hold it in eight years of ten (:mod:`jiedui.progress.forecasting`).
    ``reached_on`` is the first day on which the target was there, ``lands_on`` the day on which the likely course
    gets there within the period. ``needed_per_month`` is what each remaining calendar month must bring
    (where less is better: may still bring). ``evidenced`` and ``confirmed`` are shares of the value, 0 to 1, and None
    where there is no value. ``curve`` is how the target is expected to fill. Targets that are as stated have no
    expected, pace, share, forecast or rate.
    """

    target: Target
    on: date
    value: Decimal | None
    status: Status
    expected: Decimal | None = None
    pace: Decimal | None = None
    share: Decimal | None = None
    forecast: Decimal | None = None
    forecast_low: Decimal | None = None
    forecast_high: Decimal | None = None
    reached_on: date | None = None
    lands_on: date | None = None
    needed_per_month: Decimal | None = None
    best_month: Decimal | None = None
    evidenced: Decimal | None = None
    confirmed: Decimal | None = None
    entries: int = 0
    curve: Curve | None = field(default=None, repr=False, compare=False)

    @property
    def indicator(self) -> Indicator:
        """What is counted."""
        return self.target.indicator

    @property
    def unit(self) -> OrgUnit:
        """Whose target it is."""
        return self.target.unit

    @property
    def receiver(self) -> OrgUnit | None:
        """For whom, where the target names one."""
        return self.target.receiver

    @property
    def target_value(self) -> Decimal:
        """What was promised."""
        return self.target.value

    @property
    def basis(self) -> Basis | None:
        """What the expected course rests on; None where nothing is expected."""
        return self.curve.basis if self.curve else None

    @property
    def by_milestones(self) -> bool:
        """Whether milestones say what is expected."""
        return self.basis == Basis.MILESTONES

    @property
    def gap(self) -> Decimal | None:
        """Value less expected: negative where something is missing."""
        if self.value is None or self.expected is None:
            return None
        return self.value - self.expected

    @property
    def evidenced_value(self) -> Decimal:
        """The part of the value that is evidenced, in the indicator's unit."""
        return (self.value or Decimal(0)) * (self.evidenced or Decimal(0))

    @property
    def confirmed_value(self) -> Decimal:
        """The part of the value that the receivers have confirmed, in the indicator's unit."""
        return (self.value or Decimal(0)) * (self.confirmed or Decimal(0))

    @property
    def is_part(self) -> bool:
        """Whether it is a part (a month, a receiver) of a target of the same unit."""
        parent = self.target.parent
        return parent is not None and parent.unit_id == self.target.unit_id
