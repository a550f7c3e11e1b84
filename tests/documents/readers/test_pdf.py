"""PDF files with text: paragraphs over lines and pages, tables, columns, what is left out, where each line stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pypdfium2
import pytest
from django.utils import translation

from jiedui.documents.blocks import BlockKind
from jiedui.documents.readers import (
    UnreadableDocumentError,
    check_document,
    describe_repair,
    explain,
    open_document,
)
from tests.documents.rendering import COLUMNS, PAPER, set_pdf

SENTENCE = "各区要按照年度目标任务，组织机关食堂、企业和社会组织采购结对地区农产品，全年采购额不少于1.8亿元。"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The words are asked for in one language, whatever an earlier test left active."""
    with translation.override("zh-hans"):
        yield


def test_a_paragraph_is_joined_over_lines_and_pages_without_page_numbers() -> None:
    long = SENTENCE * 20
    read = open_document(set_pdf(f"{PAPER}一、工作目标\n\n{long}\n\n{SENTENCE}"), "plan.pdf")

    assert [(block.kind, block.level, block.text) for block in read.blocks] == [
        (BlockKind.HEADING, 2, "一、工作目标"),
        (BlockKind.PARAGRAPH, 0, long),
        (BlockKind.PARAGRAPH, 0, SENTENCE),
    ]
    pages = {read.places[line].page for _offset, line in read.blocks[1].breaks}
    assert pages == {1, 2}
    assert [describe_repair(repair) for repair in read.repairs] == ["略去2处页码和页眉页脚。"]


def test_each_line_has_its_box_on_the_page() -> None:
    read = open_document(set_pdf(f"{PAPER}{SENTENCE}"), "plan.pdf")

    boxes = [read.places[line].box for _offset, line in read.blocks[0].breaks]
    assert len(boxes) == 2
    for box, below in pairwise(boxes):
        assert box is not None
        assert below is not None
        assert 0.1 < box[0] < box[2] < 0.9
        assert box[3] < below[3]
    first, second = boxes[0], boxes[1]
    assert first is not None
    assert second is not None
    assert first[0] - second[0] == pytest.approx(2 * 16 / 595.28, abs=0.005)  # indented by two letters


def test_a_running_head_that_repeats_is_left_out_and_a_lone_first_line_is_kept() -> None:
    head = PAPER.replace('numbering: "— 1 —"', 'header: [海州市协作简报], numbering: "1"')
    read = open_document(set_pdf(f"{head}{SENTENCE * 40}"), "plan.pdf")
    assert "海州市协作简报" not in "".join(block.text for block in read.blocks)
    alone = open_document(set_pdf(f"{PAPER}#set page(margin: (top: 20mm))\n{SENTENCE}"), "plan.pdf")
    assert alone.blocks[0].text == SENTENCE


def test_a_ruled_table_is_read_cell_by_cell_and_goes_on_over_a_page() -> None:
    rows = "".join(f"[第{n}区], [{n}.5亿元], [#h(0pt)]," for n in range(1, 61))
    table = f"#table(columns: 3, table.header([单位], [目标], [备注]), {rows})"
    read = open_document(set_pdf(f"{PAPER}附表\n\n{table}\n\n{SENTENCE}"), "plan.pdf")

    [found] = read.tables()
    assert [row.cells for row in found.rows[:3]] == [
        ("单位", "目标", "备注"),
        ("第1区", "1.5亿元", ""),
        ("第2区", "2.5亿元", ""),
    ]
    assert len(found.rows) == 61
    assert len({read.places[row.line].page for row in found.rows}) == 3
    assert read.blocks[-1].text == SENTENCE


def test_a_cell_over_several_columns_speaks_once() -> None:
    table = "#table(columns: 3, table.cell(colspan: 2)[就业], [合计], [省内], [省外], [], [10], [5], [15])"
    [found] = open_document(set_pdf(f"{PAPER}{table}"), "plan.pdf").tables()
    assert [row.cells for row in found.rows] == [
        ("就业", "", "合计"),
        ("省内", "省外", ""),
        ("10", "5", "15"),
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = "左栏文字。" * 60, "右栏文字。" * 60
    read = open_document(set_pdf(f"{COLUMNS}{left}\n#colbreak()\n{right}"), "plan.pdf")
    assert [block.text for block in read.blocks] == [left, right]


def test_a_page_without_words_is_said_to_be_empty() -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        open_document(
            set_pdf(f"{PAPER}#set page(numbering: none)\n#rect(width: 5cm, height: 5cm)"), "scan.pdf"
        )
    assert refused.value.reason == "empty"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (set_pdf(f"{PAPER}{SENTENCE}")[:800], "damaged"),
        (b"%PDF-1.7\nnothing else", "damaged"),
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
            b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O(" + b"x" * 32 + b")/U(" + b"y" * 32 + b")>>endobj\n"
            b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(0123456789abcdef)(0123456789abcdef)]/Size 4>>\n%%EOF",
            "encrypted",
        ),
    ],
    ids=["truncated", "nothing", "encrypted"],
)
def test_what_cannot_be_opened_is_refused_with_words(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        open_document(content, "plan.pdf")
    assert refused.value.reason == reason
    assert explain(refused.value) != str(refused.value)


def garbled(source: str) -> bytes:
    """A paper whose fonts do not say which characters they draw, as some programs write them."""
    return set_pdf(source).replace(b"/ToUnicode", b"/ToUnknown")


def test_fonts_that_tell_no_characters_are_told_from_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    paper = garbled(f"{PAPER}{SENTENCE}")
    for refuse in (open_document, check_document):
        with pytest.raises(UnreadableDocumentError) as refused:
            refuse(paper, "plan.pdf")
        assert refused.value.reason == "garbled"
    assert "Word" in explain(refused.value)


def test_pages_that_can_be_read_are_read_beside_such_that_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    both = pypdfium2.PdfDocument.new()
    both.import_pages(pypdfium2.PdfDocument(set_pdf(f"{PAPER}{SENTENCE}")))
    both.import_pages(pypdfium2.PdfDocument(garbled(f"{PAPER}{SENTENCE}")))
    stream = BytesIO()
    both.save(stream)
    check_document(stream.getvalue(), "plan.pdf")
    read = open_document(stream.getvalue(), "plan.pdf")
    assert [block.text for block in read.blocks] == [SENTENCE]
    assert read.repairs[0] == "illegible_pages:1"
    assert describe_repair(read.repairs[0]) == "有 1 页的字体未标明所绘文字，未能读取。"
    assert len(read.pages) == 2
