"""A small scorer of its own, so that these papers can be held to their floors anywhere.

A read fact and a labelled one are the same where the kind fits, they stand on the same line and say the same: the
number and unit of a figure, the two sides of a pairing, the date of a milestone, else most of the words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Record = dict[str, Any]
FIGURES = frozenset({"target", "actual"})
UNSCORED = "optional"
_WORDED = ("text", "name", "what", "title", "quote")


def load(path: Path) -> list[Record]:
    """The labels of a paper."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def family(record: Record) -> str:
    """Targets and actuals are one kind here: which of the two is an attribute."""
    return "figure" if record["kind"] in FIGURES else str(record["kind"])


def names(value: object) -> frozenset[str]:
    """The names in a field, however many."""
    listed = [value] if isinstance(value, str) else value
    return frozenset(str(name) for name in listed) if isinstance(listed, Iterable) else frozenset()


def alike(first: str | None, second: str | None) -> float:
    """The share of letter pairs two texts have in common."""
    a, b = _pairs(first or ""), _pairs(second or "")
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def pairs_of(read: list[Record], labelled: list[Record], kind: str) -> list[tuple[Record, Record]]:
    """Each labelled fact of a kind with the read fact that fits it best, one to one; optional ones go last."""
    fitting = sorted(
        (
            (_closeness(a, b) - 5 * (b.get("scoring") == UNSCORED), i, j)
            for i, a in enumerate(read)
            for j, b in enumerate(labelled)
            if family(a) == family(b) == kind and _same(kind, a, b)
        ),
        reverse=True,
    )
    taken_read: set[int] = set()
    taken_labelled: set[int] = set()
    found = []
    for _, i, j in fitting:
        if i not in taken_read and j not in taken_labelled:
            taken_read.add(i)
            taken_labelled.add(j)
            found.append((read[i], labelled[j]))
    return found


def f1(read: list[Record], labelled: list[Record], kind: str) -> float:
    """The harmonic mean of precision and recall for a kind; optional labels neither help nor hurt."""
    found = pairs_of(read, labelled, kind)
    optional = [pair for pair in found if pair[1].get("scoring") == UNSCORED]
    wanted = sum(family(b) == kind and b.get("scoring") != UNSCORED for b in labelled)
    given = sum(family(a) == kind for a in read) - len(optional)
    return 2 * (len(found) - len(optional)) / (wanted + given) if wanted + given else 1.0


def leaks(read: list[Record], labelled: list[Record]) -> list[str]:
    """Quotes that were taken from a passage outside scope."""
    closed = [_bare(b["quote"]) for b in labelled if b["kind"] == "out_of_scope"]
    told = [a for a in read if a["kind"] not in {"out_of_scope", "document", "org"}]
    return [a["quote"] for a in told if any(_bare(a["quote"]) in passage for passage in closed)]


def _same(kind: str, a: Record, b: Record) -> bool:
    if kind == "pairing":
        return names(a["giver"]) == names(b["giver"]) and names(a["receiver"]) == names(b["receiver"])
    if abs(a["line"] - b["line"]) > 1:
        return False
    if kind == "figure":
        return (a["normalized"], a["normalized_unit"]) == (b["normalized"], b["normalized_unit"])
    if kind == "milestone":
        return str(a["date"])[:7] == str(b["date"])[:7]
    return kind == "out_of_scope" or max(alike(a.get(key), b.get(key)) for key in _WORDED) >= 0.35


def _closeness(a: Record, b: Record) -> float:
    same_giver = names(a.get("giver")) == names(b.get("giver"))
    return 2 * same_giver + alike(a.get("measure"), b.get("measure")) + alike(a["quote"], b["quote"])


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _pairs(text: str) -> set[str]:
    bare = re.sub(r"[^\w]", "", text)
    return {bare[at : at + 2] for at in range(len(bare) - 1)}
