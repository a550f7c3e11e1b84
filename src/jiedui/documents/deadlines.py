"""By when a figure must be reached: the last date of its sentence that says 前, 底 or the like."""

from __future__ import annotations

import re

from jiedui.documents.dates import find_dates
from jiedui.documents.spots import Spot

_FREED = re.compile(r"((?:19|20)\d\d)年(?:底|内)?(?:全部|如期|全面|实现)*(?:脱贫|摘帽|退出)")
_SINCE = re.compile(r"(?:自|从|截至|截止)[^，。；]{0,6}$")


def due(spot: Spot) -> str | None:
    """The date told before the figure in its sentence, else after it in its clause; None where none is."""
    text = spot.text[spot.start : spot.clause_end]
    figure = spot.figure.first - spot.start
    found = [
        when
        for when in find_dates(text, spot.section.year)
        if (when.before or when.text.endswith(("底", "末", "年内", "年终")))
        and not _SINCE.search(text[: when.start])
    ]
    clause = spot.clause_start - spot.start
    ahead = [when for when in found if when.end <= figure]
    own = [when for when in found if when.start >= clause]
    if own or ahead:
        return (own or ahead)[-1].date
    freed = _FREED.search(text)
    return f"{freed[1]}-12-31" if freed else None
