"""Named reads of returns. Every list a person sees begins with :func:`returns_for`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.policies import ALLOWED, Action, Scope, scope_of
from jiedui.kernel.errors import NotFound
from jiedui.ledger import kinds
from jiedui.ledger.models import Entry
from jiedui.ledger.queries import entries_behind
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Nature
from jiedui.plans.models import Programme, Workstream
from jiedui.returns.enums import DeliveryChannel, ReturnState, Reviewer
from jiedui.returns.figures import Figures
from jiedui.returns.models import Delivery, Notice, Remark, Return, ReturnLine, ReturnSchedule, ReviewLevel
from jiedui.returns.transitions import EDITABLE, WAITING

RELATED = (
    "schedule__programme__giver",
    "schedule__programme__office",
    "schedule__workstream__lead",
    "unit__parent",
)
OVERDUE = "overdue"
"""The value of the ``state`` filter for returns that are late and not filed."""


def returns_for(user: Any) -> QuerySet[Return]:
    """The returns a person may see, every version.

    Office and auditors: all. Others: those of units in their subtrees, leads also those of the workstreams their
    unit leads, and those whose review names their unit.
    """
    scope = scope_of(user)
    returns = Return.objects.select_related(*RELATED)
    if scope.sees_all:
        return returns
    led = scope.within("schedule__workstream__lead", Role.LEAD)
    led |= Q(schedule__workstream__lead=None) & scope.within("schedule__programme__giver", Role.LEAD)
    named = ReviewLevel.objects.filter(
        scope.within("unit"), schedule=OuterRef("schedule"), reviewer=Reviewer.NAMED
    )
    return returns.filter(scope.within("unit") | led | Exists(named))


def current(returns: QuerySet[Return]) -> QuerySet[Return]:
    """Of each return the last version."""
    return returns.filter(replacement__isnull=True)


def get_return(user: Any, programme: Programme, pk: int | str) -> Return:
    """The return, if it is the programme's and the person may see it. Raises NotFound."""
    try:
        return returns_for(user).get(schedule__programme=programme, pk=pk)
    except (Return.DoesNotExist, ValueError, OverflowError):
        raise NotFound from None


def returns_behind(
    user: Any,
    *,
    programme: Programme,
    today: date,
    schedule: ReturnSchedule | None = None,
    workstream: Workstream | None = None,
    unit: OrgUnit | None = None,
    state: str = "",
    start: date | None = None,
    end: date | None = None,
) -> QuerySet[Return]:
    """The current versions that the filters of a list leave; ``start`` and ``end`` bound the period's last day.

    Without a ``user`` (the command line) all of them.
    """
    seen = Return.objects.select_related(*RELATED) if user is None else returns_for(user)
    found = current(seen).filter(schedule__programme=programme)
    if unit is not None:
        found = found.filter(unit__path__startswith=unit.path)
    if state == OVERDUE:
        found = overdue(found, today)
        state = ""
    equal = {"schedule": schedule, "schedule__workstream": workstream, "state": state}
    spans = {"ends_on__gte": start, "ends_on__lte": end}
    return found.filter(**{name: value for name, value in {**equal, **spans}.items() if value})


def overdue(returns: QuerySet[Return], today: date) -> QuerySet[Return]:
    """Returns whose day has passed and which were never handed in."""
    return returns.filter(filed_on__isnull=True, due_on__lt=today)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person, each a queryset to count or to show, the most pressing first."""

    to_file: QuerySet[Return]
    sent_back: QuerySet[Return]
    to_review: QuerySet[Return]


def waiting_for(user: User, programme: Programme | None = None) -> Waiting:
    """Returns the person's own units have to hand in or to mend, and those that wait for the person's review.

    The office sees what it owes itself and what its level of the review asks, not what every district owes.
    """
    scope = scope_of(user)
    seen = current(returns_for(user)).order_by("due_on", "id")
    if programme is not None:
        seen = seen.filter(schedule__programme=programme)
    own = scope.within("unit", *ALLOWED[Action.FILE_RETURN])
    return Waiting(
        to_file=seen.filter(own, state=ReturnState.OPEN),
        sent_back=seen.filter(own, state=ReturnState.SENT_BACK),
        to_review=seen.filter(_asked(user, scope), state__in=WAITING),
    )


def _asked(user: User, scope: Scope) -> Q:
    """Whether the level that is asked now is one of the person's."""
    level = ReviewLevel.objects.filter(schedule=OuterRef("schedule"), number=OuterRef("level"))
    led = scope.within("schedule__workstream__lead", Role.LEAD)
    led |= Q(schedule__workstream__lead=None) & scope.within("schedule__programme__giver", Role.LEAD)
    roles = tuple(ALLOWED[Action.REVIEW_RETURN])
    named = level.filter(scope.within("unit", *roles), reviewer=Reviewer.NAMED)
    asked = (
        (led & Q(Exists(level.filter(reviewer=Reviewer.LEAD))))
        | (scope.within("unit__parent", *roles) & Q(Exists(level.filter(reviewer=Reviewer.PARENT))))
        | Q(Exists(named))
    )
    if scope.paths(Role.OFFICE):
        return asked | Q(Exists(level.filter(reviewer=Reviewer.OFFICE)))
    return asked & ~Q(submitted_by=user)


