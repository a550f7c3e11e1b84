"""Named reads of imports, suspicions and saved layouts. A person sees their own imports; office and auditors all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from jiedui.accounts.enums import Role
from jiedui.accounts.policies import ALLOWED, Action, scope_of
from jiedui.kernel.errors import NotFound
from jiedui.ledger.intake.enums import DuplicateState
from jiedui.ledger.intake.mapping import header_fingerprint
from jiedui.ledger.models import ImportBatch, ImportedRow, MappingProfile, SuspectedDuplicate
from jiedui.plans.models import Programme


def imports_for(user: Any) -> QuerySet[ImportBatch]:
    """The imports a person may see, the latest first."""
    found = ImportBatch.objects.select_related("programme__giver", "uploaded_by", "committed_by", "source")
    if scope_of(user).sees_all:
        return found
    return found.filter(uploaded_by=user) if user.is_authenticated else found.none()


def get_import(user: Any, pk: int | str, programme: Programme | None = None) -> ImportBatch:
    """The import, if the person may see it. Raises NotFound."""
    found = imports_for(user) if programme is None else imports_for(user).filter(programme=programme)
    try:
        return found.get(pk=pk)
    except (ImportBatch.DoesNotExist, ValueError, OverflowError):
        raise NotFound from None


def duplicates_for(user: Any) -> QuerySet[SuspectedDuplicate]:
    """Suspicions a person may see: where the row, or the entry it looks like, is of their units."""
    found = SuspectedDuplicate.objects.select_related(
        "batch", "giver", "entry", "other_entry__giver", "other_entry__receiver", "decided_by"
    )
    scope = scope_of(user)
    if scope.sees_all:
        return found
    return found.filter(scope.within("giver") | scope.within("other_entry__giver"))


def open_duplicates(user: Any, programme: Programme) -> QuerySet[SuspectedDuplicate]:
    """The queue of a person: open suspicions about rows of units for which they may record, oldest first."""
    scope = scope_of(user)
    own = (
        Q()
        if scope.paths(Role.OFFICE)
        else scope.within("giver", *(ALLOWED[Action.RECORD_ENTRY] - {Role.OFFICE}))
    )
    return duplicates_for(user).filter(own, programme=programme, state=DuplicateState.OPEN)


def get_duplicate(user: Any, pk: int | str) -> SuspectedDuplicate:
    """The suspicion, if the person may see it. Raises NotFound."""
    try:
        return duplicates_for(user).get(pk=pk)
    except (SuspectedDuplicate.DoesNotExist, ValueError, OverflowError):
        raise NotFound from None


def origin_of(entry_id: int) -> ImportedRow | None:
    """The row of a file that an entry was written from, if it came from one."""
    return ImportedRow.objects.select_related("batch__uploaded_by").filter(entry=entry_id).first()


def profiles_for(user: Any, kind: str) -> QuerySet[MappingProfile]:
    """Saved layouts of the units a person records for."""
    scope = scope_of(user)
    found = MappingProfile.objects.select_related("unit").filter(kind=kind)
    return (
        found
        if scope.paths(Role.OFFICE)
        else found.filter(scope.within("unit", *ALLOWED[Action.RECORD_ENTRY]))
    )


def profile_for(user: Any, kind: str, header: Sequence[str]) -> MappingProfile | None:
    """The layout saved for these headings, the latest first."""
    return profiles_for(user, kind).filter(header=header_fingerprint(header)).order_by("-saved_at").first()
