"""How long after an acceptance a pivot shows it, with twenty people accepting.

    python -m tools.with_postgres .venv/bin/python benchmarks/freshness.py [--postings 100000] [--seconds 30]

A city's ledger is written through the services. Then twenty writers, threads of two processes as a server has them,
accept an entry each, wait and accept the next, and the background worker follows. Another process asks the same pivot
again and again and counts the entries in its answer: an entry is visible when the first answer that counts it is there,
and its freshness is that moment less the one in which its acceptance returned. What each query does to bring the copy
up to date is in there. At the end the answer must count every entry, and the copy must verify.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from multiprocessing import Process, Queue, get_context
from typing import Any

from acceptance import Stage, build

WRITERS, PROCESSES = 20, 2
INDICATORS = 3
CHUNK = 2_000
Moment = tuple[int, float]
"""A number, and when: of the machine's one clock, which all processes read."""


def fill(stage: Stage, postings: int) -> None:
    """So many postings of accepted entries."""
    from jiedui.ledger import services

    for first in range(0, postings // INDICATORS, CHUNK):
        drafts = stage.drafts(CHUNK, first)
        services.submit_entries(actor=stage.clerk, entries=drafts)
        services.accept_entries(actor=stage.lead, entries=drafts)


def write(numbers: list[list[int]], lead: int, pause: float, told: Any) -> None:
    """A server's process: each writer accepts its entries, one every ``pause`` seconds in the mean."""
    threads = [threading.Thread(target=write_one, args=(mine, lead, pause, told)) for mine in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put(None)


def write_one(numbers: list[int], lead: int, pause: float, told: Any) -> None:
    """One writer."""
    from django.db import connection

    from jiedui.accounts.models import User
    from jiedui.ledger import services
    from jiedui.ledger.models import Entry

    chance = random.Random(numbers[0])  # noqa: S311
    actor = User.objects.get(pk=lead)
    for number in numbers:
        time.sleep(chance.uniform(0, 2 * pause))
        began = time.perf_counter()
        entry = services.accept_entry(actor=actor, entry=Entry.objects.get(pk=number))
        ended = time.perf_counter()
        told.put(((entry.sequence, ended), ended - began))
    connection.close()


def probe(stop: Any, pause: float, told: Any) -> None:
    """Ask again and again; each answer's number of entries, when it was asked for and when it was there."""
    from datetime import date

    from jiedui.warehouse.asking import Ask
    from jiedui.warehouse.enums import Grain
    from jiedui.warehouse.queries import whole_view

    ask = Ask(date(2019, 1, 1), date(2019, 12, 31))
    while True:
        last = stop.is_set()
        began = time.perf_counter()
        cells = whole_view().by_unit(ask, grain=Grain.QUARTER)
        told.put((sum(cell.entries for cell in cells) // INDICATORS, began, time.perf_counter()))
        if last:
            break
        time.sleep(pause)
    told.put(None)


def drained(queue: Any, ends: int) -> list[Any]:
    """Everything that was told, until so many have ended."""
    found: list[Any] = []
    while ends:
        one = queue.get(timeout=300)
        if one is None:
            ends -= 1
        else:
            found.append(one)
    return found


def ages(accepted: list[Moment], answers: list[tuple[int, float, float]]) -> list[float]:
    """Milliseconds from each acceptance to the first answer that counts it; numbers of the chain have no gaps."""
    found, at = [], 0
    for sequence, when in sorted(accepted):
        while answers[at][0] < sequence:
            at += 1
        found.append(max(0.0, answers[at][2] - when) * 1000)
    return found


def row(name: str, values: list[float]) -> str:
    """Of the table."""
    p95 = statistics.quantiles(values, n=20)[-1]
    return f"{name:<44}{len(values):>8}{statistics.median(values):>8.0f}{p95:>8.0f}{max(values):>8.0f}"


def run(stage: Stage, seconds: float, pause: float, first: int) -> None:
    """One measurement, with the worker and the processes it takes."""
    from django.db import connections

    from jiedui.ledger import services
    from jiedui.ledger.models import ChainHead

    each = max(3, round(seconds / max(pause, 0.05)))
    drafts = stage.drafts(WRITERS * each, first)
    services.submit_entries(actor=stage.clerk, entries=drafts)
    numbers = [entry.pk for entry in drafts]
    hands = [numbers[n * each : (n + 1) * each] for n in range(WRITERS)]
    before = ChainHead.objects.get(pk=1).sequence
    lead = stage.lead.pk
    connections.close_all()
    spawn = get_context("spawn")
    written: Queue[Any] = spawn.Queue()
    seen: Queue[Any] = spawn.Queue()
    stop = spawn.Event()
    asker = spawn.Process(target=_begun, args=(probe, stop, 0.05, seen))
    share = WRITERS // PROCESSES
    writers: list[Process] = [
        spawn.Process(target=_begun, args=(write, hands[n * share : (n + 1) * share], lead, pause, written))
        for n in range(PROCESSES)
    ]
    asker.start()
    seen.get(timeout=120)  # the first answer opens everything
    for writer in writers:
        writer.start()
    told = drained(written, PROCESSES)
    stop.set()
    answers = drained(seen, 1)
    for process in (asker, *writers):
        process.join()
    accepted = [moment for moment, _took in told]
    took = max(when for _n, when in accepted) - min(when for _n, when in accepted)
    print(f"{len(accepted) / took:.1f} acceptances a second, {len(answers) / took:.1f} answers a second")
    print(row("acceptance itself", [took * 1000 for _moment, took in told]))
    print(row("a query while they write", [(end - began) * 1000 for _n, began, end in answers]))
    print(row("from acceptance to the answer that shows it", ages(accepted, answers)), flush=True)
    if answers[-1][0] != before + len(accepted):
        raise SystemExit(f"{answers[-1][0]} entries in the last answer, not {before + len(accepted)}")


def _begun(act: Any, *given: Any) -> None:
    import django

    django.setup()
    act(*given)


def main() -> None:
    """Fill, measure at three paces, verify."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(JIEDUI_DATA=folder, DJANGO_SETTINGS_MODULE="jiedui.settings", JIEDUI_DEBUG="0")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        stage = build()
        began = time.perf_counter()
        fill(stage, given.postings)
        from jiedui.warehouse import services
        from jiedui.warehouse.verification import verify_warehouse
        from jiedui.warehouse.warehouse import own_warehouse

        services.make_anew(own_warehouse())
        print(f"{connection.vendor}: {given.postings:,} postings in {time.perf_counter() - began:.0f} s")
        command = [sys.executable, "-m", "django", "db_worker", "--settings", "jiedui.settings", "-v", "0"]
        worker = subprocess.Popen(command)
        try:
            print(f"{'20 writers, ms':<44}{'count':>8}{'p50':>8}{'p95':>8}{'max':>8}")
            for number, pause in enumerate((4.0, 1.0, 0.0)):
                print(f"-- each {f'every {pause:g} s' if pause else 'one after the other'}")
                seconds = given.seconds if pause else given.seconds / 20
                run(stage, seconds, pause, 10**6 * (number + 1))
        finally:
            worker.terminate()
            worker.wait()
        if wrong := list(verify_warehouse(None, lambda count: None)):
            raise SystemExit(f"does not verify: {wrong[:3]}")
        connection.close()


if __name__ == "__main__":
    main()
