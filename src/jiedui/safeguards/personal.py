"""Numbers that name a person. People are counted, so that none may stand in a text."""

from __future__ import annotations

import re
from datetime import date

_CITIZEN = re.compile(r"(?<!\d)[1-8]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def holds_citizen_number(text: str) -> bool:
    """Whether a citizen's identity number stands in the text; it carries the day of birth."""
    for found in _CITIZEN.finditer(text):
        try:
            date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
        return True
    return False


def holds_mobile_number(text: str) -> bool:
    """Whether something that looks like a mobile phone number stands in the text."""
    return bool(_MOBILE.search(text))
