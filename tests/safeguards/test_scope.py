"""What the scope screen keeps out, and what it must let through."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jiedui.safeguards.holds import HOLDS, hold_on
from jiedui.safeguards.scope import Reason, screen, touches


def found(text: str, about: str = "") -> list[tuple[str, Reason]]:
    return [(text[p.start : p.end], p.reason) for p in screen(text, about=about)]


@pytest.mark.parametrize(
    ("text", "clause", "reason"),
    [
        ("为某县选派教师5名，为喀什选派民警12名，期限1年。", "为喀什选派民警12名，期限1年", Reason.SECURITY),
        (
            "投入80万元，为乡镇安装视频监控设备，修路2公里。",
            "投入80万元，为乡镇安装视频监控设备",
            Reason.SURVEILLANCE,
        ),
        ("协助建设技防监控设施，选派医生9名。", "协助建设技防监控设施", Reason.SURVEILLANCE),
        ("配合属地政法委做好人员动态管控，办班2期。", "配合属地政法委做好人员动态管控", Reason.SURVEILLANCE),
        ("开展警务协作，开展教研9次。", "开展警务协作", Reason.SECURITY),
        ("严把政治关、能力关，选派干部20名。", "严把政治关、能力关", Reason.VETTING),
        ("组织宗教人士15名参观，组织教师9名培训。", "组织宗教人士15名参观", Reason.RELIGION),
        ("做好舆情监测，开展宣传活动。", "做好舆情监测", Reason.OPINION),
        ("干部8人结亲16户，捐书200册。", "干部8人结亲16户", Reason.KINSHIP),
        ("开展去极端化宣讲9场，受众400人次，义诊3场。", "开展去极端化宣讲9场，受众400人次", Reason.OPINION),
    ],
)
def test_a_clause_outside_scope_is_found_with_its_reason(text: str, clause: str, reason: Reason) -> None:
    assert found(text) == [(clause, reason)]


def test_each_posting_in_an_enumeration_stands_by_itself() -> None:
    text = "为甲县选派辅警3名、为乙监狱选派干警4名。"
    assert [clause for clause, _ in found(text)] == ["为甲县选派辅警3名", "为乙监狱选派干警4名"]


def test_labour_transfer_is_held_where_the_workers_are_from_a_region_on_the_list() -> None:
    held = "支持喀什地区转移就业300人。"
    assert found(held) == [("支持喀什地区转移就业300人", Reason.LABOUR_TRANSFER)]
    assert found("支持庆阳市转移就业300人。") == []


def test_what_surrounds_a_sentence_tells_of_which_region_it_speaks() -> None:
    text = "有组织转移就业300人。"
    assert found(text) == []
    assert [reason for _, reason in found(text, about="援疆工作简报")] == [Reason.LABOUR_TRANSFER]


def test_a_place_elsewhere_named_nearer_keeps_the_sentence_in_scope() -> None:
    assert found("促进恩施州贫困劳动力转移就业50人。", about="援疆援藏工作方案") == []


@pytest.mark.parametrize(
    "text",
    [
        "市司法局组织律师到和田开展法律援助。",
        "支持和田地区人民医院建设，新建学校2所。",
        "市民族宗教委、市教委为成员单位。",
        "落实关心关怀政策，完善资金政治责任。",
        "加强宣传引导，在和田县举办招商会。",
        "在喀什建设扶贫车间，带动当地就业40人。",
    ],
)
def test_ordinary_help_passes(text: str) -> None:
    assert found(text) == []


def test_spaces_inside_words_do_not_hide_a_passage() -> None:
    text = "选派民\n警 5 名，选派医生 6 名。"
    assert found(text) == [("选派民\n警 5 名", Reason.SECURITY)]


def test_a_span_is_touched_only_where_it_overlaps() -> None:
    passages = screen("选派民警5名，选派医生6名。")
    assert touches(passages, 0, 3)
    assert not touches(passages, 7, 13)


@given(st.text(alphabet="民警宗教转移就业和田，。；、为 \n3名", max_size=50))
def test_passages_are_in_order_and_lie_in_the_text(text: str) -> None:
    last = 0
    for passage in screen(text, about="援疆"):
        assert last <= passage.start < passage.end <= len(text)
        last = passage.end


def test_the_hold_list_ships_with_its_sources_and_the_denial() -> None:
    hold = hold_on("653200")
    assert hold is not None and hold in HOLDS
    assert len(hold.sources) == 4
    assert all(source.url.startswith("http") and source.says for source in hold.sources)
    with translation.override("en"):
        assert "groundless" in str(hold.denial.says)
    with translation.override("zh-hans"):
        assert "毫无根据" in str(hold.denial.says)
    assert hold_on("620500") is None