def lines_of(one: Return) -> list[ReturnLine]:
    """The return's lines: as the ledger stands now while the unit may change it, else as they were handed in."""
    lines = list(one.lines.select_related("indicator__workstream", "taken_by"))
    for line in lines:
        line.of = one
    if one.state in EDITABLE:
        figures = Figures(one.schedule.programme, lines)
        for line in lines:
            figures.compute(line)
    return lines


def sides_of(line: ReturnLine) -> tuple[int | None, int | None]:
    """The units (by id) that a line's figure counts as giving and as receiving; None stands for everybody."""
    one, receiver = line.of, line.definition.get("receiver")
    if receiver:
        return line.definition.get("giver"), receiver
    return (None, one.unit_id) if one.receives else (one.unit_id, None)


def entries_of(user: Any, line: ReturnLine) -> QuerySet[Entry]:
    """The entries behind a line's figure, the same that the ledger's list shows for it."""
    one = line.of
    stock = line.definition.get("nature") == Nature.STOCK
    giver, receiver = sides_of(line)
    units = {one.unit_id: one.unit}
    if missing := {giver, receiver} - {None, one.unit_id}:
        units |= OrgUnit.objects.in_bulk(missing)
    found = entries_behind(
        user,
        programme=one.schedule.programme,
        indicator=line.indicator,
        giver=units.get(giver or 0),
        receiver=units.get(receiver or 0),
        start=None if stock else one.starts_on,
        end=one.ends_on,
        state="accepted",
    )
    if line.indicator_id is None:
        kinds_counted = [kind.key for kind in kinds.members(line.definition.get("kind", ""))]
        found = found.filter(kind__in=kinds_counted)
    return found


def remarks_for(one: Return, *, reviewing: bool) -> QuerySet[Remark]:
    """The remarks on a return; those that were not sent yet only for its reviewers."""
    found = one.remarks.select_related("by", "answered_by", "line", "section")
    return found if reviewing else found.filter(opened=True)


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that differs between two readings of the same return."""

    line: ReturnLine
    before: ReturnLine | None

    @property
    def changed(self) -> bool:
        """Whether the reported figure is another."""
        return self.before is None or self.before.final != self.line.final


def differences(one: Return) -> list[LineChange]:
    """A version's lines beside those of the version it replaces; only lines that differ."""
    if one.replaces_id is None:
        return []
    before = {line.number: line for line in one.replaces.lines.all()} if one.replaces else {}
    pairs = (LineChange(line, before.get(line.number)) for line in lines_of(one))
    return [pair for pair in pairs if pair.changed]


def since_then(one: Return) -> list[LineChange]:
    """Lines of a return with its reviewers, or accepted, whose figure the ledger gives otherwise by now."""
    stored = list(one.lines.all())
    now = list(one.lines.all())
    for line in now:
        line.of = one
    figures = Figures(one.schedule.programme, now)
    for line in now:
        figures.compute(line)
    pairs = zip(now, stored, strict=True)
    return [LineChange(line, before) for line, before in pairs if line.value != before.value]


def versions_of(one: Return) -> QuerySet[Return]:
    """Every version of a return, the first one first."""
    return Return.objects.filter(
        schedule=one.schedule_id, unit=one.unit_id, starts_on=one.starts_on
    ).order_by("version")


def unread(user: User) -> QuerySet[Notice]:
    """What a person has not read yet, the latest first."""
    return notices_of(user).filter(read_at__isnull=True)


def notices_of(user: User) -> QuerySet[Notice]:
    """What a person was told, the latest first."""
    return Notice.objects.filter(user=user).select_related(
        "about__schedule__programme", "about__schedule__workstream", "about__unit"
    )


def schedules_of(programme: Programme) -> QuerySet[ReturnSchedule]:
    """The programme's schedules with all they hold, in a fixed number of queries."""
    return programme.return_schedules.select_related(
        "programme__giver", "programme__office", "workstream__lead"
    ).prefetch_related("units__unit", "levels__unit", "lines__indicator__workstream", "sections")


def counts_by_state(returns: QuerySet[Return]) -> dict[str, int]:
    """How many returns stand in each state; one query."""
    rows = returns.order_by().values_list("state").annotate(Count("pk"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in ReturnState.values}


def level_of(one: Return, levels: Iterable[ReviewLevel]) -> ReviewLevel | None:
    """The level of the review that is asked now."""
    return next((level for level in levels if level.number == one.level), None)


def late(returns: QuerySet[Return]) -> QuerySet[Return]:
    """Returns that were handed in after their day."""
    return returns.filter(filed_on__gt=F("due_on"))


def hook_messages(programme: Programme) -> QuerySet[Delivery]:
    """What the programme's webhooks were told or will be, the latest first."""
    found = Delivery.objects.filter(programme=programme, channel=DeliveryChannel.WEBHOOK)
    return found.select_related("webhook").order_by("-pk")
