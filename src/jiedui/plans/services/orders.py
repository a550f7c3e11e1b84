"""Changes of the plan that somebody orders by hand: each opens a revision that says what ordered it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction

from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Milestone, Programme, Revision, Rule, Target
from jiedui.plans.services.parts import Weights, edit_part, merge_parts, split_target
from jiedui.plans.services.programmes import new_revision
from jiedui.plans.services.revising import revise_milestone, revise_rule
from jiedui.plans.services.targets import revise_target


@dataclass(frozen=True, slots=True)
class Order:
    """What orders a change: a document by its title and number, or the reason of an office edit."""

    title: str
    doc_number: str = ""
    issued_on: date | None = None
    reason: str = ""


def _revision(actor: Any, target: Target, order: Order) -> Revision:
    return _begun(actor, target.indicator.workstream.programme, order)


def _begun(actor: Any, programme: Programme, order: Order) -> Revision:
    return new_revision(
        actor=actor,
        programme=programme,
        title=order.title,
        doc_number=order.doc_number,
        issued_on=order.issued_on,
        reason=order.reason,
    )


@transaction.atomic
def order_revision(
    *,
    actor: Any,
    target: Target,
    order: Order,
    value: Decimal,
    comparator: str,
    note: str = "",
    parts: Literal["scale", "keep"] = "scale",
) -> Target:
    """Revise a whole target as ``order`` says; its successor. Refusals as of :func:`revise_target`."""
    revision = _revision(actor, target, order)
    return revise_target(
        actor=actor,
        target=target,
        value=value,
        revision=revision,
        comparator=comparator,
        note=note,
        parts=parts,
    )


@transaction.atomic
def order_split(
    *,
    actor: Any,
    target: Target,
    order: Order,
    units: Sequence[OrgUnit] = (),
    months: bool = False,
    weights: Weights = "equal",
    month_weights: Literal["equal", "days"] = "equal",
) -> list[Target]:
    """Divide a target as ``order`` says; its parts. Refusals as of :func:`split_target`."""
    revision = _revision(actor, target, order)
    return split_target(
        actor=actor,
        target=target,
        revision=revision,
        units=units,
        months=months,
        weights=weights,
        month_weights=month_weights,
    )


@transaction.atomic
def order_part(
    *, actor: Any, part: Target, order: Order, value: Decimal, change: Literal["rest", "whole"]
) -> Target:
    """Give a part another value as ``order`` says; its successor. Refusals as of :func:`edit_part`."""
    return edit_part(
        actor=actor, part=part, value=value, revision=_revision(actor, part, order), change=change
    )


@transaction.atomic
def order_merge(*, actor: Any, target: Target, order: Order) -> int:
    """Take the parts of a target out of force as ``order`` says; how many. Refusals as of :func:`merge_parts`."""
    return merge_parts(actor=actor, target=target, revision=_revision(actor, target, order))


@transaction.atomic
def order_milestone(
    *,
    actor: Any,
    milestone: Milestone,
    order: Order,
    due_on: date,
    text: str,
    share: Decimal | None,
    text_en: str = "",
) -> Milestone:
    """Revise a milestone as ``order`` says; its successor. Refusals as of :func:`revise_milestone`."""
    return revise_milestone(
        actor=actor,
        milestone=milestone,
        due_on=due_on,
        text=text,
        share=share,
        text_en=text_en,
        revision=_begun(actor, milestone.workstream.programme, order),
    )


@transaction.atomic
def order_rule(
    *,
    actor: Any,
    rule: Rule,
    order: Order,
    text: str,
    comparator: str,
    threshold: Decimal | None,
    text_en: str = "",
) -> Rule:
    """Revise a rule as ``order`` says; its successor. Refusals as of :func:`revise_rule`."""
    return revise_rule(
        actor=actor,
        rule=rule,
        text=text,
        comparator=comparator,
        threshold=threshold,
        text_en=text_en,
        revision=_begun(actor, rule.programme, order),
    )
