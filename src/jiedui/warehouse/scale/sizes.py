"""How many units, indicators, years and postings each scale has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scale(StrEnum):
    """What a generated warehouse is as large as."""

    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"


@dataclass(frozen=True, slots=True)
class Size:
    """Numbers of things. ``giver_roots`` of the givers are provinces; counties, villages lie under ``provinces``."""

    postings: int
    years: int
    giver_roots: int
    givers: int
    provinces: int
    counties: int
    villages: int
    indicators: int


SIZES = {
    Scale.CITY: Size(10**5, 2, 1, 17, 3, 42, 4_000, 60),
    Scale.PROVINCE: Size(10**7, 5, 1, 120, 4, 130, 20_000, 120),
    # The east-west cooperation: 341 districts help 832 counties that were poor, with 128,000 villages.
    Scale.NATION: Size(10**8, 10, 9, 350, 22, 832, 128_000, 200),
}
LAST_YEAR = 2025


def sized(size: Size, postings: int) -> Size:
    """The same with another number of postings."""
    others = (size.years, size.giver_roots, size.givers, size.provinces, size.counties, size.villages)
    return Size(postings, *others, size.indicators)
