"""Bringing many returns to their end by script: made, handed in, reviewed on every level, accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel.batches import batched
from jiedui.kernel.errors import InvalidMany
from jiedui.plans.models import Programme
from jiedui.returns import queries
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Return
from jiedui.returns.services.filing import submit_returns, unfit
from jiedui.returns.services.producing import produce_returns
from jiedui.returns.services.reviewing import approve_returns
from jiedui.returns.transitions import EDITABLE, WAITING

BATCH = 200
FiledOn = date | Callable[[Return], date] | None


@dataclass(slots=True)
class Closed:
    """What closing did; ``left`` are the returns that somebody has to look at, each with what stands in the way."""

    produced: int = 0
    accepted: int = 0
    left: list[tuple[Return, InvalidMany]] = field(default_factory=list)


def close_returns(
    *,
    actor: User,
    programme: Programme,
    since: date,
    until: date,
    on: FiledOn = None,
    blanks: bool = False,
    advance: Callable[[int], None] = lambda count: None,
) -> Closed:
    """Accept every return whose period ends from ``since`` to ``until``, as the office, two hundred at a time.

    Each batch is one transaction, so that a lost process leaves whole returns. ``on`` is the day that counts as the
    day of filing (see :func:`submit_returns`), for all or each. A return that is not fit to be
    handed in is left as it is and told; with ``blanks`` figures the ledger does not have, and sections nobody
    wrote, stay empty and stop nothing. Raises NotAllowed for anybody but the office; where the programme keeps
    duties apart, OwnReturn.
    """
    require(actor, Action.REOPEN_RETURN)
    closed = Closed()
    made = produce_returns(actor=actor, programme=programme, since=since, until=until)
    closed.produced = len(made.created)
    for batch in batched(_open(programme, since, until), BATCH):
        fit = _fit(batch, closed, blanks=blanks)
        _close(actor, fit, on, closed, blanks=blanks)
        advance(len(batch))
    return closed


def _fit(returns: list[Return], closed: Closed, *, blanks: bool) -> list[Return]:
    """Those that can be handed in, or are; the others are left."""
    problems = unfit([one for one in returns if one.state in EDITABLE], blanks=blanks)
    closed.left += [(one, InvalidMany(problems[one.pk])) for one in returns if one.pk in problems]
    return [one for one in returns if one.pk not in problems]


def _open(programme: Programme, since: date, until: date) -> list[Return]:
    """What is not accepted yet, in the order of its periods."""
    rows = Return.objects.select_related(*queries.RELATED)
    found = queries.current(rows.filter(schedule__programme=programme))
    found = found.filter(ends_on__gte=since, ends_on__lte=until).exclude(state=ReturnState.ACCEPTED)
    return list(found.order_by("ends_on", "pk"))


def _close(actor: User, returns: list[Return], on: FiledOn, closed: Closed, *, blanks: bool) -> None:
    try:
        closed.accepted += _closed(actor, returns, on, blanks=blanks)
    except InvalidMany as error:
        if len(returns) == 1:
            closed.left.append((returns[0], error))
            return
        for one in returns:
            _close(actor, [one], on, closed, blanks=blanks)


@transaction.atomic
def _closed(actor: User, returns: list[Return], on: FiledOn, *, blanks: bool) -> int:
    for day, open_ones in _by_day(returns, on).items():
        submit_returns(actor=actor, returns=open_ones, on=day, quietly=True, blanks=blanks)
    waiting = [one.pk for one in returns if one.state in EDITABLE | WAITING]
    while found := list(Return.objects.filter(pk__in=waiting, state__in=WAITING)):
        approve_returns(actor=actor, returns=found, quietly=True)
    return len(waiting)


def _by_day(returns: list[Return], on: FiledOn) -> dict[date | None, list[Return]]:
    """Those that are still to be handed in, by the day that counts as the day of filing."""
    found: defaultdict[date | None, list[Return]] = defaultdict(list)
    for one in returns:
        if one.state in EDITABLE:
            found[on(one) if callable(on) else on].append(one)
    return found
