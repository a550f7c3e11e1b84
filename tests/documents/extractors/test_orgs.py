"""Who leads a group and who belongs to it."""

from jiedui.documents.extractors import tasks
from jiedui.documents.extractors.orgs import extract
from tests.documents.extractors.papers import columns, facts


def test_lead_seat_head_and_members() -> None:
    found = facts(
        extract,
        "成立消费专项工作组，市商务局局长王大明任组长，市教委、市国资委、各区为成员单位，办公室设在市商务局。",
        "成立资金专项工作组，市财政局为牵头部门。",
    )
    assert sorted(columns(found, "name", "role")) == [
        ("各区", "member"),
        ("市商务局", "lead"),
        ("市商务局", "leader unit"),
        ("市国资委", "member"),
        ("市教委", "member"),
        ("市财政局", "lead"),
    ]
    assert not any("王大明" in str(value) for fact in found for value in fact.values())


def test_a_roster_gives_the_units_and_leaves_the_persons_out() -> None:
    found = facts(
        extract,
        "组长：李小明 副市长",
        "成员：王大明 市教委主任",
        "赵 刚 红旗区区长",
        "研究制定全市工作方案，推动落实各项任务，协调解决问题。",
    )
    assert columns(found, "name", "role") == [("市教委", "member"), ("红旗区", "member")]
    assert columns(found, "quote") == [("市教委",), ("红旗区",)]


def test_groups_given_by_labels_are_organisation_and_no_tasks() -> None:
    line = "（一）产业合作组。牵头单位：市经信委；成员单位：市商务委、市农委。"
    assert columns(facts(extract, line), "name", "role") == [
        ("市经信委", "lead"),
        ("市商务委", "member"),
        ("市农委", "member"),
    ]
    assert facts(tasks.extract, line) == []
