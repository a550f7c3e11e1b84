"""Who gives: shared by gifts of money and of goods. No kind of its own."""

from __future__ import annotations

from typing import Annotated

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationInfo, field_validator

from jiedui.ledger.kinds.base import Detail, Words
from jiedui.ledger.kinds.values import MaybeLine
from jiedui.ledger.models import Entry


class DonorType(models.TextChoices):
    """What kind of donor it is. Private persons are never named, so they are one kind together."""

    ENTERPRISE = "enterprise", _("enterprise")
    SOCIAL = "social", _("social organisation")
    PUBLIC = "public", _("public body")
    PERSONS = "persons", _("private persons")


class DonorDetail(Detail):
    """Who gave. An anonymous donor stays anonymous: with the flag there is no name, whoever asks."""

    donor_type: Annotated[DonorType, Words(_("Kind of donor"))]
    anonymous: Annotated[
        bool, Words(_("Anonymous"), _("Then no name is kept, and nobody can look it up."))
    ] = False
    donor: Annotated[
        MaybeLine, Words(_("Donor"), _("The organisation. For private persons leave this empty."))
    ] = ""

    @field_validator("donor")
    @classmethod
    def _stays_anonymous(cls, donor: str, info: ValidationInfo) -> str:
        if donor and info.data.get("anonymous"):
            raise ValueError(_now("The donor wants to stay anonymous. Leave the name empty."))
        if donor and info.data.get("donor_type") == DonorType.PERSONS:
            raise ValueError(_now("Private persons are not named. Leave the name empty."))
        return donor


def nobody_named(entry: Entry, detail: DonorDetail) -> bool:
    """Whether an organisation gave, does not want to be anonymous, and is not named."""
    return not (detail.donor or detail.anonymous or detail.donor_type == DonorType.PERSONS)


def donor_subject(entry: Entry, detail: DonorDetail) -> str:
    """The donor by name; who is not named counts once for each gift."""
    return detail.donor[:120] or f"#{entry.reverses_id or entry.pk}"
