"""Administrative divisions of China by code and by any of their written names (GB/T 2260, 1980–2019).

The table ``data/divisions.csv`` is built by ``tools/build_divisions.py``; it is read once, on first use.
Nothing here touches the database.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

from jiedui.organisations import division_names


class Level(IntEnum):
    """The rank of a division."""

    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3


@dataclass(frozen=True, slots=True)
class Division:
    """A division under one name, with the code of the one it belongs to (``""`` for a province).

    ``valid_from`` and ``valid_to`` are the first and last day on which the standard listed it so;
    ``valid_to`` is ``None`` while it still does.
    """

    code: str
    name: str
    level: Level
    parent: str
    valid_from: date
    valid_to: date | None

    def valid_on(self, day: date) -> bool:
        """Whether the division existed under this name on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Mention(NamedTuple):
    """A place name in running text: where it stands and what it may stand for, the likeliest first."""

    start: int
    end: int
    divisions: tuple[Division, ...]


def by_code(code: str, *, on: date | None = None) -> Division | None:
    """The division with that code, as it was named on a day (default: as last named)."""
    known = _table().codes.get(code, ())
    if on is not None:
        known = tuple(division for division in known if division.valid_on(on))
    return max(known, key=lambda division: (division.valid_to is None, division.valid_from), default=None)


def find(name: str, *, within: str | None = None, on: date | None = None) -> list[Division]:
    """The divisions a written name may mean, the likeliest first; empty where there is none.

    Takes official, customary and bare names, names with spaces inside (环 县) and names with their
    superiors before them (甘肃省甘南州临潭县). ``within`` is the code or name of a superior division.
    Divisions that no longer exist are given only where no existing one has the name, or for a day ``on``
    which they did.
    """
    name = squeeze(name)
    found = _table().lookup(name) or _compound(name)
    if within is not None:
        above = _codes(within)
        found = [division for division in found if any(is_within(division.code, code) for code in above)]
    if on is not None:
        return [division for division in found if division.valid_on(on)]
    return [division for division in found if division.valid_to is None] or found


def ancestors(division: Division) -> list[Division]:
    """The divisions it belongs to, from its own superior up to the province."""
    above, parent = [], division.parent
    while parent and (superior := by_code(parent)):
        above.append(superior)
        parent = superior.parent
    return above


def is_within(code: str, superior: str) -> bool:
    """Whether the division ``code`` is ``superior`` or belongs to it."""
    return code.startswith(superior[: _significant(superior)])


def codes_within(superior: str) -> list[str]:
    """The codes of a division and of all that belong to it, in order."""
    codes, stem = _table().ordered, superior[: _significant(superior)]
    return codes[bisect_left(codes, stem) : bisect_left(codes, f"{stem}:")]  # ":" comes after every digit


def scan(text: str) -> list[Mention]:
    """The place names in running text, longest match first, not overlapping, in order."""
    return list(_scanned(text))


@lru_cache(maxsize=16384)
def _scanned(text: str) -> tuple[Mention, ...]:
    squeezed, offsets = _without_gaps(text)
    return tuple(
        Mention(offsets[start], offsets[end - 1] + 1, divisions)
        for start, end, divisions in _table().scan(squeezed)
    )


def squeeze(name: str) -> str:
    """The name without white space."""
    return re.sub(r"\s+", "", name)


def _significant(code: str) -> int:
    return 2 if code.endswith("0000") else 4 if code.endswith("00") else 6


def _codes(place: str) -> list[str]:
    if place.isdigit():
        return [place]
    return [division.code for division in _table().lookup(squeeze(place)) or _compound(squeeze(place))]


def _compound(name: str) -> list[Division]:
    """Read a name that begins with its superior: the longest superior under which the rest is known."""
    for cut in range(len(name) - 2, 1, -1):
        superiors = _table().lookup(name[:cut])
        rest = _table().lookup(name[cut:]) or _compound(name[cut:]) if superiors else []
        codes = {superior.code for superior in superiors}
        if inside := [d for d in rest if any(is_within(d.code, c) and d.code != c for c in codes)]:
            return inside
    return []


_GAP = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")


def _without_gaps(text: str) -> tuple[str, Sequence[int]]:
    """The text without spaces between Chinese characters, and where each character came from."""
    if not _GAP.search(text):
        return text, range(len(text))
    dropped = {i for match in _GAP.finditer(text) for i in range(match.start(), match.end())}
    offsets = [i for i in range(len(text)) if i not in dropped]
    return "".join(text[i] for i in offsets), offsets


