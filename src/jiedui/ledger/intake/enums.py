"""Forms and states of imports, and what is said of possible duplicates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportForm(models.TextChoices):
    """In which form rows were handed in."""

    XLSX = "xlsx", _("workbook")
    CSV = "csv", _("CSV file")
    PASTE = "paste", _("pasted rows")
    ROWS = "rows", _("rows from another system")


class ImportState(models.TextChoices):
    """received → checking → checked → committing → committed; or cancelled, or failed where it broke."""

    RECEIVED = "received", _("received")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    COMMITTING = "committing", _("being stored")
    COMMITTED = "committed", _("stored")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")


class DuplicateWhy(models.TextChoices):
    """What makes two records look like one act."""

    VOUCHER = "voucher", _("same voucher")
    PARTIES = "parties", _("same sides, day and figure")


class DuplicateState(models.TextChoices):
    """What a person said of it."""

    OPEN = "open", _("undecided")
    DIFFERENT = "different", _("not a duplicate")
    DUPLICATE = "duplicate", _("a duplicate")
