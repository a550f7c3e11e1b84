"""``jiedui evidence``: the store of files."""

from __future__ import annotations

from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from jiedui.kernel.errors import FileDamaged
from jiedui.kernel.storage import Store, store_at, verified

app = typer.Typer(help="The store of files.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The store of files."""


@app.command("copy")
def copy(
    to: Annotated[str, typer.Option(help="A folder, or s3://bucket/prefix?endpoint=…&region=…")],
    source: Annotated[str, typer.Option("--from", help="Where files are kept now, without it.")] = "",
) -> None:
    """Copy every file that is not there yet to another store, verifying each. Exit 1 names the damaged ones."""
    here = store_at(source or settings.EVIDENCE_URL or str(settings.EVIDENCE_FOLDER))
    there = store_at(to)
    console = Console(soft_wrap=True)
    copied, kept, damaged = _copy(here, there, sorted(here.names()))
    words = {"copied": copied, "kept": kept, "to": to.partition("?")[0]}
    console.print(_("%(copied)d files copied to %(to)s, %(kept)d were there.") % words, markup=False)
    for name in damaged:
        console.print(_("Damaged, not copied: %(name)s") % {"name": name}, style="red", markup=False)
    if damaged:
        raise typer.Exit(1)


def _copy(here: Store, there: Store, names: list[str]) -> tuple[int, int, list[str]]:
    """How many were copied, how many were there, and the names of the damaged ones."""
    copied, kept, damaged = 0, 0, []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("Files"), total=len(names))
        for name in names:
            bar.advance(task)
            size = here.size(name) or 0
            if there.size(name) == size:
                kept += 1
                continue
            try:
                # A damaged file raises instead of its last piece, so the other store never gets it whole.
                there.write(name, verified(name, here.pieces(name)), size)
                copied += 1
            except FileDamaged:
                damaged.append(name)
    return copied, kept, damaged
