"""``jiedui simulate --scale``: a generated warehouse of a city, a province or the country."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from jiedui.kernel.errors import Invalid
from jiedui.warehouse.scale import SIZES, Scale, make
from jiedui.warehouse.scale.making import STEPS_BEFORE_POSTINGS

CITY_ENTRIES = 60_000
"""Entries that post about 10^5 times on the example programme's indicators."""


def fill_warehouse(scale: Scale, folder: Path | None, *, seed: int) -> None:
    """Make it in ``folder``, with a progress bar. Raises Invalid without a folder, or where it is not empty."""
    if folder is None:
        raise Invalid(_("Say where to: --into FOLDER."), address="--scale")
    console = Console()
    size = SIZES[scale]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("Generating postings …"), total=STEPS_BEFORE_POSTINGS + size.years)
        make(size, folder, seed=seed, advance=lambda: bar.advance(task))
    words = {"count": size.postings, "years": size.years, "folder": folder}
    console.print(_("%(count)d postings of %(years)d years in %(folder)s.") % words, highlight=False)
    console.print(_("Synthetic data: generated for demonstration, not real."), style="reverse")
