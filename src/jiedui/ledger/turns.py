"""Whose turn it is to approve, for many entries at once: :mod:`jiedui.ledger.approvals` as a condition of a query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.ledger.approvals import band_for, course_of_request
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Approval, CorrectionRequest, Entry
from jiedui.plans.models import ApprovalBand


def in_turn(
    entries: QuerySet[Entry], bands: Sequence[ApprovalBand], held: Mapping[Role, Q]
) -> QuerySet[Entry]:
    """Without the entries whose next approval, as their amount asks for it, is another's.

    ``held`` says on which entries the person holds a role; a role that is missing is held nowhere.
    """
    others = Q()
    for band in bands:
        for turn, role in enumerate(band.approvers):
            others |= inside(band, bands) & Q(given=turn) & ~held.get(Role(role), Q(pk__in=[]))
    return _with_given(entries).exclude(others) if others else entries


def awaits_lead(request: CorrectionRequest, user: User, bands: Iterable[ApprovalBand]) -> bool:
    """Whether a correction waits for a lead's approval, and the person has not given one."""
    own = [band for band in bands if band.programme_id == request.entry.programme_id]
    course = course_of_request(request, own)
    given = any(approval.by_id == user.pk for approval in course.given)
    return course.remaining[:1] == (Role.LEAD,) and not given


def inside(band: ApprovalBand, bands: Iterable[ApprovalBand]) -> Q:
    """The entries that fall into the band, as :func:`jiedui.ledger.approvals.band_for` finds it for one."""
    found = Q(programme=band.programme_id, amount__gte=band.at_least)
    found &= Q(kind=band.kind) if band.kind else Q()
    for other in bands:
        if other.programme_id != band.programme_id:
            continue
        if other.kind == band.kind and other.at_least > band.at_least:
            found &= Q(amount__lt=other.at_least)
        elif other.kind and not band.kind:
            found &= ~Q(kind=other.kind) | Q(amount__lt=other.at_least)
    return found


def waits_for(entries: Iterable[Entry]) -> dict[int, Role]:
    """For each submitted entry of one programme that a band holds: the role that must approve next, by number."""
    submitted = [entry for entry in entries if entry.state == EntryState.SUBMITTED]
    if not submitted:
        return {}
    bands = list(ApprovalBand.objects.filter(programme=submitted[0].programme_id))
    if not bands:
        return {}
    falls = {entry.pk: band for entry in submitted if (band := band_for(bands, entry.kind, entry.amount))}
    given = _counts(falls)
    return {
        pk: Role(band.approvers[given[pk]]) for pk, band in falls.items() if given[pk] < len(band.approvers)
    }


def _counts(numbers: Iterable[int]) -> Counter[int]:
    """How many have approved the present submission of each entry."""
    rows = Approval.objects.filter(entry__in=list(numbers), submitted_at=F("entry__submitted_at"))
    return Counter(rows.values_list("entry_id", flat=True))


def _with_given(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Each entry with ``given``, the number of approvals of its present submission."""
    now = Approval.objects.filter(entry=OuterRef("pk"), submitted_at=OuterRef("submitted_at"))
    count = now.order_by().values("entry").annotate(n=Count("pk")).values("n")
    return entries.annotate(given=Coalesce(Subquery(count), Value(0)))
