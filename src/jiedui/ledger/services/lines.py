"""One voucher with many lines: an entry for each, the voucher's files at every one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.ledger.models import Entry
from jiedui.ledger.services.deciding import submit_entry
from jiedui.ledger.services.evidence import StoredEvidence, attach_stored
from jiedui.ledger.services.recording import record_entry
from jiedui.plans.models import Programme


@transaction.atomic
def record_lines(
    *,
    actor: User,
    programme: Programme,
    kind: str,
    contents: Sequence[Mapping[str, Any]],
    files: Iterable[tuple[str, StoredEvidence]] = (),
    idempotency_key: str | None = None,
) -> list[Entry]:
    """Write a draft for each line and attach every file (purpose, file) to all of them; all or nothing.

    With an ``idempotency_key`` the same call may be repeated and gives the same entries. Raises NotAllowed,
    KeyReused, Invalid where an entry is full, or InvalidMany addressed like ``lines.2.amount``, counted from 0.
    """
    entries, problems = [], []
    for number, content in enumerate(contents):
        key = f"{idempotency_key}:{number}" if idempotency_key else None
        try:
            entries.append(
                record_entry(actor=actor, programme=programme, kind=kind, data=content, idempotency_key=key)
            )
        except InvalidMany as error:
            problems += [_of_line(number, problem) for problem in error.errors]
    if problems:
        raise InvalidMany(problems)
    for purpose, stored in files:
        attach_stored(actor=actor, entries=entries, stored=stored, purpose=purpose)
    return entries


@transaction.atomic
def submit_lines(*, actor: User, entries: Iterable[Entry]) -> list[Entry]:
    """Submit every entry or none. Raises NotAllowed, WrongState, or InvalidMany with what stops any of them."""
    submitted, problems = [], []
    for number, entry in enumerate(entries):
        try:
            submitted.append(submit_entry(actor=actor, entry=entry))
        except InvalidMany as error:
            problems += [_of_line(number, problem) for problem in error.errors]
    if problems:
        raise InvalidMany(problems)
    return submitted


def _of_line(number: int, problem: Invalid) -> Invalid:
    address = f"lines.{number}.{problem.address}"
    return type(problem)(problem.template, address=address, **problem.params)
