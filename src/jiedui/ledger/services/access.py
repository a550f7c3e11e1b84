"""Who may act on which entry, and the locked row every transition works on."""

from __future__ import annotations

from typing import Any

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require, scope_of
from jiedui.kernel.errors import WrongState
from jiedui.ledger.enums import EntryState
from jiedui.ledger.errors import AcceptedForEver, OwnEntry
from jiedui.ledger.models import Entry
from jiedui.organisations.models import OrgUnit


def locked(entry: Entry, *related: str) -> Entry:
    """The entry as it is now, locked until the transaction ends, with the ``related`` rows the act needs.

    Building the query costs more than running it, so each act names only what it reads.
    """
    rows = Entry.objects.select_for_update(of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=entry.pk)


def require_state(entry: Entry, *states: str) -> None:
    """Raise AcceptedForEver or WrongState unless the entry is in one of ``states``."""
    if entry.state in states:
        return
    if entry.state == EntryState.ACCEPTED:
        raise AcceptedForEver
    raise WrongState(state=EntryState(entry.state).label)


def deciding_unit(entry: Entry) -> OrgUnit:
    """The unit that decides on the entry: the workstream's lead, else the programme's own giver."""
    return entry.workstream.lead or entry.programme.giver


def require_decider(actor: Any, entry: Entry) -> None:
    """Raise NotAllowed unless ``actor`` may decide; OwnEntry for one's own entry, unless one is the office."""
    require(actor, Action.DECIDE_ENTRY, unit=deciding_unit(entry))
    if entry.recorded_by_id == actor.pk and not is_office(actor):
        raise OwnEntry


def is_office(user: Any) -> bool:
    """Whether the person holds the office's role."""
    return bool(scope_of(user).paths(Role.OFFICE))


def may_decide(user: User, entry: Entry) -> bool:
    """Whether :func:`require_decider` would let the person pass."""
    from jiedui.kernel.errors import NotAllowed

    try:
        require_decider(user, entry)
    except NotAllowed:
        return False
    return True
