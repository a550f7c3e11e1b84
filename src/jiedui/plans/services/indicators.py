"""What is counted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.plans.enums import Better, Course, Nature, Rollup
from jiedui.plans.models import Indicator, Workstream
from jiedui.plans.services import guard


@transaction.atomic
def add_indicator(
    *,
    actor: Any,
    workstream: Workstream,
    code: str,
    name: str,
    unit: str,
    name_en: str = "",
    kind: str = "",
    measure: str = "",
    filter: dict[str, Any] | None = None,
    over_time: str = Rollup.SUM,
    over_units: str = Rollup.SUM,
    nature: str = Nature.FLOW,
    better: str = Better.UP,
    course: str = Course.WORKING_DAYS,
    decimals: int = 0,
    headline: bool = False,
    as_stated: bool = False,
    order: int | None = None,
) -> Indicator:
    """Define an indicator. ``kind`` and ``measure`` name what of the ledger counts; without them nothing does
    yet.

    Raises Invalid for a code that is taken, a kind without its measure, or an ``as_stated`` indicator made a
    headline: headcount targets are kept as the document states them and never put forward.
    """
    guard.may_edit(actor, workstream.programme)
    guard.key(code, "code")
    if workstream.indicators.filter(code=code).exists():
        raise Invalid(_("There is an indicator “%(code)s” already."), code=code, address="code")
    if bool(kind) != bool(measure):
        raise Invalid(_("A kind of help needs its measure, and a measure its kind."), address="measure")
    guard.headcount(kind, as_stated=as_stated, headline=headline)
    last = workstream.indicators.aggregate(last=Max("order"))["last"] or 0
    indicator = Indicator.objects.create(
        workstream=workstream,
        code=code,
        name=guard.words(name, "name"),
        name_en=name_en.strip(),
        unit=guard.words(unit, "unit"),
        kind=kind,
        measure=measure,
        filter=filter or {},
        over_time=over_time,
        over_units=over_units,
        nature=nature,
        better=better,
        course=course,
        decimals=decimals,
        headline=headline,
        as_stated=as_stated,
        order=last + 1 if order is None else order,
    )
    audit.record(actor=actor, action="indicator.add", subject=indicator, code=code)
    return indicator


@transaction.atomic
def set_course(*, actor: Any, indicator: Indicator, course: str) -> Indicator:
    """Say how the indicator's targets are expected to fill where no milestones say so.

    Raises NotAllowed, or Invalid for an unknown course and for what is kept as stated, which nothing is expected of.
    """
    guard.may_edit(actor, indicator.workstream.programme)
    if course not in Course.values:
        raise Invalid(_("Choose one of the courses."), address="course")
    found = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    if found.as_stated:
        raise Invalid(_("Nothing is expected of a headcount that is kept as stated."), address="course")
    before = audit.snapshot(found, ("course",))
    found.course = course
    found.save(update_fields=["course"])
    audit.record(actor=actor, action="indicator.course", subject=found, changes=audit.changes(before, found))
    return found
