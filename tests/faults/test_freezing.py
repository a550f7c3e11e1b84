"""SIGKILL while a month is frozen, at random moments."""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults.harness import rounds

ROUNDS = int(os.environ.get("JIEDUI_FAULT_ROUNDS", "3"))


def test_a_month_that_is_killed_while_it_is_frozen_is_whole(django_db_setup: None, tmp_path: Path) -> None:
    assert rounds("tests.faults.freezing", count=ROUNDS, folder=tmp_path) == []
