"""SIGKILL while entries are accepted, at random moments."""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults.harness import rounds

ROUNDS = int(os.environ.get("JIEDUI_FAULT_ROUNDS", "3"))


def test_what_is_accepted_while_it_is_killed_is_whole(django_db_setup: None, tmp_path: Path) -> None:
    assert rounds("tests.faults.accepting", count=ROUNDS, folder=tmp_path) == []
