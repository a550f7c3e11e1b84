"""Whether a figure is planned or done: by the words beside it, else by what kind of paper it is."""

from __future__ import annotations

import re

from jiedui.documents.genre import is_minutes, is_news, is_report, names_its_genre
from jiedui.documents.numbers import find
from jiedui.documents.outlook import AHEAD, AHEAD_HEAD, BEHIND_HEAD
from jiedui.documents.spots import Spot
from jiedui.documents.structure import Context

_PLANNED = re.compile(
    r"计划(?!(?:任务)?(?:数|量)?的?\d)|拟|(?<![响相适反供])应(?=(?:选派|完成|安排|拨付|支出|实施|开工)[^，。；]{0,14}\d)|将(?!有力|继续做好|[\d“《]|[^，。；]{2,40}?(?:送往|送到|送达|纳入|列入|运往|交到|作为|返给|返还|分给|用于|投入到|发放给))|确保|力争|力求|编排|争取|目标(?!(?:任务)?(?:数|量)?的\d)|预计|要(?!求|素)|(?<![\u4e00-\u9fff])到\d{4}年|下一步|今后|准备|规划(?!资金)|责任书|指标|预留"
)
_ARRANGES = re.compile(r"(?<!工作)(?<![共已计])安排(?!部署)")
_DONE = re.compile(
    r"实际(?=选派|完成|到位|拨付|支出|投资|安排)|已(?!经确定)|累计|截至|目前|先后|顺利|成功|超额完成|共(?:捐|组织|派|开展|安排|投入|选派|实施|引进|举办)|近日|[^为]了|过去|上半年|去年|以来|竣工|建成|完成投资|受益|落户并"
)
_STATE = re.compile(
    r"现有(?!基础|条件|规模)|共有(?![^，。；]{0,50}(?:参与|参加|加入|结对))|还有|仍有|年均(?!增)|占全(?!年)|辖|总人口|现辖|印发给|已印发|研究制定了"
)
_SO_FAR = re.compile(
    r"(?:[^，。；]{1,6}，)?(?:今年)?1月?[-—－~至到]\d{1,2}月(?:份|底)?，|(?:[^，。；]{0,6})?(?:截至|截止到?)(?:目前|\d{1,2}月|20\d\d年|[^，。；]{0,3}末)"
)
"""A sentence that begins with a day tells what was reached by then."""
_OF_THE_GOAL = re.compile(r"(?:目标|计划|任务)[^，。；]{0,12}的$")
"""完成年度目标6.5亿元的130%: the share of a goal that was reached."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!至|到|[-—–]|底|末|以前|前)")
_BARE_STATE = re.compile(r"^[，、]?(?:[^，。；]{0,4})$")


def is_plan(context: Context) -> bool:
    """Whether the document as a whole plans rather than reports: by its name, a bulletin by its sentences.

    A story of the press tells what was done, whatever it announces besides. A paper whose title names no genre (a
    letter, minutes) is what most of its sentences with figures are; minutes of decisions plan in case of doubt.
    """
    if is_news(context):
        return False
    report = is_report(context)
    if not report and names_its_genre(context):
        return True
    planned = done = 0
    for block in context.document.blocks:
        for sentence in context.sentences(block):
            if find(sentence.text):
                planned += bool(_PLANNED.search(sentence.text) or _ARRANGES.search(sentence.text))
                done += bool(_DONE.search(sentence.text))
    if report:
        return planned > done * 1.5
    return planned > done or (planned == done and is_minutes(context))


def tells_results(context: Context) -> bool:
    """Whether the paper is read as a report: by its name, or, where its title names no genre, by its sentences."""
    return is_report(context) or (not names_its_genre(context) and not is_plan(context))


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
    if AHEAD.match(spot.text):
        return True
    for heading in reversed(spot.section.headings):
        if BEHIND_HEAD.search(heading):
            return False
        if AHEAD_HEAD.search(heading):
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
