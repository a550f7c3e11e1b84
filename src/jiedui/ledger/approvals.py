"""How an entry gets accepted: by one decision, or through the approvals its amount asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from django.db.models import Q

from jiedui.accounts.enums import Role
from jiedui.kernel.models import AuditRecord
from jiedui.ledger.models import Approval, CorrectionRequest, Entry
from jiedui.plans.models import ApprovalBand

ENTERING = ("entry.record", "entry.update", "entry.submit")


@dataclass(frozen=True, slots=True)
class Course:
    """The roles that must approve, in turn (none: one decision is enough), and who has.

    ``separate``: whoever had a hand in entering it may not decide; ``hands`` are they, where they were read already.
    """

    roles: tuple[str, ...]
    given: tuple[Approval, ...]
    separate: bool
    hands: frozenset[int] | None = None

    @property
    def remaining(self) -> tuple[str, ...]:
        """The roles still to approve, the next first."""
        return self.roles[len(self.given) :]

    @property
    def steps(self) -> list[tuple[Role, Approval | None]]:
        """Each role with the approval given in it, if it was."""
        return [(Role(role), given) for role, given in zip_longest(self.roles, self.given)]

    @property
    def then(self) -> str:
        """Who approves after the next, in words; empty where the next approval accepts the entry."""
        return ", ".join(str(Role(role).label) for role in self.remaining[1:])


def course_of(entry: Entry) -> Course:
    """What the programme asks for this entry."""
    bands = ApprovalBand.objects.filter(programme_id=entry.programme_id)
    band = band_for(bands, entry.kind, entry.amount)
    if band is None:
        return Course((), (), entry.programme.separate_duties)
    given = entry.approvals.select_related("by")
    return Course(tuple(band.approvers), _now(entry, given), separate=True)


def course_of_correction(
    entry: Entry, amount: Decimal | None, bands: Iterable[ApprovalBand] | None = None
) -> Course:
    """What the programme asks for a correction of an accepted entry to ``amount``.

    The approvals of what was accepted or of what should stand, whichever asks for more, and always the office's, which
    alone may correct. ``bands`` are the programme's, where they are known already.
    """
    if bands is None:
        bands = ApprovalBand.objects.filter(programme_id=entry.programme_id)
    amounts = [one for one in (entry.amount, amount) if one is not None]
    band = band_for(bands, entry.kind, max(amounts, default=None))
    if band is None:
        return Course((), (), entry.programme.separate_duties)
    last = () if Role.OFFICE in band.approvers else (Role.OFFICE,)
    return Course((*band.approvers, *last), (), separate=True)


def course_of_request(request: CorrectionRequest, bands: Iterable[ApprovalBand] | None = None) -> Course:
    """What the correction that was asked for needs; to take an entry back needs the office only.

    Approvals are kept with the entry, under the time at which the correction was asked for.
    """
    if request.content is None:
        return Course((), (), request.entry.programme.separate_duties)
    said = request.content.get("amount")
    course = course_of_correction(request.entry, None if said is None else Decimal(str(said)), bands)
    if not course.roles:
        return course
    given = request.entry.approvals.all()
    now = tuple(approval for approval in given if approval.submitted_at == request.asked_at)
    return Course(course.roles, now, course.separate)


class Bands:
    """The courses of many entries: bands, approvals and who entered what are read once for all of them."""

    def __init__(self) -> None:
        self._known: dict[int, list[ApprovalBand]] = {}
        self._given: defaultdict[int, list[Approval]] = defaultdict(list)
        self._hands: defaultdict[int, set[int]] = defaultdict(set)

    def read(self, entries: Iterable[Entry]) -> None:
        """Read what :meth:`course_of` needs of these entries, in place of those before; two queries at most."""
        asked = [entry for entry in entries if self._band(entry) or entry.programme.separate_duties]
        self._given, self._hands = defaultdict(list), defaultdict(set)
        pks = [entry.pk for entry in asked]
        if not pks:
            return
        for approval in Approval.objects.filter(entry__in=pks).select_related("by"):
            self._given[approval.entry_id].append(approval)
        log = AuditRecord.objects.filter(
            subject_type="ledger.entry", subject_id__in=[str(pk) for pk in pks], action__in=ENTERING
        )
        for subject, actor in log.values_list("subject_id", "actor_id"):
            if actor is not None:
                self._hands[int(subject)].add(actor)

    def course_of(self, entry: Entry) -> Course:
        """:func:`course_of` an entry that was read."""
        hands = frozenset(self._hands[entry.pk])
        band = self._band(entry)
        if band is None:
            return Course((), (), entry.programme.separate_duties, hands)
        return Course(tuple(band.approvers), _now(entry, self._given[entry.pk]), separate=True, hands=hands)

    def _band(self, entry: Entry) -> ApprovalBand | None:
        programme = entry.programme_id
        if programme not in self._known:
            self._known[programme] = list(ApprovalBand.objects.filter(programme=programme))
        return band_for(self._known[programme], entry.kind, entry.amount)


def _now(entry: Entry, given: Iterable[Approval]) -> tuple[Approval, ...]:
    """The approvals of the entry's present submission."""
    return tuple(approval for approval in given if approval.submitted_at == entry.submitted_at)


def band_for(bands: Iterable[ApprovalBand], kind: str, amount: Decimal | None) -> ApprovalBand | None:
    """The band an amount falls into: of the own kind before any kind, then the highest."""
    if amount is None:
        return None
    fitting = [band for band in bands if band.kind in {"", kind} and band.at_least <= amount]
    return max(fitting, key=lambda band: (band.kind == kind, band.at_least), default=None)


def entered_by(entry: Entry, user_id: int, hands: frozenset[int] | None = None) -> bool:
    """Whether the person recorded, changed or submitted the entry; ``hands`` did, where they were read already."""
    if entry.recorded_by_id == user_id:
        return True
    if hands is not None:
        return user_id in hands
    return AuditRecord.objects.filter(
        Q(actor_id=user_id, action__in=ENTERING), subject_type="ledger.entry", subject_id=str(entry.pk)
    ).exists()
