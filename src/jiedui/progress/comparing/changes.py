"""What a later version of the plan did to something."""

from __future__ import annotations

from enum import StrEnum


class Change(StrEnum):
    """New, another than it was, not there any more, or as it was."""

    NEW = "new"
    REVISED = "revised"
    LEFT_OUT = "left_out"
    SAME = "same"
