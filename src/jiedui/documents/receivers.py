"""Whom a figure is for: the places named ever farther from it, or the group or section it stands in."""

from __future__ import annotations

import re
from itertools import pairwise

from jiedui.documents.parties import RECEIVERS_AT_LARGE, PlaceMention
from jiedui.documents.spots import Spot
from jiedui.organisations import division_names

Names = tuple[str, ...]
_SOME_COUNTIES = re.compile(r"[东西南北中][二三四五六七八九]县")
_SO_MANY_HERE = re.compile(r"(\d+个[县市区州旗])")
_SO_MANY = re.compile(r"(?:[\u4e00-\u9fff]{2,12}\d+个[县市区州旗][和、]?){1,6}，$")
_COUNTED = re.compile(r"[^，。；、\d]{1,10}?(?:分别|各|每|均)")
_GROUPS = re.compile(
    r"东西部(?:扶贫)?协作(?:地区)?|对口支援地区|对口协作地区|西部地区|[东西南北中][一二三四五六七八九十]县"
    r"|每个(?:结对帮扶|结对|贫困|深度贫困|受援|脱贫)?县(?:（[市区、]{1,3}）)?|深度贫困县(?:（[市区、]{1,3}）)?|其余(?:州|市|县|区|地区)(?:（[州市县区、]{1,3}）)?|各?受援(?:地区|地|县|双方)|(?:各|每个)前方工作机构"
)
_INSTITUTION = re.compile(
    r"^(?:(?![个家与和])[\u4e00-\u9fff]){0,6}?(?:人民医院|中心医院|中医医院|医院|卫生服务中心|职业技术学院|技师学院|技工学校|实验小学|中学(?!生)|小学(?!生)|师范学校|学院|大学(?!生)|直机关|有关部门)"
)
_CAMPAIGN = re.compile(r"[\u4e00-\u9fff]{0,4}(?:行|行动|计划|工程|之旅|万里行)[”’]")
_KIND_OF_BODY = re.compile(r"(?:县级|市级|各级?|乡镇|基层|受援|贫困|城乡)")
"""Words that make of an institution's name a kind of them: 宁夏县级医院."""
_BODY = re.compile(r"(?:医院|卫生院|中学|高中|小学|学校|学院)$")
_BUILT = re.compile(r"(?:续建|新建|扩建|改建|援建|建设|建成|修建|改造|捐建)$")
"""What is built is not who receives: 续建甲县某中学 is for 甲县."""
_OFFICE = re.compile(
    r"^(?:省委|市委|州委|党委|党政代表|委组织部|组织部|卫健委|卫计委|地委|工作组|援疆|前方|工作队|前指|前线|工作前方|自治区党委|行署|日报|地方金融)"
)
_SERVES = re.compile(
    r"^，(?:(?:于[^，。]{0,16})?(?:分别)?在(?![\u4e00-\u9fff]{0,8}(?:下|上|中|前))|到|赴|前往|支持|完善|(?:分别)?用于|建设|帮扶|帮助|打造|推动|推进|实施|采取[^，]*|重点用于|援建|完成|资助|建成)"
)
WHOLE = re.compile(r"(?:全[市省]|两[市省州地]|双方)(?!性)")
"""Words that begin anew: what follows is about all."""
_PART_LIST = re.compile(r"其中[^。；]*\d[^。；]*|（[^（）]*\d[^（）]*）")
_LOOK_BACK = 160
_ITEM = re.compile(r"[。；](?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]是)")
_AID_TO = re.compile(r"援(疆|藏|青|甘|黔|滇|川|渝|宁|桂|陕|蒙)")
_HOMES = {
    "疆": "新疆", "藏": "西藏自治区", "青": "青海省", "甘": "甘肃省", "黔": "贵州省", "滇": "云南省", "川": "四川省",
    "渝": "重庆市", "宁": "宁夏", "桂": "广西", "陕": "陕西省", "蒙": "内蒙古",
}  # fmt: skip


def institution(spot: Spot, place: PlaceMention) -> str:
    """The rest of a name that begins with a place: 人民医院 after 甲县; empty where the place stands alone."""
    return named_institution(spot.text[place.end : place.end + 16])


def named_institution(text: str) -> str:
    """The institution that a text begins with, behind its place; empty where it only says a kind of them."""
    found = _INSTITUTION.match(text)
    return found.group() if found and not _KIND_OF_BODY.match(found.group()) else ""


