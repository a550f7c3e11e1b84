"""Visits and meetings of the two sides: of what level, in which direction, in what form."""

from __future__ import annotations

from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiedui.ledger.kinds.base import (
    Check,
    Detail,
    EvidenceRule,
    Kind,
    Measure,
    Needed,
    Use,
    Words,
    one,
    persons,
)
from jiedui.ledger.kinds.values import MaybeLine
from jiedui.ledger.models import Entry


class Form(models.TextChoices):
    """What it was."""

    VISIT = "visit", _("visit")
    JOINT_MEETING = "joint_meeting", _("joint meeting of both sides")
    TOPIC_MEETING = "topic_meeting", _("leadership's own meeting on the subject")
    WORKING = "working", _("working meeting")


class Direction(models.TextChoices):
    """Who went to whom."""

    OUTWARD = "outward", _("giver to receiver")
    RETURN = "return", _("receiver to giver")
    NONE = "none", _("nobody travelled")


class Level(models.TextChoices):
    """Of the highest that took part."""

    PROVINCE = "province", _("provincial level")
    PREFECTURE = "prefecture", _("prefecture or bureau level")
    COUNTY = "county", _("county or division level")
    OTHER = "other", _("other")


class VisitDetail(Detail):
    """What a visit or meeting knows. Delegations are counted, their members not named."""

    form: Annotated[Form, Words(_("Form"))]
    level: Annotated[Level, Words(_("Level"), _("Of the highest that took part."))]
    direction: Annotated[Direction, Words(_("Direction"))]
    place: Annotated[MaybeLine, Words(_("Place"))] = ""


def _went_nowhere(entry: Entry, detail: VisitDetail) -> bool:
    return detail.form == Form.VISIT and detail.direction == Direction.NONE


KIND: Kind[VisitDetail] = Kind(
    key="visit",
    label=_("Visit or meeting"),
    summary=_("A visit of one side to the other, or a meeting about the work"),
    workstream="talent",
    detail=VisitDetail,
    persons=Use.OPTIONAL,
    measures=(
        Measure("count", _("Visits and meetings"), _("times"), one),
        Measure("persons", _("Person-times"), _("person-times"), persons),
    ),
    evidence=(
        EvidenceRule("minutes", _("Minutes or notice"), Needed.ACCEPTANCE),
        EvidenceRule("photo", _("Photo")),
    ),
    checks=(
        Check(
            "went_nowhere",
            _("It is a visit, but nobody travelled. Was it a meeting?"),
            _went_nowhere,
            field="direction",
        ),
    ),
    columns=("form", "level", "direction"),
    filters=("form", "level", "direction"),
    words={
        "title": Words(pgettext_lazy("visit", "Subject"), _("What it was about.")),
        "persons": Words(_("People in the delegation"), _("Each counted anew at every visit: person-times.")),
    },
)
