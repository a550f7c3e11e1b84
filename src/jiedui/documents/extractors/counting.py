"""Whether a figure in running text is a target or an achievement: no rule, rate, mere count or actor."""

from __future__ import annotations

import re

from jiedui.documents.actors import is_duty_bracket
from jiedui.documents.clauses import brackets
from jiedui.documents.spots import Spot

_PER_HEAD = re.compile(r"(?:每|按)(?:户|人|名|生|亩|只|头|天|月|例|个基点)[^，。；\d]{0,8}$")
_GRANTED = re.compile(r"每[\u4e00-\u9fff]{1,2}(?:每[年月])?(?:给予|发放)?(?:补助|补贴|资助|奖励|奖补)$")
_STANDARD = re.compile(r"(?:一次性|标准|/|每)|[^，。；]{0,4}(?:补贴|奖补|助学金|建房款|奖励)")
_SHARE_RULE = re.compile(r"用于|高于国家|受训|以上的|其中帮扶时间|进度|过半|资金[^，。；]{0,10}比例")
_SHARE_OF = re.compile(
    r"占[^，。；]*$|[率比例](?:力争)?(?:达到|达|为|不低于|保持在|稳定在|提高到|超过)?[^，。；\d]{0,4}$|增长[^，。；]*$|完成[^，。；]*$|率分别[^，。；]*$|(?:目标|任务|计划)(?:任务|数|量)?的$"
)
_MUST_BE = re.compile(
    r"(?:资金|经费)[^，。；]{0,20}(?:比例|占比|比重)(?:应|须|要|不)|^的?(?:比例|占比|比重)应"
)
_MARKED = re.compile(
    r"占[^，。；%\d]{2,26}?(?:考核|考评|绩效|评价|分值|权重|指标|采购量|采购总?额|同类产品)[^，。；%\d]{0,10}$"
)
"""A share of the marks, or of what is bought, is a rule."""
_BOUND = re.compile(r"(?:占比|比例|比重)(?:应|要)?(?:不低于|不少于|不超过|不高于)?$")
"""What a share must keep to is a rule; a rate is a figure to be reached."""
COUNT_FOR = re.compile(r"^(?P<noun>[^，。；、\d]{1,10}?)(?:分别|各|每[县市村区]|均)")
_NOT_COUNTED = re.compile(
    r"^(?:月(?!均)|周年|届|级|号|后(?!备)|岁|分(?![批期别头赴]|[一二三四五六七八九十\d]+[批期])|点|线|代)"
)
_WHO_ACTS = re.compile(
    r"(?:东部|西部|对口|受援|支援|帮扶|协作|援[疆藏青]|结对|兄弟|发达|地级)*(?:省区市|省市区?|省区|省份|市州|市（州）|地市|城市|州市|(?<=[疆藏青口援扶作持对])地区|[省市州](?![直属级场民政内外委厅区]))"
)
"""东部8个省市投入…: how many give or receive is no figure of help."""
_OF_THE_PAPER = re.compile(r"(?:年度|年)?(?:重点)?(?:工作)?(?:任务|举措|措施|制度|机制|要求)(?=[，。；、]|$)")
"""11项重点任务: how many tasks a paper has."""
_CLOSES_DUTY = re.compile(r"(?:负责|牵头|配合|协办|承办)）$")
_STRESS = re.compile(r"以[^，。；]{2,40}?为(?:重点|主|导向|核心|抓手|契机|基础|依托|对象|支撑|引领|载体)")


def counts(spot: Spot) -> bool:
    """Whether the figure is a target or an achievement at all, not a rule, a rate per head or a mere count."""
    figure = spot.figure
    before, after = spot.text[spot.clause_start : figure.first], spot.text[figure.end : spot.end]
    if figure.unit in ("项", "条") and _OF_THE_PAPER.match(after):
        return False
    if figure.unit == "个基点" or (figure.unit == "个" and _WHO_ACTS.match(after)):
        return False
    if figure.is_share and figure.value != 100:
        if (
            _MUST_BE.search(before)
            or _MARKED.search(before)
            or (_BOUND.search(before) and figure.comparator != "=")
        ):
            return False
        if before.endswith(("占", "进度")) and figure.comparator == "=":
            return True
        return bool(_SHARE_OF.search(before)) and not _SHARE_RULE.search(
            before + re.split(r"[，。；]", after)[0][:12]
        )
    if figure.normalized_unit == "元" and _GRANTED.search(before):
        return False
    if figure.normalized_unit == "元" and (_PER_HEAD.search(before[-10:]) or _STANDARD.match(after)):
        return "每年" in before[-10:]
    if _NOT_COUNTED.match(after):
        return False
    return not (_is_count_for_next(spot) or _is_stress(spot) or _is_actor(spot))


def _is_stress(spot: Spot) -> bool:
    """以16个深度贫困县为重点: what the work is laid upon, no figure of it."""
    clause = spot.text[spot.clause_start : spot.end]
    return bool(_STRESS.match(clause, 0, max(spot.figure.end - spot.clause_start + 30, 0)))


def _is_actor(spot: Spot) -> bool:
    """市商务局和14个乡镇人民政府负责: who does it, in the bracket that closes the item."""
    return any(
        start <= spot.figure.first < end
        and (_CLOSES_DUTY.search(spot.text[:end]) or is_duty_bracket(spot.text[start:end]))
        for start, end in brackets(spot.piece)
    )


def _is_count_for_next(spot: Spot) -> bool:
    """34个县各3名: the first number says of how many the second holds."""
    if spot.next is None:
        return False
    between = spot.text[spot.figure.end : spot.next.first]
    return bool(COUNT_FOR.match(between)) and len(between) <= 24 and spot.figure.unit == "个"
