"""Job fairs and the vacancies offered there. An offer is what is counted; who takes one is free and not listed."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.kinds.base import Check, Detail, EvidenceRule, Kind, Measure, Needed, Words
from jiedui.ledger.kinds.values import Count, MaybeLine
from jiedui.ledger.models import Entry


class Form(models.TextChoices):
    """How the vacancies were offered."""

    ON_SITE = "on_site", _("fair on site")
    ONLINE = "online", _("fair online")
    LIST = "list", _("list of vacancies, without a fair")


class JobFairDetail(Detail):
    """What a fair knows: employers and vacancies. Each vacancy says its work, place, hours and wage."""

    form: Annotated[Form, Words(_("Form"))]
    employers: Annotated[Count, Words(_("Employers"))]
    vacancies: Annotated[Count, Words(_("Vacancies offered"), _("Open posts, not people."))]
    terms_stated: Annotated[
        bool, Words(_("Terms are stated"), _("Work, place, hours and wage of every vacancy."))
    ] = False
    free_of_charge: Annotated[bool, Words(_("Free of charge for jobseekers"))] = False
    place: Annotated[MaybeLine, Words(_("Place"))] = ""


MANY_EACH = 500


def _fair(entry: Entry, detail: JobFairDetail) -> Decimal:
    return Decimal(detail.form != Form.LIST)


def _vacancies(entry: Entry, detail: JobFairDetail) -> Decimal:
    return Decimal(detail.vacancies)


def _employers(entry: Entry, detail: JobFairDetail) -> Decimal:
    return Decimal(detail.employers)


def _terms_missing(entry: Entry, detail: JobFairDetail) -> bool:
    return not detail.terms_stated


def _fee_taken(entry: Entry, detail: JobFairDetail) -> bool:
    return not detail.free_of_charge


def _too_many(entry: Entry, detail: JobFairDetail) -> bool:
    return detail.vacancies > MANY_EACH * detail.employers


KIND: Kind[JobFairDetail] = Kind(
    key="job_fair",
    label=_("Job fair"),
    summary=_("A job fair, or a list of vacancies, and what was offered"),
    workstream="labour",
    detail=JobFairDetail,
    labour_transfer=True,
    measures=(
        Measure("count", _("Job fairs"), _("fairs"), _fair),
        Measure("vacancies", _("Vacancies offered"), _("vacancies"), _vacancies),
        Measure("employers", _("Employers"), _("employers"), _employers),
    ),
    evidence=(
        EvidenceRule("vacancies", _("List of vacancies with their terms"), Needed.SUBMISSION),
        EvidenceRule("notice", _("Notice of the fair")),
        EvidenceRule("photo", _("Photo of the fair")),
    ),
    checks=(
        Check(
            "terms_missing",
            _("A vacancy is an offer only if work, place, hours and wage are stated."),
            _terms_missing,
            field="terms_stated",
        ),
        Check(
            "fee_taken",
            _("Jobseekers may not be charged. Was it free?"),
            _fee_taken,
            field="free_of_charge",
        ),
        Check(
            "many_vacancies_each",
            _("More than 500 vacancies for each employer. Are they all open posts?"),
            _too_many,
            field="vacancies",
        ),
    ),
    columns=("form", "vacancies", "employers"),
    filters=("form",),
    words={"occurred_on": Words(_("Held on"), _("For example 2019-07-03 or 2019.7.3."))},
)
