"""``jiedui rebuild``: write the postings anew from the entries, or the warehouse from the postings."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.services import rebuild_postings
from jiedui.plans.models import Programme
from jiedui.plans.queries import get_programme
from jiedui.warehouse.services import make_anew
from jiedui.warehouse.warehouse import own_warehouse


def rebuild(
    programme: Annotated[str, typer.Option(help="Code of one programme; all without it.")] = "",
    warehouse: Annotated[
        bool, typer.Option("--warehouse", help="Leave the postings and make their copy for analysis anew.")
    ] = False,
) -> None:
    """Write every posting anew from the accepted entries, for example after an indicator was changed."""
    if warehouse:
        _warehouse(Console())
        return
    chosen = [get_programme(programme)] if programme else list(Programme.objects.order_by("code"))
    console = Console()
    for one in chosen:
        before, after = _rebuild(one)
        words = {"code": one.code, "before": before, "after": after}
        console.print(_("%(code)s: %(before)d postings before, %(after)d now.") % words)


def _rebuild(programme: Programme) -> tuple[int, int]:
    total = Entry.objects.filter(programme=programme, state=EntryState.ACCEPTED).count()
    with _bar() as bar:
        task = bar.add_task(programme.code, total=total)
        return rebuild_postings(programme=programme, advance=lambda count: bar.advance(task, count))


def _warehouse(console: Console) -> None:
    with _bar() as bar:
        task = bar.add_task(_("Warehouse"), total=Posting.objects.count())
        rows = make_anew(own_warehouse(), advance=lambda count: bar.advance(task, count))
    console.print(_("The warehouse was made anew: %(rows)d rows.") % {"rows": rows})


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
