"""Who gives and who receives what a figure counts, from the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jiedui.documents.parties import PlaceMention
from jiedui.documents.receivers import WHOLE, Names, institution, receivers_of, told_in_pairs
from jiedui.documents.spots import Spot
from jiedui.organisations.divisions import Level

_EACH = re.compile(
    r"各(?!界|族|类|项|级|种|方|有关|单位|部门|地|县市)|(?<![县村户人])均(?=为|不|达|完成|承担)|分别"
)
_LINK = re.compile(r"^(?:[、和与及,]|以及)$")
_COUNT_OF = re.compile(r"^(?:等)?(?:[二两三四五六七八九十]|\d+)(?:个)?(?:区县|区|县|市|地)?(?:分别)?")
_AGENCY = re.compile(
    r"(?:^|[，、；：中])((?:市|省|区|州|县|团)[\u4e00-\u9fff]{1,12}?(?:局|委员会|委|办|厅|会|社|中心|集团|联))(?:要|应|负责|安排|选派)?$"
)
_REST = re.compile(
    r"(?:^|[，、；：])((?:其[余他]|全市)?各区县?)(?:均|分别)?(?:为|是|不(?:少|低)于|至少|完成|承担)?$"
)
"""The districts at large, or those a list has left."""
_DISTRICT = re.compile(
    r"(?!各|其[余他]|[\u4e00-\u9fff]*[与和向对])[\u4e00-\u9fff]{1,7}(?:区|开发区|园区|市|县|旗)"
)
_AMONG = re.compile(r"等(?:\d+|[二三四五六七八九十]+)个?[区县市]")
"""甲区、乙区等7个区: those named are not all that act."""
_AGENCY_TAIL = re.compile(r"[\u4e00-\u9fff]{1,8}(?:局|委|办|厅|会|联)$")
_COMPANY = re.compile(
    r"([\u4e00-\u9fff（）]{2,14}?(?:集团|公司|基金会|商会|协会|工商联|促进会|爱心企业))(?=[共投捐出建设与和赴到在资引带援向组]|有限|股份|采购|签约)"
)
_COMPANY_VERB = re.compile(r"(投资|投入|捐赠|捐助|捐款|出资|采购|建设|援建)")
_BODY = re.compile(r"(?:集团|公司|基金会|商会|协会|工商联|促进会|企业|前指|指挥部|工作组|工作队)$")
_LEADING = re.compile(
    r"^.*?(?:引进|引导|组织|协调|促成|动员|邀请|支持|推动|联合|通过|依托|由|与|和|龙头企业——|——|的|吸引)(?=[\u4e00-\u9fff])"
)
_TURNS = re.compile(
    r"(?:^|[，。；：中])((?:[\u4e00-\u9fff]{1,7}[区县市]、)*[\u4e00-\u9fff]{1,7}[区县市](?:、|和|及)[\u4e00-\u9fff]{1,7}[区县市])$"
)
"""Districts listed before 分别, whether or not a table of divisions knows them all."""
_TOWN = r"[\u4e00-\u9fff]{2,6}(?:街道|镇|乡)"
_TOWNS = re.compile(
    rf"(?:^|[，、；：中])((?:{_TOWN}、)*{_TOWN}(?:和{_TOWN})?)(?:各|均|分别)?(?:计划|完成|承担|负责|安排|落实|采购|认购|捐赠|捐款|筹集|筹措|出资|投入|配套)*"
    r"(?:不少于|不低于|达到|达|超过|为|约)?$"
)
_FROM_TOWNS = re.compile(r"采购|认购|捐|筹|出资|配套|投入|消费")
_BUYER = r"[市省区县州团][\u4e00-\u9fff]{2,13}?(?<=[局委办厅会联社团院所])"
_DONOR = re.compile(
    rf"(?:^|[，、；：中])((?:{_BUYER}、)*{_BUYER}(?:和{_BUYER})?)"
    r"(?:先后|累计|共|又|还|已)*(?=(?:向|为|给)[^，。；]{2,20}?(?:捐|赠)|捐|赠|认购|采购|资助|出资|帮助建|援建)"
)
"""Agencies that themselves give or buy."""
_TO_EACH = re.compile(r"[，,]分别(?:用于|支持|投向|安排|帮扶|援助|给)")
_PRELUDE = re.compile(
    r"(?:[◆●■★·\-]|（?[一二三四五六七八九十\d]+[、.）]|[一二三四五六七八九十]是)?"
    r"(?:(?:今年|去年|20\d\d年|\d{1,2}月\d{1,2}日|今年\d{1,2}月|\d{1,2}月|近日|日前|截至\d{1,2}月(?:底|末)|20\d\d年以来|今年以来)[，,]?)?"
)
_ACTS = re.compile(
    r"(?:[^，。；\d]{0,4}?)(?:与|和|以[^，。；]{2,16}为|助力|携手|推动|依托|实施|协助|帮助|支持|向|为|在|到|赴|对口|投入|投资|捐赠|选派|派出|组织|引导|引进|安排|援建|先后|累计|共|建成|举办|开展)"
)


@dataclass(frozen=True, slots=True)
class Holders:
    """The parties of a figure. ``each`` says that every one of ``givers`` (or receivers) has the figure alone."""

    givers: Names
    receivers: Names
    each_giver: bool = False
    each_receiver: bool = False
    per: str | None = None
    in_turn: bool = False
    """True where the first of ``givers`` has the figure for the first of ``receivers``, and so on."""
    named: bool = False
    """True where the giver is named at the figure itself, as in a list by district."""


def holders(spot: Spot, inherited: Names = (), responsible: Names = ()) -> Holders:
    """Giver and receiver of the figure; ``inherited`` is the giver an earlier clause of the sentence named."""
    givers, each = _givers_at(spot)
    named = bool(givers)
    if not givers:
        givers = _acting(spot) or _of_the_whole(spot) or inherited or _opening(spot)
        givers = givers or _sole(responsible, spot) or _default(spot)
    turn = _distributed(spot, giving=False)
    receivers, each_receiver = ((turn,), False) if turn else receivers_of(spot)
    in_turn = each and bool(_TO_EACH.match(spot.text, spot.figure.end))
    return Holders(
        givers=givers,
        receivers=receivers,
        each_giver=each and len(givers) > 1,
        each_receiver=each_receiver and len(receivers) > 1,
        per="每区" if each and named else None,
        named=named,
        in_turn=in_turn and len(givers) == len(receivers) > 1,
    )


def _of_the_whole(spot: Spot) -> Names:
    """The section's giver where a clause begins anew or follows a list of who helps whom."""
    anew = WHOLE.match(spot.text, spot.clause_start) or told_in_pairs(spot, spot.start)
    return _default(spot) if anew else ()


