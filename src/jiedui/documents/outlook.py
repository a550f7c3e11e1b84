"""Whether a passage looks ahead or back, by its opening and by the headings it stands under."""

from __future__ import annotations

import re

AHEAD = re.compile(r"(?:下一步|今后|明年|下半年|下阶段|接下来)")
AHEAD_HEAD = re.compile(
    r"下一步|下步|下半年|下阶段|打算|工作目标|年度目标|主要目标|总体目标|任务目标|目标任务|工作计划|工作安排"
    r"|工作思路|工作部署|努力方向|(?:后续|今后|明年|近期)[^，。；]{0,4}(?:工作|安排|打算|计划|思路)|改进措施|(?:季度|月份?|阶段)(?:重点|主要)?(?:工作|任务)?(?:安排|计划|打算|部署|重点|任务$|工作$)"
)
BEHIND_HEAD = re.compile(
    r"上一?年(?:度)?[^，。；]{0,4}(?:工作|情况|成效)|回顾|工作总结|完成情况|工作成效|主要成效|工作开展情况|进展情况|取得的成效|主要做法|当前进度|工作进度|(?<!下)(?:年|季度|月)(?:以来)?进展|存在(?:的)?(?:主要)?(?:问题|不足|困难)|完成进度"
    r"|(?:总体|整体|主要|基本)(?:情况|进展|成绩)|(?:主要|特色|工作)亮点|亮点工作|(?:经验|特色)做法|工作量$|(?:有关|主要|相关|基本)工作情况|工作情况$"
)


def announces(text: str) -> bool:
    """Whether a paragraph announces a list of what is to be done next: 下半年，将重点抓好以下工作："""
    return bool(AHEAD.match(text)) and text.endswith("：")


def looks_ahead(headings: tuple[str, ...], text: str) -> bool:
    """Whether a passage tells what comes next, by its own opening or by the nearest heading that says which."""
    if AHEAD.match(text):
        return True
    for heading in reversed(headings):
        if BEHIND_HEAD.search(heading):
            return False
        if AHEAD_HEAD.search(heading):
            return True
    return False


def looks_back(headings: tuple[str, ...]) -> bool:
    """Whether the nearest heading that says which tells what was done."""
    for heading in reversed(headings):
        if AHEAD_HEAD.search(heading):
            return False
        if BEHIND_HEAD.search(heading):
            return True
    return False
