"""``/api/entries/many/…``: submit, accept, return and confirm many entries in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import BaseModel, Field

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.policies import Action, require
from jiedui.api.auth import scoped
from jiedui.api.repeatable import repeatable
from jiedui.kernel.errors import Invalid, InvalidMany, NotFound
from jiedui.ledger import queries, services
from jiedui.ledger.errors import SomeRefused
from jiedui.ledger.kinds.values import Paragraph
from jiedui.ledger.models import Entry
from jiedui.ledger.schemas import UnitId

router = Router(auth=scoped(TokenScope.WRITE))
MOST = 5000
"""Entries one request may name."""


class ManyIn(Schema):
    """The entries by number, in the order in which they are acted on.

    All go on or none; with ``sound_only`` those go on that may, and the answer says of the others why they may not.
    """

    entries: Annotated[list[UnitId], Field(min_length=1, max_length=MOST)]
    sound_only: bool = False


class ManyReasonIn(ManyIn):
    """The same, with one reason for all."""

    reason: Paragraph


class ManyNoteIn(ManyIn):
    """The same, with one remark for all."""

    note: Paragraph = ""


class ProblemOut(BaseModel):
    """What is wrong with one field."""

    address: str
    code: str
    message: str


class RefusedOut(BaseModel):
    """An entry that could not go on, and why."""

    entry: int
    code: str
    message: str
    errors: list[ProblemOut]


class ManyOut(BaseModel):
    """The entries that went on, those of them that others must approve, too, and those that were refused."""

    done: list[int]
    waiting: list[int]
    refused: list[RefusedOut]


def refused_out(refused: services.Refused) -> RefusedOut:
    """A refusal as the API shows it."""
    error = refused.error
    errors = error.errors if isinstance(error, InvalidMany) else []
    if isinstance(error, Invalid) and error.address:
        errors = [error]
    shown = [ProblemOut(address=one.address, code=one.code, message=one.words) for one in errors]
    return RefusedOut(entry=refused.entry, code=error.code, message=str(error), errors=shown)


def _run(request: HttpRequest, payload: ManyIn, act: Callable[..., services.Outcome], **said: Any) -> ManyOut:
    """Act on the entries the person may see; the others are refused as if they did not exist."""
    require(request.user, Action.SEE_ENTRIES)
    seen = set(queries.entries_for(request.user).filter(pk__in=payload.entries).values_list("pk", flat=True))
    unseen = [services.Refused(pk, NotFound()) for pk in dict.fromkeys(payload.entries) if pk not in seen]
    if unseen and not payload.sound_only:
        raise SomeRefused(unseen, of=len(set(payload.entries)))
    entries = [Entry(pk=pk) for pk in payload.entries if pk in seen]
    outcome = act(actor=request.user, entries=entries, sound_only=payload.sound_only, **said)
    return ManyOut(
        done=outcome.done,
        waiting=outcome.waiting,
        refused=[refused_out(one) for one in (*unseen, *outcome.refused)],
    )


@router.post("/submit", response=ManyOut)
@repeatable
def submit_many(request: HttpRequest, payload: ManyIn) -> ManyOut:
    """Hand many drafts or returned entries to their workstreams' leads."""
    return _run(request, payload, services.submit_entries)


@router.post("/accept", response=ManyOut)
@repeatable
def accept_many(request: HttpRequest, payload: ManyIn) -> ManyOut:
    """Accept many submitted entries, for ever; they join the chain in the order given."""
    return _run(request, payload, services.accept_entries)


@router.post("/return", response=ManyOut)
@repeatable
def return_many(request: HttpRequest, payload: ManyReasonIn) -> ManyOut:
    """Send many submitted entries back for one reason."""
    return _run(request, payload, services.return_entries, reason=payload.reason)


@router.post("/confirm", response=ManyOut)
@repeatable
def confirm_many(request: HttpRequest, payload: ManyNoteIn) -> ManyOut:
    """Say as the receiver that many entries are right; a dispute is about one."""
    return _run(request, payload, services.confirm_entries, note=payload.note)
