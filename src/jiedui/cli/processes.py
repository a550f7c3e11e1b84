"""Child processes that live and end together."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE_SECONDS = 15


class Stopped(Exception):
    """Ctrl-C or SIGTERM arrived."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopped


@dataclass
class Together:
    """Runs commands side by side until one ends or a signal comes; then ends all of them.

    Each child gets a session of its own, so that Ctrl-C reaches only this process and the children are
    stopped in order, the first started last.
    """

    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, command: Sequence[str]) -> None:
        """Start one child."""
        self.children.append(subprocess.Popen(command, start_new_session=True))  # noqa: S603

    def wait(self) -> int:
        """Wait; 0 after a signal, else the exit status of the child that ended first."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
        try:
            while all(child.poll() is None for child in self.children):
                time.sleep(0.2)
            ended = next(child for child in self.children if child.poll() is not None)
            return ended.returncode or 1
        except Stopped:
            return 0
        finally:
            self.stop()

    def stop(self) -> None:
        """Ask every child to end, wait, and end those that do not."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
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
