"""Going through many things some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of ``size`` items, the last one shorter; nothing is read ahead of its batch."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
