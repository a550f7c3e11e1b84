"""Which territories each section of a document speaks of: by its headings, its words, the whole document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from jiedui.documents.blocks import BlockKind, Document
from jiedui.documents.flat import flatten
from jiedui.documents.parties import RECEIVERS_AT_LARGE, Parties, PlaceMention
from jiedui.documents.party_analysis import ALMOST_ALL
from jiedui.documents.sections import Section
from jiedui.organisations import division_names, divisions
from jiedui.organisations.divisions import Division, Level

RUN_IN_DEPTH = 9
"""The depth of a heading that only opens its paragraph."""
_BODY_NAME = re.compile(
    r"(?!.*(?:加强|做好|推进|建设|深化))[\u4e00-\u9fff]{3,20}(?:集团|公司|银行|医院|大学|学院|中学)"
)
_BODY_HELPS = re.compile(
    r"(?P<giver>[\u4e00-\u9fff]{3,20}?(?:医院|大学|学院|学校|中学|集团|公司))(?:关于)?(?:印发)?《?"
    r"(?:做好|开展)?(?:20\d\d年)?(?:“组团式”|组团式|对口|结对|定点|医疗)*(?:帮扶|支援|援助)"
    r"(?P<receiver>[\u4e00-\u9fff]{2,16}?(?:医院|卫生院|学院|学校|中学|小学))?"
)
GENERAL_BODY = re.compile(r"县级|市级|乡镇|各|有关|基层|受援|贫困")
"""A kind of hospital or school, none that has a name."""
_ZONE = re.compile(
    r"(?P<zone>[\u4e00-\u9fff]{2,8}?(?:工业园区|产业园区|经济技术开发区|经济开发区|高新技术产业开发区|高新区|开发区|保税区|新区))"
    r"(?:管理委员会|管委会|党工委)?(?:关于|文件|[\u4e00-\u9fff]{0,14}办公室|20\d\d年|$)"
)
"""A development zone whose own paper it is: its committee heads the paper."""
FEW = 3
"""So many counties at most may be meant by one paper as its receivers."""


def territories(
    document: Document, sections: tuple[Section, ...], parties: Parties, *, scanned: bool
) -> tuple[Section, ...]:
    """The sections with the giver and receiver each speaks of."""
    spoken: dict[tuple[str, ...], list[PlaceMention]] = {}
    for section, block in zip(sections, document.blocks, strict=True):
        view = flatten(block.text, ocr=scanned).text
        found = parties.mentions(view) if block.kind is not BlockKind.TABLE else []
        spoken.setdefault(section.headings[:1], []).extend(found)
    everywhere = [place for places in spoken.values() for place in places]
    if not any(_receives(place) for place in everywhere):
        tables = (flatten(block.text, ocr=scanned).text for block in document.tables())
        everywhere = [place for view in tables for place in parties.mentions(view)]
    default = (
        _receivers_of_title(sections, parties)
        or _few_counties(everywhere)
        or _receiver_of_all(everywhere, parties)
    )
    body = _bodies_of_title(document, scanned=scanned)
    articles = len(spoken) > 1 and not parties.many
    return tuple(
        replace(
            section,
            giver=_acting_body(section) or _heading_giver(section, parties) or body[0] or parties.giver_name,
            receiver=body[1]
            or _heading_receiver(section, parties)
            or (_home_of_article(section, spoken[section.headings[:1]], parties) if articles else None)
            or default,
        )
        for section in sections
    )


def _bodies_of_title(document: Document, *, scanned: bool) -> tuple[str | None, str | None]:
    """A hospital, school or firm whose own paper it is, and the hospital or school it helps."""
    head = [flatten(block.text, ocr=scanned).text for block in document.blocks[:3] if not block.rows]
    lines = [text for text in head if len(text) <= 60]
    matches = (_BODY_HELPS.match(text) for text in (*lines, "".join(lines)))
    found = next((match for match in matches if match), None)
    if found:
        receiver = found["receiver"]
        return found["giver"], receiver if receiver and not GENERAL_BODY.search(receiver) else None
    zones = (_ZONE.match(text) for text in lines)
    zone = next((found["zone"] for found in zones if found), None)
    return (zone if zone and not divisions.find(zone) else None), None


def _acting_body(section: Section) -> str | None:
    """The firm or hospital an item begins with: （一）某集团：在甲县建设…"""
    opened = section.headings[-1] if section.depths and section.depths[-1] == RUN_IN_DEPTH else ""
    return opened if _BODY_NAME.fullmatch(opened) else None


def _receivers_of_title(sections: tuple[Section, ...], parties: Parties) -> str | tuple[str, ...] | None:
    """The prefectures or counties that the title of the paper names."""
    title = next((section.annex for section in sections if section.annex), "")
    names = dict.fromkeys(
        _name(place.division)
        for place in parties.mentions(title)
        if _receives(place) and _level(place) > Level.PROVINCE
    )
    return (tuple(names) if len(names) > 1 else next(iter(names))) if names else None


def _heading_giver(section: Section, parties: Parties) -> str | None:
    """A territory inside the giver's that a heading names: its working group, its people."""
    for heading in reversed(section.headings):
        parts = {
            place.label
            for place in parties.mentions(heading)
            if place.giving and place.division and parties.is_part(place.division)
        }
        if parts:
            return parts.pop() if len(parts) == 1 else None
    return None


