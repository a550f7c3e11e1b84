"""Several acts at one moment, as people do them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection, connections


def at_once(acts: Sequence[Callable[[], object]]) -> list[BaseException]:
    """Let every act wait for the others and then begin, each in a thread and connection of its own; what failed."""
    failures: list[BaseException] = []
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def only_on_a_server() -> None:
    """Skip where the database serves one thread."""
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lies in memory and serves one thread")
