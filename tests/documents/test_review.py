"""Laying a document out for review."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jiedui.documents.facts import FactKind
from jiedui.documents.models import FactRecord
from jiedui.documents.review import review_of, segments_of
from jiedui.documents.selection import Order, Selection
from tests.conftest import World
from tests.documents.papers import SENTENCES, fact, money, paper, plan

SPAN = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)


@given(text=st.text(min_size=1, max_size=40), spans=st.lists(SPAN, max_size=8))
def test_the_segments_are_the_text_and_each_character_knows_its_facts(
    text: str, spans: list[list[int]]
) -> None:
    facts = [FactRecord(number=n, kind="target", start=s, end=e) for n, (s, e) in enumerate(spans) if s < e]

    segments = segments_of(text, facts)

    assert "".join(segment.text for segment in segments) == text
    at = 0
    for segment in segments:
        expected = {f.number for f in facts if f.start < at + len(segment.text) and at < f.end}
        assert set(segment.facts) == expected
        at += len(segment.text)
    begun = [number for segment in segments for number in segment.begins]
    assert len(begun) == len(set(begun))


def test_each_fact_is_marked_where_it_stands(world: World) -> None:
    review = review_of(paper(world.programme))

    marked = {s.text for block in review.blocks for s in block.segments if s.facts and s.proposed}
    assert "东城区1亿元" in marked
    assert {s.text for b in review.blocks for s in b.segments if s.outside} == {"选派民警10名"}
    assert [block.line for block in review.blocks] == [*range(1, len(SENTENCES) + 1), 20]


def test_doubtful_proposals_lead_their_section_and_their_section_the_rest(world: World) -> None:
    measured = {**plan()[2].fields, "measure": "展销额"}
    doubtful = fact(FactKind.TARGET, "东城区1亿元", confidence=0.4, **measured)

    review = review_of(paper(world.programme, [*plan(), doubtful]))

    assert [section.name for section in review.sections] == ["消费扶贫", "", "资金支持"]
    assert review.sections[0].proposals[0].fact.confidence == Decimal("0.4")


def test_in_the_order_of_the_document_pairings_come_first(world: World) -> None:
    review = review_of(paper(world.programme), Selection(order=Order.TEXT))

    assert [section.name for section in review.sections] == ["", "消费扶贫", "资金支持"]


def test_the_tally_counts_what_is_decided(world: World) -> None:
    tally = review_of(paper(world.programme)).tally

    assert (tally.total, tally.decided, tally.open, tally.blocked, tally.acceptable) == (7, 0, 7, 0, 7)


def test_a_review_takes_the_same_few_queries_whatever_its_length(
    world: World, django_assert_num_queries: Any
) -> None:
    short = paper(world.programme)
    many = [money("东城区", n, "东城区1亿元", measure=f"采购{n}") for n in range(1, 120)]
    long = paper(world.programme, many, sha256="b" * 64)

    for document in (short, long):
        with django_assert_num_queries(4):
            review_of(document)
