"""The reader against labelled documents: how much it finds and how much of that is right."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jiedui.documents.blocks import Document
from jiedui.documents.readers import open_document
from jiedui.documents.reading import Reading, read
from tests.documents.rendering import docx_of, led_back, pdf_of

pytestmark = pytest.mark.seed

FLOORS = {
    "000": {"figure": 0.88},
    "002": {"pairing": 0.97, "figure": 0.88, "task": 0.75, "milestone": 0.75, "document": 0.9},
    "003": {"figure": 0.88},
}


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=3)
def reading_of(shared: Path, number: str) -> Reading:
    return read(open_document(next((shared / "seeds").glob(f"{number}_*.txt"))))


def result_of(shared: Path, number: str) -> dict[str, Any]:
    score = scorer(shared)
    gold = score.load(str(next((shared / "gold").glob(f"{number}_*.jsonl"))))
    result: dict[str, Any] = score.score(
        [fact.as_record() for fact in reading_of(shared, number).facts], gold
    )
    return result


@pytest.mark.parametrize("number", sorted(FLOORS))
def test_each_document_scores_above_its_floor_without_leaks(shared: Path, number: str) -> None:
    result = result_of(shared, number)
    below = {
        kind: result["kinds"][kind]
        for kind, floor in FLOORS[number].items()
        if result["kinds"][kind]["f1"] < floor
    }
    assert below == {}
    assert result["leaks"] == []
    assert result["attributes"]["figure.giver"]["rate"] >= 0.85


def test_the_plan_has_its_givers_right(shared: Path) -> None:
    assert result_of(shared, "002")["attributes"]["figure.giver"]["rate"] >= 0.90


def test_the_plan_is_held_against_itself(shared: Path) -> None:
    findings = reading_of(shared, "002").discrepancies
    totals = [f for f in findings if f.code == "table_total" and f.severity == "error"]
    assert [(f.params["sum"], f.params["total"]) for f in totals] == [
        (1501, 1500),
        (11501, 11500),
        (32205, 32200),
    ]
    agreed = {f.params["sum"] for f in findings if f.code == "parts_whole" and f.severity == "ok"}
    assert {1_100_000_000, 1462} <= agreed
    displaced = {f.places[0].line for f in findings if f.code == "displaced_cell"}
    assert displaced == {750, 751, 752, 753, 754, 756, 757}
    unknown = [(f.params["written"], f.params["meant"]) for f in findings if f.code == "unknown_place"]
    assert ("青海省甘南藏族自治州", "黄南藏族自治州") in unknown


@pytest.mark.parametrize("what", ["giver", "receiver", "tense", "comparator", "lead", "deadline"])
def test_nine_in_ten_of_what_is_said_of_a_figure_or_task_are_right(shared: Path, what: str) -> None:
    told = [
        rate
        for number in FLOORS
        for name, rate in result_of(shared, number)["attributes"].items()
        if name in (f"figure.{what}", f"task.{what}")
    ]
    right, of = sum(rate["right"] for rate in told), sum(rate["of"] for rate in told)
    assert right >= 0.9 * of > 0


def test_each_kind_of_fact_is_found_in_the_three_papers_together(shared: Path) -> None:
    counts: dict[str, list[int]] = {}
    for number in FLOORS:
        for kind, result in result_of(shared, number)["kinds"].items():
            had = counts.setdefault(kind, [0, 0, 0])
            counts[kind] = [a + result[b] for a, b in zip(had, ("gold", "predicted", "matched"), strict=True)]
    f1 = {kind: 2 * matched / (gold + predicted) for kind, (gold, predicted, matched) in counts.items()}
    assert {kind: value for kind, value in f1.items() if value < 0.85} == {}
    assert f1["figure"] >= 0.99
    assert f1["ALL"] >= 0.96


@pytest.mark.parametrize("rendered", [docx_of, pdf_of], ids=["docx", "pdf"])
@pytest.mark.parametrize("number", sorted(FLOORS))
def test_other_formats_are_read_as_well_as_the_text(
    shared: Path, number: str, rendered: Callable[[Document], bytes]
) -> None:
    path = next((shared / "seeds").glob(f"{number}_*.txt"))
    text = path.read_text("utf-8")
    other = read(open_document(rendered(open_document(path)), "paper"))

    def f1(reading: Reading) -> float:
        records = led_back([fact.as_record() for fact in reading.facts], text)
        score = scorer(shared)
        gold = score.load(str(next((shared / "gold").glob(f"{number}_*.jsonl"))))
        return float(score.score(records, gold)["kinds"]["ALL"]["f1"])

    assert f1(other) >= f1(reading_of(shared, number)) - 0.02
