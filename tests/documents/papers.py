"""Small documents for tests: sentences of our own, with the facts an extractor would find in them."""

from __future__ import annotations

from typing import Any

from jiedui.documents.blocks import Block, BlockKind, Document, Row
from jiedui.documents.enums import DocumentState
from jiedui.documents.facts import Discrepancy, Fact, FactKind, Place
from jiedui.documents.models import FactRecord, Proposal, SourceDocument
from jiedui.documents.services import compare_document
from jiedui.documents.services.reading import store
from jiedui.plans.models import Programme

SENTENCES = (
    "海州市2019年协作实施方案",
    "消费扶贫总额达到3亿元，东城区1亿元、西城区2亿元。",
    "东城区与云岭县结对。",
    "组织消费扶贫对接活动。（市商务局牵头，市财政局配合）",
    "8月底前实现任务过半。",
    "帮扶资金50%以上用于产业。",
    "选派民警10名。",
    "帮助贫困人口就近就业500人。",
)


def fact(kind: FactKind, quote: str, *, confidence: float = 0.9, **fields: Any) -> Fact:
    """A fact whose quote is looked up in SENTENCES."""
    block = next(number for number, text in enumerate(SENTENCES) if quote in text)
    start = SENTENCES[block].index(quote)
    end = start + len(quote)
    return Fact(kind, fields, quote, block + 1, block, start, end, None, confidence)


def money(giver: str, amount: float, quote: str, **fields: Any) -> Fact:
    """A consumption target, with some fields of its own."""
    common = {
        "workstream": "消费扶贫",
        "measure": "消费扶贫总额",
        "giver": giver,
        "year": 2019,
        "value": amount,
        "unit": "元",
        "normalized": amount,
        "normalized_unit": "元",
    }
    return fact(FactKind.TARGET, quote, **{**common, **fields})


def plan() -> list[Fact]:
    """One fact of every kind a proposal is made of, and one passage outside scope."""
    return [
        fact(
            FactKind.DOCUMENT,
            SENTENCES[0],
            title=SENTENCES[0],
            issuer="海州市领导小组",
            doc_number="海协〔2019〕1号",
            date="2019-03-01",
        ),
        money("海州市", 300_000_000, "消费扶贫总额达到3亿元", parent=True),
        money("东城区", 100_000_000, "东城区1亿元"),
        money("西城区", 200_000_000, "西城区2亿元"),
        fact(
            FactKind.PAIRING, "东城区与云岭县结对", type="district-county", giver="东城区", receiver="云岭县"
        ),
        fact(
            FactKind.TASK,
            "组织消费扶贫对接活动",
            workstream="消费扶贫",
            text="组织消费扶贫对接活动",
            lead=["市商务局"],
            support=["市财政局"],
            deadline="2019-10-31",
        ),
        fact(
            FactKind.MILESTONE,
            "8月底前实现任务过半",
            workstream="消费扶贫",
            text="实现任务过半",
            date="2019-08-31",
            value="50%",
            measure="消费扶贫总额完成率",
        ),
        fact(
            FactKind.RULE,
            "帮扶资金50%以上用于产业",
            workstream="资金支持",
            text="帮扶资金50%以上用于产业",
            threshold=50,
            normalized=50,
            normalized_unit="%",
            comparator=">=",
        ),
        fact(FactKind.OUT_OF_SCOPE, "选派民警10名", reason="security personnel"),
    ]


def disagreement(total: int, parts: int) -> Discrepancy:
    """A whole of the consumption target that is not the sum of its parts."""
    return Discrepancy(
        "parts_whole",
        "error",
        {"sum": parts, "total": total, "difference": parts - total, "unit": "元", "parts": 2},
        (Place(2, "消费扶贫总额达到3亿元"),),
    )


def parsed() -> Document:
    """The sentences as a read document, one block each, and a table at the end."""
    blocks = [
        Block(number, BlockKind.PARAGRAPH, text, ((0, number + 1),)) for number, text in enumerate(SENTENCES)
    ]
    rows = (Row(("区", "县"), 20), Row(("东城区", "云岭县"), 21))
    table = Block(len(blocks), BlockKind.TABLE, "", ((0, 20),), rows=rows)
    return Document("plan.txt", "text/plain", (*blocks, table))


def paper(
    programme: Programme,
    facts: list[Fact] | None = None,
    discrepancies: list[Discrepancy] | None = None,
    *,
    sha256: str = "a" * 64,
) -> SourceDocument:
    """A document in review with these facts."""
    document = SourceDocument.objects.create(
        programme=programme,
        sha256=sha256,
        filename="plan.txt",
        media_type="text/plain",
        size=10,
        state=DocumentState.REVIEW,
    )
    store(document, parsed(), plan() if facts is None else facts, discrepancies or [])
    compare_document(document)
    return document


def proposal_of(document: SourceDocument, quote: str) -> Proposal:
    """The proposal of the fact with this quote."""
    found = FactRecord.objects.get(document=document, quote=quote)
    return Proposal.objects.select_related("fact").get(fact=found)
