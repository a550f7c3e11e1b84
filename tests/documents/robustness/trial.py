"""Reads one file in a process of its own, which may take neither 1 GB nor 30 seconds of processor time for a page."""

from __future__ import annotations

import mmap
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import trafilatura  # noqa: F401  # once here, not in every child

from jiedui.documents.readers import UnreadableDocumentError, explain, open_document
from jiedui.documents.reading import read

SECONDS = 30
MEGABYTES = 1024
ALONE = 160
"""What a process weighs that has loaded the readers and nothing else. A child is born with what its parent holds,
which after thousands of tests is more than a file may take; so what counts is this and what the child adds."""
HANG = "hang"
PATIENCE = 300
"""Seconds by the clock without a page done: the machine may be busy with other work."""
PAGE = b"."
"""What the child says when it has done a page; pictures of pages take seconds each."""


def outcome(data: bytes, name: str) -> str:
    """``read``, ``refused: REASON``, or what went wrong: ``crash: …``, ``hang``, ``memory: … MB``."""
    reading, writing = os.pipe()
    born = mmap.mmap(-1, 8)
    if (pid := os.fork()) == 0:
        os.close(reading)
        born[:] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss.to_bytes(8, "big")
        os.write(writing, _said(data, name, _telling(writing)).encode()[:4000])
        os._exit(0)
    os.close(writing)
    try:
        return _await(pid, reading, born)
    finally:
        os.close(reading)


def _telling(writing: int) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        os.write(writing, PAGE)

    return tell


def _await(pid: int, reading: int, born: mmap.mmap) -> str:
    said = _heard(pid, reading)
    if not said or said == HANG:
        os.kill(pid, signal.SIGKILL)
    _pid, status, usage = os.wait4(pid, 0)
    if not said:
        return f"crash: ended by signal {os.WTERMSIG(status)}"
    if (used := (usage.ru_maxrss - int.from_bytes(born[:], "big")) // 1024 + ALONE) > MEGABYTES:
        return f"memory: {used} MB"
    return said


def _heard(pid: int, reading: int) -> str:
    """What the child says in the end; nothing where it died, ``hang`` where a page takes too long."""
    clock, spent = time.monotonic(), _spent(pid)
    while True:
        ready, _, _ = select.select([reading], [], [], 1)
        if ready:
            told = os.read(reading, 4096)
            if told.strip(PAGE) or not told:
                return told.lstrip(PAGE).decode()
            clock, spent = time.monotonic(), _spent(pid)
        elif _spent(pid) - spent > SECONDS or time.monotonic() - clock > PATIENCE:
            return HANG


def _spent(pid: int) -> float:
    """Seconds of processor time a process has used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _said(data: bytes, name: str, advance: Callable[[int, int], None]) -> str:
    # Address space is more than memory; twice the limit keeps one file from taking the machine down.
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    sys.setrecursionlimit(1000)
    try:
        read(open_document(data, name, advance=advance))
    except UnreadableDocumentError as error:
        return f"refused: {error.reason}" if explain(error) else f"crash: {error.reason} has no words"
    except BaseException:
        return "crash: " + " | ".join(traceback.format_exc().strip().splitlines()[-7:])
    return "read"
