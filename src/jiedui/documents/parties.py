"""Who gives and who receives: the territories a document speaks of, and reading their names in running text.

County names are often written bare (策勒, 江阴), where they may be ordinary words. They are read only where the
document gives reason to: they lie in the giver's territory or in a prefecture the document names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jiedui.organisations import division_names, divisions
from jiedui.organisations.divisions import Division, Level

GIVING_PROVINCES = frozenset({"11", "12", "21", "31", "32", "33", "35", "37", "44"})
"""Provinces and municipalities of the east that the national pairing schemes name as givers."""

SUPPORTED = frozenset({"54", "63", "65"})
"""Tibet, Qinghai and Xinjiang: any other province may be one that supports them."""

KEPT = 4096
"""So many views are kept with their places."""
RECEIVERS_AT_LARGE = "受援地区"
_CORPS = re.compile(r"(?:新疆)?(?:生产建设)?兵团第?[一二三四五六七八九十\d]{1,3}师")
_RANK = re.compile(r"[县市区](?![域划别位间场值级情])")
"""A county may have got another rank since the table was made (某县, now 某区)."""
_COUNTED_LIST = re.compile(
    r"(?P<names>(?:[\u4e00-\u9fff]{2,4}、)+[\u4e00-\u9fff]{2,3}?)(?=[二两三四五六七八九十]区)"
)
_VENUE = re.compile(r"[^，。；]{0,10}?(?:举行|召开|开幕)(?=[，。；]|$)")
"""推介会在成都举行: where people meet is not who receives."""
_BARE_BEFORE = re.compile(r"(?:[、与和为赴到在援对往]|帮扶|支援|帮助|抵达|助力|推进)$")
_COMMON_AFTER = re.compile(r"工作组|工作队|前方|援[疆藏青]|党政代表")
_BARE_AFTER = re.compile(
    r"[、，。；：与和及援工对帮三两四五各—（）“\d之到赴的在为并前后党政实爱企]|[二三四五六七八九]区|[东西南北][二三四五六七八九]县|县|市|区|等|脱贫|两地|街道|[\d万千百]+多?名|小|中|$"
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a view. ``text`` is as written, ``giving`` tells the giver's own territory from others.

    ``elsewhere`` is a place that neither gives here nor is likely to receive: another one of the giving provinces.
    """

    start: int
    end: int
    division: Division | None
    text: str
    giving: bool
    label: str
    elsewhere: bool = False


@lru_cache(maxsize=64)
def subordinates(code: str) -> tuple[Division, ...]:
    """Every division inside another, that one left out, in the order of codes."""
    found = (divisions.by_code(below) for below in divisions.codes_within(code) if below != code)
    return tuple(division for division in found if division)


@lru_cache(maxsize=64)
def bare_names(code: str) -> dict[str, Division]:
    """The divisions inside another by their bare names, ordinary words left out."""
    names: dict[str, Division] = {}
    for division in subordinates(code):
        word = division_names.bare(division.name)
        if len(word) >= 2 and division.valid_to is None and word not in division_names.COMMON_WORDS:
            names.setdefault(word, division)
    return names


