"""``jiedui score``: what a programme's units would score on a day, and what would raise one of them most."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich import box
from rich.console import Console
from rich.table import Table

from jiedui.cli.standing import find_programme
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import NotFound
from jiedui.kernel.figures import grouped, told
from jiedui.progress.scorecards.actions import actions
from jiedui.progress.scorecards.facts import Facts
from jiedui.progress.scorecards.plan import plan_of
from jiedui.progress.scorecards.queries import version_in_force
from jiedui.progress.scorecards.reckoning import Sheet, UnitScore, score_sheet
from jiedui.progress.scorecards.telling import (
    action_as_dict,
    line_as_dict,
    score_as_dict,
    sheet_as_dict,
)


def score(
    code: Annotated[str, typer.Argument(help="Code of the programme.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day; the programme's today.")
    ] = None,
    unit: Annotated[str, typer.Option(help="Only this unit (its full or short name), line by line.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Exact figures as JSON.")] = False,
) -> None:
    """Show what every unit would score by the published scorecard, or one unit's lines and actions."""
    programme = find_programme(code)
    version = version_in_force(programme)
    if version is None:
        raise NotFound(_("This programme has no published scorecard."))
    sheet = score_sheet(plan_of(version), Facts(programme, on.date() if on else programme.today))
    one = _chosen(sheet, unit) if unit else None
    if as_json:
        typer.echo(json.dumps(_as_dict(sheet, one), ensure_ascii=False, indent=2))
        return
    console = Console()
    if programme.synthetic:
        console.print(_("Synthetic data: generated for demonstration, not real."), style="reverse")
    if one is None:
        console.print(_table(sheet))
    else:
        _show(console, sheet, one)


def _chosen(sheet: Sheet, name: str) -> UnitScore:
    found = next((one for one in sheet.scores if name in {one.unit.name, one.unit.short_name}), None)
    if found is None:
        known = ", ".join(one.unit.name for one in sheet.scores) or "–"
        raise NotFound(_("Nothing of “%(name)s” is scored. Units: %(known)s."), name=name, known=known)
    return found


def _as_dict(sheet: Sheet, one: UnitScore | None) -> dict[str, object]:
    if one is None:
        return sheet_as_dict(sheet)
    return {
        **sheet_as_dict(sheet),
        "units": [score_as_dict(sheet, one)],
        "lines": [line_as_dict(line) for line in one.lines if line.meant],
        "actions": [action_as_dict(action) for action in actions(one, sheet.facts)],
    }


def _table(sheet: Sheet) -> Table:
    version = sheet.plan.version
    title = f"{version.scorecard.label} v{version.number} · {sheet.on.isoformat()}"
    table = Table(title=title, title_justify="left", header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Rank"), justify="right")
    table.add_column(_("Unit"))
    table.add_column(_("Score"), justify="right")
    table.add_column(_("Grade"))
    for heading in sheet.plan.headings:
        table.add_column(heading.label, justify="right")
    for one in sheet.scores:
        cells = [one.of_heading(heading) for heading in sheet.plan.headings]
        table.add_row(
            str(one.rank) if one.rank and one.of_ranks > 1 else "–",
            one.unit.label,
            grouped(one.score, 2),
            one.grade.label if one.grade else "–",
            *(f"{grouped(cell[0], 2)}/{plain(cell[1])}" if cell else "–" for cell in cells),
        )
    return table


def _show(console: Console, sheet: Sheet, one: UnitScore) -> None:
    words = {
        "unit": one.unit.label,
        "score": grouped(one.score, 2),
        "total": plain(one.total),
        "grade": one.grade.label if one.grade else "–",
    }
    console.print(_("%(unit)s: %(score)s of %(total)s, %(grade)s") % words, style="bold", highlight=False)
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Line"))
    table.add_column(_("Points"), justify="right")
    table.add_column(_("of"), justify="right")
    for line in one.lines:
        if line.meant:
            table.add_row(line.line.label, grouped(line.points, 2), plain(line.line.points))
    console.print(table)
    for action in actions(one, sheet.facts):
        said = {
            "gain": grouped(action.gain, 2),
            "more": told(action.more, action.indicator.unit, action.indicator.decimals),
            "name": action.indicator.label,
            "sort": {
                "more": _("more"),
                "rule": _("more, to keep a rule"),
                "evidence": _("with evidence"),
                "confirmation": _("to be confirmed"),
            }[action.sort],
        }
        console.print(_("+%(gain)s  %(name)s: %(more)s %(sort)s") % said, highlight=False)
