"""Figures in running text: values, units, comparators, hedges; and what is no figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedui.documents.flat import flatten
from jiedui.documents.numbers import find


def read(text: str) -> list[tuple[object, str, object, str, str]]:
    found = find(flatten(text).text)
    return [(f.value, f.unit, f.normalized, f.normalized_unit, f.comparator) for f in found]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("安排资金7. 7亿元", (7.7, "亿元", 770_000_000, "元", "=")),
        ("安排资金2亿3456万元", (23456, "万元", 234_560_000, "元", "=")),
        ("总产值1万亿3000万元", (100_003_000, "万元", 1_000_030_000_000, "元", "=")),
        ("采购额１，２３４万元", (1234, "万元", 12_340_000, "元", "=")),
        ("选派教师不少于28名", (28, "名", 28, "人", ">=")),
        ("培训3000余人次", (3000, "人次", 3000, "人次", "~")),
        ("捐款2.5万余元", (2.5, "万元", 25_000, "元", "~")),
        ("完成投资近3亿元", (3, "亿元", 300_000_000, "元", "~")),
        ("筹集款物力争达到6亿元", (6, "亿元", 600_000_000, "元", ">=")),
        ("支出控制在50万元以内", (50, "万元", 500_000, "元", "<=")),
        ("力争完成投资额度0.5亿元", (0.5, "亿元", 50_000_000, "元", ">=")),
        ("带动贫困人口脱贫3万人以上", (3, "万人", 30_000, "人", ">=")),
        ("新建两所学校", (2, "所", 2, "所", "=")),
        ("至少打造一个特色产品", (1, "个", 1, "个", ">=")),
        ("培训人次过万", (10_000, "人次", 10_000, "人次", ">=")),
        ("募书百万册以上", (100, "万册", 1_000_000, "册", ">=")),
        ("共有123390深贫人口", (123_390, "人", 123_390, "人", "=")),
        ("投入2.3亿财政资金", (2.3, "亿元", 230_000_000, "元", "=")),
        ("帮助40.7万农村劳动力就业", (40.7, "万人", 407_000, "人", "=")),
        ("惠及6万多群众", (6, "万人", 60_000, "人", "~")),
        ("带动1.2万贫困户增收", (1.2, "万户", 12_000, "户", "=")),
        ("共投入资金1.2亿用于教育", (1.2, "亿元", 120_000_000, "元", "=")),
        ("确保受援县县级医院结对全覆盖", (100, "%", 100, "%", "=")),
    ],
)
def test_a_figure_is_read_with_unit_and_comparator(text: str, figure: tuple[object, ...]) -> None:
    assert read(text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "2019年5月至6月", "第20期", "树牢“四个意识”", "十三届二次会议", "一是做好服务", "四个层面的工作", "挂职时间3年",
        "附件1", "每季度召开一次会议", "实施“百千万”行动", "引进“投资1000万元以上”的企业", "一次性奖补", "三个月",
        "205余40万户", "3千5万户",
    ],
)  # fmt: skip
def test_dates_ordinals_slogans_and_durations_are_no_figures(text: str) -> None:
    assert read(text) == []


def test_a_range_has_both_ends() -> None:
    [figure] = find("建好1-2所县级医院")
    assert (figure.value, figure.value_max, figure.unit) == (1, 2, "所")


@given(st.decimals(min_value="0.01", max_value="9999.99", places=2), st.sampled_from(["", "万", "亿"]))
def test_any_amount_of_money_is_read_back(amount, scale) -> None:  # type: ignore[no-untyped-def]
    [figure] = find(f"安排资金{amount}{scale}元。")
    factor = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert figure.normalized == pytest.approx(float(amount) * factor)
    assert figure.normalized_unit == "元"
