"""Which kinds of help are headcounts of people put to work: kept as stated, never paced, ranked or scored.

A target on such a number creates the pressure that the ILO's experts describe, so no indicator may count one unless it
is ``as_stated``. The database holds this, too; see docs/explanation/safeguards.md.
"""

from __future__ import annotations

import re

HEADCOUNTS_OF_WORK = frozenset({"placement"})
HEADS = frozenset({"人", "名", "位", "万人", "万名", "人次", "万人次"})

_PLACED = re.compile(r"就业|务工|劳务输出|输转|转移|安置|用工|上岗|带动|吸纳")
# 培训后转移就业 counts the people put to work, 就业技能培训 those who were offered training.
_ENDS_PLACED = re.compile(r"(就业|务工|输转|转移|用工|上岗)(总?人?数)?$")
_OFFERED = re.compile(r"岗位|招聘|培训|车间|工作站|服务站|补贴|奖补|班|活动|人才|带头人|干部|教师|医")


def is_headcount_of_work(kind: str) -> bool:
    """Whether what this kind of help measures are people put to work."""
    return kind in HEADCOUNTS_OF_WORK


def speaks_of_headcount(measure: str, unit: str, workstream: str = "") -> bool:
    """Whether the words of a figure say that it counts people put to work.

    Targets on what is offered (vacancies, fairs, training places, workshops) are ordinary targets.
    """
    if unit not in HEADS:
        return False
    if _ENDS_PLACED.search(measure):
        return True
    if _OFFERED.search(measure):
        return False
    return bool(_PLACED.search(measure)) or ("劳务" in workstream and "贫困人口" in measure)
