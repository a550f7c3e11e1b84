"""Spoil many files and print what went wrong: ``python -m tests.documents.robustness [COUNT] [FORM ...]``."""

from __future__ import annotations

import logging
import os
import random
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedui.settings.test")
django.setup()

from tests.documents.robustness.mutations import spoil  # noqa: E402
from tests.documents.robustness.seeds import FORMATS, seed  # noqa: E402
from tests.documents.robustness.trial import outcome  # noqa: E402


def main(count: int, forms: list[str]) -> int:
    """A line for each format, one for each file that went wrong; 1 where there was any."""
    logging.disable()  # what is refused is logged, and most of these files are
    wrong = 0
    for form in forms:
        told: Counter[str] = Counter()
        for number in range(count // len(forms)):
            said = outcome(
                spoil(seed(form, number), form, random.Random(f"{form} {number}")), f"spoiled.{form}"
            )
            told[said.split(":")[0] if said.startswith(("crash", "memory")) else said] += 1
            if said.startswith(("crash", "hang", "memory")):
                wrong += 1
                _tell(f"  {form} {number}: {said}")
        _tell(f"{form} {dict(told.most_common())}")
    return int(wrong > 0)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000, sys.argv[2:] or list(FORMATS)))