def _opening(spot: Spot) -> Names:
    """The district or its hospital that a sentence begins with: 甲区与乙县召开会议，签订协议5份."""
    prelude = _PRELUDE.match(spot.text, spot.start, spot.end)
    start = prelude.end() if prelude else spot.start
    place = next((place for place in spot.between(start, spot.lead_start) if place.start == start), None)
    if place is None or not place.giving or not place.division or _headed_by_giver(spot, start):
        return ()
    body = institution(spot, place)
    if place.division.level is Level.PROVINCE and not body and spot.section.giver:
        return ()
    if place.label == spot.section.giver and not body:
        return ()
    acts = _ACTS.match(spot.text, place.end + len(body))
    return (place.text + body if body else place.label,) if acts else ()


def _headed_by_giver(spot: Spot, start: int) -> bool:
    """Whether a firm or hospital that the section is about stands there: its name may begin with a place."""
    giver = spot.section.giver
    return bool(giver) and len(giver or "") > 4 and spot.text.startswith(giver or "", start)


def _default(spot: Spot) -> Names:
    return (spot.section.giver,) if spot.section.giver else ()


def _sole(responsible: Names, spot: Spot) -> Names:
    """One district alone responsible for the item is the one that gives."""
    return (
        responsible
        if len(responsible) == 1 and responsible[0].endswith("区") and responsible[0] != "各区"
        else ()
    )


