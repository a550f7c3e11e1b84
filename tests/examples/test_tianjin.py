"""The example programme as it is shipped."""

from __future__ import annotations

import pytest

from jiedui.accounts.models import User
from jiedui.cli.packs import load_whole_pack
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.organisations.queries import subtree
from jiedui.plans.models import Indicator, Programme, Target, Task
from jiedui.plans.packs import PackReport
from jiedui.plans.queries import differences
from tests.examples.conftest import PACK

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(loaded: PackReport, db: None) -> PackReport:
    return loaded


def programme() -> Programme:
    return Programme.objects.get(code="tianjin-2019")


def total(workstream: str, code: str) -> int:
    found = Target.objects.get(
        indicator__workstream__key=workstream,
        indicator__code=code,
        unit__name="天津市",
        receiver=None,
    )
    return int(found.value)


def parts(workstream: str, code: str) -> dict[str, int]:
    rows = Target.objects.filter(
        indicator__workstream__key=workstream,
        indicator__code=code,
        unit__parent__name="天津市",
        receiver=None,
    )
    return {row.unit.name: int(row.value) for row in rows}


def test_sixteen_districts_and_forty_two_counties(report: PackReport) -> None:
    tianjin = OrgUnit.objects.get(name="天津市")
    assert subtree(tianjin).filter(kind="county").count() == 16
    pairings = Pairing.objects.filter(type="territorial")
    assert pairings.count() == 42
    assert pairings.values("receiver").distinct().count() == 42
    assert pairings.values("giver").distinct().count() == 16


def test_counties_lie_where_their_codes_say(report: PackReport) -> None:
    for name, prefecture in (
        ("卓尼县", "甘南藏族自治州"),
        ("合作市", "甘南藏族自治州"),
        ("崆峒区", "平凉市"),
    ):
        assert OrgUnit.objects.get(name=name).parent == OrgUnit.objects.get(name=prefecture)
    assert (
        OrgUnit.objects.filter(
            path__startswith=OrgUnit.objects.get(name="甘肃省").path, kind="county"
        ).count()
        == 34
    )


def test_ten_workstreams_with_leads_and_english_names(report: PackReport) -> None:
    workstreams = list(programme().workstreams.all())
    assert [w.key for w in workstreams] == [
        "talent", "society", "industry", "education", "funds", "labour", "consumption", "culture-tourism", "health",
        "villages",
    ]  # fmt: skip
    assert all(w.lead and w.name_en for w in workstreams)
    assert all(i.name_en for i in Indicator.objects.all())
    assert all(t.text_en for t in Task.objects.all())
    assert OrgUnit.objects.filter(name_en="").count() == 0


def test_consumption_and_villages_add_up_over_the_districts(report: PackReport) -> None:
    assert (
        total("consumption", "purchases") == 1_100_000_000 == sum(parts("consumption", "purchases").values())
    )
    assert len(parts("consumption", "purchases")) == 16
    assert total("villages", "paired") == 1462 == sum(parts("villages", "paired").values())
    assert len(parts("villages", "paired")) == 14


def test_only_the_labour_table_does_not_add_up_and_both_figures_are_kept(report: PackReport) -> None:
    found = {
        (d.target.indicator.code, int(d.target.value), int(d.parts_sum)) for d in differences(programme())
    }
    assert found == {
        ("jobs-in-tianjin", 1500, 1501),
        ("jobs-nearby", 11500, 11501),
        ("jobs-elsewhere", 32200, 32205),
    }


def test_headcounts_are_kept_as_stated(report: PackReport) -> None:
    stated = Indicator.objects.filter(as_stated=True)
    assert set(stated.values_list("code", flat=True)) == {
        "jobs-in-tianjin", "jobs-nearby", "jobs-elsewhere", "people-benefiting",
    }  # fmt: skip
    assert set(stated.values_list("kind", flat=True)) == {"placement", ""}


def test_nothing_out_of_scope_is_in_the_pack() -> None:
    words = ("民警", "辅警", "监狱", "戒毒", "公安", "司法", "宗教", "政审", "维稳", "舆论", "兵团")
    text = "\n".join(path.read_text("utf-8") for path in [*PACK.glob("*.csv"), *PACK.glob("*.yaml")])
    assert [word for word in words if word in text] == []


def test_every_measured_indicator_can_count(report: PackReport) -> None:
    from jiedui.ledger.postings import problems

    assert {i.code: problems(i) for i in Indicator.objects.all() if problems(i)} == {}


def test_example_accounts_are_marked_and_can_sign_in(report: PackReport) -> None:
    office = User.objects.get(username="office")
    assert office.is_example
    assert office.check_password("jiedui-example")
    assert not User.objects.get(username="nobody").memberships.exists()
    assert not User.objects.filter(is_example=False).exists()


def test_loading_twice_changes_nothing(report: PackReport) -> None:
    before = {model: list(model.objects.order_by("pk").values()) for model in (OrgUnit, Target, Task, User)}
    again = load_whole_pack(PACK)
    assert again.changed_nothing
    assert again.kept == []
    assert before == {model: list(model.objects.order_by("pk").values()) for model in before}
