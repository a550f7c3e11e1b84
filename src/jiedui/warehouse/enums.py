"""The words a question to the warehouse is made of."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(StrEnum):
    """Which of the two trees."""

    GIVER = "giver"
    RECEIVER = "receiver"


class Grain(models.TextChoices):
    """Into which periods days are put together."""

    WHOLE = "whole", _("the whole span")
    YEAR = "year", _("year")
    HALF = "half", _("half-year")
    QUARTER = "quarter", _("quarter")
    MONTH = "month", _("month")
    TEN_DAYS = "ten_days", _("ten days")
    DAY = "day", _("day")
