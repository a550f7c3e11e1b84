"""Reads one file in a process of its own, which may take neither 30 seconds nor 1 GB."""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
import traceback

import trafilatura  # noqa: F401  # once here, not in every child

from jiedui.documents.readers import UnreadableDocumentError, explain, open_document
from jiedui.documents.reading import read

SECONDS = 30
MEGABYTES = 1024


def outcome(data: bytes, name: str) -> str:
    """``read``, ``refused: REASON``, or what went wrong: ``crash: …``, ``hang``, ``memory: … MB``."""
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(reading)
        os.write(writing, _said(data, name).encode()[:4000])
        os._exit(0)
    os.close(writing)
    try:
        return _await(pid, reading)
    finally:
        os.close(reading)


def _await(pid: int, reading: int) -> str:
    ready, _, _ = select.select([reading], [], [], SECONDS)
    if not ready:
        os.kill(pid, signal.SIGKILL)
    said = os.read(reading, 4096).decode() if ready else "hang"
    _pid, status, usage = os.wait4(pid, 0)
    if not said:
        return f"crash: ended by signal {os.WTERMSIG(status)}"
    if (used := usage.ru_maxrss // 1024) > MEGABYTES:
        return f"memory: {used} MB"
    return said


def _said(data: bytes, name: str) -> str:
    # Address space is more than memory; twice the limit keeps one file from taking the machine down.
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    sys.setrecursionlimit(1000)
    try:
        read(open_document(data, name))
    except UnreadableDocumentError as error:
        return f"refused: {error.reason}" if explain(error) else f"crash: {error.reason} has no words"
    except BaseException:
        return "crash: " + " | ".join(traceback.format_exc().strip().splitlines()[-7:])
    return "read"
