"""Who gives and who receives what a figure counts, from the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jiedui.documents.parties import GIVING_PROVINCES, RECEIVERS_AT_LARGE, PlaceMention
from jiedui.documents.spots import Spot
from jiedui.organisations import division_names
from jiedui.organisations.divisions import Level

Names = tuple[str, ...]

_EACH = re.compile(
    r"各(?!类|项|级|种|方|有关|单位|部门|地|县市)|(?<![县村户人])均(?=为|不|达|完成|承担)|分别"
)
_COUNTED = re.compile(r"[^，。；、\d]{1,10}?(?:分别|各|每|均)")
_LINK = re.compile(r"^(?:[、和与及,]|以及)$")
_COUNT_OF = re.compile(r"^(?:等)?(?:[二两三四五六七八九十]|\d+)(?:个)?(?:区县|区|县|市|地)?(?:分别)?")
_AGENCY = re.compile(
    r"(?:^|[，、；：中])((?:市|省|区|州|县|团)[\u4e00-\u9fff]{1,12}?(?:局|委员会|委|办|厅|会|社|中心|集团|联))(?:要|应|负责|安排|选派)?$"
)
_REST = re.compile(
    r"(?:^|[，、；：])((?:其[余他]|全市)?各区县?)(?:均|分别)?(?:为|是|不(?:少|低)于|至少|完成|承担)?$"
)
"""The districts at large, or those a list has left."""
_AGENCY_TAIL = re.compile(r"[\u4e00-\u9fff]{1,8}(?:局|委|办|厅|会|联)$")
_COMPANY = re.compile(
    r"([\u4e00-\u9fff（）]{2,14}?(?:集团|公司|基金会|商会|协会|爱心企业))(?=[共投捐出建设与和赴到在资引带援]|有限|股份|采购|签约)"
)
_COMPANY_VERB = re.compile(r"(投资|投入|捐赠|捐助|捐款|出资|采购|建设|援建)")
_BODY = re.compile(r"(?:集团|公司|基金会|商会|协会|企业|前指|指挥部|工作组|工作队)$")
_LEADING = re.compile(
    r"^.*?(?:引进|组织|协调|促成|动员|邀请|支持|推动|联合|通过|依托|由|与|和|龙头企业——|——|的|吸引)(?=[\u4e00-\u9fff])"
)
_GROUPS = re.compile(
    r"东西部(?:扶贫)?协作(?:地区)?|对口支援地区|对口协作地区|西部地区|[东西南北中][一二三四五六七八九十]县"
    r"|每个(?:结对帮扶|结对|贫困|深度贫困|受援|脱贫)?县(?:（[市区、]{1,3}）)?|深度贫困县(?:（[市区、]{1,3}）)?|其余(?:州|市|县|区|地区)(?:（[州市县区、]{1,3}）)?|各?受援(?:地区|地|县|双方)|(?:各|每个)前方工作机构"
)
_INSTITUTION = re.compile(
    r"^(?:(?![个家与和])[\u4e00-\u9fff]){0,6}?(?:人民医院|中心医院|中医医院|医院|卫生服务中心|职业技术学院|实验小学|中学|小学|师范学校|直机关|有关部门)"
)
_OFFICE = re.compile(
    r"^(?:省委|市委|州委|党委|党政代表|委组织部|组织部|卫健委|卫计委|地委|工作组|援疆|前方|工作队|前指|前线|工作前方|自治区党委|行署|日报|地方金融)"
)
_SERVES = re.compile(
    r"^，(?:(?:于[^，。]{0,16})?(?:分别)?在(?![\u4e00-\u9fff]{0,8}(?:下|上|中|前))|到|赴|前往|支持|完善|用于|建设|帮扶|帮助|打造|推动|推进|实施|采取[^，]*|重点用于|援建|完成|资助|建成)"
)
_PART_LIST = re.compile(r"其中[^。；]*\d[^。；]*|（[^（）]*\d[^（）]*）")
_LOOK_BACK = 160
_ITEM = re.compile(r"[。；](?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]是)")
_AID_TO = re.compile(r"援(疆|藏|青|甘|黔|滇|川|渝|宁|桂|陕|蒙)")
_HOMES = {
    "疆": "新疆", "藏": "西藏自治区", "青": "青海省", "甘": "甘肃省", "黔": "贵州省", "滇": "云南省", "川": "四川省",
    "渝": "重庆市", "宁": "宁夏", "桂": "广西", "陕": "陕西省", "蒙": "内蒙古",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holders:
    """The parties of a figure. ``each`` says that every one of ``givers`` (or receivers) has the figure alone."""

    givers: Names
    receivers: Names
    each_giver: bool = False
    each_receiver: bool = False
    per: str | None = None
    named: bool = False
    """True where the giver is named at the figure itself, as in a list by district."""


def holders(spot: Spot, inherited: Names = (), responsible: Names = ()) -> Holders:
    """Giver and receiver of the figure; ``inherited`` is the giver an earlier clause of the sentence named."""
    givers, each = _givers_at(spot)
    named = bool(givers)
    if not givers:
        givers = _acting(spot) or inherited or _sole(responsible, spot) or _default(spot)
    receivers, each_receiver = _receivers(spot)
    return Holders(
        givers=givers,
        receivers=receivers,
        each_giver=each and len(givers) > 1,
        each_receiver=each_receiver and len(receivers) > 1,
        per="每区" if each and named else None,
        named=named,
    )


def _default(spot: Spot) -> Names:
    return (spot.section.giver,) if spot.section.giver else ()


def _sole(responsible: Names, spot: Spot) -> Names:
    """One district alone responsible for the item is the one that gives."""
    return (
        responsible
        if len(responsible) == 1 and responsible[0].endswith("区") and responsible[0] != "各区"
        else ()
    )


def _distributed(spot: Spot) -> str | None:
    """甲区、乙区分别承担1亿元、2亿元: the giver whose turn the figure is."""
    clause = spot.text[spot.clause_start : spot.figure.start]
    at = clause.rfind("分别")
    if at < 0:
        return None
    at += spot.clause_start
    own = _chain(spot, [place for place in spot.between(spot.start, at) if place.giving])
    run = [figure for figure in (*spot.earlier, spot.figure, *spot.later) if at < figure.start]
    joined = all(
        re.fullmatch(r"[、和]", spot.text[first.end : second.start])
        for first, second in pairwise(run[: len(own)])
    )
    if len(own) < 2 or len(run) < len(own) or not joined:
        return None
    turn = run.index(spot.figure)
    written = re.split(r"[、和]", spot.text[own[0].start : at])
    if len(written) == len(run) and all(re.search(r"[区县市州]$", name) for name in written):
        return written[turn]
    return own[turn].label if turn < len(own) else None


def _givers_at(spot: Spot) -> tuple[Names, bool]:
    """Districts or an agency written right before the number (甲区、乙区各0.5亿元; 市某局不少于300人次)."""
    if turn := _distributed(spot):
        return (turn,), False
    lead = spot.lead
    each = bool(_EACH.search(lead))
    own = [place for place in spot.between(spot.lead_start, spot.figure.start) if place.giving]
    if found := _REST.search(lead):
        return (found[1],), True
    chain = _chain(spot, own)
    if chain and _adjoins(spot, chain[-1], each=each):
        return tuple(_names(chain)), each
    if each and (earlier := _chain_before(spot)):
        return tuple(_names(earlier)), True
    if own and (tail := _AGENCY_TAIL.match(spot.text[own[-1].end : spot.figure.start])):
        return (own[-1].text + tail.group(),), False
    if found := _AGENCY.search(lead):
        return (found[1],), False
    return (), False


def _names(chain: list[PlaceMention]) -> list[str]:
    return list(dict.fromkeys(place.label for place in chain))


def _chain(spot: Spot, places: list[PlaceMention]) -> list[PlaceMention]:
    """The last run of places joined by 、 or 和."""
    chain: list[PlaceMention] = []
    for place in reversed(places):
        if chain and not _LINK.match(spot.text[place.end : chain[0].start]):
            break
        chain.insert(0, place)
    return chain


def _adjoins(spot: Spot, last: PlaceMention, *, each: bool) -> bool:
    """Whether nothing but 各, 区 or a verb of giving stands between the last place and the number."""
    gap = spot.text[last.end : spot.figure.start]
    gap = _COUNT_OF.sub("", gap.lstrip("等"))
    if each:
        return len(gap) <= 14
    return bool(re.fullmatch(r"(?:区|为|（|是|计划|完成|承担|任务)*", gap))


def _chain_before(spot: Spot) -> list[PlaceMention]:
    """The givers listed in an earlier clause of the sentence (甲、乙、丙三区在计划外，每年各投入…)."""
    places = [place for place in spot.between(spot.start, spot.lead_start) if place.giving]
    chain = _chain(spot, places)
    return chain if len(chain) > 1 else []


def _acting(spot: Spot) -> Names:
    """The enterprise, association or district that the clause says acts."""
    lead = spot.text[spot.clause_start : spot.figure.start]
    companies = list(_COMPANY.finditer(lead))
    if companies and _COMPANY_VERB.search(lead, companies[-1].start()):
        return tuple(dict.fromkeys(name for match in companies for name in _bodies(match[1])))
    own = [
        place
        for place in spot.between(spot.clause_start, spot.figure.start)
        if place.giving
        and place.division
        and place.division.level > Level.PROVINCE
        and place.label != spot.section.giver
    ]
    own = [
        place
        for place in own
        if place.start == spot.clause_start or spot.text[place.start - 1] in "、和与，由从"
    ]
    if own:
        return tuple(_names(_chain(spot, own)))
    if lead.startswith("各区") and not re.search(r"每个|每县", lead):
        return ("各区",)
    return ()


def _bodies(chain: str) -> Iterator[str]:
    """The bodies in a chain such as 某前指与某集团, without the words that lead up to it."""
    for part in re.split(r"[、与和]", chain):
        name = _LEADING.sub("", part)
        if _BODY.search(name):
            yield name


def _receivers(spot: Spot) -> tuple[Names, bool]:
    """The places the figure is for, looked for ever farther away; or the group the text speaks of."""
    figure = spot.figure
    if counted := _counted(spot):
        return (counted,), False
    near = _receiving(spot, spot.lead_start, figure.start)
    each = bool(re.search(r"分别|各", spot.lead))
    if near:
        return _joined(near, spot), each
    if group := _group(spot.lead):
        return (group,), False
    after_end = spot.clause_end if not spot.next else min(spot.clause_end, max(spot.next.start, figure.end))
    if beyond := _receiving(spot, figure.end, after_end):
        return _joined(beyond, spot), False
    if group := _group(spot.text[figure.end : after_end]):
        return (group,), False
    if _SERVES.match(spot.text[spot.clause_end : spot.end]):
        stop = spot.next.start if spot.next else spot.end
        ahead = spot.text[spot.clause_end : stop]
        if places := _receiving(spot, spot.clause_end, stop):
            return _joined(places, spot), False
        if group := _group(ahead):
            return (group,), False
    return _farther(spot), False


def _counted(spot: Spot) -> str | None:
    """The places a count speaks for: 为甲省…其中34个县各3名; or its offices: 省直机关6名."""
    lead = spot.lead.lstrip("，、其中")
    superior = next(iter(_receiving(spot, spot.start, spot.figure.start, last=False)), None)
    if office := re.search(r"(?:^|[，、])([省市州]直(?:机关|单位))$", lead):
        return f"{_stem(superior)}{office[1]}" if superior else None
    count = spot.earlier[-1] if spot.earlier else None
    if count and count.end == spot.lead_start and count.unit == "个" and _COUNTED.match(lead):
        noun = re.match(r"[^，。；、\d]{1,10}?(?=分别|各|每|均)", lead)
        return f"{_stem(superior)}{count.value}个{noun.group()}" if superior and noun else None
    return None


def _stem(place: PlaceMention | None) -> str:
    """The name that compounds are made with: 甘肃 for 甘肃省, 承德 for 河北承德."""
    if place is None:
        return ""
    return division_names.bare(place.division.name) if place.division else place.text


def _farther(spot: Spot) -> Names:
    """Earlier clauses of the sentence, then earlier sentences of the paragraph, then the section."""
    before = spot.text[spot.start : spot.lead_start]
    if places := _free(spot, _receiving(spot, spot.start, spot.lead_start, last=False)):
        return _joined(places, spot)
    if (group := _group(before)) and not group.startswith(("每个", "深度")):
        return (group,)
    look_back = spot.text[_item_start(spot) : spot.start]
    afresh = re.match(
        r"(?:20\d\d年|全年|今年|同时|截至|目前，|两[地市省]|（[一二三四五六七八九十]）|[一二三四五六七八九十]是)",
        spot.text[spot.start :],
    )
    if look_back and not afresh and (places := _looked_back(spot)):
        return _joined(places, spot)
    home = _AID_TO.search(spot.lead)
    if home and spot.section.receiver == RECEIVERS_AT_LARGE:
        return (_HOMES[home[1]],)
    receiver = spot.section.receiver
    if receiver is None:
        return ()
    return (receiver,) if isinstance(receiver, str) else receiver


def _free(spot: Spot, places: list[PlaceMention]) -> list[PlaceMention]:
    """The last run of places that have no figure of their own (其中甲县23人、乙县19人 are spoken for)."""
    own = {figure.start for figure in spot.earlier}
    if any(place.end in own for place in places):
        places = [place for place in places if place.end not in own]
    return _last_run(spot, places)


def _item_start(spot: Spot) -> int:
    """How far back the sentences before may be asked: some way, but not into another item of the paragraph."""
    start = max(0, spot.start - _LOOK_BACK)
    return max((match.end() for match in _ITEM.finditer(spot.text, start, spot.start)), default=start)


def _looked_back(spot: Spot) -> list[PlaceMention]:
    """The places of the sentences before; parts that were told one by one (其中…) are passed over."""
    start = _item_start(spot)
    parts = [match.span() for match in _PART_LIST.finditer(spot.text, start, spot.start)]
    places = _receiving(spot, start, spot.start, last=False)
    free = [place for place in places if not any(first <= place.start < last for first, last in parts)]
    return _last_run(spot, free)


def _receiving(spot: Spot, start: int, end: int, *, last: bool = True) -> list[PlaceMention]:
    """The receiving places of a stretch, offices of such places left out; with ``last`` only the last run of them."""
    places = [
        place
        for place in spot.between(start, end)
        if not place.giving
        and not (place.division and place.division.code[:2] in GIVING_PROVINCES)
        and not _OFFICE.match(spot.text[place.end : place.end + 8])
    ]
    return _last_run(spot, places) if last else places


def _last_run(spot: Spot, places: list[PlaceMention]) -> list[PlaceMention]:
    """The last of the places with those joined to it."""
    chain: list[PlaceMention] = []
    for place in reversed(places):
        if chain and not re.fullmatch(
            r"(?:\d+个)?[县市区]?[、和与及]", spot.text[place.end : chain[0].start]
        ):
            break
        chain.insert(0, place)
    return chain


def _joined(places: list[PlaceMention], spot: Spot) -> Names:
    names = []
    for place in places:
        institution = _INSTITUTION.match(spot.text[place.end : place.end + 16])
        names.append(place.text + institution.group() if institution else place.label)
    return tuple(dict.fromkeys(names))


def _group(text: str) -> str | None:
    found = None
    for match in _GROUPS.finditer(text):
        found = match.group()
    if found is None:
        return None
    if found.startswith("东西部"):
        return "东西部扶贫协作地区"
    if re.match(r"各?受援", found):
        return "受援地区"
    return "各前方工作机构" if found.endswith("前方工作机构") else found
