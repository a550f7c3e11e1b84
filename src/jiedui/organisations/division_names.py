"""How the names of administrative divisions are shortened in running text.

A division has its official name (张家川回族自治县), customary names that keep the word for its rank
(张家川县, 甘南州) and a bare name (张家川, 甘南). Which of them may be read in running text depends on how
easily the bare name is mistaken for an ordinary word.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _words(text: str) -> list[str]:
    return text.split()


NATIONALITIES = _words(
    """
    蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族
    哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族
    达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族
    俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族
    基诺族 各族
    """
)
_SHORT_PEOPLES = ("蒙古", "哈萨克", "柯尔克孜", "塔吉克", "锡伯", "回", "藏")
_PEOPLES = "|".join(sorted({*NATIONALITIES, *_SHORT_PEOPLES}, key=len, reverse=True))
_AUTONOMOUS = re.compile(rf"(?P<stem>.*?)(?:{_PEOPLES})*自治(?P<rank>州|县|旗)")
_BANNER = re.compile(r"([\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}([左右])翼([前中后]?旗)")
"""Banners are called by four characters: 察右后旗 for 察哈尔右翼后旗."""
_PLAIN = re.compile(r"(?P<stem>.+?)(?P<rank>新区|林区|特区|地区|省|市|县|区|盟|旗|州)")

PROVINCES = {
    "内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆", "香港特别行政区": "香港", "澳门特别行政区": "澳门",
}  # fmt: skip

ABBREVIATIONS = {
    "京": "11", "津": "12", "冀": "13", "晋": "14", "蒙": "15", "辽": "21", "吉": "22", "黑": "23", "沪": "31",
    "苏": "32", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37", "豫": "41", "鄂": "42", "湘": "43",
    "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51", "黔": "52", "滇": "53", "藏": "54", "陕": "61",
    "甘": "62", "青": "63", "宁": "64", "新": "65", "疆": "65",
}  # fmt: skip
"""The one-character names of provinces, as programmes are named after both sides: 苏陕协作."""

NICKNAMES = {
    "新疆维吾尔自治区": ("新疆自治区",),
    "西藏自治区": ("西藏区",),
    "巴音郭楞蒙古自治州": ("巴州",),
    "克孜勒苏柯尔克孜自治州": ("克州",),
    "博尔塔拉蒙古自治州": ("博州",),
    "西双版纳傣族自治州": ("版纳州",),
    "塔什库尔干塔吉克自治县": ("塔县",),
    "莫力达瓦达斡尔族自治旗": ("莫旗",),
    "和布克赛尔蒙古自治县": ("和丰县",),
    "锡林郭勒盟": ("锡盟",),
    "滨海新区": ("滨海",),
    "浦东新区": ("浦东",),
}
"""Short names that no rule gives."""

COMMON_WORDS = frozenset(
    _words(
        """
    朝阳 和平 合作 大同 大庆 大理 中卫 三明 海口 保定 新余 丽水 开封 来宾 平安 东方 中山 长治
    安顺 通化 日照 山南 阿里 吉安 黄山 自贡 兴安 文山 黄石 白山 南通 五家渠 白沙 河池 金昌
    宜春 仙桃 城口 东营 德州 天门 大安
    """
    )
)
"""Bare names of provinces and prefectures that are ordinary words too: read only with their rank."""

RISKY_NAMES = frozenset(
    _words(
        """
    郊区 城区 矿区 东区 南区 西区 北区 任县 成县 理县 单县 新县 市中区 新市区 市区 新城区 老城区 港口区
    """
    )
)
"""Official names that are ordinary words too: read only right after the place they belong to."""


@lru_cache(maxsize=8192)
def customary(name: str) -> tuple[str, ...]:
    """The customary names of a division that keep its rank, without the official one."""
    found = list(NICKNAMES.get(name, ()))
    if match := _AUTONOMOUS.fullmatch(name):
        stem = match["stem"] or name.removesuffix("自治" + match["rank"]).removesuffix("族")
        found.append(stem + match["rank"])
    if match := _BANNER.fullmatch(name):
        found.append("".join(match.groups()))
    return tuple(found)


@lru_cache(maxsize=8192)
def bare(name: str) -> str:
    """The name without its rank; empty where that would leave a single character."""
    if name in PROVINCES:
        return PROVINCES[name]
    if match := _AUTONOMOUS.fullmatch(name):
        stem = match["stem"] or name.removesuffix("自治" + match["rank"]).removesuffix("族")
    elif match := _PLAIN.fullmatch(name):
        stem = match["stem"]
    else:
        return ""
    return stem if len(stem) > 1 else ""