def _distributed(spot: Spot, *, giving: bool = True) -> str | None:
    """甲区、乙区分别承担1亿元、2亿元: the giver (or receiver) whose turn the figure is."""
    clause = spot.text[spot.clause_start : spot.figure.start]
    at = clause.rfind("分别")
    if at < 0:
        return None
    at += spot.clause_start
    own = _chain(spot, [place for place in spot.between(spot.start, at) if place.giving is giving])
    if giving and (listed := _TURNS.search(spot.text[spot.start : at])) and own:
        names = re.split(r"[、和及]", listed[1].removeprefix("其中"))
        figures = [figure for figure in (*spot.earlier, spot.figure, *spot.later) if at < figure.start]
        turn = figures.index(spot.figure)
        if own[0].start <= spot.start + listed.start(1) + len(names[0]) + 2 and len(names) > len(own):
            return names[turn] if turn < len(names) <= len(figures) else None
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
    if not own and (sibling := _sibling(spot)):
        return (sibling,), False
    if each and (earlier := _chain_before(spot)):
        return tuple(_names(earlier)), True
    if towns := _towns(spot):
        return towns, each
    if own and (tail := _AGENCY_TAIL.match(spot.text[own[-1].end : spot.figure.start])):
        return (own[-1].text + tail.group(),), False
    if found := _AGENCY.search(lead):
        return (found[1],), False
    if donor := _DONOR.search(spot.text[spot.clause_start : spot.figure.start]):
        return tuple(re.split("[、和]", donor[1])), False
    return (), False


def _towns(spot: Spot) -> Names:
    """The towns or streets of a giving district that buy or give: 其中甲街道采购200万元，乙镇120万元."""
    found = _TOWNS.search(spot.lead)
    sentence = spot.text[spot.start : spot.figure.start]
    if found is None or spot.figure.normalized_unit != "元" or not _FROM_TOWNS.search(sentence):
        return ()
    return tuple(re.split("[、和]", found[1]))


def _sibling(spot: Spot) -> str | None:
    """In a list by district (甲区4200万元，高新区3500万元) one that no table of divisions knows."""
    found = _DISTRICT.fullmatch(spot.lead.lstrip("，、；和及"))
    if found is None or not spot.earlier:
        return None
    listed = {place.end for place in spot.mentions if place.giving}
    return found.group() if any(figure.start in listed for figure in spot.earlier) else None


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
    near = [match for match in companies if spot.clause_start + match.start() >= spot.lead_start]
    companies = near or companies
    if companies and _COMPANY_VERB.search(lead, companies[-1].start()):
        return tuple(dict.fromkeys(name for match in companies for name in _bodies(match[1])))
    own = [
        place
        for place in spot.between(spot.clause_start, spot.figure.start)
        if place.giving
        and place.division
        and (place.division.level > Level.PROVINCE or not spot.section.giver)
        and (place.label != spot.section.giver or institution(spot, place))
    ]
    own = [
        place
        for place in own
        if not _headed_by_giver(spot, place.start)
        if place.start == spot.clause_start or spot.text[place.start - 1] in "、和与，由从中：；"
    ]
    if own and not _AMONG.match(spot.text, own[-1].end):
        return tuple(_acting_names(spot, _chain(spot, own)))
    if lead.startswith("各区") and not re.search(r"每个|每县", lead):
        return ("各区",)
    return ()


def _acting_names(spot: Spot, chain: list[PlaceMention]) -> list[str]:
    """The places of a chain, or the hospital or school of the last that acts for it."""
    body = institution(spot, chain[0]) if len(chain) == 1 else ""
    if body and spot.text.startswith("等", chain[0].end + len(body)):
        return []
    return [chain[0].text + body] if body else _names(chain)


def _bodies(chain: str) -> Iterator[str]:
    """The bodies in a chain such as 某前指与某集团, without the words that lead up to it."""
    for part in re.split(r"[、与和]", chain):
        name = _LEADING.sub("", part.removeprefix("其中"))
        if _BODY.search(name):
            yield name
