"""Setting and revising targets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Comparator
from jiedui.plans.errors import IsAPart, Superseded, TargetExists
from jiedui.plans.models import Indicator, Programme, Revision, Target
from jiedui.plans.services import guard
from jiedui.plans.services.versions import current_parts, reissue


@transaction.atomic
def set_target(
    *,
    actor: Any,
    indicator: Indicator,
    unit: OrgUnit,
    value: Decimal,
    starts_on: date,
    ends_on: date,
    revision: Revision,
    receiver: OrgUnit | None = None,
    comparator: str = Comparator.AT_LEAST,
    parent: Target | None = None,
    note: str = "",
) -> Target:
    """Write down a target as the plan states it.

    With ``parent`` it is one of the parts the document itself gives; where those do not add up, the
    difference stays visible (:func:`jiedui.plans.queries.differences`) until somebody decides.
    Raises TargetExists, or Invalid for a negative value, days that run backwards, or a foreign parent.
    """
    programme = indicator.workstream.programme
    guard.may_edit(actor, programme)
    guard.same_programme(programme, revision)
    guard.in_order(starts_on, ends_on)
    lock(programme)
    not_negative(value)
    if parent is not None:
        _check_parent(parent, indicator, starts_on, ends_on)
    refuse_second(indicator, unit, receiver, starts_on, ends_on)
    target = Target.objects.create(
        indicator=indicator,
        unit=unit,
        receiver=receiver,
        starts_on=starts_on,
        ends_on=ends_on,
        value=value,
        comparator=comparator,
        parent=parent,
        revision=revision,
        note=note,
    )
    audit.record(actor=actor, action="target.set", subject=target, value=plain(value))
    return target


@transaction.atomic
def revise_target(
    *,
    actor: Any,
    target: Target,
    value: Decimal,
    revision: Revision,
    comparator: str | None = None,
    note: str | None = None,
    parts: Literal["scale", "keep"] = "scale",
) -> Target:
    """Put a new version in the place of a whole target; the old row stays as it was ordered.

    Its parts share the new value by what they were (``scale``) or keep their values (``keep``: the
    difference is then shown until they are edited). ``revision`` must be later than the target's own.
    Raises Superseded, IsAPart (use :func:`edit_part`), or Invalid.
    """
    programme = target.indicator.workstream.programme
    guard.may_edit(actor, programme)
    guard.same_programme(programme, revision)
    lock(programme)
    in_force(target)
    not_negative(value)
    if target.parent_id is not None:
        raise IsAPart
    if revision.number <= target.revision.number:
        raise Invalid(_("A revision must be later than the one that set the target."), address="revision")
    before = audit.snapshot(target, ("value", "comparator", "note"))
    successor = reissue(
        target,
        value=value,
        revision=revision,
        parent=None,
        keep_parts=parts == "keep",
        comparator=comparator,
        note=note,
    )
    audit.record(
        actor=actor,
        action="target.revise",
        subject=successor,
        changes=audit.changes(before, successor),
        revision=revision.number,
        parts=len(current_parts(successor)),
    )
    return successor


def lock(programme: Programme) -> None:
    """Hold the programme's row, so that two changes of its targets follow one another."""
    Programme.objects.select_for_update().get(pk=programme.pk)


def in_force(target: Target) -> None:
    """Raise Superseded where a later version stands in the target's place."""
    target.refresh_from_db(fields=["superseded_by"])
    if target.superseded_by_id is not None:
        raise Superseded


def not_negative(value: Decimal) -> None:
    """Raise Invalid for a value below zero."""
    if value < 0:
        raise Invalid(_("A target cannot be below zero."), address="value")


def _check_parent(parent: Target, indicator: Indicator, starts_on: date, ends_on: date) -> None:
    in_force(parent)
    if parent.indicator_id != indicator.pk:
        raise Invalid(_("A part counts the same indicator as the whole."), address="parent")
    if starts_on < parent.starts_on or ends_on > parent.ends_on:
        raise Invalid(_("A part lies within the days of the whole."), address="starts_on")


def refuse_second(
    indicator: Indicator, unit: OrgUnit, receiver: OrgUnit | None, starts_on: date, ends_on: date
) -> None:
    """Raise TargetExists where a target in force has the same indicator, unit, receiver and period."""
    there = Target.objects.filter(
        indicator=indicator,
        unit=unit,
        receiver=receiver,
        starts_on=starts_on,
        ends_on=ends_on,
        superseded_by__isnull=True,
    ).first()
    if there:
        raise TargetExists(
            indicator=indicator.label,
            unit=unit.label,
            starts_on=starts_on,
            ends_on=ends_on,
            value=plain(there.value),
        )
