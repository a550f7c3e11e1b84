"""Whether a figure is planned or done: by the words beside it, else by what kind of paper it is."""

from __future__ import annotations

import re

from jiedui.documents.genre import is_report
from jiedui.documents.numbers import find
from jiedui.documents.spots import Spot
from jiedui.documents.structure import Context

_PLANNED = re.compile(
    r"计划(?!(?:任务)?(?:数|量)?的?\d)|拟|(?<![响相适反供])应(?=(?:选派|完成|安排|拨付|支出|实施|开工)[^，。；]{0,14}\d)|将(?!有力|继续做好)|确保|力争|力求|编排|争取|目标(?!(?:任务)?(?:数|量)?的\d)|预计|要(?!求|素)|到\d{4}年|下一步|今后|准备|规划|责任书|指标|预留"
)
_DONE = re.compile(
    r"实际(?=选派|完成|到位|拨付|支出|投资|安排)|已(?!经确定)|累计|截至|目前|先后|顺利|成功|超额完成|共(?:捐|组织|派|开展)|近日|[^为]了|过去|上半年|去年|以来|竣工|建成|完成投资|受益|落户并"
)
_STATE = re.compile(
    r"现有(?!基础|条件|规模)|共有(?![^，。；]{0,50}(?:参与|参加|加入|结对))|还有|仍有|年均(?!增)|占全(?!年)|辖|总人口|现辖|印发给|已印发|研究制定了"
)
_SO_FAR = re.compile(
    r"(?:[^，。；]{1,6}，)?(?:今年)?1月?[-—－~至到]\d{1,2}月(?:份|底)?，|(?:[^，。；]{0,6})?(?:截至|截止到?)(?:目前|\d{1,2}月|20\d\d年|[^，。；]{0,3}末)"
)
"""A sentence that begins with a day tells what was reached by then."""
_AHEAD = re.compile(r"(?:下一步|今后|明年|下半年|下阶段|接下来)")
_AHEAD_HEAD = re.compile(
    r"下一步|下步|下半年|下阶段|打算|工作目标|年度目标|主要目标|总体目标|任务目标|目标任务|工作计划|工作安排"
    r"|工作思路|工作部署|努力方向|(?:后续|今后|明年|近期)[^，。；]{0,4}(?:工作|安排|打算|计划|思路)|改进措施|(?:季度|月份?|阶段)(?:重点|主要)?(?:工作|任务)?(?:安排|计划|打算|部署|重点|任务$|工作$)"
)
_BEHIND_HEAD = re.compile(
    r"上一?年(?:度)?[^，。；]{0,4}(?:工作|情况|成效)|回顾|工作总结|完成情况|工作成效|主要成效|工作开展情况|进展情况|取得的成效|主要做法|当前进度|工作进度|(?<!下)(?:年|季度|月)(?:以来)?进展|存在(?:的)?(?:主要)?(?:问题|不足|困难)|完成进度"
    r"|(?:总体|整体|主要|基本)(?:情况|进展|成绩)|(?:主要|特色|工作)亮点|亮点工作|(?:经验|特色)做法|工作量$"
)
_OF_THE_GOAL = re.compile(r"(?:目标|计划|任务)[^，。；]{0,12}的$")
"""完成年度目标6.5亿元的130%: the share of a goal that was reached."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!至|到|[-—–]|底|末|以前|前)")
_BARE_STATE = re.compile(r"^[，、]?(?:[^，。；]{0,4})$")


def is_plan(context: Context) -> bool:
    """Whether the document as a whole plans rather than reports: by its name, a bulletin by its sentences."""
    if not is_report(context):
        return True
    planned = done = 0
    for block in context.document.blocks:
        for sentence in context.sentences(block):
            if find(sentence.text):
                planned += bool(_PLANNED.search(sentence.text) or "安排" in sentence.text)
                done += bool(_DONE.search(sentence.text))
    return planned > done * 1.5


def announces(text: str) -> bool:
    """Whether a paragraph announces a list of what is to be done next: 下半年，将重点抓好以下工作："""
    return bool(_AHEAD.match(text)) and text.endswith("：")


def looks_ahead(headings: tuple[str, ...], text: str) -> bool:
    """Whether a passage tells what comes next, by its own opening or by the nearest heading that says which."""
    if _AHEAD.match(text):
        return True
    for heading in reversed(headings):
        if _BEHIND_HEAD.search(heading):
            return False
        if _AHEAD_HEAD.search(heading):
            return True
    return False


def looks_back(headings: tuple[str, ...]) -> bool:
    """Whether the nearest heading that says which tells what was done."""
    for heading in reversed(headings):
        if _AHEAD_HEAD.search(heading):
            return False
        if _BEHIND_HEAD.search(heading):
            return True
    return False


def planned(spot: Spot, *, paper_plans: bool, ahead: bool = False) -> bool:
    """Whether the figure is a target rather than an actual; ``ahead`` says that it stands in a list of next steps."""
    words = spot.text[max(spot.clause_start, spot.start) : spot.clause_end]
    if is_state(spot):
        return False
    if _OF_THE_GOAL.search(spot.text, spot.clause_start, spot.figure.start) and spot.figure.is_share:
        return bool(re.search(r"确保|力争|达到", spot.lead))
    sentence = spot.text[spot.start : spot.figure.first + 1]
    plan = max((match.end() for match in _PLANNED.finditer(sentence)), default=-1)
    done = max((match.end() for match in _DONE.finditer(sentence)), default=-1)
    if plan < 0 and (_of_an_earlier_year(spot) or _SO_FAR.match(spot.text, spot.start, spot.figure.start)):
        return False
    paper_plans = ahead or _section_plans(spot, paper_plans=paper_plans)
    if paper_plans:
        return not (done > plan and re.search(r"已|累计|截至", words))
    if plan < 0:
        return False
    return plan >= done


def _of_an_earlier_year(spot: Spot) -> bool:
    """Whether the sentence tells of a year before that of the paper: 2022年投入6亿元 in a plan of 2023."""
    named = list(_YEAR.finditer(spot.text, spot.start, spot.figure.start))
    return bool(named and spot.section.year and int(named[-1][1]) < spot.section.year)


def _section_plans(spot: Spot, *, paper_plans: bool) -> bool:
    """What the headings and the opening of the paragraph say, else what kind of paper it is."""
    if _AHEAD.match(spot.text):
        return True
    for heading in reversed(spot.section.headings):
        if _BEHIND_HEAD.search(heading):
            return False
        if _AHEAD_HEAD.search(heading):
            return True
    return paper_plans


def is_state(spot: Spot) -> bool:
    """Whether the figure tells a state of affairs, not an achievement."""
    if _STATE.search(spot.text[spot.clause_start : spot.clause_end]):
        return True
    if is_territory_count(spot):
        return True
    return bool(
        spot.earlier
        and _STATE.search(spot.text[spot.start : spot.figure.start])
        and _BARE_STATE.match(spot.lead)
    )


def is_territory_count(spot: Spot) -> bool:
    """A count of counties that what follows is measured by: 为甲省34个县和乙市5个县，每个县…"""
    after = spot.text[spot.figure.end : spot.end]
    return spot.figure.unit == "个" and bool(
        re.match(r"[^，。；、]{0,12}?[县市](?:和[^，。]{0,16})?，(?:每个|各)", after)
    )
