"""What a measure of a plan can be recorded with, and which measures are kept only as stated."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiedui.plans.headcounts import speaks_of_headcount

MONEY = frozenset({"元", "万元", "亿元"})
PERSONS = frozenset({"人", "名", "位", "万人", "万名"})
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


def suggest(measure: str, unit: str) -> Suggestion | None:
    """What the measure could be recorded with, None where the words do not say."""
    return next(
        (suggestion for suggestion, words, units in _WORDS if unit in units and words.search(measure)), None
    )


def is_headcount_of_work(measure: str, unit: str, workstream: str) -> bool:
    """Whether a figure counts people put to work: kept as stated, never paced, ranked or scored.

    Targets on what is offered (vacancies, fairs, training places, workshops) are ordinary targets.
    """
    return speaks_of_headcount(measure, unit, workstream)
