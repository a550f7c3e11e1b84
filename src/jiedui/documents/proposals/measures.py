"""What a measure of a plan can be recorded with, and which measures are kept only as stated."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONEY = frozenset({"元", "万元", "亿元"})
PERSONS = frozenset({"人", "名", "位", "万人", "万名"})
HEADS = PERSONS | {"人次", "万人次"}
COUNTS = frozenset({"个", "份", "对", "项", "村", "家"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The kind of help and its measure that an indicator would count."""

    kind: str
    measure: str


_WORDS: tuple[tuple[Suggestion, re.Pattern[str], frozenset[str]], ...] = (
    (Suggestion("purchase", "amount"), re.compile(r"消费(扶贫|帮扶|协作)|采购|购买|帮销|销售"), MONEY),
    (Suggestion("transfer", "amount"), re.compile(r"(财政|帮扶|援助|扶持|支持|协作)\S{0,4}资金|拨付"), MONEY),
    (Suggestion("secondment", "persons"), re.compile(r"选派|派出|挂职|援派|支教|支医|柔性"), PERSONS),
    (Suggestion("agreement", "count"), re.compile(r"协议|签约|结对"), COUNTS),
)
_PLACED = re.compile(r"就业|务工|劳务输出|输转|转移|安置|用工|上岗|带动|吸纳")
# 培训后转移就业 counts the people put to work, 就业技能培训 those who were offered training.
_ENDS_PLACED = re.compile(r"(就业|务工|输转|转移|用工|上岗)(总?人?数)?$")
_OFFERED = re.compile(r"岗位|招聘|培训|车间|工作站|服务站|补贴|奖补|班|活动|人才|带头人|干部|教师|医")


def suggest(measure: str, unit: str) -> Suggestion | None:
    """What the measure could be recorded with, None where the words do not say."""
    return next(
        (suggestion for suggestion, words, units in _WORDS if unit in units and words.search(measure)), None
    )


def is_headcount_of_work(measure: str, unit: str, workstream: str) -> bool:
    """Whether a figure counts people put to work: kept as stated, never paced, ranked or scored.

    Targets on what is offered (vacancies, fairs, training places, workshops) are ordinary targets.
    """
    if unit not in HEADS:
        return False
    if _ENDS_PLACED.search(measure):
        return True
    if _OFFERED.search(measure):
        return False
    return bool(_PLACED.search(measure)) or ("劳务" in workstream and "贫困人口" in measure)
