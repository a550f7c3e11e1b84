"""``jiedui standing``: how a programme's targets stand on a day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import NotFound
from jiedui.kernel.figures import Scale, percent, scale_of
from jiedui.plans.models import Programme
from jiedui.progress.standings import Standing, Status, standings, without_parts

COLOURS = {"teal": "cyan", "grey": "white", "amber": "yellow", "red": "red", "muted": "bright_black"}
REST = Decimal("0.000001")
WIDE = 140


def standing(
    programme: Annotated[str, typer.Option(help="Code of the programme.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day; the programme's today.")
    ] = None,
    workstream: Annotated[str, typer.Option(help="Only this workstream (its key).")] = "",
    unit: Annotated[str, typer.Option(help="Only targets of this unit (its full or short name).")] = "",
    parts: Annotated[
        bool, typer.Option(help="Also the months and receivers a unit's target is split into.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Exact figures as JSON.")] = False,
) -> None:
    """Show every target's value, what is expected by the day, status, forecast and needed monthly rate."""
    found = find_programme(programme)
    day = on.date() if on else found.today
    rows = [
        row
        for row in standings(found, on=day)
        if workstream in {"", row.indicator.workstream.key}
        and unit in {"", row.unit.name, row.unit.short_name}
    ]
    if as_json:
        typer.echo(json.dumps({"programme": found.code, "on": day.isoformat(), "synthetic": found.synthetic,
                               "standings": [as_dict(row) for row in rows]}, ensure_ascii=False, indent=2))  # fmt: skip
    else:
        _print(found, day, rows, parts=parts)


def find_programme(code: str) -> Programme:
    """The programme with that code. Raises NotFound that names those there are."""
    try:
        return Programme.objects.select_related("giver").get(code=code)
    except Programme.DoesNotExist:
        known = ", ".join(Programme.objects.values_list("code", flat=True)) or _("none yet: load one first")
        raise NotFound(
            _("There is no programme %(code)s. Programmes: %(known)s."), code=code, known=known
        ) from None


def as_dict(row: Standing) -> dict[str, Any]:
    """A standing for machines: values and targets exact, computed figures to six places, all as strings."""
    return {
        "workstream": row.indicator.workstream.key,
        "indicator": row.indicator.code,
        "name": row.indicator.name,
        "measured_in": row.indicator.unit,
        "unit": row.unit.name,
        "receiver": row.receiver.name if row.receiver else None,
        "period": [row.target.starts_on.isoformat(), row.target.ends_on.isoformat()],
        "part_of": row.target.parent_id,
        "target_id": row.target.pk,
        "target": plain(row.target_value),
        "comparator": row.target.comparator,
        "value": None if row.value is None else plain(row.value),
        "status": row.status.value,
        "expected_by": row.basis.value if row.basis else None,
        **{key: _text(getattr(row, key)) for key in COMPUTED},
        **{
            key: day.isoformat() if (day := getattr(row, key)) else None for key in ("reached_on", "lands_on")
        },
        "entries": row.entries,
    }


COMPUTED = (
    "expected", "pace", "share", "forecast", "forecast_low", "forecast_high", "needed_per_month", "best_month",
    "evidenced", "confirmed",
)  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value.quantize(REST))


def _print(programme: Programme, day: date, found: list[Standing], *, parts: bool) -> None:
    console = Console()
    if programme.synthetic:
        console.print(_("Synthetic data: generated for demonstration, not real."), style="reverse")
    rows = found if parts else without_parts(found)
    if not rows:
        console.print(_("No target matches. Load or accept a plan first, or widen the filters."))
        return
    table = _table(console, _("%(name)s on %(day)s") % {"name": programme.label, "day": day.isoformat()})
    for _key, group in groupby(rows, key=lambda row: row.indicator.pk):
        _add_indicator(table, list(group))
    console.print(table)
    if hidden := len(found) - len(rows):
        told = ngettext(
            "%(count)d part of these targets is not shown; --parts shows it.",
            "%(count)d parts of these targets are not shown; --parts shows them.",
            hidden,
        )
        console.print(told % {"count": hidden})


def _table(console: Console, title: str) -> Table:
    """Every column where the terminal has room for them; else those that answer whether we make it."""
    table = Table(title=title, header_style="bold", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Indicator, unit"), overflow="fold", min_width=26)
    for heading in (_("Value"), _("Expected"), _("Target"), _("Pace")):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(_("Status"), no_wrap=True)
    if console.width >= WIDE:
        for heading in (_("Forecast"), _("Needed a month"), _("Evidenced"), _("Confirmed"), _("Entries")):
            table.add_column(heading, justify="right", no_wrap=True)
    return table


def _add_indicator(table: Table, rows: list[Standing]) -> None:
    """A line that names the indicator and its unit of count, then one line a target, on one scale."""
    indicator = rows[0].indicator
    scale = scale_of([row.target_value for row in rows], indicator.unit, indicator.decimals)
    table.add_section()
    table.add_row(Text(f"{indicator.label} ({scale.unit})", style="bold"))
    for row in rows:
        cells = _cells(row, scale)
        table.add_row(*cells[: len(table.columns)])


def _cells(row: Standing, scale: Scale) -> list[str | Text]:
    unit = f"{row.unit.label} → {row.receiver.label}" if row.receiver else row.unit.label
    whole_year = (row.target.starts_on.month, row.target.ends_on.month) == (1, 12)
    period = "" if whole_year else f" {row.target.starts_on:%Y-%m}…{row.target.ends_on:%Y-%m}"
    return [
        f"  {unit}{period}",
        *(scale.show(figure) for figure in (row.value, row.expected, row.target_value)),
        percent(row.pace, 0),
        status_text(row.status),
        scale.show(row.forecast),
        _finer(scale).show(row.needed_per_month),
        percent(row.evidenced, 0),
        percent(row.confirmed, 0),
        str(row.entries),
    ]


def _finer(scale: Scale) -> Scale:
    """A third of a person a month is not nothing."""
    return replace(scale, decimals=scale.decimals + 1) if scale.divisor == 1 else scale


def status_text(status: Status) -> Text:
    """Shape and word, with a colour that only repeats them."""
    return Text(f"{status.shape} {status.word}", style=COLOURS[status.tone])
