"""Plain text: encodings, broken lines, headings and tables."""

from __future__ import annotations

import pytest
from django.utils import translation

from jiedui.documents.blocks import BlockKind
from jiedui.documents.readers import UnreadableDocumentError, describe_repair, explain, open_document
from jiedui.documents.readers.text import decode
from tests.documents.samples import document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    words = "对口支援工作方案，帮扶资金1.5亿元。"
    assert decode(words.encode(encoding)) == words


def test_a_paragraph_cut_at_a_page_break_is_joined_and_keeps_its_lines() -> None:
    read = document(
        "一、目标\n\n市商务局统筹各区完成消费帮扶任务，全年组织各类展销活动，推动各\n\n区企业采购受援地区产品。\n"
    )
    paragraph = read.blocks[1]
    assert (
        paragraph.text
        == "市商务局统筹各区完成消费帮扶任务，全年组织各类展销活动，推动各区企业采购受援地区产品。"
    )
    assert (paragraph.line, paragraph.line_at(paragraph.text.index("区企业"))) == (3, 5)
    assert read.repairs == ("joined_lines:1",)
    with translation.override("en"):
        assert describe_repair(read.repairs[0]) == "1 broken lines were joined to their paragraphs."


def test_lines_of_a_scan_are_joined_to_paragraphs() -> None:
    lines = [
        "今年计划安排资金共计三千五百万元用于建设乡村学校和卫",
        "生院等民生项目，同时做好技能培训工作并推动农产品进城",
        "销售，年底前全部完成。",
    ]
    read = document("\n\n".join(lines * 5))
    assert [block.text for block in read.blocks] == ["".join(lines)] * 5


def test_a_bracket_of_duties_on_its_own_line_belongs_to_the_item_above() -> None:
    read = document("1. 选派教师20名，援派时间1年。\n\n（市教委牵头，各区负责）\n\n2. 选派医生10名。\n")
    assert [block.text for block in read.blocks] == [
        "1. 选派教师20名，援派时间1年。（市教委牵头，各区负责）",
        "2. 选派医生10名。",
    ]


def test_headings_have_their_levels_and_names_with_posts_are_none() -> None:
    read = document("某市2020年工作方案\n一、总体要求\n（一）指导思想\n王小明 某区区长\n张三 某局局长\n")
    assert [(block.text, block.level) for block in read.blocks] == [
        ("某市2020年工作方案", 1),
        ("一、总体要求", 2),
        ("（一）指导思想", 3),
        ("王小明 某区区长", 0),
        ("张三 某局局长", 0),
    ]


def test_tab_and_pipe_tables_are_rows_of_cells_and_a_blank_line_parts_two_tables() -> None:
    read = document("区\t人数\n甲区\t1\n\t2\n\n区\t人数\n乙区\t3\n\n| 区 | 资金 |\n|---|---|\n| 丙区 | 4 |\n")
    tables = list(read.tables())
    assert [[row.cells for row in table.rows] for table in tables] == [
        [("区", "人数"), ("甲区", "1"), ("", "2")],
        [("区", "人数"), ("乙区", "3")],
        [("区", "资金"), ("丙区", "4")],
    ]
    assert tables[0].rows[2].line == 3
    assert tables[0].line_at(tables[0].text.index("\t2")) == 3
    assert {table.kind for table in tables} == {BlockKind.TABLE}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 ...", "damaged"),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"abc\x00def", "binary"),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason_and_words(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        open_document(data, "file")
    assert refused.value.reason == reason
    assert explain(refused.value) not in ("", reason)


def test_a_missing_file_and_a_large_one_are_refused(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnreadableDocumentError, match="missing"):
        open_document(tmp_path / "none.txt")
    monkeypatch.setattr("jiedui.documents.readers.MAX_BYTES", 3)
    (tmp_path / "large.txt").write_text("四个字符")
    with pytest.raises(UnreadableDocumentError, match="too_large"):
        open_document(tmp_path / "large.txt")


def test_headlines_before_the_first_sentence_stand_alone() -> None:
    text = (
        "今年到位资金2亿元\n\n拟实施项目9个，惠及2万余人\n\n2023-05-16 来源：某报\n\n近日，我市派出医疗队。\n"
    )
    assert [block.text for block in open_document(text.encode(), "a.txt").blocks] == [
        "今年到位资金2亿元",
        "拟实施项目9个，惠及2万余人",
        "2023-05-16 来源：某报",
        "近日，我市派出医疗队。",
    ]


def test_the_body_that_issues_a_paper_goes_with_its_title() -> None:
    text = "某市人民政府办公室印发\n《某市2020年协作工作要点》\n各区人民政府：\n现将要点印发给你们。\n"
    title = open_document(text.encode(), "b.txt").blocks[0].text
    assert title == "某市人民政府办公室印发《某市2020年协作工作要点》"


def test_a_first_line_without_a_stop_is_the_title_whatever_it_begins_with() -> None:
    blocks = open_document("今年到位资金2亿元\n近日，我市派出医疗队。\n".encode(), "a.txt").blocks
    assert [(block.kind, block.level) for block in blocks] == [
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
    ]
