"""Context: annexes, headings, workstream, year, territories and sentences."""

from __future__ import annotations

from jiedui.documents.structure import Context
from tests.documents.samples import BULLETIN, PLAN, context

ANNEXED = """某市工作领导小组
津发〔2021〕7号
关于印发专项工作方案的通知
各区：
现印发给你们。
附件：1.天津市消费帮扶专项工作方案
2.健康帮扶专项工作方案

附件1
天津市消费帮扶专项工作方案
一、目标
全年采购农产品1亿元。
健康帮扶专项工作方案
一、任务
（一）选派医生。选派医生20名。
附件
健康帮扶任务清单
任务\t单位
组织专家开展义诊活动并举办健康讲座和培训班\t市卫健委
"""


def place(read: Context, words: str) -> tuple[str, tuple[str, ...], str, int | None]:
    block = next(block for block in read.document.blocks if words in block.text)
    section = read.section(block.index)
    return section.number, section.headings, section.workstream, section.year


def test_annexes_are_numbered_even_where_the_annex_line_is_missing() -> None:
    read = context(ANNEXED)
    assert place(read, "采购农产品") == ("1", ("目标",), "消费扶贫", 2021)
    assert place(read, "选派医生20名") == ("2", ("任务", "选派医生"), "健康扶贫", 2021)
    assert place(read, "组织专家") == ("2-1", (), "健康扶贫", 2021)


def test_giver_and_receiver_are_told_from_the_head_and_the_text() -> None:
    plan, bulletin = context(PLAN), context(BULLETIN)
    assert (plan.section(6).giver, plan.section(6).receiver) == ("上海市", "云南省")
    assert (bulletin.section(4).giver, bulletin.section(4).receiver) == ("杭州市", "恩施州")


def test_sentences_quote_the_source_and_know_their_lines() -> None:
    read = context("一、目标\n全年采购农产品 1 亿元；设立专柜 20 个。\n")
    first, second = read.sentences(read.document.blocks[1])
    assert (first.text, first.quote()) == ("全年采购农产品1亿元；", "全年采购农产品 1 亿元；")
    assert second.quote(4, 7) == "20 个"
    assert second.line() == 2


def test_marks_of_a_poor_scan_are_read_as_punctuation() -> None:
    scan = "今年’安排资金1亿元’新建学校3所. 同时’培训教师20名’组织活动’开展义诊’建设医院°"
    read = context(scan)
    texts = [sentence.text for sentence in read.sentences(read.document.blocks[0])]
    assert texts == [
        "今年，安排资金1亿元，新建学校3所。",
        "同时，培训教师20名，组织活动，开展义诊，建设医院。",
    ]


def test_what_comes_next_is_meant_for_the_year_of_the_signature() -> None:
    read = context(
        "某省农业农村厅关于提案答复的函\n\n一、有关工作情况\n\n2022年，我省投入资金23亿元。\n\n"
        "二、下一步工作打算\n\n9月底前完成轮换。\n\n某省农业农村厅\n2023年5月29日\n"
    )
    years = {block.text[:4]: read.section(block.index).year for block in read.document.blocks}
    assert (years["2022"], years["9月底前"]) == (2022, 2023)
