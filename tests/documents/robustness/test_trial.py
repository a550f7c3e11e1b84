"""What one spoiled file takes is measured by itself, however much the tests before it left behind."""

from __future__ import annotations

import pytest

from tests.documents.robustness import trial

PAPER = "某市工作方案\n选派干部12名。\n".encode()


def test_what_the_parent_holds_is_not_the_files() -> None:
    held = bytearray(1200 << 20)
    held[::4096] = b"\x01" * len(held[::4096])
    assert trial.outcome(PAPER, "a.txt") == "read"
    assert held


def test_what_the_reading_takes_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "MEGABYTES", trial.ALONE // 2)
    assert trial.outcome(PAPER, "a.txt").startswith("memory: ")
