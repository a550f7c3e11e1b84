"""``jiedui import-entries`` and ``jiedui template``: many rows at once, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.ledger import kinds
from jiedui.ledger.intake.columns import sheet_columns
from jiedui.ledger.intake.enums import ImportState
from jiedui.ledger.intake.mapping import Mapping
from jiedui.ledger.intake.report import Issue, Report, RowChange
from jiedui.ledger.intake.template import template as workbook
from jiedui.ledger.models import ImportBatch
from jiedui.ledger.services import check_rows, store_evidence
from jiedui.plans.queries import get_programme

MOST_SHOWN = 20


def import_entries(
    kind: Annotated[str, typer.Argument(help="The kind of help, such as purchase.")],
    file: Annotated[Path, typer.Argument(help="A workbook (.xlsx) or CSV file.")],
    programme: Annotated[str, typer.Option(help="Code of the programme.")],
    user: Annotated[str, typer.Option("--as", help="Who records: a user name.")],
    mapping: Annotated[Path | None, typer.Option(help="Which column is which field, as JSON.")] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Store what was checked.")] = False,
    submit: Annotated[bool, typer.Option("--submit", help="Submit what is stored.")] = False,
    voucher: Annotated[Path | None, typer.Option(help="One file that proves every row.")] = None,
    purpose: Annotated[str, typer.Option(help="The role of the voucher.")] = "voucher",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check every row of a file and show what was found; with --commit, store it in one transaction.

    Exit 1 where a cell has to be put right; then nothing is stored.
    """
    found = kinds.get(kind)
    actor, console = _person(user), Console()
    proof = None
    if voucher is not None:
        proof = (purpose, store_evidence(filename=voucher.name, content=_read(voucher)))
    with _busy(_("Storing the rows") if commit else _("Checking the rows")):
        handed = check_rows(
            actor=actor,
            programme=get_programme(programme),
            kind=found.key,
            filename=file.name,
            content=_read(file),
            mapping=_mapping(mapping),
            submit=submit,
            voucher=proof,
            in_background=False,
            commit=commit,
        )
    batch = handed.batch
    report = Report.from_record(batch.report)
    if as_json:
        typer.echo(json.dumps(_record(batch, report), ensure_ascii=False, indent=2, default=str))
    else:
        _show(console, batch, report)
    if batch.error or not report.committable:
        raise typer.Exit(1)


def template(
    kind: Annotated[str, typer.Argument(help="The kind of help, such as purchase.")],
    programme: Annotated[str, typer.Option(help="Code of the programme.")],
    user: Annotated[str, typer.Option("--as", help="Who fills it in: a user name.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The workbook to write.")],
) -> None:
    """Write the workbook template of a kind, with the choices of one person."""
    content = workbook(kinds.get(kind).key, get_programme(programme), _person(user))
    out.write_bytes(content)
    Console().print(_("Written: %(what)s.") % {"what": out}, markup=False, highlight=False)


def _person(username: str) -> User:
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise NotFound(_("Nobody signs in as “%(username)s”."), username=username)
    return found


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise NotFound(_("There is no file %(file)s."), file=str(file))
    return file.read_bytes()


def _mapping(file: Path | None) -> Mapping | None:
    if file is None:
        return None
    try:
        return Mapping.from_record(json.loads(_read(file)))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Invalid(_("This is no mapping of columns to fields."), address=file.name) from None


def _busy(what: str) -> Progress:
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True
    )
    bar.add_task(what)
    return bar


def _record(batch: ImportBatch, report: Report) -> dict[str, Any]:
    errors = [
        {"address": item.address, "field": item.field, "message": item.message} for item in report.errors
    ]
    return {
        "import": batch.pk,
        "state": batch.state,
        "error": batch.error,
        **report.as_record(),
        "errors": errors,
    }


def _show(console: Console, batch: ImportBatch, report: Report) -> None:
    if batch.error:
        console.print(Text(batch.error, style="red"))
    _show_counts(console, report)
    _show_issues(console, _("To be put right"), report.errors, "red")
    _show_issues(console, _("Worth a look"), report.warnings, "yellow")
    _show_changes(console, report.changes, batch.kind)
    for twin in report.twins[:MOST_SHOWN]:
        other = f"#{twin.other_entry}" if twin.other_entry else str(twin.other_row)
        console.print(
            Text(_("Row %(row)d may be a duplicate of %(other)s.") % {"row": twin.row, "other": other})
        )
    if batch.state == ImportState.COMMITTED:
        said = (
            _("Stored.")
            if not report.counts.changes_nothing
            else _("Everything was there already; nothing was changed.")
        )
        console.print(Text(said, style="green"))
    elif report.committable:
        console.print(_("Nothing is stored yet. Add --commit to store it."))


def _show_counts(console: Console, report: Report) -> None:
    counts = report.counts
    table = Table(
        _("Rows"), _("New"), _("Unchanged"), _("Changed"), _("Locked"), _("Suspected"), _("Errors"), box=None
    )
    numbers = (
        counts.rows,
        counts.new,
        counts.unchanged,
        counts.changed,
        counts.locked,
        counts.suspected,
        counts.errors,
    )
    table.add_row(*map(str, numbers))
    console.print(table)


def _show_issues(console: Console, title: str, issues: tuple[Issue, ...], style: str) -> None:
    if issues:
        console.print(Text(title, style=f"bold {style}"))
    for item in issues[:MOST_SHOWN]:
        console.print(Text(f"  {item.address}  {item.message}", style=style), soft_wrap=True)
    if len(issues) > MOST_SHOWN:
        console.print(_("  … and %(count)d more") % {"count": len(issues) - MOST_SHOWN})


def _show_changes(console: Console, changes: tuple[RowChange, ...], kind: str) -> None:
    labels = {column.name: column.label for column in sheet_columns(kind)}
    for change in changes[:MOST_SHOWN]:
        told = ", ".join(f"{labels[item.field]}: {item.before} → {item.after}" for item in change.changes)
        note = "" if change.applies else _(" (not changed: it is no draft any more)")
        if change.content:
            note = _(" (not changed: it is accepted; correct it on its page)")
        console.print(Text(f"  {change.row}  #{change.entry}  {told}{note}"), soft_wrap=True)
