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


class RequestState(models.TextChoices):
    """asked → done by the programme office, or declined with a reason."""

    ASKED = "asked", _("asked for")
    DONE = "done", _("carried out")
    DECLINED = "declined", _("declined")


class DifferenceState(models.TextChoices):
    """open → agreed by both sides, where the programme office has to do something → closed."""

    OPEN = "open", _("unsettled")
    AGREED = "agreed", _("agreed, the office acts next")
    CLOSED = "closed", _("settled")

    @classmethod
    def unresolved(cls) -> frozenset[str]:
        """States in which the two sides still differ in the books."""
        return frozenset({cls.OPEN, cls.AGREED})


class Outcome(models.TextChoices):
    """How a difference ends."""

    STANDS = "stands", _("the giver's figure stands")
    CORRECTED = "corrected", _("the receiver's figure is right")
    WITHDRAWN = "withdrawn", _("the entry is taken back")


class Side(models.TextChoices):
    """For whom somebody speaks in a difference."""

    GIVER = "giver", _("giver")
    RECEIVER = "receiver", _("receiver")
    LEAD = "lead", _("lead unit")
    OFFICE = "office", _("programme office")


class PostingAct(models.TextChoices):
    """What was done to postings: accepted entries were posted, or entries or a programme were posted anew.

    ``said`` changes none: receivers spoke on entries. Nor does ``begun``: from there on a copy is kept.
    """

    ACCEPTED = "accepted", _("accepted")
    REPLACED = "replaced", _("posted anew")
    REBUILT = "rebuilt", _("rebuilt")
    SAID = "said", _("the receiver's word")
    BEGUN = "begun", _("copy begun")
