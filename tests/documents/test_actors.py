"""Agencies by the grammar of their names, duties by the words of the bracket."""

import pytest

from jiedui.documents.actors import Duties, is_agency, is_duty_bracket, parse_duties, split_names
from jiedui.documents.subjects import subject_of


@pytest.mark.parametrize(
    "name",
    ["市商务局", "省扶贫办", "各区", "各前方工作机构", "援藏前指", "市文化和旅游局", "团市委", "红旗区政府",
     "某某师范大学",     "市工商联", "规划与资源处", "海州港集团", "中心医院", "各民主党派市委"],
)  # fmt: skip
def test_names_of_agencies_are_recognised(name: str) -> None:
    assert is_agency(name)


@pytest.mark.parametrize("name", ["定额", "兴隆", "就业基地", "其中甲县30名", "见附件1", "团队", "3个县"])
def test_other_words_are_no_agencies(name: str) -> None:
    assert not is_agency(name)


def test_a_conjunction_inside_a_name_does_not_split_it() -> None:
    assert split_names("市工业和信息化局、市文化和旅游局和市教委") == [
        "市工业和信息化局",
        "市文化和旅游局",
        "市教委",
    ]
    assert split_names("各区财政部门及各前方工作机构") == ["各区财政部门", "各前方工作机构"]


def test_names_that_share_a_tail_are_completed() -> None:
    assert split_names("援藏、援青前方指挥部") == ["援藏前方指挥部", "援青前方指挥部"]


@pytest.mark.parametrize(
    ("bracket", "duties"),
    [
        (
            "（市甲局牵头，各区、各单位负责，援藏前指配合）",
            Duties(["市甲局"], ["各区", "各单位"], ["各区", "各单位", "援藏前指"]),
        ),
        ("（市教委负责、各前方工作机构配合）", Duties(["市教委"], [], ["各前方工作机构"])),
        ("（市科技局负责，完成时限：2020年9月底）", Duties(["市科技局"], [], [], "2020年9月底")),
        ("（市援藏前指会同红旗区政府负责）", Duties(["市援藏前指"], [], ["红旗区政府"])),
        ("（市发展改革委同市商务局负责）", Duties(["市发展改革委"], [], ["市商务局"])),
        ("（责任单位：市民政局、市慈善协会）", Duties(["市民政局", "市慈善协会"])),
        ("（干部处、教师处，各区教育局）", Duties(["干部处", "教师处", "各区教育局"])),
        (
            "【牵头单位：省扶贫办；责任单位：省财政厅；配合单位：各市；完成时限：10月底前】",
            Duties(["省扶贫办"], ["省财政厅"], ["省财政厅", "各市"], "10月底前"),
        ),
        ("（市税务局牵头、市财政局、各区配合）", Duties(["市税务局"], [], ["市财政局", "各区"])),
        ("（市商务局牵头，市总工会按职责分工负责，12月底前完成）",
         Duties(["市商务局"], ["市总工会"], ["市总工会"], "12月底前完成")),
    ],
)  # fmt: skip
def test_a_bracket_tells_who_does_what(bracket: str, duties: Duties) -> None:
    assert is_duty_bracket(bracket)
    assert parse_duties(bracket) == duties


@pytest.mark.parametrize(
    "bracket",
    ["（见附件1）", "（其中甲县15名、乙县5名）", "（定额）", "（街道）", "（市、区）", "（含设备）"],
)
def test_other_brackets_assign_nothing(bracket: str) -> None:
    assert not is_duty_bracket(bracket)


@pytest.mark.parametrize(
    ("clause", "names", "specific"),
    [
        ("市教育局要推进学校结对", ["市教育局"], True),
        ("各区、各单位要建立台账", ["各区", "各单位"], False),
        ("市商务局、市供销社负责协助各区采购", ["市商务局", "市供销社"], True),
        ("捐款由区红十字会负责接收", ["区红十字会"], True),
        ("市委组织部统筹落实选派任务", ["市委组织部"], True),
    ],
)
def test_the_actor_of_a_clause_is_found(clause: str, names: list[str], specific: bool) -> None:
    subject = subject_of(clause)
    assert subject is not None
    assert (subject.names, subject.specific) == (names, specific)


@pytest.mark.parametrize(
    "clause", ["组织技工院校开展培训", "利用海州市在文化方面的经验", "推动受援县做好衔接", "不断形成新热潮"]
)
def test_a_clause_without_an_actor_has_none(clause: str) -> None:
    assert subject_of(clause) is None
