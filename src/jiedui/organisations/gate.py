"""Who may change units: asked here, answered by :mod:`jiedui.accounts`.

Units lie below people, so this package cannot look up a person's roles. It asks a guard, which
``accounts`` puts in place when it starts; until then nobody but the system may change anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiedui.kernel.errors import NotAllowed


def _nobody(actor: Any) -> None:
    raise NotAllowed


_guard: Callable[[Any], None] = _nobody


def install(guard: Callable[[Any], None]) -> None:
    """Let ``guard`` answer; it raises NotAllowed for an actor who may not manage units."""
    global _guard
    _guard = guard


def require_manager(actor: Any) -> None:
    """Raise NotAllowed unless ``actor`` may manage units; None is the system itself (the command line)."""
    if actor is not None:
        _guard(actor)
