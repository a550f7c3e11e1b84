"""Named reads of the ledger. Every list a person sees begins with :func:`entries_for`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.policies import ALLOWED, Action, Scope, scope_of
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.kernel.parsing import parse_date
from jiedui.ledger.chain import PROOF
from jiedui.ledger.enums import DifferenceState, EntryState, RequestState, Verdict
from jiedui.ledger.models import (
    Approval,
    ChainHead,
    Confirmation,
    CorrectionRequest,
    Difference,
    Entry,
    EntryEvidence,
    Posting,
)
from jiedui.ledger.turns import awaits_lead, in_turn
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import ApprovalBand, Indicator, Programme, Workstream
from jiedui.projects.models import Project

RELATED = ("programme", "workstream", "giver", "receiver")
NONE_YET = "none"
"""The value of the ``confirmation`` filter for entries nobody has spoken on."""


def entries_for(user: Any) -> QuerySet[Entry]:
    """The entries a person may see.

    Office and auditors: all. Leads: those of the workstreams their unit leads, and their own subtree's. Givers and
    receivers: those given or received within their subtree.
    """
    scope = scope_of(user)
    entries = Entry.objects.select_related(*RELATED)
    if scope.sees_all:
        return entries
    own = scope.within("giver") | scope.within("receiver")
    return entries.filter(own | scope.within("workstream__lead", Role.LEAD))


def get_entry(user: Any, programme: Programme, pk: int | str) -> Entry:
    """The entry, if it is the programme's and the person may see it. Raises NotFound."""
    try:
        return entries_for(user).get(programme=programme, pk=pk)
    except (Entry.DoesNotExist, ValueError, OverflowError):
        raise NotFound from None


def entries_behind(
    user: Any,
    *,
    programme: Programme,
    indicator: Indicator | None = None,
    giver: OrgUnit | None = None,
    receiver: OrgUnit | None = None,
    workstream: Workstream | None = None,
    project: Project | None = None,
    kind: str = "",
    state: str = "",
    start: date | None = None,
    end: date | None = None,
    q: str = "",
    confirmation: str = "",
) -> QuerySet[Entry]:
    """The entries behind a figure, or whatever the filters of the list say; units stand for their subtrees."""
    found = entries_for(user).filter(programme=programme)
    if indicator is not None:
        found = found.filter(Exists(Posting.objects.filter(entry=OuterRef("pk"), indicator=indicator)))
    if giver is not None:
        found = found.filter(giver__path__startswith=giver.path)
    if receiver is not None:
        found = found.filter(receiver__path__startswith=receiver.path)
    equal = {"workstream": workstream, "project": project, "kind": kind, "state": state}
    spans = {"occurred_on__gte": start, "occurred_on__lte": end}
    found = found.filter(**{name: value for name, value in {**equal, **spans}.items() if value})
    # No name holds a NUL, and PostgreSQL does not even compare with one.
    if said := q.replace("\0", "").strip():
        found = found.filter(_says(said))
    return _confirmed_as(found, confirmation) if confirmation else found


def _says(text: str) -> Q:
    """Words of the title or of either side's name; ``#12`` or a number also finds the entry of that number."""
    said = Q(title__icontains=text)
    for side in ("giver", "receiver"):
        said |= Q(**{f"{side}__name__icontains": text}) | Q(**{f"{side}__short_name__icontains": text})
        said |= Q(**{f"{side}__name_en__icontains": text})
    number = text.removeprefix("#")
    return said | Q(pk=int(number)) if number.isdecimal() and len(number) < 19 else said


def _confirmed_as(entries: QuerySet[Entry], confirmation: str) -> QuerySet[Entry]:
    verdict = "" if confirmation == NONE_YET else confirmation
    return with_trust(entries).filter(Q(verdict=verdict))


