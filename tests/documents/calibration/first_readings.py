"""What the reader made of papers when it read them first: one file for each round, one fact a line.

Kept because nobody can read a paper for the first time twice, while what is taken for evidence may change. Rounds
are in the order of writing; the facts of a paper carry the grade that their extractor then gave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from jiedui.documents.blocks import Document
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.structure import Context, analyse

FOLDER = Path(__file__).parent / "first_readings"
_STAND = ("quote", "line", "block", "start", "end", "row", "confidence")


def keep(which: str, paper: str, facts: list[Fact]) -> None:
    """Add the facts of a paper to its round; a paper is read for the first time only once."""
    if paper in dict(papers()):
        raise ValueError(f"{paper} was read before")
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / f"{which}.jsonl").open("a", encoding="utf-8") as stream:
        for fact in facts:
            stand = {name: getattr(fact, name) for name in _STAND if getattr(fact, name) is not None}
            line = {"paper": paper, "kind": str(fact.kind), "fields": fact.fields, **stand}
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def papers() -> Iterator[tuple[str, str]]:
    """Each paper whose first reading was kept, with its round."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        names = (json.loads(line)["paper"] for line in path.read_text("utf-8").splitlines())
        yield from ((name, path.stem) for name in dict.fromkeys(names))


def load(document: Document, which: str, paper: str) -> tuple[Context, list[Fact]]:
    """The first reading of a paper beside what is known of the paper today."""
    lines = map(json.loads, (FOLDER / f"{which}.jsonl").read_text("utf-8").splitlines())
    known = {field.name for field in fields(Fact)}
    facts = [
        Fact(
            **{**{key: value for key, value in line.items() if key in known}, "kind": FactKind(line["kind"])}
        )
        for line in lines
        if line["paper"] == paper
    ]
    return analyse(document), facts
