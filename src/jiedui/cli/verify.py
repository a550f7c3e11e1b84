"""``jiedui verify``: recompute what is stored beside the entries and name each row that differs."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry, EvidenceFile
from jiedui.ledger.queries import sequence_since
from jiedui.ledger.verification import CHECKS, Check, Difference
from jiedui.ledger.verification.project_files import file_count
from jiedui.plans.models import Programme
from jiedui.plans.queries import get_programme
from jiedui.returns import verification as returns
from jiedui.returns.agreement import compared_count
from jiedui.warehouse import verification as warehouse

EVERY: tuple[Check, ...] = (*CHECKS, *returns.CHECKS, warehouse.CHECK)
"""What is checked, in the order in which it is run."""


def verify(
    programme: Annotated[str, typer.Option(help="Code of one programme; all without it.")] = "",
    since: Annotated[
        str, typer.Option(help="Only what was accepted from this number of the chain or this day on.")
    ] = "",
) -> None:
    """Check the chain, the evidence, files of projects, the postings, the targets, the returns and the warehouse.

    Exit 1 names every row that differs.
    """
    chosen = get_programme(programme) if programme else None
    first = sequence_since(since)
    console = Console(soft_wrap=True)
    found: list[Difference] = []
    with _bar(console) as bar:
        for check in EVERY:
            found += _run(check, chosen, first, bar)
    for difference in found:
        _print(console, difference)
    _summary(console, chosen, first, found)
    if any(not difference.noted for difference in found):
        raise typer.Exit(1)


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _run(check: Check, programme: Programme | None, since: int, bar: Progress) -> list[Difference]:
    task = bar.add_task(_title(check.name), total=_total(check.name, programme, since))

    def advance(count: int) -> None:
        bar.advance(task, count)

    return list(check.differences(programme, advance, since=since))


def _title(check: str) -> str:
    titles = {
        "chain": _("The chain of accepted entries"),
        "evidence": _("Evidence files"),
        "projects": _("Files of projects"),
        "postings": _("Postings against entries"),
        "targets": _("Parts of targets against wholes"),
        "returns": _("Accepted returns against the ledger"),
        "agreement": _("Sums of frozen returns, postings and entries"),
        "warehouse": _("The warehouse against the postings"),
    }
    return titles[check]


def _total(check: str, programme: Programme | None, since: int) -> int:
    if check == "targets":
        return 1 if programme else Programme.objects.count()
    if check == "projects":
        return file_count(programme)
    if check == "returns":
        return returns.accepted_count(programme, since)
    if check == "agreement":
        return compared_count(programme, since)
    if check == "warehouse":
        return warehouse.posting_count(programme, since)
    if check == "evidence":
        used = {"uses__entry__state": EntryState.ACCEPTED, "uses__entry__sequence__gte": since}
        return EvidenceFile.objects.filter(**used).distinct().count()
    entries = Entry.objects.filter(state=EntryState.ACCEPTED, sequence__gte=since)
    return (entries if programme is None or check == "chain" else entries.filter(programme=programme)).count()


def _print(console: Console, difference: Difference) -> None:
    where = f"{difference.subject}, {difference.field}" if difference.field else difference.subject
    style = "yellow" if difference.noted else "red"
    console.print(f"{where}: {difference.message}", style=style, markup=False, highlight=False)


def _summary(console: Console, programme: Programme | None, since: int, found: list[Difference]) -> None:
    table = Table(_("Check"), _("Rows"), _("Differences"), box=None)
    for check in EVERY:
        wrong = sum(1 for item in found if item.check == check.name and not item.noted)
        table.add_row(_title(check.name), str(_total(check.name, programme, since)), str(wrong))
    console.print(table)
    if not any(not item.noted for item in found):
        console.print(_("Everything agrees."), style="green")
