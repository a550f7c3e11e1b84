"""The page of kinds in the documentation is what the kinds' files say."""

from __future__ import annotations

from tools import kinds_reference


def test_the_reference_is_in_step_with_the_kinds() -> None:
    written = kinds_reference.PAGE.read_text("utf-8")

    assert written == kinds_reference.page(), "run: python -m tools.kinds_reference"
