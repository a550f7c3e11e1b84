"""Splitting a target over units and months, and changing parts so that they stay equal to their whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.allocation import allocate
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit
from jiedui.plans import weighing
from jiedui.plans.errors import AlreadySplit, NotAPart, PartsDoNotFit
from jiedui.plans.models import Revision, Target
from jiedui.plans.services import guard
from jiedui.plans.services.targets import in_force, lock, not_negative, refuse_second
from jiedui.plans.services.versions import current_parts, reissue, step_of, supersede_below, weights_of

Weights = Literal["equal", "history"] | Mapping[Any, Decimal]


@transaction.atomic
def split_target(
    *,
    actor: Any,
    target: Target,
    revision: Revision,
    units: Sequence[OrgUnit] = (),
    months: bool = False,
    weights: Weights = "equal",
    month_weights: Literal["equal", "days"] | Sequence[Decimal] = "equal",
    step: Decimal | None = None,
) -> list[Target]:
    """Divide a target over ``units`` and/or the ``months`` of its period; the parts add up to it exactly.

    ``weights`` over the units: ``"equal"``, ``"history"`` (what the same units were set for the same indicator
    before), or shares by unit. ``month_weights``: ``"equal"``, ``"days"``, or one share per month. Parts are
    multiples of ``step`` (default: what the indicator shows), the rest goes by largest remainder. With both,
    each unit's part is divided over the months in turn. The direct parts are returned.
    Raises AlreadySplit, Superseded, TargetExists where a part would stand beside a target in force, or
    Invalid where there is nothing to divide over.
    """
    programme = target.indicator.workstream.programme
    guard.may_edit(actor, programme)
    guard.same_programme(programme, revision)
    lock(programme)
    in_force(target)
    if current_parts(target):
        raise AlreadySplit
    step = _step(target, step)
    spans = weighing.months_of(target.starts_on, target.ends_on) if months else []
    _check_shape(target, units, months, spans)
    over_months = weighing.month_weights(spans, month_weights)
    if units:
        shares = shares_of(target, units, weights, step)
        parts = [_part(target, revision, shares[unit], unit=unit) for unit in units]
        for part in parts if spans else []:
            _over_months(part, revision, over_months, step)
    else:
        parts = _over_months(target, revision, over_months, step)
    audit.record(actor=actor, action="target.split", subject=target, parts=len(parts), months=months)
    return parts


def shares_of(
    target: Target, units: Sequence[OrgUnit], weights: Weights = "equal", step: Decimal | None = None
) -> dict[OrgUnit, Decimal]:
    """What each unit would get of the target; nothing is written. Raises Invalid as :func:`split_target`."""
    return allocate(target.value, weighing.unit_weights(target, units, weights), step=_step(target, step))


@transaction.atomic
def edit_part(
    *,
    actor: Any,
    part: Target,
    value: Decimal,
    revision: Revision,
    change: Literal["rest", "whole"],
) -> Target:
    """Give one part another value; the successor of the part is returned.

    ``change="rest"``: the other parts share what remains of the whole by what they are. ``change="whole"``:
    the whole (and any whole above it) becomes the sum of its parts. What hangs below a changed row follows it.
    Raises NotAPart, Superseded, PartsDoNotFit where the rest would fall below zero, or Invalid.
    """
    programme = part.indicator.workstream.programme
    guard.may_edit(actor, programme)
    guard.same_programme(programme, revision)
    lock(programme)
    in_force(part)
    not_negative(value)
    if part.parent is None:
        raise NotAPart
    before = part.value
    if change == "rest":
        _change_rest(part, value, revision)
    else:
        _change_whole(part, value, revision)
    successor = Target.objects.get(
        indicator=part.indicator,
        unit=part.unit,
        receiver=part.receiver,
        starts_on=part.starts_on,
        ends_on=part.ends_on,
        superseded_by__isnull=True,
    )
    audit.record(
        actor=actor,
        action="target.edit_part",
        subject=successor,
        changes=audit.changes({"value": before}, {"value": value}),
        change=change,
        revision=revision.number,
    )
    return successor


@transaction.atomic
def merge_parts(*, actor: Any, target: Target, revision: Revision) -> int:
    """Take the parts of a target out of force, so that it can be split another way; the number of rows."""
    programme = target.indicator.workstream.programme
    guard.may_edit(actor, programme)
    guard.same_programme(programme, revision)
    lock(programme)
    in_force(target)
    count = supersede_below(target, revision)
    if count:
        audit.record(actor=actor, action="target.merge", subject=target, parts=count)
    return count


def _change_rest(part: Target, value: Decimal, revision: Revision) -> None:
    whole = part.parent
    assert whole is not None
    others = [other for other in current_parts(whole) if other.pk != part.pk]
    rest = whole.value - value
    if rest < 0 or (rest and not others):
        raise PartsDoNotFit(whole=plain(whole.value), part=plain(value), address="value")
    wanted = allocate(rest, weights_of(others), step=step_of(part)) if others else {}
    for row in [part, *others]:
        new = wanted.get(row.pk, value)
        if new != row.value or row.pk == part.pk:
            reissue(row, value=new, revision=revision, parent=whole)


def _change_whole(part: Target, value: Decimal, revision: Revision) -> None:
    """Sum upwards to the root, then write the whole tree anew from there."""
    changed, row = {part.pk: value}, part
    while row.parent is not None:
        siblings = current_parts(row.parent)
        changed[row.parent.pk] = sum((changed.get(s.pk, s.value) for s in siblings), Decimal(0))
        row = row.parent
    reissue(row, value=changed[row.pk], revision=revision, parent=None, changed=changed)


def _step(target: Target, step: Decimal | None) -> Decimal:
    if step is not None and step <= 0:
        raise Invalid(_("The step must be above zero."), address="step")
    return step or step_of(target)


def _check_shape(
    target: Target, units: Sequence[OrgUnit], months: bool, spans: list[tuple[date, date]]
) -> None:
    if not units and not months:
        raise Invalid(_("Say what to divide the target over: units, months or both."), address="units")
    if len(set(units)) != len(units):
        raise Invalid(_("A unit is named twice."), address="units")
    if target.unit in units:
        raise Invalid(_("A target cannot be divided over its own unit."), address="units")
    if months and len(spans) < 2:
        raise Invalid(_("The period lies within one month: there is nothing to divide."), address="months")


def _over_months(
    whole: Target, revision: Revision, weights: dict[tuple[date, date], Decimal], step: Decimal
) -> list[Target]:
    shares = allocate(whole.value, weights, step=step)
    return [_part(whole, revision, shares[span], span=span) for span in weights]


def _part(
    whole: Target,
    revision: Revision,
    value: Decimal,
    *,
    unit: OrgUnit | None = None,
    span: tuple[date, date] | None = None,
) -> Target:
    starts_on, ends_on = span or (whole.starts_on, whole.ends_on)
    refuse_second(whole.indicator, unit or whole.unit, whole.receiver, starts_on, ends_on)
    return Target.objects.create(
        indicator=whole.indicator,
        unit=unit or whole.unit,
        receiver=whole.receiver,
        starts_on=starts_on,
        ends_on=ends_on,
        value=value,
        comparator=whole.comparator,
        parent=whole,
        revision=revision,
    )
