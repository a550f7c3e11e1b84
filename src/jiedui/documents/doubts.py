"""Where the sides of a paper as a whole are doubtful: who gives and who receives is read from its head, its foot and

what it names most. Where these do not agree, one mistake spoils a whole column of figures, so it is said beforehand.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import IntEnum
from functools import cached_property

from jiedui.documents.parties import GIVING_PROVINCES, RECEIVERS_AT_LARGE
from jiedui.documents.structure import Context
from jiedui.documents.territories import GENERAL_BODY
from jiedui.organisations import division_names, divisions
from jiedui.organisations.divisions import Division, Level

HEAD = 4
"""Blocks that may hold the title and the issuer of a paper."""
RIVAL = 0.6
"""A second county named this often beside the first may be meant, too."""
OFTEN = 2
"""A part named so many times as often as the whole is what the paper is about."""
_FIRST_PERSON = re.compile(r"我(?:([院校会])|(区|市))")
_ZONE = r"(?:工业园|产业园|经济技术开发|经济开发|高新技术产业开发|高新|开发|保税|试验)区"
_HELPED_BODY = r"[\u4e00-\u9fff]{0,4}(?:医院|中学|高中|小学|学校|学院)"


class Doubt(IntEnum):
    """How much speaks against a side of the whole paper."""

    NONE = 0
    SOME = 1
    """A part of it is named as often as itself."""
    MUCH = 2
    """A part is named far more often, another county nearly so, or the paper calls itself something else."""


class Doubts:
    """Tells whether a territory that is taken for a side of the whole paper is told by all that could tell it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[tuple[str, str], Doubt] = {}

    def of(self, side: str, name: str) -> Doubt:
        """What speaks against that name being the ``giver`` or ``receiver`` of the paper."""
        key = (side, name)
        if key not in self._known:
            place = _place(name)
            if place is None:
                general = Doubt.MUCH if GENERAL_BODY.search(name) else Doubt.NONE
                self._known[key] = self._at_large() if name == RECEIVERS_AT_LARGE else general
            else:
                other = self._other_giver(place) if side == "giver" else self._other_receiver(place)
                self._known[key] = Doubt.MUCH if other else self._by_parts(place)
        return self._known[key]

    def _at_large(self) -> Doubt:
        """No receiver was found, though the head of the paper may name a place that is not the giver's."""
        named = any(not place.giving for place in self._context.parties.mentions(self._head))
        return Doubt.MUCH if named else Doubt.SOME

    def _by_parts(self, place: Division) -> Doubt:
        within, itself = self._within(place), self._named[place.code]
        return Doubt((within >= itself) + (within >= OFTEN * max(itself, 1))) if within else Doubt.NONE

    def _other_giver(self, place: Division) -> bool:
        """The paper speaks of itself as a hospital, school or district, or a zone of the place stands in its head."""
        ours = Counter(found[1] or found[2] for found in _FIRST_PERSON.finditer(self._text))
        body = ours["院"] + ours["校"] + ours["会"] > 1
        part = place.level is Level.PREFECTURE and ours["区"] > ours["市"]
        return body or part or bool(re.search(re.escape(_bare(place)) + _ZONE, self._head))

    def _other_receiver(self, place: Division) -> bool:
        """A hospital or school of the place is what the title names, or another county is named nearly as often."""
        if re.search(re.escape(_bare(place)) + _HELPED_BODY, self._head):
            return True
        if place.level is not Level.COUNTY:
            return False
        others = (often for code, often in self._named.items() if code != place.code and _receiving(code))
        return max(others, default=0) >= max(RIVAL * self._named[place.code], OFTEN)

    def _within(self, place: Division) -> int:
        """How often the part of a place that is named most is named."""
        parts = (
            often
            for code, often in self._named.items()
            if code != place.code and divisions.is_within(code, place.code)
        )
        return max(parts, default=0)

    @cached_property
    def _views(self) -> list[str]:
        return [self._context.flatten(block.text).text for block in self._context.document.blocks]

    @cached_property
    def _text(self) -> str:
        return "".join(self._views)

    @cached_property
    def _head(self) -> str:
        head = zip(self._context.document.blocks[:HEAD], self._views, strict=False)
        return "".join(view for block, view in head if not block.rows)

    @cached_property
    def _named(self) -> Counter[str]:
        """How often each place is named by its full or customary name."""
        return Counter(mention.divisions[0].code for view in self._views for mention in divisions.scan(view))


def _place(name: str) -> Division | None:
    """The place that a name ends with; none where it is the name of a body."""
    found = divisions.scan(name)
    return found[-1].divisions[0] if found and found[-1].end == len(name) else None


def _bare(place: Division) -> str:
    return division_names.bare(place.name) or place.name


def _receiving(code: str) -> bool:
    return not code.endswith("00") and code[:2] not in GIVING_PROVINCES