class Parties:
    """The giver and the receivers of one document.

    ``several_givers`` are the codes of the provinces that give where the paper speaks of many and is none's own:
    ``giver`` is None, and whatever lies in one of them gives. ``counterpart`` is the province that the programme is
    named after beside the giver's (苏陕协作).
    """

    def __init__(
        self,
        giver: Division | None,
        vocabulary: dict[str, Division],
        *,
        full_names: set[str],
        compounds: str,
        corrections: dict[tuple[str, str], Division],
        many: bool,
        aided: tuple[Division, ...] = (),
        several_givers: frozenset[str] = frozenset(),
        counterpart: Division | None = None,
    ) -> None:
        self.giver = giver
        self.counterpart = counterpart
        self._several_givers = several_givers
        self.aided = aided
        self.many = many
        self._vocabulary = vocabulary
        self._full = full_names
        self._compounds = compounds
        self._counts: dict[str, int] = {}
        self._mentions: dict[str, list[PlaceMention]] = {}
        self._corrections = corrections
        self._lengths = sorted({len(word) for word in vocabulary}, reverse=True)

    @property
    def giver_name(self) -> str | None:
        """The name of the giving territory."""
        return self.giver.name if self.giver else None

    def is_giving(self, division: Division) -> bool:
        """Whether the division belongs to the giver's territory, or that to it."""
        if self.giver is None:
            return division.code[:2] in self._several_givers
        return _either_within(division.code, self.giver.code)

    def is_part(self, division: Division) -> bool:
        """Whether the division is one of the giver's parts, not the giver itself or what it belongs to."""
        return _inside(division, self.giver) if self.giver else self.is_giving(division)

    def mentions(self, view: str) -> list[PlaceMention]:
        """The places of a view in order; superiors written before a place are part of its mention.

        A sentence is asked for its places by one extractor after the other, so the last ones are kept.
        """
        if view not in self._mentions:
            if len(self._mentions) >= KEPT:
                self._mentions.clear()
            self._mentions[view] = self._found(view)
        return list(self._mentions[view])

    def _found(self, view: str) -> list[PlaceMention]:
        known = list(self._known(view))
        found = [
            *self._corps(view),
            *self._listed(view),
            *known,
            *self._after_superior(view, known),
            *self._bare(view),
        ]
        found.sort(key=lambda place: (place[0], -place[1]))
        merged: list[tuple[int, int, Division | None]] = []
        for start, end, division in found:
            if merged and start < merged[-1][1]:
                continue
            above = merged[-1][2] if merged and start == merged[-1][1] else None
            right = self._corrections.get((above.code, division.code)) if above and division else None
            if right or _inside(division, above):
                merged[-1] = (merged[-1][0], end, right or division)
            else:
                merged.append((start, end, division))
        return [self._mention(view, start, end, division) for start, end, division in merged]

    def _known(self, view: str) -> Iterator[tuple[int, int, Division | None]]:
        for mention in divisions.scan(view):
            yield mention.start, mention.end, self.choose(mention.divisions)

    def choose(self, candidates: tuple[Division, ...] | list[Division]) -> Division:
        """Of several places of one name the giver's own, else one the document speaks of, else the likeliest."""
        if candidates[0].level is Level.PROVINCE:
            return candidates[0]
        own = [division for division in candidates if self.is_giving(division)]
        spoken = [d for d in candidates if any(known.code == d.code for known in self._vocabulary.values())]
        return (own or spoken or list(candidates))[0]

    def _bare(self, view: str) -> Iterator[tuple[int, int, Division | None]]:
        for at in range(len(view) - 1):
            for length in self._lengths:
                word = view[at : at + length]
                if word in self._vocabulary and self._stands_alone(view, at, at + length):
                    ranked = _RANK.match(view, at + length)
                    yield at, at + length + bool(ranked), self._vocabulary[word]
                    break

    @staticmethod
    def _after_superior(
        view: str, known: list[tuple[int, int, Division | None]]
    ) -> Iterator[tuple[int, int, Division | None]]:
        """A bare county right after its province or prefecture (重庆万州)."""
        for _, end, division in known:
            if division is None or division.level is Level.COUNTY:
                continue
            names = bare_names(division.code)
            for length in (4, 3, 2):
                if (word := view[end : end + length]) in names:
                    yield end, end + length, names[word]
                    break
            else:
                yield from _common_city(view, end, division)

    def _stands_alone(self, view: str, start: int, end: int) -> bool:
        word = view[start:end]
        if word in division_names.COMMON_WORDS:
            city = self._vocabulary[word].level is Level.PREFECTURE
            listed = city and (
                "、" in (view[start - 1 : start], view[end : end + 1]) or view[end : end + 1] == "—"
            )
            return listed or bool(_COMMON_AFTER.match(view, end))
        return bool(_BARE_AFTER.match(view, end)) or start == 0 or bool(_BARE_BEFORE.search(view, 0, start))

    def _listed(self, view: str) -> Iterator[tuple[int, int, Division | None]]:
        """The names in a list that ends in its count (甲、乙、丙三区), one miswritten character allowed."""
        if self.giver is None:
            return
        names = bare_names(self.giver.code)
        for match in _COUNTED_LIST.finditer(view):
            at = match.start()
            for word in match["names"].split("、"):
                if division := names.get(word[-2:]) or _misread(word, names):
                    yield at + len(word) - len(division_names.bare(division.name)), at + len(word), division
                at += len(word) + 1

    @staticmethod
    def _corps(view: str) -> Iterator[tuple[int, int, Division | None]]:
        for match in _CORPS.finditer(view):
            yield match.start(), match.end(), None

    def _mention(self, view: str, start: int, end: int, division: Division | None) -> PlaceMention:
        text = view[start:end]
        giving = division is not None and self.is_giving(division)
        label = self._label(text, division, giving=giving, after=view[end : end + 8]) if division else text
        elsewhere = division is not None and not giving and not self.may_receive(division)
        elsewhere = elsewhere or (view[start - 1 : start] in ("在", "于") and bool(_VENUE.match(view, end)))
        return PlaceMention(start, end, division, text, giving, label, elsewhere)

    def may_receive(self, division: Division) -> bool:
        """Whether a place is none of the giving provinces, or is what the head of the paper says is helped."""
        if self.is_giving(division):
            return False
        aided = any(divisions.is_within(division.code, place.code) for place in self.aided)
        return aided or division.code[:2] not in GIVING_PROVINCES

    def _label(self, text: str, division: Division, *, giving: bool, after: str) -> str:
        ranked = not text.endswith(division_names.bare(division.name) or division.name)
        ranked = ranked or text.endswith(division.name)
        if giving:
            return self._giving_label(text, division, ranked=ranked, after=after)
        if ranked and division_names.bare(division.name) in text:
            if text.endswith("地区") and self.many and text == division.name:
                return _province(division) + text
            return text
        return self._bare_label(text, division)

    def _giving_label(self, text: str, division: Division, *, ranked: bool, after: str) -> str:
        if division_names.bare(division.name) not in text:
            return division.name
        if ranked:
            return division.name if text.startswith(("天津", "北京", "上海", "重庆")) else text
        if (
            division.level is Level.COUNTY
            and division.name.endswith("区")
            and division.name not in self._full
        ):
            return division.name if re.match(r"[^。；]{0,14}?[二三四五六七八九十]区", after) else text
        return division.name

    def _as_compound(self, division: Division, own: str) -> bool:
        """Whether the paper says 某省某 for a prefecture rather than its name with its rank."""
        compound = self._count(_province(division) + own)
        return compound > 0 and compound >= self._count(_short(division)) * 0.5

    def _count(self, name: str) -> int:
        """How often the paper says a name; counted once, for a paper may have two thousand pages."""
        if name not in self._counts:
            self._counts[name] = self._compounds.count(name)
        return self._counts[name]

    def _bare_label(self, text: str, division: Division) -> str:
        if division.level is Level.PROVINCE:
            return division.name if division.name.endswith(("省", "市")) else text
        own = division_names.bare(division.name)
        if text != own and own in text:
            return text
        if own not in text:  # put right: the superior as written, the place as it should be
            return text[: text.index("省") + 1] + _short(division) if "省" in text else _short(division)
        if division.level is Level.PREFECTURE and self._as_compound(division, own):
            return _province(division) + own
        return _short(division)


