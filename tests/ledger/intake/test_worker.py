"""A large import goes through the background worker: a real one, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.faults.harness import Database
from tests.ledger.intake.worker import ROWS


def test_a_worker_checks_and_stores_what_is_too_much_to_wait_for(
    django_db_setup: None, tmp_path: Path
) -> None:
    database = Database(tmp_path)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.ledger.intake.worker"],
            cwd=ROOT,
            env=database.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        database.drop()

    assert done.returncode == 0, done.stderr[-4000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["answer"] == 302
    # How many of the steps between are seen depends on the machine; where it begins and ends does not.
    assert (told["seen"][0], told["seen"][-1]) == ("received", "committed")
    assert "checked" in told["seen"]
    assert (told["before"], told["entries"], told["counts"]["new"], told["error"]) == (0, ROWS, ROWS, "")
