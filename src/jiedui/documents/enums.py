"""States of documents, proposals and discrepancies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentState(models.TextChoices):
    """received → reading → in review → accepted; or failed with an error that says why."""

    RECEIVED = "received", pgettext_lazy("document", "received")
    READING = "reading", _("being read")
    REVIEW = "review", _("in review")
    ACCEPTED = "accepted", pgettext_lazy("document", "accepted")
    FAILED = "failed", _("could not be read")


class ProposalState(models.TextChoices):
    """A reviewer's decision on one proposal. ``edited`` counts as accepted with changes."""

    PENDING = "pending", pgettext_lazy("proposal", "to decide")
    ACCEPTED = "accepted", pgettext_lazy("document", "accepted")
    EDITED = "edited", _("accepted with changes")
    REJECTED = "rejected", pgettext_lazy("proposal", "rejected")


class Choice(models.TextChoices):
    """What to do with a discrepancy."""

    PARTS = "parts", _("take the parts")
    TOTAL = "total", _("take the total")
    BOTH = "both", _("keep both and note it")


class ReadingStep(models.TextChoices):
    """How far the reading of a document has come."""

    OPEN = "open", _("opening the file")
    EXTRACT = "extract", _("looking for figures, tasks and pairings")
    STORE = "store", _("keeping what was found")
    COMPARE = "compare", _("comparing with the programme")


class ProposedObject(models.TextChoices):
    """What a proposal would write: into the plan, or (a figure reached) as a draft into the ledger."""

    PAIRING = "pairing", _("pairing")
    LEAD = "lead", _("lead unit")
    TARGET = "target", _("target")
    MILESTONE = "milestone", _("milestone")
    RULE = "rule", _("rule")
    TASK = "task", _("task")
    PROJECT = "project", _("project")
    FIGURE = "figure", _("figure reached")


class Match(models.TextChoices):
    """How a proposal stands to the running programme."""

    NEW = "new", pgettext_lazy("proposal", "new")
    UNCHANGED = "unchanged", _("already so")
    REVISED = "revised", _("changes the plan")
    REPEAT = "repeat", _("said before")
    AGREES = "agrees", _("the ledger says so too")
    DIFFERS = "differs", _("the ledger says otherwise")
    MISSING = "missing", _("not in the ledger")
    UNCOUNTED = "uncounted", _("no indicator counts this")

    @classmethod
    def against_ledger(cls) -> tuple[Match, ...]:
        """How a figure reached stands to the ledger, in the order a reviewer asks for."""
        return (cls.DIFFERS, cls.MISSING, cls.AGREES, cls.UNCOUNTED)


class Taught(models.TextChoices):
    """What a lesson is about."""

    NAME = "name", _("name of a unit")
    MEASURE = "measure", _("what is counted")
    MILESTONE = "milestone", _("words of a milestone")
    RULE = "rule", _("words of a rule")
