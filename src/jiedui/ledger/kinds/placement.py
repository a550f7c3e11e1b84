"""Statements of jobs freely taken up: aggregates by district, place and period. Nobody is named, nobody is a target."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.kinds.base import Check, Detail, EvidenceRule, Kind, Measure, Needed, Use, Words, persons
from jiedui.ledger.kinds.labour import (
    HINTS,
    SAFEGUARDS,
    DecentWorkDetail,
    not_counted,
    raise_holds,
    subjects,
    unanswered,
)
from jiedui.ledger.kinds.values import MaybeLine
from jiedui.ledger.models import Entry


class Bucket(models.TextChoices):
    """Where the jobs are. They are never added across each other's meaning: each is a figure of its own."""

    GIVER = "giver_side", _("on the giver's side")
    NEARBY = "nearby", _("near home, in the own province")
    ELSEWHERE = "elsewhere", _("elsewhere")
    PUBLIC = "public_service", _("public-service posts")


class PlacementFacts(Detail):
    """How many, where, in what time. The period's last day is the entry's."""

    bucket: Annotated[Bucket, Words(_("Where the jobs are"))]
    period_from: Annotated[date, Words(_("First day of the period"))]
    employer: Annotated[
        MaybeLine, Words(_("Employer or workshop"), _("Leave empty if there are several."))
    ] = ""


class PlacementDetail(DecentWorkDetail, PlacementFacts):
    """What a placement statement knows. Without every safeguard answered it is counted nowhere."""

    @property
    def workplace(self) -> str:
        """The employer or workshop."""
        return self.employer


SMALL_CELL = 5


def _period_backwards(entry: Entry, detail: PlacementDetail) -> bool:
    return detail.period_from > entry.occurred_on


def _small(entry: Entry, detail: PlacementDetail) -> bool:
    return 0 < (entry.persons or 0) < SMALL_CELL


KIND: Kind[PlacementDetail] = Kind(
    key="placement",
    label=_("Placement statement"),
    summary=_("Jobs freely taken up, as a total for a place and a period"),
    workstream="labour",
    detail=PlacementDetail,
    persons=Use.REQUIRED,
    labour_transfer=True,
    measures=(Measure("persons", _("Persons"), _("persons"), persons),),
    evidence=(
        EvidenceRule("check", _("Report of the independent check"), Needed.ACCEPTANCE),
        EvidenceRule("contract", _("Form of the contract used, without names")),
    ),
    checks=(
        Check(
            "period_backwards",
            _("The period's first day lies after its last."),
            _period_backwards,
            field="period_from",
        ),
        Check(
            "safeguards_open",
            _("A safeguard is missing or not kept. The statement can be handed in, but is counted nowhere."),
            not_counted,
        ),
        Check(
            "small_cell",
            _("Fewer than 5 people: this number is not shown outside. Can it be stated for a longer time?"),
            _small,
            field="persons",
        ),
    ),
    held=unanswered,
    hold_subjects=subjects,
    on_submission=raise_holds,
    sections=(SAFEGUARDS,),
    hints=HINTS,
    columns=("bucket", "recruiter"),
    filters=("bucket",),
    words={
        "title": Words(_("Title"), _("No names of persons: a statement is a total.")),
        "occurred_on": Words(_("Last day of the period"), _("For example 2019-07-03 or 2019.7.3.")),
        "persons": Words(_("Persons"), _("Who took up a job of their own choice; heads, each counted once.")),
    },
)
