"""Children end together, whoever ends first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jiedui.cli.up import PortTaken, free_port

SCRIPT = """
import sys
from jiedui.cli.processes import Together
together = Together()
for command in sys.argv[1:]:
    together.start([sys.executable, "-c", command])
print(*[child.pid for child in together.children], flush=True)
sys.exit(together.wait())
"""
SLEEP = "import time; time.sleep(60)"


def start(*commands: str) -> tuple[subprocess.Popen[str], list[int]]:
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, *commands], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, [int(pid) for pid in process.stdout.readline().split()]


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_children_and_counts_as_success(number: signal.Signals) -> None:
    process, children = start(SLEEP, SLEEP)
    os.kill(process.pid, number)
    assert process.wait(20) == 0
    assert [pid for pid in children if alive(pid)] == []


def test_when_one_child_fails_the_others_end_and_its_status_is_returned() -> None:
    process, children = start(SLEEP, "import sys; sys.exit(7)")
    assert process.wait(20) == 7
    assert [pid for pid in children if alive(pid)] == []


def test_a_taken_port_is_refused_with_the_way_out() -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"--port {port + 1}"):
            free_port("127.0.0.1", port)
