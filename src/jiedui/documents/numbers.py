"""Figures in running text: value, unit, comparator and hedge, in digits or Chinese numerals.

Works on the view made by :mod:`jiedui.documents.flat` (no white space). Units follow the conventions of the
label schema: 名 and 位 count people, money is normalised to 元, 万 and 亿 are multiplied out. ``>=`` stands for
at-least words and for figures to be reached, ``~`` for about, ``<=`` for at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from jiedui.documents import chinese_numerals
from jiedui.documents.figures import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    DIGITS,
    SCALES,
    Figure,
    compare,
    make,
)
from jiedui.documents.unitless import find_unitless

_COUNTERS = (
    "人次|架次|班次|场次|车次|台次|课次|例次|户次|批次|人|名|位|家|个百分点|个基点|个|所|场|次|期|批|册|天|台（套）|台|例|套|户|只|大类|类|项|座|间|条|辆|件"
    "|支|对|头|棵|株|枚|尾|群(?![众体岛])|列(?![入为出举支装前席])|本|份|张|门|趟|处|眼|口|栋|幢|幅|部|篇|款|种|宗|笔|盏|尊|组|队|团|场地|羽|匹|箱|吨|公斤|千克|斤|升|盒|封|块|艘|架|顶|双|卷|堂|棒|袋|桶|枝|节(?!点|约|目|能)"
    "|课时|学时|小时|平方公里|平方千米|平方米|立方米|平米|公里|千米|米|亩|公顷|锭|千瓦时|千瓦|兆瓦|元人民币|美元|元|％|%|床"
)
_CHINESE = r"[一二两三四五六七八九十百千]+"
FIGURE = re.compile(
    rf"(?P<before>{AT_MOST}|{AT_LEAST}|{ABOUT})?"
    rf"(?P<number>(?<![\d.第〔\[])(?:{DIGITS}|(?<![一二两三四五六七八九十百千万亿几数]){_CHINESE}))"
    rf"(?:[-~—－]{{1,2}}(?P<upper>{DIGITS}|{_CHINESE}))?"
    r"(?P<more>余|多|来)?(?P<scale>万亿|千万|百万|十万|[亿万千百])?"
    r"(?:(?P<tail>\d{1,9}(?:\.\d{1,8})?)(?P<tailscale>万))?(?P<more2>余|多)?"
    rf"(?:(?P<unit>{_COUNTERS})|(?P<people>[^\d，。、；：（）]{{0,6}}人口))"
    r"(?:（[\u4e00-\u9fff]{1,3}）(?=以上|以下|左右))?"
    r"(?P<after>（?含?）?及?以上|左右|以内|以下|多|余)?"
)
_WORD_SCALE = re.compile(
    r"(?P<before>不少于|不低于|超过|力争|近)?(?<![\d一二两三四五六七八九十百千万亿数几上成双])(?P<scale>百万|千万|十万|[百千万])"
    r"(?P<unit>名|册|人次|人|户|家|所|件|亩|场)(?P<after>以上|左右)?"
)
_NOUN_SCALE = re.compile(
    r"(?P<unit>人次|人数|户数)(?P<before>超过|过|超|近|约)(?P<scale>百万|千万|十万|[百千万亿])(?![\d名人])"
)
_FULL = re.compile(
    r"(?:确保|实现)(?P<noun>(?!从)[^，。；：“”]{6,60}?)(?P<word>全覆盖|100%覆盖)(?=[，。；]|$)"
)
_NOT_AFTER = re.compile(r"月(?!均)|工作日|小时内")
_TITLE_SPAN = re.compile(r"“[^“”]{0,40}”|《[^《》]{0,80}》")
_SLOGAN = re.compile(r"^[^，。；]{0,12}(计划|工程|行动)(?![^，。；]{0,4}项目)")
_CHAIN_VERB = re.compile(r"(至少|不少于)[^，。；]{0,30}$")
_SPELLED_UNITS = {
    "人",
    "名",
    "位",
    "家",
    "所",
    "场",
    "次",
    "期",
    "天",
    "例",
    "户",
    "台",
    "批",
    "人次",
    "座",
    "条",
    "项",
}
_ACTING = re.compile(
    r"(建设|新建|建成|建立|打造|帮扶|引进|开展|举办|组织|选派|设立|培育|援建|实施|签约|落地|确定|扶持|捐赠|创建)[^，。；]{0,14}$"
)
_ABSTRACT = re.compile(
    r"^(层面|方面|阶段|维度|环节|坚持|更加|意识|自信|维护|必须|主题|重点|确保|精准|到位|清单|转变|优先|一批|月|年度|层次|结合|目标|问题"
    r"|角度|不|到县|转移|提升|聚焦|“|纳入|关键|统一|机制|模式|平台|体系|方向|结对子|全面|战略|文件|层级|以上)"
)


def find(view: str) -> list[Figure]:
    """The figures of a text in order. Dates, ordinals, durations in years and words in quotation are none."""
    quoted = [match.span() for match in _TITLE_SPAN.finditer(view)]
    found = [figure for figure in _all(view) if not _inside(figure, quoted)]
    found.sort(key=lambda figure: (figure.first, -figure.end))
    kept: list[Figure] = []
    for figure in found:
        if not kept or figure.first >= kept[-1].end:
            kept.append(_like(kept[-1], figure, view) if kept else figure)
    return kept


def _like(before: Figure, figure: Figure, view: str) -> Figure:
    """分别不少于1200人和2.6万人: what hedges the first of a run hedges the others."""
    joined = view[before.end : figure.start] in ("、", "和")
    if not joined or figure.comparator != "=" or not view[: before.start].endswith("分别"):
        return figure
    return replace(figure, comparator=before.comparator, hedge=before.hedge)


def _inside(figure: Figure, spans: list[tuple[int, int]]) -> bool:
    return any(start <= figure.first and figure.end <= end for start, end in spans)


def _all(view: str) -> Iterator[Figure]:
    for match in FIGURE.finditer(view):
        if figure := _figure(view, match):
            yield figure
    for match in _WORD_SCALE.finditer(view):
        if not _SLOGAN.match(view[match.end() :]):
            yield _scaled(match, match["unit"], match.start("scale"))
    for match in _NOUN_SCALE.finditer(view):
        yield _scaled(match, match["unit"].removesuffix("数"), match.start("scale"))
    yield from find_unitless(view)
    for match in _FULL.finditer(view):
        if not re.search(r"\d", match["noun"]):
            yield make(
                match.start("noun"), match.end(), match.start("word"), Decimal(100), "", "%", spelled=True
            )


def _figure(view: str, match: re.Match[str]) -> Figure | None:
    raw = match["number"]
    spelled = not raw[0].isdigit()
    if _NOT_AFTER.match(view[match.end("unit") if match["unit"] else match.end() :]):
        return None
    if spelled and (not _chinese(raw) or not _spelled_counts(view, match)):
        return None
    amount = Decimal(_chinese(raw) if spelled else raw.replace(",", ""))
    scale = match["scale"] or ""
    if match["tail"]:
        if not scale.endswith("亿"):
            return None
        amount = amount * SCALES[scale] / 10**4 + Decimal(match["tail"])
        scale = "万"
    upper = match["upper"]
    top = None if not upper else Decimal(upper.replace(",", "") if upper[0].isdigit() else _chinese(upper))
    more = match["more"] or match["more2"] or (match["after"] if match["after"] in ("多", "余") else "")
    comparator, hedge = compare(match["before"] or "", more or match["after"] or "")
    if comparator == "=" and (sought := _sought(view[: match.start()])):
        comparator, hedge = ">=", sought
    elif comparator == "=" and (guess := re.search(r"预计(?=[^，。；：\d]{1,8}$)", view[: match.start()])):
        comparator, hedge = "~", guess.group()
    unit = match["unit"] or "人"
    return make(
        match.start(),
        match.end() if match["unit"] else match.end("people"),
        match.start("number"),
        amount,
        scale,
        unit,
        comparator=comparator,
        hedge=hedge,
        top=top,
        spelled=spelled,
    )


def _sought(before: str) -> str:
    """力争 earlier in the clause makes the figure one to be reached."""
    clause = re.split(r"[，。；：]", before)[-1]
    found = re.search(r"(力争|力求)(完成|达成|实现|达到)?(?!.*\d)", clause) or re.search(
        r"(至少)(?!.*\d)", clause
    )
    return found.group() if found else ""


def _spelled_counts(view: str, match: re.Match[str]) -> bool:
    """Whether a number in words counts something: 三个贫困县 does, 四个意识 and 一次性 do not."""
    value, unit, rest = _chinese(match["number"]), match["unit"] or "", view[match.end() :]
    if (
        not unit
        or match["scale"]
        or unit in ("类", "大类", "项", "组", "种", "部", "口", "门", "对", "头", "条", "本")
    ):
        return bool(unit and match["scale"] and unit not in ("类", "大类", "项"))
    if unit == "期" and re.match(r"工程|项目|厂房|建设|园|地块|规划", rest):
        return False
    if unit == "批" and view[: match.start()].endswith("分"):
        return False
    if unit in ("次", "期") and re.match(r"[^，。；]{0,12}(会|例会)", rest):
        return False
    if _ABSTRACT.match(rest) or rest.startswith(("性", "把", "批")):
        return False
    hedged = bool(match["before"]) and match["before"] != "过"
    before = view[: match.start()]
    if value == 1:
        return hedged or before.endswith(("各选派", "各派", "各选")) or bool(_CHAIN_VERB.search(before))
    if unit == "个":
        return hedged or bool(_ACTING.search(before))
    return hedged or (unit in _SPELLED_UNITS and bool(re.search(r"[^，。；：、]$", before)))


def _chinese(raw: str) -> int:
    return chinese_numerals.parse(raw) or 0


def _scaled(match: re.Match[str], unit: str, first: int) -> Figure:
    groups = match.groupdict()
    comparator, hedge = compare(groups.get("before") or "", groups.get("after") or "")
    amount = Decimal(SCALES[match["scale"]])
    if unit == "册" or match["scale"].endswith("百万"):
        return make(
            match.start(),
            match.end(),
            first,
            amount / 10**4,
            "万",
            unit,
            comparator=comparator,
            hedge=hedge,
            spelled=True,
        )
    return make(
        match.start(), match.end(), first, amount, "", unit, comparator=comparator, hedge=hedge, spelled=True
    )


def parse_cell(text: str) -> Decimal | None:
    """The number in a table cell (1,005 or 1 005 or 十二), None where it holds no plain number."""
    bare = re.sub(r"[\s,，]", "", text)
    if re.fullmatch(r"\d{1,20}(?:\.\d{1,8})?", bare):
        return Decimal(bare)
    return Decimal(_chinese(bare)) if re.fullmatch(_CHINESE, bare) and _chinese(bare) else None
