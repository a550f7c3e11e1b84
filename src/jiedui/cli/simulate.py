"""``jiedui simulate``: a generated year of entries for an example programme."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from jiedui.cli.scale import CITY_ENTRIES, fill_warehouse
from jiedui.cli.simulation import ReturnsOf, Summary, simulate_year, volume_for
from jiedui.kernel.errors import Invalid
from jiedui.ledger import kinds
from jiedui.plans.models import Programme
from jiedui.plans.queries import get_programme
from jiedui.warehouse.scale import Scale

FATES = {
    "draft": gettext_lazy("drafts"),
    "submitted": gettext_lazy("waiting for the lead"),
    "returned": gettext_lazy("returned"),
    "accepted": gettext_lazy("accepted"),
    "reversed": gettext_lazy("accepted and reversed"),
    "corrected": gettext_lazy("accepted and corrected"),
}
WORDS = {
    "agreed": gettext_lazy("confirmed by the receiver"),
    "disputed": gettext_lazy("disputed by the receiver"),
}


def simulate(
    year: Annotated[bool, typer.Option("--year", help="The programme's year up to its today.")] = True,
    programme: Annotated[str, typer.Option(help="Code of the programme; the only one if left out.")] = "",
    seed: Annotated[int, typer.Option(help="Another seed gives another year.")] = 1,
    volume: Annotated[
        float, typer.Option(min=0.01, max=50, help="How many entries, against the usual.")
    ] = 1.0,
    entries: Annotated[
        int, typer.Option(min=0, help="About so many entries, whatever the volume says: 60000, for example.")
    ] = 0,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Up to this day; the programme's today if left out."),
    ] = None,
    returns: Annotated[
        bool, typer.Option("--returns", help="Also close the returns of each month when it is over.")
    ] = False,
    scale: Annotated[
        Scale | None,
        typer.Option(help="A warehouse of this size in --into: 10^5, 10^7 or 10^8 postings, no entries."),
    ] = None,
    into: Annotated[
        Path | None, typer.Option(help="With --scale: an empty folder; city without it: the database.")
    ] = None,
) -> None:
    """Generate a year of entries, marked as synthetic everywhere. Repeating it changes nothing."""
    if scale and (into or scale != Scale.CITY):
        fill_warehouse(scale, into, seed=seed)
        return
    if scale:
        entries = entries or CITY_ENTRIES
    found = _chosen(programme)
    last = until.date() if until else None
    if entries:
        volume = volume_for(found, entries, seed=seed, until=last)
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    closing = ReturnsOf(found, seed=seed) if returns else None
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(_("Generating entries …"), total=None)
        summary = simulate_year(
            found,
            seed=seed,
            volume=volume,
            until=last,
            on_progress=lambda done, total: progress.update(task, completed=done, total=total),
            after_month=closing,
        )
    show(console, found, summary)
    if closing and not summary.already:
        closing.open_rest()
        words = {"made": closing.produced, "accepted": closing.accepted, "back": closing.sent_back}
        told = _("%(made)d returns made, %(accepted)d accepted, %(back)d of them sent back first.") % words
        console.print(told, highlight=False)


def _chosen(code: str) -> Programme:
    """The programme with that code, or the only one. Raises NotFound, Invalid."""
    if code:
        return get_programme(code)
    programmes = list(Programme.objects.select_related("giver").all()[:2])
    if len(programmes) != 1:
        raise Invalid(_("Say which programme: --programme CODE."), address="--programme")
    return programmes[0]


def show(console: Console, programme: Programme, summary: Summary) -> None:
    """Print what was generated."""
    console.print(programme.label, style="bold", highlight=False)
    if summary.already:
        console.print(
            _("The generated year is there already (%(count)d entries); nothing was changed.")
            % {"count": summary.already}
        )
        return
    table = Table(show_header=False)
    table.add_column("")
    table.add_column("", justify="right")
    for key, count in sorted(summary.kinds.items()):
        table.add_row(str(kinds.get(key).label), str(count))
    table.add_section()
    for names, counts in ((FATES, summary.fates), (WORDS, summary.words)):
        for key, name in names.items():
            if counts[key]:
                table.add_row(str(name), str(counts[key]))
    console.print(table)
    console.print(_("Synthetic data: generated for demonstration, not real."), style="reverse")
