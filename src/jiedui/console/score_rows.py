"""What the screens of scores show: rows of the heat table, lines of a unit with their columns, actions with links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from jiedui.accounts.policies import Action as Act
from jiedui.accounts.policies import allows
from jiedui.console import score_words
from jiedui.console.score_curve import Curve, curve_of
from jiedui.console.templatetags.pace import ledger_url
from jiedui.kernel.figures import Scale, scale_of
from jiedui.ledger import kinds
from jiedui.ledger.enums import Verdict
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Programme
from jiedui.progress.scorecards.actions import Action, Sort, actions
from jiedui.progress.scorecards.enums import Assessor, Measure
from jiedui.progress.scorecards.models import Assessment, AssessmentScore, ScoreHeading
from jiedui.progress.scorecards.reckoning import LineScore, Sheet, UnitScore

STEPS = 5
BESIDE = (Assessor.SELF, Assessor.CROSS, Assessor.THIRD)
Column = tuple[Assessment, dict[int, AssessmentScore]]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Points under a heading; ``step`` from 1 (little) to 5 (all of it)."""

    got: Decimal | None
    possible: Decimal = Decimal(0)
    step: int = 0


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A unit in the table."""

    score: UnitScore
    cells: list[HeatCell]
    starts_level: bool


def heat_rows(sheet: Sheet) -> list[HeatRow]:
    """One a unit, in the sheet's order."""
    before = None
    rows = []
    for score in sheet.scores:
        cells = [_cell(score, heading) for heading in sheet.plan.headings]
        rows.append(HeatRow(score, cells, score.level != before))
        before = score.level
    return rows


def _cell(score: UnitScore, heading: ScoreHeading) -> HeatCell:
    found = score.of_heading(heading)
    if found is None:
        return HeatCell(None)
    got, possible = found
    return HeatCell(got, possible, min(STEPS, 1 + int(got * STEPS / possible)) if possible else 0)


@dataclass(frozen=True, slots=True)
class Rest:
    """The figures a line rests on, each with the page it leads to."""

    figure: Decimal
    scale: Scale
    href: str = ""
    against: Decimal | None = None
    against_href: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What an assessor gave the line."""

    kind: Assessor
    points: Decimal | None
    differs: Decimal | None
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a unit's page."""

    of: LineScore
    function: str
    curve: Curve | None
    value: str
    rest: Rest | None
    beside: list[Beside | None]


def line_rows(
    programme: Programme, score: UnitScore, heading: ScoreHeading, columns: Mapping[str, Column]
) -> list[LineRow]:
    """The lines under a heading that speak of the unit."""
    own = (one for one in score.lines if one.line.heading_id == heading.pk and one.meant)
    return [_line_row(programme, score, one, columns) for one in own]


def _line_row(
    programme: Programme, score: UnitScore, one: LineScore, columns: Mapping[str, Column]
) -> LineRow:
    function, basis = one.planned.function, one.basis
    curve = curve_of(function, basis.value if basis else None, one.place, one.of_places) if function else None
    value = (
        score_words.value_words(one.line, basis.value) if basis and one.line.measure != Measure.RULE else ""
    )
    return LineRow(
        one,
        score_words.function_words(one.planned),
        curve,
        value,
        rest_of(programme, score.unit, one),
        [_beside(kind, one, columns.get(kind)) for kind in BESIDE],
    )


def _beside(kind: Assessor, one: LineScore, column: Column | None) -> Beside | None:
    said = column[1].get(one.line.pk) if column else None
    if said is None:
        return None
    computed = one.points if said.computed is None else said.computed  # as it was when it was handed in
    differs = None if said.points is None or computed is None else said.points - computed
    return Beside(kind, said.points, differs, said.note, said.evidence)


