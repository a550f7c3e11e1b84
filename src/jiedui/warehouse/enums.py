"""The words a question to the warehouse is made of."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class ExportOf(models.TextChoices):
    """What of a pivot is exported."""

    TABLE = "table", _("the table")
    ENTRIES = "entries", _("the entries behind it")


class ExportForm(models.TextChoices):
    """What file it becomes."""

    XLSX = "xlsx", _("Excel workbook")
    CSV = "csv", _("CSV")
    PARQUET = "parquet", _("Parquet")


class ExportState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", pgettext_lazy("export", "waiting")
    WRITING = "writing", _("being written")
    DONE = "done", _("done")
    FAILED = "failed", _("not written")
