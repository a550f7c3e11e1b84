"""Binding a giver and a receiver for a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.organisations.enums import PairingType
from jiedui.organisations.errors import OverlappingPairing, PairingEnded
from jiedui.organisations.gate import require_manager
from jiedui.organisations.models import OrgUnit, Pairing


@transaction.atomic
def add_pairing(
    *,
    actor: Any,
    giver: OrgUnit,
    receiver: OrgUnit,
    valid_from: date,
    valid_to: date | None = None,
    type: str = PairingType.TERRITORIAL,
    agreement: str = "",
    basis: str = "",
) -> Pairing:
    """Bind two units; ``valid_to`` None means until further notice.

    Raises OverlappingPairing where the two are bound by the same type on any of the days already, Invalid
    where they are the same unit or the days run backwards.
    """
    require_manager(actor)
    if giver == receiver:
        raise Invalid(_("A unit cannot be paired with itself."), address="receiver")
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(_("The last day lies before the first."), address="valid_to")
    OrgUnit.objects.select_for_update().filter(pk=giver.pk).first()
    if other := overlapping(giver, receiver, type, valid_from, valid_to):
        raise OverlappingPairing(
            giver=giver.name,
            receiver=receiver.name,
            valid_from=other.valid_from,
            valid_to=other.valid_to or gettext("further notice"),
        )
    pairing = Pairing.objects.create(
        type=type,
        giver=giver,
        receiver=receiver,
        valid_from=valid_from,
        valid_to=valid_to,
        agreement=agreement,
        basis=basis,
    )
    audit.record(
        actor=actor,
        action="pairing.add",
        subject=pairing,
        giver=giver.pk,
        receiver=receiver.pk,
        type=str(type),
    )
    return pairing


@transaction.atomic
def end_pairing(*, actor: Any, pairing: Pairing, on: date) -> Pairing:
    """Let ``on`` be the pairing's last day. Raises PairingEnded where it has ended by then."""
    require_manager(actor)
    pairing = Pairing.objects.select_for_update().get(pk=pairing.pk)
    if pairing.valid_to is not None and pairing.valid_to <= on:
        raise PairingEnded(valid_to=pairing.valid_to)
    if on < pairing.valid_from:
        raise Invalid(_("The last day lies before the first."), address="on")
    before = audit.snapshot(pairing, ("valid_to",))
    pairing.valid_to = on
    pairing.save(update_fields=["valid_to"])
    audit.record(actor=actor, action="pairing.end", subject=pairing, changes=audit.changes(before, pairing))
    return pairing


def overlapping(
    giver: OrgUnit, receiver: OrgUnit, type: str, start: date, end: date | None
) -> Pairing | None:
    """The pairing of the same two and type that shares a day with the span, if there is one."""
    same = Pairing.objects.filter(giver=giver, receiver=receiver, type=type)
    still = same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start))
    return (still if end is None else still.filter(valid_from__lte=end)).first()
