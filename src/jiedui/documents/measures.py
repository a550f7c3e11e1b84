"""What a figure counts, as a short Chinese name: the noun after it, or the words that lead up to it."""

from __future__ import annotations

import re

from jiedui.documents.clauses import MARKER
from jiedui.documents.spots import Spot

_LONGEST = 16
_AMOUNT_UNITS = {"元", "%", "亩", "平方米", "吨", "公里", "锭", "人次"}
_NOUN_END = re.compile(
    r"赴|到(?!位)|参加|开展|在(?!校|编)|以(?!上)|为(?!民)|与|进行|已|实现|采取|对接|来|响应|受益|用于|占|以上|左右|任务|任职|入住|就业$|的?培训任务|实地|抵达|一对一"
    r"|完成|签约$|到县|具体|支教|学跳|优先"
)
_STRIP_HEAD = re.compile(
    r"^(?:其中|全年|今年|每年|当年|本年度?|年内|目前|已|共|累计|先后|同时|并|将|确保|力争|计划|安排|另|再|分别|(?:20)?\d\d年|按照[^，]*|为|对|在|向|从|我市|全市|全省|市级|上半年|下半年|各|约|主要|重点)+"
)
_STRIP_TAIL = re.compile(
    r"(?:力争)?(?:达到|不少于|不低于|超过|至少|实现|达|为|约|近|共|各|计|有|均|合计|总计|：|分别|以上|过|预计|不超过|和|及|与|、)+$"
)
_PER_HEAD = re.compile(
    r"每个?[^，。；、]{0,8}?(?:县|区|市|村|镇|年|户)(?:（市、区）)?(?:每年)?|县均|村均|户均|人均|各区"
)
_OWN_NOUN = re.compile(r"(?:率|额|数|量|资金|投资|产值|收入|面积|项目|经费|比例|比重)$")
_BARE_VERB = re.compile(r"(?:承担|完成|投入|安排|落实|达到|实现|提供|任务|计划|分别|不|各|为)+")
_VERBS = re.compile(
    r"(?:选派|派出|培训|引进|新建|建设|建成|组织|举办|开展|捐赠|捐助|采购|接收|帮扶|结对|提供|设立|打造|新增|签约|落地|安排|投入|选聘|免费|资助|补助)"
)


def measure(spot: Spot, parent: str | None = None) -> str:
    """The measure of a figure; ``parent`` is the one of the total it is a part of."""
    after = _after(spot)
    before = _before(spot)
    if _BARE_VERB.fullmatch(before):
        before = "" if parent or after else before
    if not before and not after:
        return parent or _topic(spot) or _share_name(spot) or spot.figure.unit
    own = _VERBS.search(before) or _OWN_NOUN.search(before)
    if parent and not after and not own and len(before) <= 6:
        return parent
    verb = _last_verb(_PER_HEAD.sub("", spot.lead))
    if after and spot.figure.normalized_unit not in _AMOUNT_UNITS:
        return _short(after if not verb or after.startswith(verb) else verb + after)
    if after and not before:
        return _short(after)
    return _short(before or after or parent or spot.figure.unit)


def _topic(spot: Spot) -> str:
    """What a list is about: the words before its colon."""
    found = re.search(r"([^，。；：]{2,30})：[^。：]*$", spot.text[: spot.figure.start])
    if not found:
        return ""
    name = re.sub(r"(?:任务|目标)?(?:分解|分配)?(?:情况)?(?:如下|分别|为|是)+$", "", found[1])
    return _short(_STRIP_TAIL.sub("", _STRIP_HEAD.sub("", MARKER.sub("", name))))


def _share_name(spot: Spot) -> str:
    """A percentage without a name of its own is a rate of completion or a share."""
    if not spot.figure.is_share:
        return ""
    return "完成率" if "完成" in spot.text[spot.clause_start : spot.figure.start] else "占比"


def _after(spot: Spot) -> str:
    """The noun right after the number: 20场…大型扶贫助困活动."""
    text = spot.after
    if not text or text[0] in "，；。：、（）":
        return ""
    text = re.split(r"[，；。：（）]", text)[0]
    if "、" in text and "的" not in text:
        text = text.split("、")[0]
    text = text.split("的")[-1] if len(text.split("的")[-1]) >= 2 else text
    stop = _NOUN_END.search(text)
    noun = text[: stop.start()] if stop else text
    return noun.strip("、")


def _before(spot: Spot) -> str:
    """The words before the number without places, times and words of degree."""
    lead = spot.lead
    base = spot.lead_start
    for place in sorted(spot.between(base, spot.figure.start), key=lambda place: -place.start):
        lead = lead[: place.start - base] + lead[place.end - base :]
    lead = _PER_HEAD.sub("", re.sub(r"^[、，和及与]+", "", MARKER.sub("", lead)))
    lead = _STRIP_TAIL.sub("", lead)
    lead = _STRIP_HEAD.sub("", lead)
    return _STRIP_TAIL.sub("", lead).strip("、，：的")


def _last_verb(lead: str) -> str:
    found = _VERBS.findall(lead)
    return found[-1] if found else ""


def _short(name: str) -> str:
    name = re.sub(r"[“”《》\s]", "", name)
    return name[-_LONGEST:] if len(name) > _LONGEST else name
