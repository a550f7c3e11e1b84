"""Telling those who keep a copy of the postings that they changed.

A row is written in the transaction that changes them, while it holds the head of the chain: none is lost, none speaks
of what never happened, and their ids are committed in order. Apps above the ledger :func:`listen`; they are told when
the transaction has ended, and read the rows for themselves. Whoever misses the call finds the rows the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction

from jiedui.ledger import chain
from jiedui.ledger.enums import PostingAct
from jiedui.ledger.models import Confirmation, Entry, PostingChange
from jiedui.plans.models import Programme

Listener = Callable[[], object]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have ``listener`` called after each transaction that changed postings."""
    _listeners.append(listener)


def note_accepted(entries: Sequence[Entry]) -> None:
    """These entries, one after the other in the chain, were posted."""
    if entries:
        numbers = [entry.sequence or 0 for entry in entries]
        _note(PostingAct.ACCEPTED, first=min(numbers), last=max(numbers))


def note_replaced(entries: Iterable[Entry]) -> None:
    """What accepted entries add was written anew."""
    if pks := sorted(entry.pk for entry in entries):
        _note(PostingAct.REPLACED, entries=pks)


def note_rebuilt(programme: Programme) -> None:
    """Every posting of the programme was written anew."""
    _note(PostingAct.REBUILT, programme=programme)


def note_said(words: Sequence[Confirmation]) -> None:
    """Receivers spoke on accepted entries. The head of the chain is held from here on, as for all rows."""
    if words:
        chain.lock()
        _note(PostingAct.SAID, entries=[word.pk for word in words])


def note_begun() -> PostingChange:
    """A copy is begun: it holds whatever stands at this row, up to the number of the chain in ``last``."""
    # Nobody is told: it is the copy itself that notes this, and would be asked to catch up while it is being made.
    return PostingChange.objects.create(act=PostingAct.BEGUN, last=chain.lock().sequence)


def _note(act: PostingAct, **said: Any) -> None:
    PostingChange.objects.create(act=act, **said)
    # The postings stand already: what ails a copy of them is no answer to whoever wrote them. Django logs it.
    transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    for listener in _listeners:
        listener()
