"""One spelling for the many in which a unit's name is written, and the genre's abbreviations of agencies.

Nothing here knows a particular unit: the rules are those by which official documents shorten names.
"""

from __future__ import annotations

import re
import unicodedata

_NOISE = re.compile(r"[\s《》〈〉“”‘’\"'·•,，、。;；:：()（）\[\]【】\-—_]+")


def normalize(text: str) -> str:
    """The form that is looked up: NFKC, lower case, without blanks, quotes, brackets and other marks."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()
