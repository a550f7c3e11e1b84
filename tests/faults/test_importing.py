"""SIGKILL while an import is stored, at random moments."""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults.harness import rounds

ROUNDS = int(os.environ.get("JIEDUI_FAULT_ROUNDS", "3"))


def test_an_import_that_is_killed_is_there_as_a_whole_or_not_at_all(
    django_db_setup: None, tmp_path: Path
) -> None:
    assert rounds("tests.faults.importing", count=ROUNDS, folder=tmp_path) == []
