"""What is done about harm: holds, grievances."""

from __future__ import annotations

from jiedui.safeguards.services.grievances import (
    add_words,
    answer_grievance,
    close_grievance,
    file_grievance,
    take_up_grievance,
)
from jiedui.safeguards.services.holds import lift_hold, raise_hold

__all__ = [
    "add_words",
    "answer_grievance",
    "close_grievance",
    "file_grievance",
    "lift_hold",
    "raise_hold",
    "take_up_grievance",
]
