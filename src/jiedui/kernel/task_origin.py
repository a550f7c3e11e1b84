"""The origin of what background tasks do, opened and closed by the signals of the task runner."""

from __future__ import annotations

from typing import Any

from jiedui.kernel import origin
from jiedui.kernel.enums import Channel

# What the process did before each running task: one that runs at once, within a request, goes back to it.
_before: dict[str, origin.Origin] = {}


def begin(sender: Any, task_result: Any, **kwargs: Any) -> None:
    """A task starts: its own number ties together what it does."""
    _before[task_result.id] = origin.current()
    origin.begin(origin.Origin(Channel.TASK, request_id=str(task_result.id)))


def end(sender: Any, task_result: Any, **kwargs: Any) -> None:
    """A task ended, well or not."""
    origin.begin(_before.pop(task_result.id, origin.Origin()))