def with_trust(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Each entry with ``evidenced``, ``verdict`` (the latest, "" for none) and ``reversed_by_id``.

    The original speaks for its reversal, so that the two cancel in every share.
    """
    original = Coalesce("reverses_id", "id")
    latest = Confirmation.objects.filter(entry=OuterRef("original")).order_by("-id").values("verdict")[:1]
    back = Entry.objects.filter(reverses=OuterRef("pk")).values("pk")[:1]
    return entries.annotate(original=original).annotate(
        evidenced=Exists(EntryEvidence.objects.filter(entry=OuterRef("original"))),
        verdict=Coalesce(Subquery(latest), Value("")),
        reversed_by_id=Subquery(back),
    )


def postings_with_trust(postings: QuerySet[Posting]) -> QuerySet[Posting]:
    """Each posting with ``evidenced`` and ``verdict`` of its entry (of the original, for a reversal)."""
    original = Coalesce("entry__reverses_id", "entry_id")
    latest = Confirmation.objects.filter(entry=OuterRef("original")).order_by("-id").values("verdict")[:1]
    return postings.annotate(original=original).annotate(
        evidenced=Exists(EntryEvidence.objects.filter(entry=OuterRef("original"))),
        verdict=Coalesce(Subquery(latest), Value("")),
    )


def accepted(programme: Programme | None = None) -> QuerySet[Entry]:
    """Accepted entries in the order of the chain, with what their hash and postings are computed from."""
    found = Entry.objects.filter(state=EntryState.ACCEPTED).select_related(*RELATED).order_by("sequence")
    found = found.prefetch_related(*PROOF)
    return found if programme is None else found.filter(programme=programme)


def sequence_since(text: str) -> int:
    """The number of the chain that ``text`` names: the number itself, or the first one decided on a day or later.

    0 for nothing. Raises Invalid where it is neither, or a number that the chain has not come to.
    """
    if not text:
        return 0
    last = ChainHead.objects.values_list("sequence", flat=True).first() or 0
    if text.isdecimal() and len(text) < 8:
        if int(text) > last + 1:
            raise Invalid(_("The chain ends at number %(last)d."), last=last, address="--since")
        return int(text)
    begin = datetime.combine(_day_of(text), time(), tzinfo=timezone.get_current_timezone())
    since = Entry.objects.filter(state=EntryState.ACCEPTED, decided_at__gte=begin)
    return since.order_by("sequence").values_list("sequence", flat=True).first() or last + 1


def _day_of(text: str) -> date:
    try:
        return parse_date(text)
    except Invalid:
        message = _(
            "“%(text)s” is neither a number of the chain nor a day. Type for example 1200 or 2019-07-03."
        )
        raise Invalid(message, text=text, address="--since") from None


def in_full(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """The entries with all that a page, an API answer or an export shows of them, in a fixed number of queries."""
    return entries.select_related(
        *RELATED, "project", "reverses", "reversal", "correction", "recorded_by", "decided_by"
    ).prefetch_related("evidence__file", "assists__unit", "confirmations")


def recent_evidence(user: Any, most: int = 8) -> list[EntryEvidence]:
    """The files a person attached last to entries they may see, each file once, the latest first; one query."""
    rows = EntryEvidence.objects.filter(added_by=user, entry__in=entries_for(user)).exclude(
        purpose="correction_order"
    )
    found: dict[int, EntryEvidence] = {}
    for item in rows.select_related("file", "entry").order_by("-id")[: most * 10]:
        found.setdefault(item.file_id, item)
    return list(found.values())[:most]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person, each a queryset to count or to show."""

    to_decide: QuerySet[Entry]
    to_confirm: QuerySet[Entry]
    returned: QuerySet[Entry]
    differing: QuerySet[Entry]
    to_correct: QuerySet[Entry]


def waiting_for(user: User, programme: Programme | None = None) -> Waiting:
    """Entries to decide, to confirm, returned to the person's units, in dispute, and to be corrected."""
    scope = scope_of(user)
    seen = entries_for(user) if programme is None else entries_for(user).filter(programme=programme)
    rows = ApprovalBand.objects.filter(programme=programme) if programme else ApprovalBand.objects.all()
    bands = list(rows) if scope.paths(Role.OFFICE, Role.LEAD) else []
    return Waiting(
        to_decide=_to_decide(user, scope, seen, bands),
        to_confirm=unconfirmed(seen).filter(scope.within("receiver", Role.RECEIVER)),
        returned=seen.filter(_recordable(scope), state=EntryState.RETURNED),
        differing=seen.filter(_speaks(scope), Exists(_unresolved())),
        to_correct=_to_correct(user, scope, seen, bands),
    )


def _unresolved() -> QuerySet[Difference]:
    return Difference.objects.filter(entry=OuterRef("pk"), state__in=DifferenceState.unresolved())


def _asked() -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(entry=OuterRef("pk"), state=RequestState.ASKED)


def requests_for(user: Any) -> QuerySet[CorrectionRequest]:
    """Corrections that were asked for of the entries a person may see, the latest first, with what is shown of them."""
    related = ("entry__programme__giver", "entry__workstream__lead", "entry__reversal", "entry__correction")
    found = CorrectionRequest.objects.filter(entry__in=entries_for(user)).select_related(*related)
    return found.prefetch_related("entry__approvals").order_by("-id")


def differences_for(user: Any) -> QuerySet[Difference]:
    """Differences on the entries a person may see, the oldest first, with what was said in them."""
    related = ("entry__giver", "entry__receiver", "entry__workstream__lead", "entry__programme__giver")
    found = Difference.objects.filter(entry__in=entries_for(user)).select_related(*related)
    return found.prefetch_related("words")


def with_dispute_day(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Each entry with ``disputed_since``, when its unsettled difference was opened."""
    return entries.annotate(disputed_since=Subquery(_unresolved().values("opened_at")[:1]))


def _speaks(scope: Scope) -> Q:
    """Entries on which the person speaks for a side, for the lead unit or for the office."""
    if scope.paths(Role.OFFICE):
        return Q()
    parties = scope.within("giver", Role.GIVER, Role.LEAD) | scope.within("receiver", Role.RECEIVER)
    return parties | scope.within("workstream__lead", Role.LEAD)


def unconfirmed(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Accepted entries, standing, on which the receiver has not spoken."""
    return entries.filter(state=EntryState.ACCEPTED, reverses=None, reversal=None, confirmations__isnull=True)


def _to_decide(user: User, scope: Scope, seen: QuerySet[Entry], bands: list[ApprovalBand]) -> QuerySet[Entry]:
    """Submitted entries the person is in charge of, has not approved yet, and whose turn is the person's."""
    mine = Approval.objects.filter(entry=OuterRef("pk"), submitted_at=OuterRef("submitted_at"), by=user)
    submitted = seen.filter(~Exists(mine) & _in_charge(user, scope), state=EntryState.SUBMITTED)
    held = {Role.LEAD: _led(scope)}
    if scope.paths(Role.OFFICE):
        held[Role.OFFICE] = Q(pk__isnull=False)
    return in_turn(submitted, bands, held)


def _to_correct(
    user: User, scope: Scope, seen: QuerySet[Entry], bands: list[ApprovalBand]
) -> QuerySet[Entry]:
    """Entries whose correction was asked for: the office's, and a lead's where its approval comes next."""
    if scope.paths(Role.OFFICE):
        return seen.filter(Exists(_asked()))
    if not bands or not scope.paths(Role.LEAD):
        return seen.none()
    led = CorrectionRequest.objects.filter(state=RequestState.ASKED, entry__in=seen.filter(_led(scope)))
    asked = led.exclude(asked_by=user).select_related("entry__programme").prefetch_related("entry__approvals")
    return seen.filter(pk__in=[one.entry_id for one in asked if awaits_lead(one, user, bands)])


def _in_charge(user: User, scope: Scope) -> Q:
    if scope.paths(Role.OFFICE):
        return ~Q(programme__separate_duties=True, recorded_by=user)
    return _led(scope) & ~Q(recorded_by=user)


def _led(scope: Scope) -> Q:
    """Entries that a unit decides on in which the person is a lead."""
    led = scope.within("workstream__lead", Role.LEAD)
    return led | Q(workstream__lead=None) & scope.within("programme__giver", Role.LEAD)


def _recordable(scope: Scope) -> Q:
    if scope.paths(Role.OFFICE):
        return Q()
    return scope.within("giver", *(ALLOWED[Action.RECORD_ENTRY] - {Role.OFFICE}))


def coverage(entries: QuerySet[Entry]) -> dict[str, int]:
    """Of the accepted, standing entries: how many there are, evidenced, agreed and disputed; one query."""
    standing = entries.filter(state=EntryState.ACCEPTED, reverses=None, reversal=None)
    # "evidenced" is a name of the rows, too, so it cannot name the count.
    found = with_trust(standing.order_by()).aggregate(
        entries=Count("pk"),
        proven=Count("pk", filter=Q(evidenced=True)),
        agreed=Count("pk", filter=Q(verdict=Verdict.AGREED)),
        disputed=Count("pk", filter=Q(verdict=Verdict.DISPUTED)),
    )
    return {"evidenced": found.pop("proven"), **found}
