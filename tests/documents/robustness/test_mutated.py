"""Spoiled files of every format end in a reading or in a clear refusal."""

from __future__ import annotations

import random

import pytest

from tests.documents.robustness.mutations import spoil
from tests.documents.robustness.seeds import FORMATS, seed
from tests.documents.robustness.trial import outcome

COUNT = dict.fromkeys(FORMATS, 8) | {"png": 2}
"""A few of each; ``make mutations`` spoils five thousand."""


@pytest.mark.parametrize("form", FORMATS)
def test_a_spoiled_file_is_read_or_refused(form: str) -> None:
    wrong = []
    for number in range(COUNT[form]):
        spoiled = spoil(seed(form, number), form, random.Random(f"{form} {number}"))
        said = outcome(spoiled, f"spoiled.{form}")
        if said.startswith(("crash", "hang", "memory")):
            wrong.append(f"{form} {number}: {said}")
    assert wrong == []
