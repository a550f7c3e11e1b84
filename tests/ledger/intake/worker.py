"""A clerk hands in more rows than are worked on while one waits; a worker in a process of its own takes them up.

Run by test_worker.py as ``python -m tests.ledger.intake.worker`` on a database of its own; prints what was seen.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django

ROWS = 2100
PATIENCE = 120.0
"""Seconds after which a state that does not come is a failure."""


@contextmanager
def worker() -> Iterator[None]:
    """The worker as it runs in production, for as long as it is needed."""
    command = [
        sys.executable,
        "-m",
        "django",
        "db_worker",
        "--settings",
        "jiedui.settings",
        "--interval",
        "0.1",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def main() -> None:
    """Hand in, watch, store, watch; print the states, the steps and what is in the ledger."""
    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    call_command("collectstatic", verbosity=0, interactive=False)

    from jiedui.ledger.models import Entry, ImportBatch
    from tests.conftest import build_world
    from tests.ledger.intake.sheets import filled, purchase

    world = build_world()
    client = Client(HTTP_HOST="localhost")
    client.force_login(world.giver)
    base = reverse("console:imports", args=[world.programme.code])
    content = filled(world, "purchase", [purchase(number) for number in range(1, ROWS + 1)])
    seen: list[str] = []

    def until(state: str) -> ImportBatch:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            batch = ImportBatch.objects.get()
            said = f"{batch.state} {batch.step}".strip()
            if not seen or seen[-1] != said:
                seen.append(said)
            page = client.get(f"{base}{batch.pk}/")
            assert page.status_code == 200, page.status_code
            if batch.state == state:
                return batch
            time.sleep(0.2)
        raise TimeoutError(f"{state} did not come: {seen}")

    answer = client.post(base, {"kind": "purchase", "file": SimpleUploadedFile("七月.xlsx", content)})
    waiting = ImportBatch.objects.get()
    seen.append(waiting.state)
    with worker():
        checked = until("checked")
        nothing_yet = Entry.objects.count()
        client.post(f"{base}{checked.pk}/store/")
        stored = until("committed")
    told: dict[str, Any] = {
        "answer": answer.status_code,
        "seen": seen,
        "before": nothing_yet,
        "entries": Entry.objects.count(),
        "counts": stored.counts,
        "error": stored.error,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
