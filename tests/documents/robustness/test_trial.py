"""What one spoiled file takes is measured by itself, however much the tests before it left behind."""

from __future__ import annotations

import pytest

from tests.documents.robustness import trial

PAPER = "某市工作方案\n选派干部12名。\n".encode()
HELD = 1200 << 20


@pytest.mark.parametrize(("most", "said"), [(trial.MEGABYTES, "read"), (trial.ALONE - 1, "memory: 1")])
def test_what_the_parent_holds_is_not_the_files(
    monkeypatch: pytest.MonkeyPatch, most: int, said: str
) -> None:
    monkeypatch.setattr(trial, "MEGABYTES", most)
    held = bytearray(HELD)
    held[::4096] = b"\x01" * (HELD // 4096)
    assert trial.outcome(PAPER, "a.txt")[: len(said)] == said
