"""A schematic map: a tile for each provincial division, about where it lies. It shows no borders and no areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jiedui.kernel.figures import in_english
from jiedui.organisations.models import DivisionCode


class Tile(NamedTuple):
    """Where a division stands, from west to east and from north to south, and its short names."""

    x: int
    y: int
    name: str
    name_en: str

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() else self.name


TILES: Mapping[str, Tile] = {
    "11": Tile(4, 1, "北京", "Beijing"), "12": Tile(5, 2, "天津", "Tianjin"), "13": Tile(4, 2, "河北", "Hebei"),
    "14": Tile(3, 2, "山西", "Shanxi"), "15": Tile(3, 1, "内蒙古", "Inner Mongolia"),
    "21": Tile(5, 1, "辽宁", "Liaoning"), "22": Tile(6, 1, "吉林", "Jilin"),
    "23": Tile(6, 0, "黑龙江", "Heilongjiang"), "31": Tile(6, 3, "上海", "Shanghai"),
    "32": Tile(5, 3, "江苏", "Jiangsu"), "33": Tile(5, 4, "浙江", "Zhejiang"), "34": Tile(4, 4, "安徽", "Anhui"),
    "35": Tile(5, 5, "福建", "Fujian"), "36": Tile(4, 5, "江西", "Jiangxi"), "37": Tile(4, 3, "山东", "Shandong"),
    "41": Tile(3, 3, "河南", "Henan"), "42": Tile(3, 4, "湖北", "Hubei"), "43": Tile(3, 5, "湖南", "Hunan"),
    "44": Tile(3, 6, "广东", "Guangdong"), "45": Tile(2, 6, "广西", "Guangxi"), "46": Tile(2, 7, "海南", "Hainan"),
    "50": Tile(2, 4, "重庆", "Chongqing"), "51": Tile(1, 4, "四川", "Sichuan"), "52": Tile(2, 5, "贵州", "Guizhou"),
    "53": Tile(1, 5, "云南", "Yunnan"), "54": Tile(0, 4, "西藏", "Tibet"), "61": Tile(2, 3, "陕西", "Shaanxi"),
    "62": Tile(1, 3, "甘肃", "Gansu"), "63": Tile(0, 3, "青海", "Qinghai"), "64": Tile(2, 2, "宁夏", "Ningxia"),
    "65": Tile(0, 2, "新疆", "Xinjiang"), "71": Tile(6, 5, "台湾", "Taiwan"),
    "81": Tile(4, 6, "香港", "Hong Kong"), "82": Tile(3, 7, "澳门", "Macao"),
}  # fmt: skip
"""By the first two digits of the division code (GB/T 2260)."""


def tiles_of(units: Iterable[int]) -> dict[int, str]:
    """The code of the tile on which each unit lies, by its division code; units without one are left out. One query."""
    rows = DivisionCode.objects.filter(unit__in=list(units)).order_by("valid_from", "id")
    return {unit: code[:2] for unit, code in rows.values_list("unit_id", "code") if code[:2] in TILES}
