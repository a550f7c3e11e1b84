"""No regular expression of the program reads a text in exponentially many ways."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import jiedui
from tests.ambiguity import ambiguous_loops

NOT_FOR_IMPORT = ("jiedui.settings", "migrations", "wsgi", "__main__")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every expression that a module keeps, by its name."""
    for module in pkgutil.walk_packages(jiedui.__path__, "jiedui."):
        if not any(part in module.name for part in NOT_FOR_IMPORT):
            for name, value in vars(import_module(module.name)).items():
                yield from ((f"{module.name}.{name}", found) for found in _within(value))


def _within(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        for inner in [*value, *value.values()]:
            yield from _within(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _within(inner)


def test_no_loop_reads_the_same_characters_in_two_ways() -> None:
    kept = dict(patterns())
    assert len(kept) > 300
    assert {
        name: list(ambiguous_loops(found)) for name, found in kept.items() if any(ambiguous_loops(found))
    } == {}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?:——|—|-)*[:：]?x", True),
        (r"(?:a+)+b", True),
        (r"(?:a|b|ab)*c", True),
        (r"(?:a|aa?)*", True),
        (r"(?:\d{1,3}万?)*元", True),
        (r"(?:[\u4e00-\u9fff]{2,4})*、", True),
        (r"(?:—|-)*x", False),
        (r"(?>(?:a|aa)*)x", False),
        (r"(?>(?:a|aa)*b)x", True),
        (r"(?:[\u4e00-\u9fff]+、)*县", False),
        (r"(?:对口|结对|托管)*(?:帮扶|对口)", False),
        (r"(?:ab?)*c", False),
        (r"\d+\d+", False),
        (r"(?:a|b){1,3}", False),
        (r"(?:[a-c]d|[c-e]d)*", True),
        (r"(?:[a-c]d|[d-e]d)*", False),
    ],
)
def test_a_loop_is_ambiguous_where_two_walks_come_back_together(pattern: str, *, expected: bool) -> None:
    assert any(ambiguous_loops(re.compile(pattern))) is expected
