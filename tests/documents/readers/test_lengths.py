"""Paragraphs and cells longer than any paper's are cut, each piece with its line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jiedui.documents.blocks import Block, BlockKind, Document, Row
from jiedui.documents.readers import describe_repair, open_document
from jiedui.documents.readers.lengths import LONGEST, in_measure
from jiedui.documents.readers.text import table_block


def document(*blocks: Block) -> Document:
    return Document("x.txt", "text/plain", blocks)


def paragraph(text: str, *breaks: tuple[int, int], index: int = 0) -> Block:
    return Block(index, BlockKind.PARAGRAPH, text, breaks or ((0, 1),))


def test_what_has_a_paper_s_length_stays_as_it_is() -> None:
    given = document(paragraph("一" * LONGEST))
    assert in_measure(given) is given


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    text = "甲" * (LONGEST - 10) + "。" + "乙" * 20 + "。"
    cut = in_measure(document(paragraph(text), paragraph("后一段。", index=1)))
    assert [(block.index, block.text[0], len(block.text)) for block in cut.blocks] == [
        (0, "甲", LONGEST - 9),
        (1, "乙", 21),
        (2, "后", 4),
    ]
    assert cut.repairs == ("long_paragraphs:1",)
    assert describe_repair(cut.repairs[0]) == "1 处过长的段落或单元格已分段读取。"


def test_what_has_no_sentence_is_cut_all_the_same_and_each_piece_knows_its_line() -> None:
    cut = in_measure(document(paragraph("e" * (2 * LONGEST + 5), (0, 3), (LONGEST, 4), (LONGEST + 7, 5))))
    assert [(len(block.text), block.breaks) for block in cut.blocks] == [
        (LONGEST, ((0, 3),)),
        (LONGEST, ((0, 4), (7, 5))),
        (5, ((0, 5),)),
    ]
    assert "".join(block.text for block in cut.blocks) == "e" * (2 * LONGEST + 5)


def test_the_rest_of_a_long_cell_follows_its_table() -> None:
    cell = "e" * LONGEST + "采购农产品1亿元。" + "f" * LONGEST
    rows = [Row(("甲", cell), 1), Row(("乙", "g"), 2)]
    cut = in_measure(document(table_block(0, rows), paragraph("后一段。", (0, 3), index=1)))
    assert cut.blocks[0].rows == (Row(("甲", "e" * LONGEST), 1), Row(("乙", "g"), 2))
    assert [(block.index, block.text, block.line) for block in cut.blocks[1:]] == [
        (1, "采购农产品1亿元。", 1),
        (2, "f" * LONGEST, 1),
        (3, "后一段。", 3),
    ]
    assert cut.repairs == ("long_paragraphs:1",)


@given(
    st.lists(
        st.builds(str.__mul__, st.text("甲。；，1", min_size=1, max_size=40), st.integers(0, 400)), min_size=1
    )
)
@settings(max_examples=20, deadline=None)
def test_nothing_is_lost_of_a_cell(cells: list[str]) -> None:
    cut = in_measure(document(table_block(0, [Row(tuple(cells), 1)])))
    kept = [*cut.blocks[0].rows[0].cells, *(block.text for block in cut.blocks[1:])]
    assert sorted("".join(kept)) == sorted("".join(cells))
    assert all(len(piece) <= LONGEST for piece in kept)


def test_a_text_without_line_ends_is_read_in_pieces() -> None:
    read = open_document(("采购农产品1亿元。" * 1000).encode(), "x.txt")
    assert len(read.blocks) == 3
    assert all(block.text.endswith("。") for block in read.blocks)
