"""Writing a new version of a target and of what hangs on it.

A row of :class:`Target` is never changed but for ``superseded_by``. When a value changes, the row gets a
successor; its current parts are then written anew under the successor, so that a version of the plan is a
closed tree and the old tree stays readable as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jiedui.kernel.allocation import allocate
from jiedui.plans.models import Revision, Target


def current_parts(target: Target) -> list[Target]:
    """The parts that are in force, in their order."""
    return list(target.parts.filter(superseded_by__isnull=True).order_by("unit__path", "starts_on", "id"))


def step_of(target: Target) -> Decimal:
    """The smallest amount the indicator shows: 1, 0.1, 0.01 …"""
    return Decimal(1).scaleb(-target.indicator.decimals)


def weights_of(parts: list[Target]) -> dict[int, Decimal]:
    """The parts' own values as weights; equal ones where all are zero."""
    values = {part.pk: part.value for part in parts}
    return values if any(values.values()) else dict.fromkeys(values, Decimal(1))


def reissue(
    target: Target,
    *,
    value: Decimal,
    revision: Revision,
    parent: Target | None,
    changed: Mapping[int, Decimal] | None = None,
    keep_parts: bool = False,
    comparator: str | None = None,
    note: str | None = None,
) -> Target:
    """Put a successor with ``value`` in the target's place, under ``parent``, with its parts.

    ``changed`` gives new values of some rows below by their id. Parts that are not named share what their
    whole now is by what they were (largest remainder), or keep their values with ``keep_parts``.
    """
    parts = current_parts(target)
    as_is = keep_parts or value == target.value
    wanted = _values_of(parts, value, step_of(target), changed or {}, as_is)
    target.superseded_by = revision
    target.save(update_fields=["superseded_by"])
    successor = Target.objects.create(
        indicator=target.indicator,
        unit=target.unit,
        receiver=target.receiver,
        starts_on=target.starts_on,
        ends_on=target.ends_on,
        value=value,
        comparator=comparator or target.comparator,
        parent=parent,
        revision=revision,
        note=target.note if note is None else note,
    )
    for part in parts:
        reissue(
            part,
            value=wanted[part.pk],
            revision=revision,
            parent=successor,
            changed=changed,
            keep_parts=keep_parts,
        )
    return successor


def _values_of(
    parts: list[Target], whole: Decimal, step: Decimal, changed: Mapping[int, Decimal], keep: bool
) -> dict[int, Decimal]:
    own = {part.pk: changed.get(part.pk, part.value) for part in parts}
    if not parts or keep or sum(own.values()) == whole:
        return own
    return allocate(whole, weights_of(parts), step=step)


def supersede_below(target: Target, revision: Revision) -> int:
    """Take every part below out of force; the number of rows."""
    count = 0
    for part in current_parts(target):
        count += 1 + supersede_below(part, revision)
        part.superseded_by = revision
        part.save(update_fields=["superseded_by"])
    return count
