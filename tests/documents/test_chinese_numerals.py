"""Chinese numerals are read as the package for every notation reads them."""

from __future__ import annotations

from itertools import product

import cn2an
import pytest

from jiedui.documents.chinese_numerals import parse


def other(written: str) -> int | None:
    """The number by the package; it ends in an error of its own on some that are none."""
    try:
        return int(cn2an.cn2an(written, "smart"))
    except (ValueError, KeyError):
        return None


@pytest.mark.parametrize("length", range(1, 6))
def test_what_is_read_is_read_alike(length: int) -> None:
    words = ["".join(letters) for letters in product("一二九十百千", repeat=length)]
    read = {word: number for word in words if (number := parse(word)) is not None}
    assert len(read) >= 3
    assert read == {word: other(word) for word in read}


def test_every_number_written_out_is_read() -> None:
    written = {
        number: cn2an.an2cn(number) for number in range(11, 9999, 7) if "零" not in cn2an.an2cn(number)
    }
    assert {number: parse(word) for number, word in written.items()} == {number: number for number in written}


def test_longer_ones_are_read() -> None:
    numbers = ("二千三百四十五", "两", "九千九百九十九", "一二三四", "")
    assert [parse(word) for word in numbers] == [2345, 2, 9999, 1234, None]
