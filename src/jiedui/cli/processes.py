"""Child processes that live and end together."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE_SECONDS = 15


@dataclass
class Together:
    """Runs commands side by side until one ends or a signal comes; then ends all of them.

    Each child gets a session of its own, so that Ctrl-C reaches only this process and the children are
    stopped in order, the first started last.
    """

    children: list[subprocess.Popen[bytes]] = field(default_factory=list)
    stopped: bool = False

    def __post_init__(self) -> None:
        """From here on a signal only sets a flag: no child is left behind, whenever it comes."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopped = True

    def start(self, command: Sequence[str]) -> None:
        """Start one child."""
        self.children.append(subprocess.Popen(command, start_new_session=True))  # noqa: S603

    def wait(self) -> int:
        """Wait; 0 after a signal, else the exit status of the child that ended first."""
        ended: list[int] = []
        while not self.stopped and not ended:
            time.sleep(0.1)
            ended = [child.returncode for child in self.children if child.poll() is not None]
        self.stop()
        return 0 if self.stopped else ended[0] or 1

    def stop(self) -> None:
        """Ask every child to end, wait, and end those that do not."""
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in reversed(self.children):
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
