"""Places that do not exist as written: a prefecture or county under a province it does not belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from jiedui.organisations import division_names, divisions
from jiedui.organisations.divisions import Division, Level

_OUTSIDE = re.compile(r"^(?:[与和及、]|对口|支援|援|帮扶)")


@dataclass(frozen=True, slots=True)
class ImpossiblePlace:
    """``text[start:end]`` names ``named`` under ``superior``, where it is not; ``meant`` is the likely slip."""

    start: int
    end: int
    superior: Division
    named: Division
    meant: Division | None


def find_impossible(view: str, spoken: frozenset[str]) -> Iterator[ImpossiblePlace]:
    """The impossible places of a view; ``spoken`` are the codes of the places the whole document names."""
    found = divisions.scan(view)
    for above, below in pairwise(found):
        if above.end != below.start or _OUTSIDE.match(view[above.end :]):
            continue
        superiors = [division for division in above.divisions if division.level < Level.COUNTY]
        if not superiors or not view[above.start : above.end].endswith(("省", "市", "区", "州")):
            continue
        if any(
            divisions.is_within(place.code, superior.code)
            for place in below.divisions
            for superior in superiors
        ):
            continue
        named = below.divisions[0]
        if named.level is Level.PROVINCE or named.level <= superiors[0].level:
            continue
        yield ImpossiblePlace(
            above.start, below.end, superiors[0], named, _meant(superiors[0], named, spoken)
        )


def _meant(superior: Division, named: Division, spoken: frozenset[str]) -> Division | None:
    """The one place under the superior that is named elsewhere in the document and shares a character."""
    width = 2 if superior.level is Level.PROVINCE else 4
    codes = (
        code for code in sorted(spoken) if code[:width] == superior.code[:width] and code != superior.code
    )
    candidates = [
        place for code in codes if (place := divisions.by_code(code)) and place.level is named.level
    ]
    bare = set(division_names.bare(named.name))
    alike = [place for place in candidates if bare & set(division_names.bare(place.name))]
    return alike[0] if len(alike) == 1 else None


def spoken_codes(views: Iterable[str]) -> frozenset[str]:
    """The codes of all places that views name."""
    return frozenset(mention.divisions[0].code for view in views for mention in divisions.scan(view))
