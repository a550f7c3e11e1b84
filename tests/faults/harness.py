"""Kills a working process at random moments and looks at what is left.

A scenario is a module with three functions, each run in a process of its own against a real database::

    def prepare() -> dict            what is there before, and what act and check need to know of it
    def act(context) -> None         the work that is killed
    def check(context) -> list[str]  what is wrong afterwards, in words; it may finish the work, too

A test asks for so many rounds::

    assert rounds("tests.faults.importing", count=12, folder=tmp_path) == []

``python -m tests.faults.harness kill MODULE COUNT SEED`` is what it starts: Django is loaded once, and every step is a
fork of that process, so a round costs little more than its work. The first round is not killed and tells how long the
work takes; the moments of the others are spread over that time. With ``race`` in place of ``kill`` the module's
``RACES`` are run: acts that begin at the same moment, each in a fork of its own.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests import migrated

ROOT = Path(__file__).resolve().parent.parent.parent
SEGMENT = 25


def rounds(module: str, *, count: int, folder: Path) -> list[str]:
    """Run so many rounds; everything that was wrong afterwards, with the round's number.

    Every so many begin on a new database: what verifies all there is would take longer from round to round.
    JIEDUI_FAULT_SEED gives other moments.
    """
    seed = int(os.environ.get("JIEDUI_FAULT_SEED", "1"))
    problems: list[str] = []
    killed, takes = 0, 0.0
    for number, first in enumerate(range(0, count, SEGMENT)):
        some, own = min(SEGMENT, count - first), folder / f"{number}"
        own.mkdir()
        told = _told("kill", module, some, seed + number, own)
        problems += [f"from {first}, {said}" for said in told["problems"]]
        killed, takes = killed + told["killed"], max(takes, told["takes"])
    sys.stdout.write(f"{module}: {killed} of {count} killed at work, which takes {takes:.2f} s\n")
    assert killed >= count // 3, f"only {killed} of {count} were killed at work"
    return problems


def races(module: str, *, count: int, folder: Path) -> list[str]:
    """Run each of the module's ``RACES`` so many times on a new database; everything that went wrong, with its name."""
    told = _told("race", module, count, 0, folder)
    problems: list[str] = told["problems"]
    return problems


def _told(what: str, module: str, count: int, seed: int, folder: Path) -> dict[str, Any]:
    with_database = Database(folder)
    command = [sys.executable, "-m", "tests.faults.harness", what, module, str(count), str(seed)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=with_database.environment(), capture_output=True, text=True, check=False
        )
    finally:
        with_database.drop()
    assert done.returncode == 0, done.stderr[-4000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


class Database:
    """A database of its own: a file in the folder, or another one on the server of DATABASE_URL."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = os.environ.get("DATABASE_URL", "")
        self.name = f"faults_{os.getpid()}_{time.monotonic_ns() % 10**9}"
        if self.server:
            migrated.create(self.server, self.name)
        else:
            migrated.fill(folder)

    def environment(self) -> dict[str, str]:
        """The environment of the process that is killed."""
        settings = {
            "DJANGO_SETTINGS_MODULE": "jiedui.settings",
            "JIEDUI_DATA": str(self.folder),
            "JIEDUI_SECRET_KEY": "faults-only",
            "PYTHONPATH": str(ROOT),
        }
        if self.server:
            settings["DATABASE_URL"] = migrated.named(self.server, self.name)
        return {**os.environ, **settings}

    def drop(self) -> None:
        """Take it away again."""
        if self.server:
            migrated.drop(self.server, self.name)


def main(what: str, module: str, count: int, seed: int) -> None:
    """Kill or race; print what was found as one line of JSON."""
    import django

    django.setup()
    scenario = importlib.import_module(module)
    told = _kill_all(scenario, count, seed) if what == "kill" else _race_all(scenario, count)
    sys.stdout.write(json.dumps(told) + "\n")


def _kill_all(scenario: Any, count: int, seed: int) -> dict[str, Any]:
    """Measure one round, kill the others."""
    chance = random.Random(seed)
    context = _result(_start(scenario.prepare))
    begun = time.monotonic()
    _result(_start(scenario.act, context))
    takes = time.monotonic() - begun
    problems = [f"round 0: {said}" for said in _result(_start(_check, scenario, context))]
    killed = 0
    for number in range(1, count + 1):
        context = _result(_start(scenario.prepare))
        killed += _kill(_start(scenario.act, context), chance.uniform(0, takes))
        problems += [f"round {number}: {said}" for said in _result(_start(_check, scenario, context))]
    return {"problems": problems, "killed": killed, "takes": takes}


def _race_all(scenario: Any, count: int) -> dict[str, Any]:
    """Let every race be run so many times."""
    _result(_start(scenario.found))
    problems: list[str] = []
    for name, race in scenario.RACES.items():
        for _number in range(count):
            context = _result(_start(race.prepare))
            told = _at_once(scenario, race, context)
            problems += [f"{name}: {said}" for said in _result(_start(scenario.check, name, context, told))]
    return {"problems": problems}


def _at_once(scenario: Any, race: Any, context: dict[str, Any]) -> list[str]:
    """What each of the acts is told, which all begin when the gate opens."""
    waiting, opening = os.pipe()

    def behind_the_gate(which: Any) -> str:
        from django.db import connection

        connection.ensure_connection()
        os.read(waiting, 1)
        said: str = scenario.act(which, context)
        return said

    children = [_start(behind_the_gate, which) for which in race.acts]
    time.sleep(0.05)
    os.write(opening, b"." * len(children))
    told = [_result(child) for child in children]
    os.close(waiting)
    os.close(opening)
    return told


def _check(scenario: Any, context: dict[str, Any]) -> list[str]:
    """What the scenario finds, once the server has noticed that the one who was killed is gone."""
    from django.db import connection

    if connection.vendor == "postgresql":
        others = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        with connection.cursor() as cursor:
            cursor.execute(others)
            while cursor.fetchone()[0]:
                time.sleep(0.005)
                cursor.execute(others)
    found: list[str] = scenario.check(context)
    return found


def _start(work: Callable[..., Any], *given: Any) -> tuple[int, int]:
    """Do it in a child; its process number, and where its answer can be read."""
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(reading)
        code = 1
        try:
            with os.fdopen(writing, "w") as answer:
                json.dump(work(*given), answer)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)  # what the parent would do at its end is none of the child's business
    os.close(writing)
    return pid, reading


def _result(child: tuple[int, int]) -> Any:
    """The child's answer. Raises RuntimeError where it failed."""
    pid, reading = child
    with os.fdopen(reading) as answer:
        said = answer.read()
    _pid, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError(f"a step failed with status {status}")
    return json.loads(said)


def _kill(child: tuple[int, int], after: float) -> bool:
    """Kill the child after so many seconds; whether it was still at work."""
    pid, reading = child
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    os.close(reading)
    _pid, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
