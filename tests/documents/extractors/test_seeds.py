"""The extractors against the labels of real documents, where these are at hand."""

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from jiedui.documents.facts import Fact
from jiedui.documents.readers import open_document
from jiedui.documents.structure import analyse

KINDS = ("tasks", "milestones", "cadences", "rules", "projects", "orgs", "scope")
FLOORS = {"task": 0.85, "milestone": 0.9, "cadence": 0.75, "rule": 0.75, "project": 0.75, "org": 0.9}
PLAN = "002_88ece237ea9e37d6"


def read(path: Path) -> list[Fact]:
    document = open_document(path)
    context = analyse(document)
    found: list[Fact] = []
    for name in KINDS:
        module = importlib.import_module(f"jiedui.documents.extractors.{name}")
        found += module.extract(document, context)
    return found


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold/score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.seed
def test_each_kind_is_found_well_in_the_plan(shared: Path) -> None:
    score = scorer(shared)
    records = [fact.as_record() for fact in read(shared / f"seeds/{PLAN}.txt")]
    result = score.score(records, score.load(str(shared / f"gold/{PLAN}.jsonl")))
    assert result["leaks"] == []
    reached = {kind: result["kinds"][kind]["f1"] for kind in FLOORS}
    assert all(reached[kind] >= floor for kind, floor in FLOORS.items()), reached
    for attribute in ("task.lead", "task.support", "task.deadline"):
        assert result["attributes"][attribute]["rate"] >= 0.9, attribute


@pytest.mark.seed
def test_quotes_are_copied_from_the_source(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        squeezed = "".join(path.read_text("utf-8").replace("**", "").split())
        missing = [fact.quote for fact in read(path) if "".join(fact.quote.split()) not in squeezed]
        assert missing == []
