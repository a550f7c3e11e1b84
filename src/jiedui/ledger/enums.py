"""States and verdicts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryState(models.TextChoices):
    """draft → submitted → accepted (or returned with a reason); accepted → reversed by another entry."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")

    @classmethod
    def editable(cls) -> frozenset[str]:
        """States in which the giver may still change the entry."""
        return frozenset({cls.DRAFT, cls.RETURNED})


class Verdict(models.TextChoices):
    """What the receiver says of an entry."""

    AGREED = "agreed", _("agreed")
    DISPUTED = "disputed", _("disputed")