def receivers_of(spot: Spot) -> tuple[Names, bool]:
    """The places the figure is for, looked for ever farther away; or the group the text speaks of."""
    figure = spot.figure
    if counted := _counted(spot):
        return (counted,), False
    near = _receiving(spot, spot.lead_start, figure.first)
    each = bool(re.search(r"分别|各", spot.lead))
    if near:
        return _joined(near, spot), each
    if group := _group(spot.lead):
        return _counted_above(spot, group) or (group,), False
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


def _counted_above(spot: Spot, group: str) -> Names:
    """为甲省34个县和乙市5个县，每个受援县…: each of those."""
    before = spot.text[spot.start : spot.lead_start]
    found = _SO_MANY.search(before) if group.startswith("每个") else None
    if found is None:
        return ()
    places = spot.between(spot.start + found.start(), spot.start + found.end())
    counts = [_SO_MANY_HERE.match(spot.text, place.end) for place in places]
    return tuple(f"{place.text}{count[1]}" for place, count in zip(places, counts, strict=True) if count)


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
    if WHOLE.match(spot.text, spot.clause_start):
        return _at_home(spot)
    if told_in_pairs(spot, spot.start):
        return _of_own_pair(spot) or _at_home(spot)
    places = _free(spot, _receiving(spot, spot.start, spot.lead_start, last=False))
    if places and _each_told(spot, places[0]):
        return _at_home(spot)
    if places:
        return _carried(places, spot)
    if (group := _group(before)) and not group.startswith(("每个", "深度")):
        return (group,)
    look_back = spot.text[_item_start(spot) : spot.start]
    afresh = re.match(
        r"(?:20\d\d年|全年|今年|同时|截至|目前，|两[地市省]|（[一二三四五六七八九十]）|[一二三四五六七八九十]是)",
        spot.text[spot.start :],
    )
    if look_back and not afresh and not told_in_pairs(spot, _item_start(spot)):
        places = _looked_back(spot)
        if places:
            return _carried(places, spot)
    return _at_home(spot)


def _carried(places: list[PlaceMention], spot: Spot) -> Names:
    """Places named before, but for a list of hospitals or schools, each of which helps its own, and the home of the one

    that the section is about.
    """
    home = spot.section.receiver
    if len(places) > 1 and all(institution(spot, place) for place in places):
        return _at_home(spot)
    if isinstance(home, str) and _BODY.search(home) and any(home.startswith(place.label) for place in places):
        return _at_home(spot)
    return _joined(places, spot)


def _of_own_pair(spot: Spot) -> Names:
    """The receiver of the pair that the figure's own clause tells: 甲县援助乙县600万元发展种植2000亩."""
    own = spot.between(spot.clause_start, spot.lead_start)
    receiver = next((place for place in own[1:] if own[0].giving and not place.giving), None)
    return _joined([receiver], spot) if receiver and len(own) == 2 else ()


def _each_told(spot: Spot, place: PlaceMention) -> bool:
    """在甲市、乙市各援建1个，引进企业110家: what was told of each place is told; what follows is about them all."""
    figure = next((figure for figure in spot.earlier if figure.start >= place.end), None)
    return figure is not None and bool(re.search(r"各|分别", spot.text[place.end : figure.start]))


def told_in_pairs(spot: Spot, start: int) -> bool:
    """Whether what stands before lists who helps whom: what follows such a list is about them all."""
    pairs, runs = 0, _runs(spot.between(start, spot.lead_start), spot)
    for givers, receivers in pairwise(runs):
        if givers[0].giving and not receivers[0].giving:
            pairs += len(givers) if len(givers) == len(receivers) else 1
    return pairs > 1


def _runs(places: list[PlaceMention], spot: Spot) -> list[list[PlaceMention]]:
    """Places in runs of one side."""
    runs: list[list[PlaceMention]] = []
    for place in places:
        if (
            runs
            and runs[-1][-1].giving == place.giving
            and "，" not in spot.text[runs[-1][-1].end : place.start]
        ):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _at_home(spot: Spot) -> Names:
    """The receivers of the section."""
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
        and not (spot.section.giver or "").startswith(place.text)
        and not place.elsewhere
        and not _in_a_name(spot.text, place)
        and not _OFFICE.match(spot.text[place.end : place.end + 8])
    ]
    return _last_run(spot, places) if last else places


def _in_a_name(text: str, place: PlaceMention) -> bool:
    """“某行动新疆行”: a place in the name of a campaign."""
    opened = text.rfind("“", 0, place.start)
    return opened > text.rfind("”", 0, place.start) and bool(_CAMPAIGN.match(text, place.end))


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
        body = institution(spot, place)
        built = _BUILT.search(spot.text, max(0, place.start - 4), place.start)
        some = _SOME_COUNTIES.match(spot.text, place.end)
        name = place.text + body if body and not built else place.label
        names.append(place.text + some.group() if some else name)
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
