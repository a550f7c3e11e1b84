"""What sort of paper a document is, as far as it decides how its sentences are read."""

from __future__ import annotations

import re
from collections import Counter

from jiedui.documents.actors import is_agency
from jiedui.documents.clauses import whole
from jiedui.documents.datelines import DATELINE, SOURCE_LINE
from jiedui.documents.structure import Context
from jiedui.organisations import divisions

_REPORT = re.compile(r"简报|动态|信息(?!化)|专报|快报|通报|汇报|总结|报告|周报|月报|季报|情况反映|要情")
_PLAN = re.compile(r"方案|计划|要点|意见|通知|规划|办法|分工|清单|责任书")
_GENRE = re.compile(rf"{_REPORT.pattern}|{_PLAN.pattern}|协议|合同")
_NEWS = re.compile(rf"{DATELINE.pattern}|[^。]{{0,40}}(?:记者|获悉|本报讯|据悉|据介绍)|{SOURCE_LINE.pattern}")
"""How a report in the press begins."""
_OFFICIAL = re.compile(rf"{_PLAN.pattern}|协议|合同|纪要|批复|请示|函$|决定")
_DISTRIBUTION = re.compile(r"^(?:抄报|抄送|主送|本期[报送发]|报[:：]|送[:：]|发[:：]|印发[:：]|分送)")


def _titles(context: Context) -> list[str]:
    head = [whole(context, block).text for block in context.document.blocks[:4] if not block.rows]
    return [text for text in head if len(text) <= 60]


def is_report(context: Context) -> bool:
    """Whether the paper tells what was done (a bulletin, a report) rather than what is to be done."""
    titles = _titles(context)
    named = any(_REPORT.search(text) for text in titles) and not any(_PLAN.search(text) for text in titles)
    return named or is_news(context)


def is_minutes(context: Context) -> bool:
    """Whether the paper keeps what a meeting decided."""
    return any("纪要" in text for text in _titles(context))


def is_news(context: Context) -> bool:
    """Whether the paper is a report of the press: it names its reporter, its source, or where it was sent from."""
    if any(_OFFICIAL.search(text) for text in _titles(context)):
        return False
    return any(_NEWS.match(block.text) for block in context.document.blocks[:6] if not block.rows)


def names_its_genre(context: Context) -> bool:
    """Whether a title says that the paper plans or that it reports; a letter or an answer does not."""
    return any(_GENRE.search(text) for text in _titles(context))


def is_distribution_line(text: str) -> bool:
    """Whether a paragraph only says to whom the paper goes."""
    return bool(_DISTRIBUTION.match(text))


def speaker(context: Context) -> str:
    """The name by which a bulletin calls the body it speaks for; the issuer where it has no shorter one."""
    text = "".join(whole(context, block).text for block in context.document.blocks if not block.rows)
    names = Counter(re.findall(r"(?:[\u4e00-\u9fff]{2})援[\u4e00-\u9fff](?:前指|前方指挥部|工作队)", text))
    placed = [name for name, _ in names.most_common() if divisions.find(name[:2])]
    return placed[0] if placed else issuer(context)


def issuer(context: Context) -> str:
    """The body that issues a bulletin: the first line of the head that ends like one; empty where none does."""
    for block in context.document.blocks[:6]:
        text = re.sub(r"\d{4}年.*$", "", whole(context, block).text) if not block.rows else ""
        if is_agency(text) and re.fullmatch(
            r"[\u4e00-\u9fff]{4,30}(?:指挥部|工作组|工作队|办公室|领导小组|前指|局|委|委员会|政府|中心)", text
        ):
            return text
    return ""
