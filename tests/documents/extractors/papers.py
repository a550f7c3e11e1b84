"""Papers made up for the tests."""

from collections.abc import Callable, Iterator

from jiedui.documents.blocks import Document
from jiedui.documents.facts import Fact
from jiedui.documents.readers.text import from_lines
from jiedui.documents.structure import Context, analyse

Extract = Callable[[Document, Context], Iterator[Fact]]

PLAN = """海州市2020年扶贫协作工作方案

二、重点任务

{}
"""


def facts(extract: Extract, *lines: str, paper: str = PLAN) -> list[dict[str, object]]:
    """The fields of the facts found in a plan of 2020 that says this under its tasks."""
    text = paper.format("\n\n".join(lines))
    document = from_lines(text.split("\n"), "plan.txt")
    return [
        {**fact.fields, "kind": str(fact.kind), "quote": fact.quote, "line": fact.line}
        for fact in extract(document, analyse(document))
    ]


def columns(found: list[dict[str, object]], *keys: str) -> list[tuple[object, ...]]:
    """These fields of each fact; None where it has none."""
    return [tuple(fact.get(key) for key in keys) for fact in found]
