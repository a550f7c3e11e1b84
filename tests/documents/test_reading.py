"""The whole reading: every extractor, the scope screen, order."""

from __future__ import annotations

from jiedui.documents.facts import FactKind
from jiedui.documents.reading import read
from tests.documents.samples import PLAN, document


def test_a_reading_has_facts_of_each_kind_in_the_order_of_the_text() -> None:
    reading = read(document(PLAN))
    assert len(reading.of(FactKind.DOCUMENT)) == 2
    assert len(reading.of(FactKind.PAIRING)) == 4
    assert len(reading.of(FactKind.TARGET)) == 15
    assert {lead for fact in reading.of(FactKind.TASK) for lead in fact.fields.get("lead", [])} >= {
        "市商务局"
    }
    assert [fact.line for fact in reading.facts] == sorted(fact.line for fact in reading.facts)


def test_passages_outside_scope_are_listed_and_nothing_is_taken_from_them() -> None:
    reading = read(document(PLAN))
    [refused] = reading.out_of_scope
    assert refused.fields == {"reason": "security personnel"}
    assert "民警" in refused.quote
    others = [fact for fact in reading.facts if fact.kind is not FactKind.OUT_OF_SCOPE]
    assert not [fact for fact in others if "民警" in fact.quote or fact.fields.get("value") == 30]


def test_reading_twice_gives_the_same() -> None:
    assert read(document(PLAN)).facts == read(document(PLAN)).facts


def test_an_empty_sentence_has_no_facts() -> None:
    reading = read(document("无。"))
    assert (reading.facts, reading.discrepancies) == ((), ())
