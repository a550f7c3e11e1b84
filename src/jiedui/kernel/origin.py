"""From where the current act comes: opened once per request, command or task, read by the audit log.

A context variable carries it, so that no service has to pass it on. Whoever opens an origin closes it again; outside
of any, the system itself acts.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from jiedui.kernel.enums import Channel


@dataclass(frozen=True, slots=True)
class Origin:
    """The door, the address of the machine, the name of the service token and the request's number."""

    channel: str = Channel.SYSTEM
    ip: str | None = None
    token: str = ""
    request_id: str = ""


_current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039  # frozen


def current() -> Origin:
    """The origin of what happens now."""
    return _current.get()


def new_request_id() -> str:
    """A number that ties together what one request, command or task did."""
    return uuid.uuid4().hex


@contextmanager
def opened(origin: Origin) -> Iterator[Origin]:
    """Let everything within come from ``origin``."""
    token = _current.set(origin)
    try:
        yield origin
    finally:
        _current.reset(token)


def begin(origin: Origin) -> None:
    """Let everything from here on come from ``origin``: for a process that does one thing only."""
    _current.set(origin)


def refine(**known: Any) -> None:
    """Add what was learnt on the way: that it is the API, and which token was shown.

    It ends with the origin it refines.
    """
    _current.set(replace(_current.get(), **known))
