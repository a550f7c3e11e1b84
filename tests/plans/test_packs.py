"""Packs: every problem is named with file and line; nothing is written unless all is well."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Milestone, Programme, Rule, Target
from jiedui.plans.packs import load_pack
from jiedui.plans.services import Order, new_revision, order_milestone, order_rule, revise_target

pytestmark = pytest.mark.django_db

FILES = {
    "units.csv": """kind,name,parent,short_name,name_en,code,aliases
province,海州市,,,Haizhou,,
county,东城区,海州市,,East,,东区|城东
county,西城区,海州市,,West,,
department,海州市商务局,海州市,市商务局,Commerce,,
province,甘肃省,,,Gansu,620000,
prefecture,庆阳市,甘肃省,,Qingyang,621000,
county,环县,庆阳市,,Huanxian,621022,
""",
    "programme.yaml": """programme:
  code: haizhou-2019
  name: 海州市协作
  giver: 海州市
  starts_on: 2019-01-01
  ends_on: 2019-12-31
revision: {title: 方案, doc_number: 海〔2019〕1号}
groups:
  各区: {kind: county, under: 海州市}
workstreams:
  - key: consumption
    name: 消费
    lead: 市商务局
    indicators:
      - {code: sales, name: 采购额, unit: 元, kind: purchase, measure: amount}
rules:
  - {code: words, text: 不低于上年}
""",
    "pairings.csv": "giver,receiver,valid_from\n东城区,环 县,2019-01-01\n",
    "targets.csv": """indicator,unit,value,part_of
consumption/sales,海州市,1.1亿,
consumption/sales,东城区,"6,000万",海州市
consumption/sales,西城区,0.5亿,海州市
""",
    "tasks.csv": "workstream,number,text,lead,responsible\nconsumption,1,组织采购,市商务局,各区\n",
    "milestones.csv": """workstream,indicator,due_on,share,text
