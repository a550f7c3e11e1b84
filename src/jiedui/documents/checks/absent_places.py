"""Counties that are in no table of divisions: 甘肃省天水市麦虚县, 和平区与虚谷县结对."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiedui.documents.blocks import BlockKind
from jiedui.documents.clauses import whole
from jiedui.documents.facts import Discrepancy, Place
from jiedui.documents.pairing_tables import is_pairing_table, pairing_rows
from jiedui.documents.structure import Context
from jiedui.organisations import divisions
from jiedui.organisations.divisions import Level

_NO_NAME = (
    r"(?!区|口|[^县旗]{0,3}(?:[个各类助对向我该本在到等每两]"
    r"|贫困|受援|重点|所辖|牧业|脱贫|边境|支援|组织|援建|结对|帮扶))"
)
"""What no name of a county begins with: 各县, 三个贫困县, 支援伊吾县."""
_UNDER = re.compile(
    rf"{_NO_NAME}[\u4e00-\u9fff]{{1,3}}?(?:自治县|县|自治旗|旗)(?![级域区城乡长委政直里内以])"
)
"""A name right behind the territory it is written under."""
_PAIRED = re.compile(rf"(?<=[、与和及]){_NO_NAME}[\u4e00-\u9fff]{{2}}县(?=结对|[、，。；和与及])")
"""A name in a list of those that are paired."""
_SUPERIOR = re.compile(r"(?:省|市|州|盟|地区|自治区)$")
_COUNTY = re.compile(r"^[\u4e00-\u9fff]{2,}(?:县|旗)$")


def absent_places(context: Context) -> Iterator[Discrepancy]:
    """One finding for each county that no table of divisions has, by its first mention."""
    seen: set[str] = set()
    for place, written, name, superior in [*_in_prose(context), *_in_tables(context)]:
        if name not in seen:
            seen.add(name)
            yield Discrepancy(
                code="no_such_place",
                severity="warning",
                params={"written": written, "named": name, "superior": superior},
                places=(place,),
                choices=(),
            )


def _in_prose(context: Context) -> Iterator[tuple[Place, str, str, str]]:
    for block in context.document.blocks:
        if block.kind is BlockKind.TABLE:
            continue
        view = context.flat(block).text
        for start, begin, end in _absent(view):
            told = whole(context, block).part(start, end).sentence
            yield Place(told.line(), told.quote()), view[start:end], view[begin:end], view[start:begin]


def _absent(view: str) -> Iterator[tuple[int, int, int]]:
    """Where the words begin, where in them the county's name begins, and where both end."""
    known, found = divisions.scan(view), []
    for above in known:
        superior = above.divisions[0].level < Level.COUNTY and _SUPERIOR.search(view[above.start : above.end])
        if superior and (match := _UNDER.match(view, above.end)):
            found.append((above.start, match.start(), match.end()))
    found += [(match.start(), match.start(), match.end()) for match in _PAIRED.finditer(view)]
    for start, begin, end in found:
        if not any(place.start < end and begin < place.end for place in known):
            yield start, begin, end


def _in_tables(context: Context) -> Iterator[tuple[Place, str, str, str]]:
    for block in context.document.tables():
        if not is_pairing_table(context, block):
            continue
        for row in pairing_rows(context, block):
            if row.division is None and _COUNTY.match(row.receiver):
                words = "\t".join(block.rows[row.index].cells).strip("\t")
                yield Place(row.line, words), row.receiver, row.receiver, row.prefecture or row.province
