"""By what a target is divided: equally, by shares, by what was set before, by days."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Target

Span = tuple[date, date]


def months_of(starts_on: date, ends_on: date) -> list[Span]:
    """The calendar months of a period, the first and last cut to it."""
    spans = []
    while starts_on <= ends_on:
        last = starts_on.replace(day=calendar.monthrange(starts_on.year, starts_on.month)[1])
        spans.append((starts_on, min(last, ends_on)))
        starts_on = last + timedelta(days=1)
    return spans


def month_weights(
    spans: list[Span], weights: Literal["equal", "days"] | Sequence[Decimal]
) -> dict[Span, Decimal]:
    """A weight for each month. Raises Invalid where the number of shares is not that of the months."""
    if weights == "equal":
        return dict.fromkeys(spans, Decimal(1))
    if weights == "days":
        return {(start, end): Decimal((end - start).days + 1) for start, end in spans}
    assert not isinstance(weights, str)
    if len(weights) != len(spans):
        raise Invalid(
            _("There are %(months)d months but %(shares)d shares."),
            months=len(spans),
            shares=len(weights),
            address="month_weights",
        )
    return _positive(dict(zip(spans, weights, strict=True)), "month_weights")


def unit_weights(
    target: Target, units: Sequence[OrgUnit], weights: Literal["equal", "history"] | Mapping[Any, Decimal]
) -> dict[OrgUnit, Decimal]:
    """A weight for each unit. Raises Invalid where shares miss a unit or name another one."""
    if weights == "equal":
        return dict.fromkeys(units, Decimal(1))
    if weights == "history":
        return _positive(history(target, units), "weights")
    assert not isinstance(weights, str)
    if set(weights) != set(units):
        raise Invalid(_("Give a share for each of the units, and for no other."), address="weights")
    return _positive({unit: weights[unit] for unit in units}, "weights")


def history(target: Target, units: Sequence[OrgUnit]) -> dict[OrgUnit, Decimal]:
    """What the units were last set for the same indicator (by workstream key and code) before this period.

    Targets only: who wants to weigh by what was done passes those figures as shares.
    """
    earlier = Target.objects.filter(
        indicator__code=target.indicator.code,
        indicator__workstream__key=target.indicator.workstream.key,
        superseded_by__isnull=True,
        ends_on__lt=target.starts_on,
        receiver=target.receiver,
        unit__in=units,
        parts__isnull=True,
    )
    last = earlier.order_by("-ends_on").values_list("ends_on", flat=True).first()
    if last is None:
        raise Invalid(
            _("There is no earlier target of these units to go by. Divide equally or give shares."),
            address="weights",
        )
    year_before = last.replace(month=1, day=1)
    sums = dict(earlier.filter(starts_on__gte=year_before).values_list("unit").annotate(total=Sum("value")))
    return {unit: sums.get(unit.pk, Decimal(0)) for unit in units}


def _positive(weights: dict[Any, Decimal], address: str) -> dict[Any, Decimal]:
    if any(weight < 0 for weight in weights.values()) or not any(weights.values()):
        raise Invalid(_("Shares may not be below zero, nor all zero."), address=address)
    return weights
