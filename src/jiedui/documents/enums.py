"""States of documents, proposals and discrepancies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentState(models.TextChoices):
    """received → reading → in review → accepted; or failed with an error that says why."""

    RECEIVED = "received", _("received")
    READING = "reading", _("being read")
    REVIEW = "review", _("in review")
    ACCEPTED = "accepted", _("accepted")
    FAILED = "failed", _("could not be read")


class ProposalState(models.TextChoices):
    """A reviewer's decision on one proposal. ``edited`` counts as accepted with changes."""

    PENDING = "pending", _("to decide")
    ACCEPTED = "accepted", _("accepted")
    EDITED = "edited", _("accepted with changes")
    REJECTED = "rejected", _("rejected")


class Choice(models.TextChoices):
    """What to do with a discrepancy."""

    PARTS = "parts", _("take the parts")
    TOTAL = "total", _("take the total")
    BOTH = "both", _("keep both and note it")
