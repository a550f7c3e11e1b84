"""Which proposals of a document a reviewer looks at, and in which order.

What is shown and what is accepted at once are chosen by the same condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiedui.documents.conflicts import conflicts_of
from jiedui.documents.enums import ProposalState
from jiedui.documents.models import Proposal, SourceDocument
from jiedui.documents.read_there import read_there

LOW, MIDDLE = Decimal("0.6"), Decimal("0.8")
PAIRINGS = "-"
"""Stands for the section of pairings, which has no name."""


class Sure(models.TextChoices):
    """How sure the reader was."""

    LOW = "low", _("unsure")
    MIDDLE = "middle", _("fairly sure")
    HIGH = "high", _("sure")


class Look(models.TextChoices):
    """What a proposal has that a reviewer may look for."""

    OPEN = "open", pgettext_lazy("proposal", "to decide")
    BLOCKED = "blocked", _("needs an edit")
    REMARKED = "remarked", _("with a remark")
    DISCREPANT = "discrepant", _("does not agree")
    DECIDED = "decided", pgettext_lazy("proposal", "decided")


class Order(models.TextChoices):
    """In which order the proposals of a section stand."""

    URGENCY = "", _("what needs a look first")
    CONFIDENCE = "confidence", _("least sure first")
    TEXT = "text", _("as in the document")


_LOOKS = {
    Look.OPEN: Q(state=ProposalState.PENDING),
    Look.BLOCKED: Q(state=ProposalState.PENDING, blocked=True),
    Look.REMARKED: ~Q(problems=[]),
    Look.DECIDED: ~Q(state=ProposalState.PENDING),
}
_SURE = {
    Sure.LOW: Q(fact__confidence__lt=LOW),
    Sure.MIDDLE: Q(fact__confidence__gte=LOW, fact__confidence__lt=MIDDLE),
    Sure.HIGH: Q(fact__confidence__gte=MIDDLE),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen; ``""`` in a field chooses everything. ``section`` is a field of work, ``-`` for pairings."""

    section: str = ""
    makes: str = ""
    match: str = ""
    sure: str = ""
    look: str = ""
    order: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Selection:
        """From an address or a form; what is unknown there chooses nothing."""
        return cls(**{name: str(given.get(name) or "")[:40] for name in cls.__dataclass_fields__})

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(value for name, value in asdict(self).items() if name != "order")

    @property
    def query(self) -> str:
        """As the query of an address."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def where(self, document: SourceDocument) -> Q:
        """The condition on proposals."""
        found = Q(fact__document=document)
        if self.section:
            found &= Q(section="" if self.section == PAIRINGS else self.section)
        if self.makes:
            found &= Q(makes=self.makes)
        if self.match:
            found &= Q(match=self.match)
        if self.sure in Sure.values:
            found &= _SURE[Sure(self.sure)]
        return found & self._looked_for(document)

    def _looked_for(self, document: SourceDocument) -> Q:
        if self.look == Look.DISCREPANT:
            return Q(pk__in=_discrepant(document))
        return _LOOKS[Look(self.look)] if self.look in Look.values else Q()


def _discrepant(document: SourceDocument) -> set[int]:
    """The proposals of figures that are stated twice, differently, and of the words that findings speak of."""
    proposals = list(Proposal.objects.select_related("fact").filter(fact__document=document))
    findings = document.discrepancies.exclude(severity="ok")
    return {
        *(row.pk for found in conflicts_of(proposals) for row in (found.first, found.second)),
        *(row.pk for found in findings for row in read_there(found, proposals)),
    }
