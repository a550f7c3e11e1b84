"""Workshops that bring jobs near home (帮扶车间): opened, closed, jobs offered. Counted only where work is free."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.kinds.base import Check, Detail, EvidenceRule, Kind, Measure, Needed, Use, Words
from jiedui.ledger.kinds.labour import (
    HINTS,
    SAFEGUARDS,
    DecentWorkDetail,
    not_counted,
    raise_holds,
    subjects,
    unanswered,
)
from jiedui.ledger.kinds.values import Count, Line
from jiedui.ledger.models import Entry


class Step(models.TextChoices):
    """Whether it began or ended."""

    OPENED = "opened", _("opened")
    CLOSED = "closed", _("closed")


class WorkshopFacts(Detail):
    """Which workshop, what it makes, how many jobs it offers."""

    step: Annotated[Step, Words(_("Step"))]
    workshop: Annotated[Line, Words(_("Workshop"), _("Its name, always written alike."))]
    makes: Annotated[Line, Words(_("What it makes"))]
    jobs_offered: Annotated[Count, Words(_("Jobs offered"), _("Posts, not people."))]


class WorkshopDetail(DecentWorkDetail, WorkshopFacts):
    """What a workshop knows. An opening counts only with every safeguard answered."""

    @property
    def workplace(self) -> str:
        """The employer or workshop."""
        return self.workshop


MANY = 300


def _opened(entry: Entry, detail: WorkshopDetail) -> Decimal:
    return Decimal(detail.step == Step.OPENED)


def _standing(entry: Entry, detail: WorkshopDetail) -> Decimal:
    return Decimal(1 if detail.step == Step.OPENED else -1)


def _jobs(entry: Entry, detail: WorkshopDetail) -> Decimal:
    return Decimal(detail.jobs_offered if detail.step == Step.OPENED else 0)


def _large(entry: Entry, detail: WorkshopDetail) -> bool:
    return detail.jobs_offered > MANY


KIND: Kind[WorkshopDetail] = Kind(
    key="workshop",
    label=_("Workshop"),
    summary=_("A workshop near home: opened or closed, jobs offered"),
    workstream="industry",
    detail=WorkshopDetail,
    project=Use.OPTIONAL,
    labour_transfer=True,
    measures=(
        Measure("opened", _("Opened"), _("workshops"), _opened),
        Measure("standing", _("Open now"), _("workshops"), _standing),
        Measure("jobs_offered", _("Jobs offered"), _("posts"), _jobs),
    ),
    evidence=(
        EvidenceRule("recognition", _("Recognition or contract"), Needed.SUBMISSION),
        EvidenceRule("check", _("Report of the independent check"), Needed.ACCEPTANCE),
        EvidenceRule("photo", _("Photo of the place")),
    ),
    checks=(
        Check(
            "safeguards_open",
            _("A safeguard is missing or not kept. The statement can be handed in, but is counted nowhere."),
            not_counted,
        ),
        Check(
            "many_jobs",
            _("More than 300 jobs in one workshop. Are these jobs on offer?"),
            _large,
            field="jobs_offered",
        ),
    ),
    held=unanswered,
    hold_subjects=subjects,
    on_submission=raise_holds,
    sections=(SAFEGUARDS,),
    hints=HINTS,
    columns=("workshop", "step", "jobs_offered"),
    filters=("step",),
    words={"occurred_on": Words(_("Opened or closed on"), _("For example 2019-07-03 or 2019.7.3."))},
)
