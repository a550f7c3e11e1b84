"""Some at a time."""

from __future__ import annotations

from jiedui.kernel.batches import batched


def test_items_come_in_lists_of_the_size_and_a_shorter_last_one() -> None:
    assert list(batched(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(batched([], 2)) == []