def _common_city(view: str, at: int, province: Division) -> Iterator[tuple[int, int, Division | None]]:
    """A city right after its province, though its name is a word (贵州安顺): it ends there, or is listed."""
    for word, division in _cities_named_by_words(province.code) if province.level is Level.PROVINCE else ():
        end = at + len(word)
        if view.startswith(word, at) and (end == len(view) or view[end] in "、，。；和与"):
            yield at, end, division


@lru_cache(maxsize=64)
def _cities_named_by_words(code: str) -> tuple[tuple[str, Division], ...]:
    cities = (place for place in subordinates(code) if place.level is Level.PREFECTURE)
    named = ((division_names.bare(place.name), place) for place in cities)
    return tuple((word, place) for word, place in named if word in division_names.COMMON_WORDS)


def _short(division: Division) -> str:
    """The customary name: 黄南州 for 黄南藏族自治州."""
    return (division_names.customary(division.name) or (division.name,))[0]


def _either_within(first: str, second: str) -> bool:
    return divisions.is_within(first, second) or divisions.is_within(second, first)


def _province(division: Division) -> str:
    above = divisions.ancestors(division)
    return division_names.bare(above[-1].name) if above else ""


def _misread(word: str, names: dict[str, Division]) -> Division | None:
    """The one division whose bare name differs from the word in a single character, as scans have it."""
    near = {
        division.code: division
        for name, division in names.items()
        if len(name) == len(word) and sum(a != b for a, b in zip(name, word, strict=True)) == 1
    }
    return next(iter(near.values())) if len(near) == 1 else None


def _inside(division: Division | None, superior: Division | None) -> bool:
    return bool(division and superior and division.code != superior.code) and divisions.is_within(
        division.code if division else "", superior.code if superior else ""
    )
