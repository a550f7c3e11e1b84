"""Remembering how a unit's own column layout is read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.ledger import kinds
from jiedui.ledger.intake.mapping import Mapping, header_fingerprint
from jiedui.ledger.models import MappingProfile
from jiedui.organisations.models import OrgUnit


@transaction.atomic
def save_mapping(
    *, actor: User, unit: OrgUnit, kind: str, name: str, header: Sequence[str], mapping: Mapping
) -> MappingProfile:
    """Keep the mapping for this unit, kind and header; a later one takes its place. Raises NotAllowed, UnknownKind."""
    kinds.get(kind)
    require(actor, Action.RECORD_ENTRY, unit=unit)
    profile, created = MappingProfile.objects.update_or_create(
        unit=unit,
        kind=kind,
        header=header_fingerprint(header),
        defaults={"name": name.strip()[:80], "mapping": mapping.as_record(), "saved_by": actor},
    )
    audit.record(actor=actor, action="mapping.save", subject=profile, created=created)
    return profile