consumption,consumption/sales,2019-08-15,0.5,过半
""",
    "people.csv": "username,password,role,unit\nana,correct-horse-battery,giver,城东\n",
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def change(pack: Path, name: str, old: str, new: str) -> None:
    text = (pack / name).read_text("utf-8")
    assert old in text
    (pack / name).write_text(text.replace(old, new), "utf-8")


def addresses(pack: Path) -> dict[str, str]:
    """Where the problems are and what they say; nothing may have been written."""
    with pytest.raises(InvalidMany) as caught:
        load_pack(pack)
    assert not Programme.objects.exists()
    assert not OrgUnit.objects.exists()
    assert not User.objects.exists()
    return {error.address: str(error) for error in caught.value.errors}


def test_a_pack_is_loaded(pack: Path) -> None:
    report = load_pack(pack)
    assert dict(report.created) == {
        "units": 7, "aliases": 2, "programmes": 1, "revisions": 1, "workstreams": 1, "indicators": 1, "pairings": 1,
        "targets": 3, "milestones": 1, "tasks": 1, "rules": 1, "people": 1,
    }  # fmt: skip
    whole = Target.objects.get(unit__name="海州市")
    assert {part.unit.name: part.value for part in whole.parts.all()} == {
        "东城区": Decimal(60_000_000),
        "西城区": Decimal(50_000_000),
    }
    duties = whole.indicator.workstream.tasks.get().duties.order_by("duty", "unit__name")
    assert [(d.duty, d.unit.name) for d in duties] == [
        ("lead", "海州市商务局"),
        ("responsible", "东城区"),
        ("responsible", "西城区"),
    ]
    assert User.objects.get().memberships.get().unit.name == "东城区"
    code = OrgUnit.objects.get(name="环县").codes.get()
    assert (code.code, code.name) == ("621022", "环县")


def test_an_indicator_says_what_is_expected_of_it(pack: Path) -> None:
    change(pack, "programme.yaml", "measure: amount}", "measure: amount, course: last_year}")
    load_pack(pack)
    assert Indicator.objects.get().course == "last_year"


def test_a_course_nobody_knows_is_a_problem(pack: Path) -> None:
    change(pack, "programme.yaml", "measure: amount}", "measure: amount, course: best_year}")
    ((where, words),) = addresses(pack).items()
    assert where.startswith("programme.yaml:") and "best_year" in words


def test_loading_twice_changes_nothing(pack: Path) -> None:
    load_pack(pack)
    again = load_pack(pack)
    assert again.changed_nothing
    assert again.unchanged["units"] == 7


def test_what_stands_otherwise_is_left_and_named(pack: Path) -> None:
    programme = load_pack(pack).programme
    assert programme is not None
    whole = Target.objects.get(unit__name="海州市")
    later = new_revision(actor=None, programme=programme, title="调整", doc_number="海〔2019〕2号")
    revise_target(actor=None, target=whole, value=Decimal(220_000_000), revision=later)
    again = load_pack(pack)
    assert again.changed_nothing
    assert [(k.where, k.stored, k.in_pack) for k in again.kept] == [
        ("targets.csv:2", "220000000", "110000000"),
        ("targets.csv:3", "120000000", "60000000"),
        ("targets.csv:4", "100000000", "50000000"),
    ]


def test_new_rows_are_added_to_what_is_there(pack: Path) -> None:
    load_pack(pack)
    with (pack / "tasks.csv").open("a", encoding="utf-8") as file:
        file.write("consumption,2,设专柜,市商务局,\n")
    assert dict(load_pack(pack).created) == {"tasks": 1}


def test_parts_must_add_up(pack: Path) -> None:
    change(pack, "targets.csv", "0.5亿", "0.4亿")
    found = addresses(pack)
    assert list(found) == ["targets.csv:2"]
    assert "100000000" in found["targets.csv:2"]


def test_a_difference_of_the_document_may_be_stated(pack: Path) -> None:
    change(pack, "targets.csv", "value,part_of", "value,part_of,difference")
    change(pack, "targets.csv", "1.1亿,", "1.2亿,,1.1亿")
    change(pack, "targets.csv", '万",海州市', '万",海州市,')
    change(pack, "targets.csv", "0.5亿,海州市", "0.5亿,海州市,")
    load_pack(pack)
    assert Target.objects.get(unit__name="海州市").value == 120_000_000


def test_an_unknown_unit_is_named_with_what_it_may_be(pack: Path) -> None:
    change(pack, "pairings.csv", "东城区", "南城区")
    found = addresses(pack)
    assert list(found) == ["pairings.csv:2"]
    assert "东城区" in found["pairings.csv:2"]


def test_every_problem_is_named_at_once(pack: Path) -> None:
    change(pack, "pairings.csv", "2019-01-01", "2019-13-01")
    change(pack, "targets.csv", "1.1亿", "多")
    change(pack, "tasks.csv", "consumption,1", "consumption,一")
    change(pack, "milestones.csv", "0.5", "1.5")
    change(pack, "people.csv", "giver", "king")
    change(pack, "programme.yaml", "lead: 市商务局", "lead: 商业局")
    assert set(addresses(pack)) >= {
        "pairings.csv:2",
        "targets.csv:2",
        "tasks.csv:2",
        "milestones.csv:2",
        "people.csv:2",
        "programme.yaml:11",
    }


def test_a_misspelt_column_is_a_problem(pack: Path) -> None:
    change(pack, "targets.csv", "part_of", "partof")
    assert "partof" in addresses(pack)["targets.csv:1"]


def test_a_pack_loaded_again_leaves_what_was_revised(pack: Path) -> None:
    load_pack(pack)
    milestone, rule = Milestone.objects.get(), Rule.objects.get()
    order = Order("调整", reason="会议议定")
    order_milestone(
        actor=None,
        milestone=milestone,
        order=order,
        due_on=date(2019, 9, 30),
        text="六成",
        share=Decimal("0.6"),
    )
    order_rule(
        actor=None,
        rule=rule,
        order=order,
        text=rule.text,
        comparator=rule.comparator,
        threshold=Decimal("0.9"),
    )

    report = load_pack(pack)

    assert not report.created
    assert (Milestone.objects.count(), Rule.objects.count()) == (2, 2)
    assert [(one.what.rpartition(" ")[2], one.stored, one.in_pack) for one in report.kept] == [
        ("due_on", "2019-09-30", "2019-08-15"),
        ("text", "六成", "过半"),
        ("share", "0.6", "0.5"),
        ("threshold", "0.9", "–"),
    ]


def test_a_misspelt_key_is_a_problem(pack: Path) -> None:
    change(pack, "programme.yaml", "    name: 消费\n", "    nmae: 消费\n")
    assert "programme.yaml:12" in addresses(pack)


def test_broken_yaml_is_named_with_its_line(pack: Path) -> None:
    change(pack, "programme.yaml", "revision: {title", "revision: {{title")
    assert [address.split(":")[0] for address in addresses(pack)] == ["programme.yaml"]


def test_a_wrong_code_is_a_problem(pack: Path) -> None:
    change(pack, "units.csv", "621022", "621023")
    assert "华池县" in addresses(pack)["units.csv:8"]


def test_a_parent_stands_above(pack: Path) -> None:
    change(pack, "units.csv", "county,东城区,海州市", "county,东城区,河州市")
    assert "河州市" in addresses(pack)["units.csv:3"]


def test_a_cell_with_line_breaks_does_not_shift_the_lines(pack: Path) -> None:
    change(pack, "tasks.csv", "组织采购", '"组织\n采购"')
    with (pack / "tasks.csv").open("a", encoding="utf-8") as file:
        file.write("consumption,1,又一项,市商务局,\n")
    assert list(addresses(pack)) == ["tasks.csv:4"]


def test_a_text_that_is_not_utf8_is_named(pack: Path) -> None:
    (pack / "tasks.csv").write_bytes(FILES["tasks.csv"].encode("gb18030"))
    assert list(addresses(pack)) == ["tasks.csv:2"]


def test_a_refusal_of_a_service_is_told_at_its_line(pack: Path) -> None:
    change(pack, "people.csv", "correct-horse-battery", "short")
    assert list(addresses(pack)) == ["people.csv:2"]


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        load_pack(tmp_path / "nowhere")
    with pytest.raises(InvalidMany, match=r"programme\.yaml"):
        load_pack(tmp_path)


def test_approval_bands_are_loaded_once(pack: Path) -> None:
    bands = """approvals:
  - {at_least: 50万, approvers: lead|office}
  - {at_least: 5000000, kind: transfer, approvers: office|office}
rules:
"""
    change(pack, "programme.yaml", "rules:\n", bands)
    change(pack, "programme.yaml", "  giver: 海州市\n", "  giver: 海州市\n  separate_duties: yes\n")
    load_pack(pack)

    report = load_pack(pack)

    programme = Programme.objects.get()
    assert programme.separate_duties
    assert list(programme.approval_bands.values_list("kind", "at_least", "approvers")) == [
        ("", Decimal(500_000), ["lead", "office"]),
        ("transfer", Decimal(5_000_000), ["office", "office"]),
    ]
    assert report.changed_nothing


def test_a_band_without_known_approvers_is_told_at_its_line(pack: Path) -> None:
    change(pack, "programme.yaml", "rules:\n", "approvals:\n  - {at_least: 1, approvers: mayor}\nrules:\n")

    (told,) = addresses(pack).values()
    assert told.startswith("programme.yaml:17: approvers: ")
    assert told.rstrip(".。").endswith("lead, office")
