"""Pupils and students of the receiving side who take up a place at a school of the giving side. Counts only."""

from __future__ import annotations

from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from jiedui.ledger.kinds.base import (
    Check,
    Detail,
    EvidenceRule,
    Kind,
    Measure,
    Needed,
    Use,
    Words,
    amount,
    persons,
)
from jiedui.ledger.kinds.values import Line
from jiedui.ledger.models import Entry


class Stage(models.TextChoices):
    """At what sort of school."""

    SENIOR = "senior", _("senior secondary school")
    VOCATIONAL = "vocational", _("vocational secondary school")
    COLLEGE = "college", _("vocational college")
    UNIVERSITY = "university", _("university")


class EnrolmentDetail(Detail):
    """What an intake knows: how many, where, for which school year. No list of names is kept."""

    stage: Annotated[Stage, Words(_("Sort of school"))]
    school: Annotated[Line, Words(_("School"))]
    school_year: Annotated[int, Field(ge=1990, le=2100), Words(_("School year"), _("The year it begins in."))]
    fees_waived: Annotated[bool, Words(_("Tuition is free"))] = False


def _other_year(entry: Entry, detail: EnrolmentDetail) -> bool:
    return detail.school_year not in {entry.occurred_on.year, entry.occurred_on.year - 1}


KIND: Kind[EnrolmentDetail] = Kind(
    key="enrolment",
    label=_("Enrolment"),
    summary=_("Pupils or students who took up a place: how many, where"),
    workstream="education",
    detail=EnrolmentDetail,
    persons=Use.REQUIRED,
    amount=Use.OPTIONAL,
    measures=(
        Measure("persons", _("Persons"), _("persons"), persons),
        Measure("amount", _("Grants paid"), _("yuan"), amount),
    ),
    evidence=(EvidenceRule("statement", _("Statement of the school, with counts only"), Needed.ACCEPTANCE),),
    checks=(
        Check(
            "other_school_year",
            _("The school year does not fit the day."),
            _other_year,
            field="school_year",
        ),
    ),
    columns=("stage", "school", "school_year"),
    filters=("stage",),
    words={
        "persons": Words(_("Persons enrolled"), _("Who took the place up; heads, each counted once.")),
        "amount": Words(_("Grants (yuan)"), _("Paid to them in all, if any.")),
    },
)