_ORDINARY = re.compile(
    r"区[域划别位间]|市[场值级县]|县[级域]|州际|安全|治久|照[射明]|银[行器]|康复|田[间园野地头]|庆[祝典贺功]|海[量选]|东西(?:部|协作|扶贫)"
)
"""What makes the last character of a name the first of an ordinary word (天津市场, 推广东西部协作, 隆重庆祝)."""

_LISTED = re.compile(r"[、\d]")
"""What follows a name in a list of places (汶川县23人、理县19人、松潘县)."""
_OPENERS = frozenset("与及赴到在为向对从由驻于、，。；：（(“《—-　 \t\n和等是地的援帮把将按扶助持口给接")


class _Table:
    """All divisions, and the index from written name to divisions."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        codes: dict[str, list[Division]] = defaultdict(list)
        for division in divisions:
            codes[division.code].append(division)
        self.codes = {code: tuple(found) for code, found in codes.items()}
        self.ordered = sorted(codes)
        names: dict[str, list[tuple[int, Division]]] = defaultdict(list)
        for division in divisions:
            for tier, name in self.written_names(division):
                names[name].append((tier, division))
        self.names = {
            name: list(dict.fromkeys(division for _, division in sorted(found, key=_likelihood)))
            for name, found in names.items()
        }

    @staticmethod
    def written_names(division: Division) -> Iterator[tuple[int, str]]:
        """The names of a division, each with how far it is from the official one."""
        yield 0, division.name
        yield from ((1, name) for name in division_names.customary(division.name))
        if short := division_names.bare(division.name):
            yield 2, short

    def lookup(self, name: str) -> list[Division]:
        """The divisions so named, the likeliest first."""
        return list(self.names.get(name, ()))

    @cached_property
    def readable(self) -> dict[str, list[str]]:
        """The names that may be read in running text, by their first two characters, longest first."""
        index: dict[str, list[str]] = defaultdict(list)
        for name, divisions in self.names.items():
            if any(_readable(name, division) for division in divisions):
                index[name[:2]].append(name)
        return {head: sorted(names, key=len, reverse=True) for head, names in index.items()}

    def scan(self, text: str) -> Iterator[tuple[int, int, tuple[Division, ...]]]:
        """Longest matches from left to right."""
        heads = self.readable
        at, last_end = 0, -1
        while at < len(text) - 1:
            names = heads.get(text[at : at + 2])
            name = self.match(text, at, names, after_place=at == last_end) if names else ""
            if not name:
                at += 1
                continue
            yield at, at + len(name), _existing(self.names[name])
            at = last_end = at + len(name)

    def match(self, text: str, at: int, names: Iterable[str], *, after_place: bool) -> str:
        """The longest of the names that stands at that place of the text, or ``""``."""
        for name in names:
            if not text.startswith(name, at) or _ORDINARY.match(text, at + len(name) - 1):
                continue
            before = text[at - 1] if at else "、"
            listed = before == "、" and _LISTED.match(text, at + len(name))
            if name in division_names.RISKY_NAMES and not (after_place or listed):
                continue
            if len(name) == 2 and name[1] in "县区市旗" and not (after_place or before in _OPENERS):
                continue
            return name
        return ""


def _likelihood(found: tuple[int, Division]) -> tuple[int, bool, Level, str]:
    tier, division = found
    return tier, division.valid_to is not None, division.level, division.code


def _existing(divisions: list[Division]) -> tuple[Division, ...]:
    return tuple(division for division in divisions if division.valid_to is None) or tuple(divisions)


def _readable(name: str, division: Division) -> bool:
    if name == division.name:
        return True
    if division.valid_to is not None and division.valid_to.year < 2010:
        return False
    if name in division_names.customary(division.name):
        return True
    if name in division_names.COMMON_WORDS:
        return False
    return division.level < Level.COUNTY or len(name) > 2


def _level(code: str) -> Level:
    return {2: Level.PROVINCE, 4: Level.PREFECTURE, 6: Level.COUNTY}[_significant(code)]


def _parent(code: str, known: set[str]) -> str:
    for superior in (code[:4] + "00", code[:2] + "0000"):
        if superior != code and superior in known:
            return superior
    return ""


@lru_cache(maxsize=1)
def _table() -> _Table:
    source = files("jiedui.organisations").joinpath("data/divisions.csv")
    with source.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = {row["code"] for row in rows}
    return _Table(
        [
            Division(
                code=row["code"],
                name=row["name"],
                level=_level(row["code"]),
                parent=_parent(row["code"], known),
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
            for row in rows
        ]
    )
