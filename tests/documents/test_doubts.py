"""Where the sides of a paper as a whole are told with more than one voice."""

from __future__ import annotations

import pytest

from jiedui.documents.confidence import Certainty
from jiedui.documents.doubts import Doubt, Doubts
from jiedui.documents.reading import graded_facts
from tests.documents.samples import context

AGREED = "南京市对口帮扶西宁市工作计划\n南京市安排资金3000万元支持西宁市。西宁市湟中区建设项目2个。\n"
DISTRICT = (
    "常州市新北区工作计划\n新北区安排资金300万元。新北区选派教师3名。"
    "我区与安康市紫阳县结对，紫阳县建设车间2个，紫阳县培训20人。\n"
)
HOSPITAL = "工作方案\n温州市派出医生10名到理塘县人民医院。我院选派医生3名，我院捐赠设备2台。\n"
ZONE = "苏州工业园区管理委员会\n关于协作任务的通知\n苏州市安排资金300万元支持松桃县。\n"


@pytest.mark.parametrize(
    ("paper", "side", "name", "doubt"),
    [
        (AGREED, "giver", "南京市", Doubt.NONE),
        (AGREED, "receiver", "西宁市", Doubt.NONE),
        (DISTRICT, "giver", "常州市", Doubt.MUCH),
        (DISTRICT, "giver", "新北区", Doubt.NONE),
        (DISTRICT, "receiver", "安康市", Doubt.MUCH),
        (HOSPITAL, "giver", "温州市", Doubt.MUCH),
        (HOSPITAL, "receiver", "理塘县", Doubt.MUCH),
        (HOSPITAL, "giver", "温州市第一医院", Doubt.NONE),
        (ZONE, "giver", "苏州市", Doubt.MUCH),
        (AGREED, "receiver", "受援地区", Doubt.MUCH),
    ],
)
def test_a_side_is_doubted_where_the_paper_speaks_of_another(
    paper: str, side: str, name: str, doubt: Doubt
) -> None:
    assert Doubts(context(paper)).of(side, name) is doubt


def test_a_figure_of_a_doubted_side_is_in_a_group_of_its_own() -> None:
    read = context("常州市东西部扶贫协作工作计划\n安排资金300万元。新北区选派教师3名，新北区捐款20万元。\n")
    _, facts = graded_facts(read.document)
    certainty = Certainty(read)
    evidence = {fact.quote: certainty.key(fact)[1] for fact in facts if fact.kind in ("target", "actual")}
    assert evidence["安排资金300万元"] in ("doubted", "unnamed")
