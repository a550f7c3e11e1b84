"""One unit for its many written names; candidates where it cannot be told."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.resolver import resolve, resolve_many
from jiedui.organisations.services import add_alias, add_code
from tests.conftest import plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, OrgUnit]:
    tianjin = plant("天津市", UnitKind.PROVINCE, name_en="Tianjin")
    gansu = plant("甘肃省", UnitKind.PROVINCE)
    qinghai = plant("青海省", UnitKind.PROVINCE)
    luoyang = plant("洛阳市", UnitKind.PREFECTURE, plant("河南省", UnitKind.PROVINCE))
    hebei = plant("河北省", UnitKind.PROVINCE)
    chengde = plant("承德市", UnitKind.PREFECTURE, hebei)
    units = [
        tianjin,
        gansu,
        qinghai,
        hebei,
        chengde,
        plant("承德县", UnitKind.COUNTY, chengde),
        plant("围场满族蒙古族自治县", UnitKind.COUNTY, chengde),
        plant("黄南藏族自治州", UnitKind.PREFECTURE, qinghai),
    ]
    gannan = plant("甘南藏族自治州", UnitKind.PREFECTURE, gansu)
    qingyang = plant("庆阳市", UnitKind.PREFECTURE, gansu)
    units += [gannan, qingyang, plant("临潭县", UnitKind.COUNTY, gannan)]
    units += [plant(name, UnitKind.COUNTY, qingyang) for name in ("环县", "宁县", "正宁县")]
    tianshui = plant("天水市", UnitKind.PREFECTURE, gansu)
    units += [plant("张家川回族自治县", UnitKind.COUNTY, tianshui)]
    units += [plant(name, UnitKind.COUNTY, tianjin) for name in ("河东区", "河北区", "武清区", "滨海新区")]
    units += [plant("瀍河回族区", UnitKind.COUNTY, luoyang)]
    departments = (
        "天津市人力资源和社会保障局 天津市工业和信息化局 天津市卫生健康委员会 天津市农业农村委员会 天津市教育委员会 "
        "天津市国有资产监督管理委员会 中共天津市委组织部 天津市人民政府合作交流办公室 天津市供销合作总社 "
        "天津市发展和改革委员会 天津市文化和旅游局 天津市市场监督管理委员会 天津市交通运输委员会 天津市金融工作局"
    )
    units += [plant(name, UnitKind.DEPARTMENT, tianjin) for name in departments.split()]
    social = "共青团天津市委员会 天津市妇女联合会 天津市工商业联合会 天津市总工会 天津市慈善协会"
    units += [plant(name, UnitKind.SOCIAL, tianjin) for name in social.split()]
    for name in ("天津市援甘前方指挥部", "天津市援疆前方指挥部", "天津市帮扶承德工作队"):
        units.append(plant(name, UnitKind.FRONT_OFFICE, tianjin))
    return {unit.name: unit for unit in units}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("市人社局", "天津市人力资源和社会保障局"),
        ("市人力社保局", "天津市人力资源和社会保障局"),
        ("人社局", "天津市人力资源和社会保障局"),
        ("天津市人力资源和社会保障局", "天津市人力资源和社会保障局"),
        ("天津人社局", "天津市人力资源和社会保障局"),
        ("市工信局", "天津市工业和信息化局"),
        ("市工信委", "天津市工业和信息化局"),
        ("市工业和信息化局", "天津市工业和信息化局"),
        ("市卫健委", "天津市卫生健康委员会"),
        ("市卫生健康委", "天津市卫生健康委员会"),
        ("市农委", "天津市农业农村委员会"),
        ("市农业农村委", "天津市农业农村委员会"),
        ("市教委", "天津市教育委员会"),
        ("市国资委", "天津市国有资产监督管理委员会"),
        ("市委组织部", "中共天津市委组织部"),
        ("市合作交流办", "天津市人民政府合作交流办公室"),
        ("市政府合作交流办", "天津市人民政府合作交流办公室"),
        ("市供销社", "天津市供销合作总社"),
        ("市发展改革委", "天津市发展和改革委员会"),
        ("市发改委", "天津市发展和改革委员会"),
        ("市文化旅游局", "天津市文化和旅游局"),
        ("市场监管委", "天津市市场监督管理委员会"),
        ("市交通运输委", "天津市交通运输委员会"),
        ("市金融局", "天津市金融工作局"),
        ("团市委", "共青团天津市委员会"),
        ("市妇联", "天津市妇女联合会"),
        ("市工商联", "天津市工商业联合会"),
        ("市总工会", "天津市总工会"),
        ("援甘前方工作机构", "天津市援甘前方指挥部"),
        ("市援甘前指", "天津市援甘前方指挥部"),
        ("对口支援甘肃工作前方指挥部", "天津市援甘前方指挥部"),
        ("对口援甘前方指挥部", "天津市援甘前方指挥部"),
        ("对口支援新疆工作前方指挥部", "天津市援疆前方指挥部"),
        ("援承前方工作机构", "天津市帮扶承德工作队"),
        ("帮扶河北省承德市工作队", "天津市帮扶承德工作队"),
        ("张家川县", "张家川回族自治县"),
        ("张家川", "张家川回族自治县"),
        ("围场县", "围场满族蒙古族自治县"),
        ("环 县", "环县"),
        ("环\u3000县", "环县"),
        ("宁县", "宁县"),
        ("甘南州", "甘南藏族自治州"),
        ("甘南", "甘南藏族自治州"),
        ("甘肃省甘南州临潭县", "临潭县"),
        ("甘肃临潭县", "临潭县"),
        ("武清区人民政府", "武清区"),
        ("武清区政府", "武清区"),
        ("滨海新区", "滨海新区"),
        ("承德", "承德市"),
        ("Tianjin", "天津市"),
    ],
)
def test_a_written_form_means_one_unit(tree: dict[str, OrgUnit], written: str, meant: str) -> None:
    found = resolve(written)
    assert (found.unit, found.candidates) == (tree[meant], (tree[meant],))


def test_context_tells_namesakes_apart(tree: dict[str, OrgUnit]) -> None:
    other_city = plant("沈阳市", UnitKind.PREFECTURE)
    other = plant("河东区", UnitKind.COUNTY, other_city)
    found = resolve("河东区")
    assert found.unit is None
    assert found.ambiguous
    assert set(found.candidates) == {tree["河东区"], other}
    assert resolve("河东区", within=tree["天津市"]).unit == tree["河东区"]
    assert resolve("河东区", within="沈阳").unit == other
    assert resolve("天津市河东区").unit == tree["河东区"]


def test_a_province_and_a_district_of_one_bare_name(tree: dict[str, OrgUnit]) -> None:
    assert resolve("河北").unit is None
    assert resolve("河北", kinds={UnitKind.PROVINCE}).unit == tree["河北省"]
    assert resolve("河北", within=tree["天津市"]).unit == tree["河北区"]


def test_the_same_bureau_of_two_cities_needs_context(tree: dict[str, OrgUnit]) -> None:
    other_city = plant("大连市", UnitKind.PREFECTURE)
    other = plant("大连市人力资源和社会保障局", UnitKind.DEPARTMENT, other_city)
    assert set(resolve("市人社局").candidates) == {tree["天津市人力资源和社会保障局"], other}
    assert resolve("市人社局", within=other_city).unit == other
    assert resolve("大连市人社局").unit == other


def test_a_place_that_does_not_exist_is_not_made_up(tree: dict[str, OrgUnit]) -> None:
    found = resolve("甘南藏族自治州", within="青海省")
    assert (found.unit, found.candidates) == (None, (tree["甘南藏族自治州"],))
    found = resolve("青海省甘南藏族自治州")
    assert found.unit is None
    assert tree["甘南藏族自治州"] in found.candidates


def test_an_unknown_name_offers_similar_ones(tree: dict[str, OrgUnit]) -> None:
    found = resolve("市人力资源局")
    assert found.unit is None
    assert found.candidates[0] == tree["天津市人力资源和社会保障局"]
    assert resolve("  ").candidates == ()


def test_aliases_and_codes_count(tree: dict[str, OrgUnit]) -> None:
    add_alias(actor=None, unit=tree["滨海新区"], text="天津 滨海", source="test")
    add_code(actor=None, unit=tree["环县"], code="621022")
    assert resolve("天津滨海").unit == tree["滨海新区"]
    assert resolve("621022").unit == tree["环县"]


def test_many_names_take_as_many_queries_as_one(tree: dict[str, OrgUnit]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = resolve_many(["市人社局", "环 县", "没有这个单位"] * 50)
    assert [bool(found[text].unit) for text in found] == [True, True, False]
    assert len(queries) == 4
