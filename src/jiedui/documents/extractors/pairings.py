"""Pairings: who is bound to help whom, in tables, in lists with dashes, and in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiedui.documents.actors import is_agency, is_duty_bracket, split_names
from jiedui.documents.blocks import Block, BlockKind, Document
from jiedui.documents.clauses import Piece, brackets, cell_pieces, sentences, whole, without_marker
from jiedui.documents.extractors.pairing_chains import bonds
from jiedui.documents.extractors.pairing_links import linked_pairings
from jiedui.documents.extractors.pairing_lists import dashed_pairings
from jiedui.documents.extractors.pairing_phrases import phrase_pairings
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.pairing_tables import is_pairing_table, pairing_rows
from jiedui.documents.parties import PlaceMention
from jiedui.documents.structure import Context
from jiedui.organisations import division_names, divisions
from jiedui.organisations.divisions import Level

_DASH = re.compile(
    r"^(?P<givers>[^。—，：；]{2,120}?)(?P<mark>—{1,2}|--|-|－|→|：)(?P<receivers>[^。—，：；]{2,80}?)[。；，]?$"
)
_FRONT = re.compile(r"前指|前方|工作队|工作组|指挥部")
_BODIES = (
    ("hospital", r"医院|卫生(?:服务中心|院)|医疗机构"),
    ("school", r"学校|中学|小学|学院|院校|幼儿园|大学|高校"),
)
_OTHERS = (
    ("enterprise", r"企业|公司|集团"),
    ("village", r"(?:村|社区)$"),
    ("town", r"(?:镇|乡)$"),
    ("subdistrict", r"街道$"),
    ("airport", r"机场$"),
    ("household", r"户|家庭"),
)
_LONG = 16
_MAY_BIND = re.compile(r"帮扶|支援|结|对口|托管|姊妹|共建|签|手拉手|援助|挂钩")
"""Cells of a table are read as prose where they are longer and hold a word that may bind."""
_LEVELS = {Level.PROVINCE: "province", Level.PREFECTURE: "prefecture", Level.COUNTY: "county"}


def extract(document: Document, context: Context) -> Iterator[Fact]:
    """The pairings of a document, each once in a block, and one that is only implied once."""
    seen: set[tuple[str, str, int]] = set()
    implied: set[tuple[str, str]] = set()
    told = list(_all(context))
    helped = {str(fact.fields["receiver"]) for fact in told}
    cells = (fact for block in document.tables() for fact in _in_cells(context, block))
    told += [fact for fact in cells if fact.fields["receiver"] not in helped]
    for fact in sorted(told, key=lambda fact: "implied" in fact.fields):
        pair = (str(fact.fields["giver"]), str(fact.fields["receiver"]))
        if (*pair, fact.block) in seen or pair in implied:
            continue
        seen.add((*pair, fact.block))
        if "implied" in fact.fields:
            implied.add(pair)
        yield fact


def _all(context: Context) -> Iterator[Fact]:
    for block in context.document.blocks:
        if block.kind is BlockKind.TABLE:
            dashed = list(dashed_pairings(context, block))
            yield from (_fact(context, told.piece, told.giver, told.receiver) for told in dashed)
            if not dashed and is_pairing_table(context, block):
                yield from _table(context, block)
            continue
        piece = whole(context, block)
        listed = list(_dashes(context, piece))
        found = listed or _told(context, piece)
        found = found or list(_offices(context, piece)) or list(_working_groups(context, piece))
        yield from found


def _told(context: Context, piece: Piece) -> list[Fact]:
    """The pairings that a passage tells in words, or by its shape."""
    found = [*_bonds(context, piece), *phrase_pairings(context, piece)]
    return [*found, *_linked(context, piece, found)]


def _in_cells(context: Context, block: Block) -> Iterator[Fact]:
    """The pairings that the words of a table tell, as a list of tasks does; one of pairings tells them by its columns.

    A table often repeats what the text says in other words: what is told of a receiver there is enough.
    """
    if is_pairing_table(context, block):
        return
    for row in range(1, len(block.rows)):
        for piece in cell_pieces(context, block, row):
            if len(piece.text) > _LONG and _MAY_BIND.search(piece.text):
                yield from (fact for fact in _told(context, piece) if "implied" not in fact.fields)


def kind_of(name: str, context: Context) -> str:
    """What a party is: district, county, prefecture, hospital, school, agency …"""
    for label, pattern in (*_BODIES, *_OTHERS):
        if re.search(pattern, name):
            return label
    found = divisions.find(name)
    if found:
        division = context.parties.choose(found)
        own = context.parties.is_giving(division) and division.level is not Level.PROVINCE
        return "district" if own else _LEVELS[division.level]
    return "agency" if is_agency(name) else "body"


def _type(giver: str, receiver: str, context: Context) -> str:
    first, second = kind_of(giver, context), kind_of(receiver, context)
    if first == "agency" and second == "district":
        return "agency-district"
    return f"{first}-{second}"


def _table(context: Context, block: Block) -> Iterator[Fact]:
    for row in pairing_rows(context, block):
        text = "\t".join(block.rows[row.index].cells)
        fields = {
            "type": _type(row.giver, row.receiver, context),
            "giver": row.giver,
            "receiver": row.receiver,
            "province": row.province,
            "prefecture": row.prefecture,
            "table_row": True,
        }
        yield Fact(
            kind=FactKind.PAIRING,
            fields={key: value for key, value in fields.items() if value},
            quote=text.strip("\t"),
            line=row.line,
            block=block.index,
            start=len(text) - len(text.lstrip("\t")),
            end=len(text.rstrip("\t")),
            row=row.index,
            confidence=0.85 if row.displaced else 0.98,
        )


def _dashes(context: Context, piece: Piece) -> Iterator[Fact]:
    """甲局—乙区；医院甲、医院乙——丙县卫生服务中心；丁区：戊县、己县."""
    for sentence in sentences(piece):
        match = _DASH.match(without_marker(sentence)[1].text)
        if not match:
            continue
        givers, receivers = split_names(match["givers"]), split_names(match["receivers"])
        if min(len(givers), len(receivers)) != 1 or not all(map(_is_party, [*givers, *receivers])):
            continue
        if match["mark"] == "：" and not all(map(divisions.find, [*givers, *receivers])):
            continue
        for giver in givers:
            for receiver in receivers:
                yield _fact(context, sentence, giver, receiver)


def _is_party(name: str) -> bool:
    return (
        len(name) <= 20
        and (is_agency(name) or bool(divisions.find(name)))
        and not re.search(r"通过|采取", name)
    )


def _fact(context: Context, piece: Piece, giver: str, receiver: str, *, implied: bool = False) -> Fact:
    fields = {"type": _type(giver, receiver, context), "giver": giver, "receiver": receiver}
    if implied:
        return piece.fact(FactKind.PAIRING, {**fields, "implied": True}, confidence=0.6)
    return piece.fact(FactKind.PAIRING, fields, confidence=0.9)


def _bonds(context: Context, piece: Piece) -> Iterator[Fact]:
    for bond in bonds(context, piece):
        yield _fact(context, bond.piece, bond.giver, bond.receiver, implied=bond.implied)


def _linked(context: Context, piece: Piece, found: list[Fact]) -> Iterator[Fact]:
    """What the shape of the paragraph tells where nothing else was found."""
    declared = [(fact.start, fact.end) for fact in found if "implied" not in fact.fields]
    for told in linked_pairings(context, piece):
        fact = _fact(context, told.piece, told.giver, told.receiver)
        if not any(fact.start < end and start < fact.end for start, end in declared):
            yield fact


def _offices(context: Context, piece: Piece) -> Iterator[Fact]:
    """An item carried out by a front office together with districts binds these to the place it is about."""
    for start, end in brackets(piece):
        text = piece.text[start:end]
        if "会同" not in text or not _FRONT.search(text) or not is_duty_bracket(text):
            continue
        districts = [
            place for place in context.parties.mentions(text) if place.giving and place.label.endswith("区")
        ]
        home = _subject(context, piece.text[:start])
        for place in districts if home else []:
            yield _fact(context, piece.part(start, end), place.label, home or "", implied=True)


def _subject(context: Context, text: str) -> str | None:
    """The prefecture or county an item is about: the first it names below a province."""
    for place in context.parties.mentions(text):
        if not place.giving and place.division and place.division.level > Level.PROVINCE:
            return _compound(place)
    return None


def _compound(place: PlaceMention) -> str:
    """西藏昌都 for any way of writing the prefecture."""
    division = place.division
    if division is None or division.level is not Level.PREFECTURE:
        return place.label
    above = divisions.ancestors(division)
    own = division_names.bare(division.name) or division.name
    return (division_names.bare(above[-1].name) if above else "") + own


def _working_groups(context: Context, piece: Piece) -> Iterator[Fact]:
    """A working group of one territory at work in another: the two are paired, though no pairing is declared."""
    places = context.parties.mentions(piece.text)
    groups = [
        place
        for place in places
        if place.giving
        and place.division != context.parties.giver
        and re.match(
            r"(?:第[^，。；]{1,4}批)?[^，。；]{0,3}(?:工作组|工作队|前方工作组|两地)|[\u4e00-\u9fff]{2,4}两地",
            piece.text[place.end :],
        )
    ]
    homes = [
        place
        for place in places
        if not place.giving
        and place.division
        and place.division.level > Level.PROVINCE
        and not re.match(r"机场|大学|学校", piece.text[place.end :])
    ]
    if groups and homes:
        span = piece.part(groups[0].start, min(groups[0].end + 40, len(piece.text)))
        yield _fact(context, span, groups[0].label, homes[0].label, implied=True)
