"""Holds on workshops and recruiters; grievances."""

from __future__ import annotations

from jiedui.safeguards.models.grievances import Grievance, GrievanceStep
from jiedui.safeguards.models.holds import LabourHold

__all__ = ["Grievance", "GrievanceStep", "LabourHold"]
