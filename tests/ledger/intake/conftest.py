"""What makes these tests quick."""

from __future__ import annotations

import pytest

from jiedui.ledger.intake import template


@pytest.fixture(autouse=True)
def short_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates with few rows that bear a number already: opening two thousand takes most of a test's time."""
    monkeypatch.setattr(template, "KEYED_ROWS", 10)
