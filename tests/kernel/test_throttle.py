"""A count of acts that leaves no trace of who they were by."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest
from django.core.cache import caches
from django.core.cache.backends import locmem

from jiedui.kernel.throttle import passes


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    caches["process"].clear()
    yield
    caches["process"].clear()


def test_each_is_counted_for_itself_and_for_what_it_does() -> None:
    assert [passes("file", "198.51.100.9", most=2, seconds=60) for _time in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    assert passes("file", "198.51.100.10", most=2, seconds=60)
    assert passes("follow", "198.51.100.9", most=2, seconds=60)


def test_the_time_begins_with_the_first_act() -> None:
    with mock.patch.object(locmem.time, "time", return_value=1000.0) as clock:
        assert passes("file", "198.51.100.9", most=1, seconds=60)
        clock.return_value = 1059.0
        assert not passes("file", "198.51.100.9", most=1, seconds=60)
        clock.return_value = 1061.0
        assert passes("file", "198.51.100.9", most=1, seconds=60)


def test_nothing_kept_names_the_address() -> None:
    passes("file", "198.51.100.9", most=2, seconds=60)
    kept = caches["process"]._cache  # the memory itself
    assert len(kept) == 1
    assert "198.51.100.9" not in repr(kept)