def _heading_receiver(section: Section, parties: Parties) -> str | tuple[str, ...] | None:
    """The place that the nearest heading names, or the counties where it names several."""
    for heading in reversed(section.headings):
        places = [
            place
            for place in parties.mentions(heading)
            if not place.giving and (place.division is None or place.division.level > Level.PROVINCE)
        ]
        names = tuple(dict.fromkeys(map(_county_or_label, places)))
        if names:
            counties = all(_level(place) is Level.COUNTY for place in places)
            return names if len(names) > 1 and counties else names[0]
    return None


def _county_or_label(place: PlaceMention) -> str:
    """A county without its superiors, any other place as it is called."""
    division = place.division
    plain = division is not None and division.level is Level.COUNTY and place.text.endswith(division.name)
    return division.name if plain and division else place.label


def _home_of_article(section: Section, places: list[PlaceMention], parties: Parties) -> str | None:
    """In an article about one working group the receiver it names most often."""
    return _most_named(places) if _heading_giver(section, parties) else None


def _most_named(places: list[PlaceMention]) -> str | None:
    counts = Counter(place.label for place in places if _receives(place) and _level(place) > Level.PROVINCE)
    return counts.most_common(1)[0][0] if counts else None


def _receives(place: PlaceMention) -> bool:
    return not place.giving and place.division is not None and not place.elsewhere


def _level(place: PlaceMention) -> Level:
    return place.division.level if place.division else Level.COUNTY


def _receiver_of_all(places: list[PlaceMention], parties: Parties) -> str:
    """The one prefecture all receivers lie in, else the one province, else the receiving areas at large."""
    found = [place.division for place in places if _receives(place) and place.division]
    provinces = Counter(division.code[:2] for division in found)
    if not provinces and parties.counterpart:
        return _name(parties.counterpart)
    if not provinces or (parties.many and provinces.most_common(1)[0][1] < len(found) * ALMOST_ALL):
        return RECEIVERS_AT_LARGE
    main = provinces.most_common(1)[0][0]
    inside = [division for division in found if division.code[:2] == main and division.level > Level.PROVINCE]
    prefectures = Counter(division.code[:4] for division in inside)
    if not prefectures:
        return _name(divisions.by_code(main + "0000"))
    code, often = prefectures.most_common(1)[0]
    if county := _sole_county(inside):
        return _name(county)
    if often >= len(inside) * 0.8:
        return _name(divisions.by_code(code + "00")) or _name(inside[0])
    return _name(divisions.by_code(main + "0000"))


def _few_counties(places: list[PlaceMention]) -> tuple[str, ...] | None:
    """The two or three counties that a paper is about: hardly any other is named, and their prefecture less often."""
    found = [place.division for place in places if _receives(place) and place.division]
    inside = [division for division in found if division.level > Level.PROVINCE]
    counts = Counter(division for division in inside if division.level is Level.COUNTY)
    often = counts.most_common(FEW)
    kept = [division for division, count in often if count >= often[0][1] * 0.5 and count > 1]
    if not 1 < len(kept) <= FEW or sum(counts[division] for division in kept) < len(inside) * ALMOST_ALL:
        return None
    kept.sort(key=found.index)
    return tuple(map(_name, kept))


def _sole_county(places: list[Division]) -> Division | None:
    """The one county that a paper is about: hardly another is named, nor its prefecture."""
    county, often = Counter(places).most_common(1)[0]
    return county if county.level is Level.COUNTY and often >= len(places) * ALMOST_ALL else None


def _name(division: Division | None) -> str:
    """The customary name: 伊犁州, 云南省, 新疆."""
    if division is None:
        return ""
    if division.name in division_names.PROVINCES:
        return division_names.PROVINCES[division.name]
    return (division_names.customary(division.name) or (division.name,))[0]
