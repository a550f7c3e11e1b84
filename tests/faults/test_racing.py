"""Two processes that do the same at once, on a database of their own."""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults.harness import races

ROUNDS = int(os.environ.get("JIEDUI_RACE_ROUNDS", "2"))


def test_of_two_who_do_the_same_one_succeeds_and_the_other_is_told_why_not(
    django_db_setup: None, tmp_path: Path
) -> None:
    assert races("tests.faults.racing", count=ROUNDS, folder=tmp_path) == []