def rest_of(programme: Programme, unit: OrgUnit, one: LineScore) -> Rest | None:
    """What the line's value is made of, drilled into as every figure is."""
    basis, line = one.basis, one.line
    if basis is None:
        return None
    if line.measure == Measure.TIMELINESS:
        returns = reverse("console:returns-all", kwargs={"code": programme.code})
        whole = f"{returns}?{urlencode({'unit': unit.pk})}"
        return Rest(basis.figure, Scale(), whole, basis.against, whole)
    if basis.check is not None:
        return _rest_of_rule(programme, unit, one)
    assert line.indicator is not None
    against = basis.against if basis.against is not None else basis.figure
    scale = scale_of([basis.figure, against], line.indicator.unit, line.indicator.decimals)
    entries = _entries(programme, unit, line.indicator, one)
    if line.measure in {Measure.EVIDENCED, Measure.CONFIRMED}:
        proved = _entries(programme, unit, line.indicator, one, Verdict.AGREED)
        part = proved if line.measure == Measure.CONFIRMED else ""
        return Rest(basis.figure, scale, part, basis.against, entries)
    target = basis.standings[0].target if len(basis.standings) == 1 and basis.against is not None else None
    page = reverse("console:target", kwargs={"code": programme.code, "pk": target.pk}) if target else ""
    return Rest(basis.figure, scale, entries, basis.against, page)


def _rest_of_rule(programme: Programme, unit: OrgUnit, one: LineScore) -> Rest | None:
    """What stands above and below the rule's line."""
    assert one.basis is not None and one.basis.check is not None
    check = one.basis.check
    above, below = check.rule.numerator, check.rule.denominator
    if above is None or check.numerator is None:
        return None
    scale = scale_of([check.numerator, check.denominator], above.unit, above.decimals)
    href = _entries(programme, unit, above, one)
    return Rest(
        check.numerator,
        scale,
        href,
        check.denominator,
        _entries(programme, unit, below, one) if below else "",
    )


def _entries(
    programme: Programme, unit: OrgUnit, indicator: Indicator, one: LineScore, confirmation: str = ""
) -> str:
    """The ledger's list of the entries behind a figure of the line."""
    assert one.basis is not None
    standings = one.basis.standings
    receiver: Any = standings[0].receiver if len(standings) == 1 and one.basis.against is not None else None
    return ledger_url(
        programme,
        indicator=indicator,
        giver="" if unit.pk == programme.giver_id else unit,
        receiver=receiver or "",
        confirmation=confirmation,
        state="accepted",
        start=one.basis.first,
        end=one.basis.last,
    )


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action in words, with what it adds and where to begin."""

    of: Action
    words: str
    effort: str
    lines: list[str]
    href: str
    begins: bool
    target_href: str


def action_rows(user: Any, programme: Programme, sheet: Sheet, score: UnitScore) -> list[ActionRow]:
    """The three that raise the score most."""
    may_record = allows(user, Act.RECORD_ENTRY, unit=score.unit)
    return [_action_row(programme, score, one, may_record) for one in actions(score, sheet.facts)]


def _action_row(programme: Programme, score: UnitScore, action: Action, may_record: bool) -> ActionRow:
    main = action.main
    rest = rest_of(programme, score.unit, main)
    href, begins = rest.href if rest else "", False
    if action.sort is Sort.EVIDENCE and rest:
        href = rest.against_href
    elif action.sort is Sort.CONFIRMATION and main.basis is not None:
        href = _entries(programme, score.unit, action.indicator, main, "none")
    elif may_record and (known := kinds.members(action.indicator.kind)):
        href = reverse("console:entry-new", kwargs={"code": programme.code, "kind": known[0].key})
        begins = True
    target = main.basis.standings[0].target if main.basis and main.basis.standings else None
    page = reverse("console:target", kwargs={"code": programme.code, "pk": target.pk}) if target else ""
    return ActionRow(
        action,
        score_words.action_words(action),
        score_words.effort_words(action),
        [one.line.label for one in action.lines if one.line.label != action.indicator.label],
        href,
        begins,
        page,
    )
