"""Named reads of publications."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from jiedui.accounts.policies import Action, allows
from jiedui.kernel.errors import NotFound
from jiedui.kernel.periods import month_end, next_month
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry
from jiedui.plans.models import Programme
from jiedui.publications.models import Bulletin, BulletinState


def bulletins_for(user: Any, programme: Programme | None = None) -> QuerySet[Bulletin]:
    """The bulletins a person may see, the newest month first: editors all, others the published ones."""
    if not allows(user, Action.SEE_PUBLICATIONS):
        return Bulletin.objects.none()
    found = Bulletin.objects.select_related(
        "programme__giver", "programme__office", "published_by", "created_by"
    )
    if programme is not None:
        found = found.filter(programme=programme)
    if not allows(user, Action.EDIT_PUBLICATION):
        found = found.filter(state=BulletinState.PUBLISHED)
    return found


def get_bulletin(user: Any, programme: Programme, pk: int) -> Bulletin:
    """The bulletin, if the person may see it. Raises NotFound."""
    try:
        return bulletins_for(user, programme).get(pk=pk)
    except Bulletin.DoesNotExist:
        raise NotFound from None


def standing_entries(programme: Programme) -> QuerySet[Entry]:
    """Accepted entries that are neither reversals nor taken back."""
    return (
        Entry.objects.filter(programme=programme, state=EntryState.ACCEPTED, reverses__isnull=True)
        .exclude(Exists(Entry.objects.filter(reverses=OuterRef("pk"))))
        .select_related("giver", "receiver", "workstream")
    )


def story_candidates(bulletin: Bulletin, text: str = "") -> QuerySet[Entry]:
    """Entries of the bulletin's month that a story may rest on, the latest first."""
    found = standing_entries(bulletin.programme).filter(
        occurred_on__gte=bulletin.month, occurred_on__lte=month_end(bulletin.month)
    )
    return found.filter(title__icontains=text) if text else found


def free_months(programme: Programme) -> list[date]:
    """Months of the programme that have begun and have no bulletin yet, the latest first."""
    taken = set(programme.bulletins.values_list("month", flat=True))
    last = min(programme.today, programme.ends_on).replace(day=1)
    months: list[date] = []
    month = programme.starts_on.replace(day=1)
    while month <= last:
        if month not in taken:
            months.append(month)
        month = next_month(month)
    return months[::-1]
