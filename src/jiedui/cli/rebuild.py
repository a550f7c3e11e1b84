"""``jiedui rebuild``: write the postings anew from the entries."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry
from jiedui.ledger.services import rebuild_postings
from jiedui.plans.models import Programme
from jiedui.plans.queries import get_programme


def rebuild(
    programme: Annotated[str, typer.Option(help="Code of one programme; all without it.")] = "",
) -> None:
    """Write every posting anew from the accepted entries, for example after an indicator was changed."""
    chosen = [get_programme(programme)] if programme else list(Programme.objects.order_by("code"))
    console = Console()
    for one in chosen:
        before, after = _rebuild(one)
        words = {"code": one.code, "before": before, "after": after}
        console.print(_("%(code)s: %(before)d postings before, %(after)d now.") % words)


def _rebuild(programme: Programme) -> tuple[int, int]:
    total = Entry.objects.filter(programme=programme, state=EntryState.ACCEPTED).count()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(programme.code, total=total)
        return rebuild_postings(programme=programme, advance=lambda count: bar.advance(task, count))
