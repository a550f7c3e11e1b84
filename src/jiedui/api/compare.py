"""``/api/explore``: the three comparisons, fetched again and again by spreadsheets and programs.

The parameters are those of the pages under *Explore*; a day outside the programme counts as its nearest one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router
from pydantic import Field

from jiedui.accounts.policies import Action, require
from jiedui.api.explore import AUTH, as_csv
from jiedui.kernel.errors import NotFound
from jiedui.organisations.queries import get_unit
from jiedui.plans.models import Indicator, Programme, Revision
from jiedui.plans.queries import get_indicator, get_programme, get_workstream
from jiedui.progress.comparing.revised import MilestoneRow, RuleRow
from jiedui.progress.comparing.sides import sides
from jiedui.progress.comparing.versions import VersionRow, revision_on, versions
from jiedui.progress.comparing.years import years
from jiedui.progress.standing import Standing
from jiedui.warehouse.exports.paper import Column, Paper, Value

router = Router(auth=AUTH)
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
YEARS = (
    "workstream", "indicator_id", "indicator", "unit_id", "unit", "counted_in", "first", "last", "value",
    "first_before", "last_before", "value_before", "difference", "change",
)  # fmt: skip
SIDES = (
    "indicator_id", "indicator", "giver_id", "giver", "receiver_id", "receiver", "counted_in", "from", "to", "claimed",
    "confirmed", "disputed", "theirs", "gap", "silent",
)  # fmt: skip
VERSIONS = (
    "what", "change", "earlier_id", "later_id", "workstream", "name", "unit_id", "unit", "receiver_id", "receiver",
    "first", "last", "counted_in", "earlier", "later", "ordered_by", "done", "expected_earlier", "status_earlier",
    "expected_later", "status_later",
)  # fmt: skip


@router.get("/{code}/years.csv", response={200: None})
def read_years(
    request: HttpRequest,
    code: str,
    on: date | None = None,
    workstream: str = "",
    unit: Id | None = None,
    indicator: Id | None = None,
) -> StreamingHttpResponse:
    """This year to a day beside last year to the same day: a row an indicator, or of one `indicator` a row a unit.

    Headcounts that the plan states are left out. `change` is a share of last year's figure.
    """
    programme = _programme(request, code)
    found = years(
        programme,
        on=_inside(programme, on),
        workstream=get_workstream(programme, workstream) if workstream else None,
        unit=get_unit(unit) if unit else None,
        indicator=_counted(programme, indicator),
    )
    rows: list[list[Value]] = [
        [
            row.indicator.workstream.key, row.indicator.pk, row.indicator.label, row.unit.pk, row.unit.label,
            row.indicator.unit, found.this.first, found.this.last, row.this.value, found.last.first, found.last.last,
            row.last.value if row.last else None, row.difference, row.change,
        ]
        for row in found.rows
    ]  # fmt: skip
    return as_csv(_paper(YEARS, rows), f"{code}-years")


@router.get("/{code}/sides.csv", response={200: None})
def read_sides(
    request: HttpRequest,
    code: str,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    workstream: str = "",
    indicator: Id | None = None,
) -> StreamingHttpResponse:
    """What givers claim beside what receivers say: a row an indicator, or of one `indicator` a row a pairing.

    Only what the person may see is in it. `theirs` is the receivers' figure of what is disputed.
    """
    programme = _programme(request, code)
    start = _inside(programme, first or programme.starts_on)
    found = sides(
        request.user,
        programme,
        start=start,
        end=max(start, _inside(programme, last)),
        workstream=get_workstream(programme, workstream) if workstream else None,
        indicator=_counted(programme, indicator),
    )
    rows: list[list[Value]] = [
        [
            row.indicator.pk, row.indicator.label, *_named(row.giver), *_named(row.receiver), row.indicator.unit,
            found.start, found.end, row.claimed, row.confirmed, row.disputed, row.theirs, row.gap, row.silent,
        ]
        for row in found.rows
    ]  # fmt: skip
    return as_csv(_paper(SIDES, rows), f"{code}-sides")


@router.get("/{code}/versions.csv", response={200: None})
def read_versions(
    request: HttpRequest,
    code: str,
    earlier: Id | None = None,
    later: Id | None = None,
    earlier_on: date | None = None,
    later_on: date | None = None,
) -> StreamingHttpResponse:
    """What differs between two versions of the plan, and how today stands under each: targets, milestones, rules.

    A version is told by its number or as the one in force on a day; without either, the last two. There is no row
    where there is but one version, and 404 where there is no such version. Figures of a milestone are shares of one,
    of a rule its threshold.
    """
    programme = _programme(request, code)
    numbered = {one.number: one for one in programme.revisions.order_by("number")}
    last_two: list[Revision | None] = [None, *numbered.values()][-2:]
    before = _version(programme, numbered, earlier, earlier_on, last_two[0] or last_two[-1])
    after = _version(programme, numbered, later, later_on, last_two[-1])
    found = versions(programme, before, after, on=programme.today)
    rows = [
        *(_target(row) for row in found.rows),
        *(_milestone(row) for row in found.milestones),
        *(_rule(row) for row in found.rules),
    ]
    return as_csv(_paper(VERSIONS, rows), f"{code}-versions")


def _programme(request: HttpRequest, code: str) -> Programme:
    require(request.user, Action.SEE_ENTRIES)
    return get_programme(code)


def _inside(programme: Programme, day: date | None) -> date:
    return min(max(day or programme.today, programme.starts_on), programme.ends_on)


def _counted(programme: Programme, pk: int | None) -> Indicator | None:
    """An indicator that is compared at all. Raises NotFound for a headcount as stated."""
    found = get_indicator(programme, pk) if pk else None
    if found is not None and found.as_stated:
        raise NotFound
    return found


def _version(
    programme: Programme,
    numbered: dict[int, Revision],
    number: int | None,
    day: date | None,
    otherwise: Revision | None,
) -> Revision:
    found = revision_on(programme, day) if day else numbered.get(number) if number else otherwise
    if found is None:
        raise NotFound
    return found


def _paper(names: Sequence[str], rows: list[list[Value]]) -> Paper:
    return Paper("", [], "", [Column(name, name) for name in names], rows, len(rows))


def _named(unit: Any) -> tuple[Value, Value]:
    return (unit.pk, unit.label) if unit else (None, None)


def _target(row: VersionRow) -> list[Value]:
    target, order, done = row.target, row.ordered_by, row.stands or row.stood
    return [
        "target", str(row.change), _pk(row.earlier), _pk(row.later), row.indicator.workstream.key, row.indicator.label,
        *_named(target.unit), *_named(target.receiver), target.starts_on, target.ends_on, row.indicator.unit, row.was,
        row.becomes, order.number if order else None, done.value if done else None, *_under(row.stood),
        *_under(row.stands),
    ]  # fmt: skip


def _milestone(row: MilestoneRow) -> list[Value]:
    """The days of both versions stand where a target has its first and last."""
    order, one = row.ordered_by, row.milestone
    days = [side.due_on if side else None for side in (row.earlier, row.later)]
    shares = [side.share if side else None for side in (row.earlier, row.later)]
    return [
        "milestone", str(row.change), _pk(row.earlier), _pk(row.later), one.workstream.key, one.label,
        None, None, None, None, *days, "", *shares, order.number if order else None, None, None, None, None, None,
    ]  # fmt: skip


def _rule(row: RuleRow) -> list[Value]:
    order, one = row.ordered_by, row.rule
    thresholds = [side.threshold if side else None for side in (row.earlier, row.later)]
    stood, stands = (str(check.state) if check else None for check in (row.stood, row.stands))
    return [
        "rule", str(row.change), _pk(row.earlier), _pk(row.later), one.workstream.key if one.workstream else None,
        one.label, None, None, None, None, None, None, "", *thresholds, order.number if order else None, None, None,
        stood, None, stands,
    ]  # fmt: skip


def _pk(one: Any) -> Value:
    return one.pk if one else None


def _under(standing: Standing | None) -> tuple[Value, Value]:
    return (standing.expected, str(standing.status)) if standing else (None, None)
