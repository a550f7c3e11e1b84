"""The lines of a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.plans.models import Indicator, Programme, Rule
from jiedui.progress.scorecards.enums import Measure, Shape, Whom
from jiedui.progress.scorecards.functions import function_of, parameters_of
from jiedui.progress.scorecards.models import ScorecardVersion, ScoreHeading, ScoreLine
from jiedui.progress.scorecards.safeguard import refuse_indicator, refuse_rule, refuse_words
from jiedui.progress.scorecards.services import guard

KEPT_RULE = {"at": "1"}
"""A rule is kept or not: everything from 1 on."""
FIELDS = ("name", "name_en", "points", "measure", "whom", "indicator", "rule", "shape", "parameters", "note")


@dataclass(frozen=True, slots=True)
class LineSpec:
    """What a line says."""

    heading: ScoreHeading
    name: str
    points: Decimal
    measure: Measure
    name_en: str = ""
    whom: Whom = Whom.ALL
    indicator: Indicator | None = None
    rule: Rule | None = None
    shape: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    code: str = ""


@transaction.atomic
def add_line(*, actor: Any, version: ScorecardVersion, spec: LineSpec) -> ScoreLine:
    """One more line, at the end of its heading.

    Raises VersionPublished; HeadcountScored and DonationPerPersonScored for what is never scored; Invalid.
    """
    held = guard.draft_of(actor, version)
    fields = _checked(held, spec)
    code = spec.code or f"line-{uuid4().hex[:8]}"
    if ScoreLine.objects.filter(heading__version=held, code=code).exists():
        raise Invalid(_("There is a line “%(code)s” already."), code=code, address="code")
    last = spec.heading.lines.aggregate(last=Max("order"))["last"] or 0
    line = ScoreLine.objects.create(heading=spec.heading, code=code, order=last + 1, **fields)
    audit.record(actor=actor, action="score_line.add", subject=line, version=held.number)
    return line


@transaction.atomic
def edit_line(*, actor: Any, line: ScoreLine, spec: LineSpec) -> ScoreLine:
    """The line says something else. Raises as :func:`add_line`."""
    held = guard.draft_of(actor, line.heading.version)
    fields = _checked(held, spec)
    before = audit.snapshot(line, FIELDS)
    for name, value in fields.items():
        setattr(line, name, value)
    if spec.heading.pk != line.heading_id:
        line.order = (spec.heading.lines.aggregate(last=Max("order"))["last"] or 0) + 1
    line.heading = spec.heading
    line.save()
    audit.record(actor=actor, action="score_line.edit", subject=line, changes=audit.changes(before, line))
    return line


@transaction.atomic
def remove_line(*, actor: Any, line: ScoreLine) -> None:
    """Take a line out. Raises VersionPublished."""
    held = guard.draft_of(actor, line.heading.version)
    audit.record(actor=actor, action="score_line.remove", subject=line, version=held.number, name=line.name)
    line.delete()


@transaction.atomic
def move_line(*, actor: Any, line: ScoreLine, down: bool) -> None:
    """One place up or down; over the edge of its heading it goes to the heading beside. Raises VersionPublished."""
    held = guard.draft_of(actor, line.heading.version)
    lines = list(line.heading.lines.order_by("order", "id"))
    at = next(n for n, other in enumerate(lines) if other.pk == line.pk)
    to = at + (1 if down else -1)
    if 0 <= to < len(lines):
        lines[at], lines[to] = lines[to], lines[at]
    else:
        headings = list(held.headings.order_by("order", "id"))
        beside = next(n for n, one in enumerate(headings) if one.pk == line.heading_id) + (1 if down else -1)
        if not 0 <= beside < len(headings):
            return
        lines = list(headings[beside].lines.order_by("order", "id"))
        lines.insert(0 if down else len(lines), line)
        line.heading = headings[beside]
    for order, one in enumerate(lines, start=1):
        ScoreLine.objects.filter(pk=one.pk).update(order=order, heading=line.heading)
    audit.record(actor=actor, action="score_line.move", subject=line, version=held.number)


def _checked(version: ScorecardVersion, spec: LineSpec) -> dict[str, Any]:
    """The fields as they are stored. Raises Invalid and its kin."""
    if not spec.name.strip():
        raise Invalid(_("Give the line a name."), address="name")
    if spec.points <= 0:
        raise Invalid(_("A line gives more than 0 points."), address="points")
    if spec.points > version.total:
        raise Invalid(_("A line cannot give more than the total."), address="points")
    if spec.heading.version_id != version.pk:
        raise Invalid(_("The heading belongs to another version."), address="heading")
    refuse_words(spec.name, spec.name_en, spec.note)
    indicator, rule = _tied(version.scorecard.programme, spec)
    shape, parameters = _function(spec)
    return {
        "name": spec.name.strip(),
        "name_en": spec.name_en.strip(),
        "points": spec.points,
        "measure": spec.measure,
        "whom": spec.whom,
        "indicator": indicator,
        "rule": rule,
        "shape": shape,
        "parameters": parameters,
        "note": spec.note.strip(),
    }


def _tied(programme: Programme, spec: LineSpec) -> tuple[Indicator | None, Rule | None]:
    """What the line is tied to; nothing else is kept with it."""
    if spec.measure == Measure.RULE:
        if spec.rule is None or spec.rule.programme_id != programme.pk:
            raise Invalid(_("Choose the rule that is to be kept."), address="rule")
        refuse_rule(spec.rule)
        return None, spec.rule
    if not spec.measure.of_indicator:
        return None, None
    if spec.indicator is None or spec.indicator.workstream.programme_id != programme.pk:
        raise Invalid(_("Choose what is counted."), address="indicator")
    refuse_indicator(spec.indicator)
    return spec.indicator, None


def _function(spec: LineSpec) -> tuple[str, dict[str, Any]]:
    """A judged line has no function, a rule is kept or not."""
    if spec.measure == Measure.JUDGED:
        return "", {}
    shape, parameters = (
        (Shape.THRESHOLD, KEPT_RULE) if spec.measure == Measure.RULE else (spec.shape, spec.parameters)
    )
    return shape, parameters_of(shape, function_of(shape, parameters))
