"""Reads tables of pairings row by row, and puts right rows whose cells stand in the wrong column.

Which county a row is about is told by its cells, not by their columns; which prefecture the county belongs to is
told by the division codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiedui.documents.blocks import Block, Row
from jiedui.documents.numbers import parse_cell
from jiedui.documents.structure import Context
from jiedui.organisations import division_names, divisions
from jiedui.organisations.divisions import Division, Level

GIVER_HEAD = re.compile(
    r"帮扶(?:区|单位|方|县|市|医院|学校|企业|地区|街道)|支援|援助|援派|派出|(?:选派|成员|牵头|组团)(?:医院|学校|单位)|结对(?:区|市|单位|医院|学校)$|我市|承担|负责区|东部|^(?:企业|医院|学校|单位|商会|社会组织)名称$|^(?:爱心|民营|国有)?企业$"
)
RECEIVER_HEAD = re.compile(
    r"受援|(?:派驻|进驻|派往|驻点|接收|受派|服务)(?:医院|学校|单位|县|地区|地)|受帮扶|被帮扶|贫困|帮扶对象|西部|挂钩|联系(?:村|县|乡|镇)|对口(?:县|市|地区|学校|医院)|脱贫|结对(?:县|村|乡|镇|社区|地区|州|学校|医院)|目的地"
)
_BODY = re.compile(
    r"医院|卫生院|学校|中学|小学|学院|大学|幼儿园|企业|公司|集团|村|社区|街道|镇|乡|局|委|办|中心|协会|商会"
)
_TOTAL = re.compile(r"^(?:合计|总计|共计|小计|备注)")


@dataclass(frozen=True, slots=True)
class PairingRow:
    """One row: who helps whom, and where the receiver lies by the codes and by the table."""

    index: int
    line: int
    giver: str
    receiver: str
    province: str
    prefecture: str
    stated_prefecture: str
    displaced: bool
    division: Division | None


def is_pairing_table(context: Context, block: Block) -> bool:
    """Whether a table pairs givers with receivers: its heads say so, and most rows name one of each."""
    if len(block.rows) < 2 or any(len(cell) > 40 for row in block.rows for cell in row.cells):
        return False
    heads = [re.sub(r"\s", "", cell) for cell in block.rows[0].cells]
    sides = {place.giving for head in heads for place in context.parties.mentions(head)}
    has_giver = any(GIVER_HEAD.search(head) for head in heads) or True in sides or _givers_in(context, block)
    has_receiver = (
        any(RECEIVER_HEAD.search(head) for head in heads) or False in sides or _counties_in(context, block)
    )
    if not (has_giver and has_receiver):
        return False
    rows = list(pairing_rows(context, block))
    placed = sum(row.division is not None for row in rows)
    if placed >= (len(block.rows) - 1) * 0.5:
        return True
    bodies = sum(
        bool(_BODY.search(row.receiver)) and bool(_BODY.search(row.giver) or divisions.find(row.giver))
        for row in rows
    )
    return bodies >= (len(block.rows) - 1) * 0.5


def _counties_in(context: Context, block: Block) -> bool:
    """Whether one column names a county that receives in most of its rows, whatever its head is called."""
    columns = zip(
        *(row.cells for row in block.rows[1:] if len(row.cells) == len(block.rows[0].cells)), strict=True
    )
    return any(
        sum(_is_county(context, cell) for cell in column) > 0.6 * (len(block.rows) - 1) for column in columns
    )


def _givers_in(context: Context, block: Block) -> bool:
    """Whether one column names parts of the giver in most of its rows, whatever its head is called."""
    columns = zip(
        *(row.cells for row in block.rows[1:] if len(row.cells) == len(block.rows[0].cells)), strict=True
    )
    return any(
        sum(bool(_parts(context, cell)) for cell in column) > 0.6 * (len(block.rows) - 1)
        for column in columns
    )


def _parts(context: Context, cell: str) -> list[str]:
    """The parts of the giver that a cell names, where it names nothing else."""
    names = _names(divisions.squeeze(cell))
    parties = context.parties
    found = [place for name in names if (place := divisions.find(name))]
    own = [place for place in found if parties.is_part(parties.choose(place))]
    return names if names and len(own) == len(names) else []


def pairing_rows(context: Context, block: Block) -> Iterator[PairingRow]:
    """The pairings of a table in order; blank cells are carried down as merged cells are."""
    reader = _Reader(context, block)
    for index, row in enumerate(block.rows[1:], start=1):
        yield from reader.take(index, row)


class _Reader:
    def __init__(self, context: Context, block: Block) -> None:
        self._context = context
        heads = [re.sub(r"\s", "", cell) for cell in block.rows[0].cells]
        self._giver_column = next((at for at, head in enumerate(heads) if GIVER_HEAD.search(head)), None)
        receivers = [
            at for at, head in enumerate(heads) if RECEIVER_HEAD.search(head) and at != self._giver_column
        ]
        self._receiver_column = max(receivers, default=None)
        self._by_county = any(_is_county(context, cell) for row in block.rows[1:] for cell in row.cells)
        self._province: Division | None = None
        self._prefecture = ""
        self._giver = ""
        self._receiver = ""

    def take(self, index: int, row: Row) -> Iterator[PairingRow]:
        cells = [(at, divisions.squeeze(cell)) for at, cell in enumerate(row.cells) if cell.strip()]
        cells = [(at, cell) for at, cell in cells if parse_cell(cell.rstrip("%％")) is None]
        if any(_TOTAL.match(cell) for _, cell in cells):
            return
        givers = [(at, cell) for at, cell in cells if self._gives(cell)]
        others = [(at, cell) for at, cell in cells if (at, cell) not in givers]
        if not givers and not self._by_column(cells):
            givers = [(-1, self._giver)] if self._giver and others else []
        if not givers:
            yield from self._plain(index, row, dict(cells))
            return
        self._giver = givers[-1][1]
        counties = self._place(others) or self._prefectures(others)
        for at, county, division in counties:
            for giver in _names(givers[-1][1]):
                yield self._row(index, row, giver, at, county, division)

    def _gives(self, cell: str) -> bool:
        if len(_names(cell)) > 1:
            return bool(_parts(self._context, cell))
        if found := divisions.find(cell):
            return self._context.parties.is_giving(self._context.parties.choose(found))
        places = self._context.parties.mentions(cell)  # a county that has become a district since
        return len(places) == 1 and places[0].giving and (places[0].start, places[0].end) == (0, len(cell))

    def _by_column(self, cells: list[tuple[int, str]]) -> bool:
        return any(at == self._giver_column for at, _ in cells)

    def _place(self, others: list[tuple[int, str]]) -> list[tuple[int, str, Division | None]]:
        """Notes the province and prefecture of a row and finds its counties."""
        counties: list[tuple[int, str, Division | None]] = []
        for at, cell in others:
            for name in _names(cell):
                division = self._resolve(name)
                if division is None and not self._may_receive(at, name):
                    continue
                if division is None or division.level is Level.COUNTY:
                    counties.append((at, name, division))
                elif division.level is Level.PROVINCE:
                    self._province = division
                    self._prefecture = ""
                else:
                    self._prefecture = name
        return counties

    def _may_receive(self, at: int, name: str) -> bool:
        """Whether a name that no table of divisions knows may be a receiver: not a date, nor in another's column."""
        own = at == self._receiver_column if self._receiver_column is not None else not self._by_county
        return own and not re.search(r"\d", name)

    def _prefectures(self, others: list[tuple[int, str]]) -> list[tuple[int, str, Division | None]]:
        """In a table that names no county the prefectures are what is paired."""
        if self._by_county:
            return []
        found = [(at, cell, self._resolve(cell)) for at, cell in others]
        return [(at, cell, place) for at, cell, place in found if place and place.level is Level.PREFECTURE]

    def _resolve(self, name: str) -> Division | None:
        within = self._province.code if self._province else None
        found = divisions.find(name, within=within) or divisions.find(name)
        ranks = {"州": Level.PREFECTURE, "盟": Level.PREFECTURE}
        wanted = ranks.get(name[-1:])
        return next((d for d in found if wanted is None or d.level is wanted), None)

    def _row(
        self, index: int, row: Row, giver: str, at: int, county: str, division: Division | None
    ) -> PairingRow:
        above = divisions.ancestors(division) if division else []
        true = next((place.name for place in above if place.level is Level.PREFECTURE), "")
        province = above[-1].name if above else (self._province.name if self._province else "")
        agrees = not true or not self._prefecture or self._same(self._prefecture, true)
        shifted = self._receiver_column is not None and at != self._receiver_column
        return PairingRow(
            index=index,
            line=row.line,
            giver=giver,
            receiver=county,
            province=province,
            prefecture=_customary(true) or self._prefecture,
            stated_prefecture=self._prefecture,
            displaced=bool(division) and (shifted or not agrees),
            division=division,
        )

    @staticmethod
    def _same(stated: str, name: str) -> bool:
        return any(division.name == name for division in divisions.find(stated))

    def _plain(self, index: int, row: Row, cells: dict[int, str]) -> Iterator[PairingRow]:
        """Pairings of bodies rather than territories: hospitals, schools, enterprises and villages."""
        self._giver = cells.get(self._giver_column or 0, self._giver)
        self._receiver = cells.get(self._receiver_column or 0, self._receiver)
        if not (self._giver and self._receiver) or self._giver == self._receiver:
            return
        for giver in _names(self._giver, "、，,"):
            for receiver in _names(self._receiver, "、，,"):
                yield PairingRow(index, row.line, giver, receiver, "", "", "", displaced=False, division=None)


def _is_county(context: Context, cell: str) -> bool:
    """Whether a cell names a county that receives."""
    names = (divisions.find(name) for name in _names(divisions.squeeze(cell)))
    places = [context.parties.choose(found) for found in names if found]
    return any(place.level is Level.COUNTY and context.parties.may_receive(place) for place in places)


def _names(cell: str, marks: str = "、，,/") -> list[str]:
    """The names listed in a cell; a mark with nothing beside it lists none."""
    return [name for name in re.split(f"[{marks}]", cell) if name]


def _customary(name: str) -> str:
    return (division_names.customary(name) or (name,))[0] if name else ""
