"""``jiedui extract``: what a document says and what in it does not add up, without touching the database."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from jiedui.documents import wording
from jiedui.documents.facts import Discrepancy, FactKind
from jiedui.documents.readers import UnreadableDocumentError, describe_repair, explain, open_document
from jiedui.documents.reading import Reading, read

COLOURS = {"error": "red", "warning": "yellow", "ok": "green"}


def extract(
    file: Annotated[Path, typer.Argument(help="The document: plain text or .docx.")],
    jsonl: Annotated[
        Path | None, typer.Option(help="Write the facts to this file, one JSON object a line.")
    ] = None,
    facts: Annotated[bool, typer.Option("--facts", help="List every fact, not only how many.")] = False,
) -> None:
    """Read a document: facts by kind, what does not add up, and what is not imported."""
    console = Console()
    try:
        document = open_document(file)
        with console.status(_("Reading %(name)s …") % {"name": escape(document.name)}):
            reading = read(document)
    except UnreadableDocumentError as error:
        Console(stderr=True).print(explain(error), style="red", markup=False)
        raise typer.Exit(2) from error
    if jsonl:
        _write(reading, jsonl)
    _print_kinds(console, reading)
    if facts:
        _print_facts(console, reading)
    _print_discrepancies(console, reading)
    _print_refused(console, reading)
    for repair in document.repairs:
        console.print(describe_repair(repair), style="dim", markup=False)
    if jsonl:
        told = _("%(count)s facts written to %(path)s.") % {"count": len(reading.facts), "path": jsonl}
        console.print(told, markup=False)


def _write(reading: Reading, path: Path) -> None:
    lines = [json.dumps(fact.as_record(), ensure_ascii=False) for fact in reading.facts]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def kind_names() -> dict[FactKind, str]:
    """What the kinds of fact are called."""
    return {
        FactKind.DOCUMENT: _("Documents and annexes"),
        FactKind.ORG: _("Organisations and roles"),
        FactKind.PAIRING: _("Pairings"),
        FactKind.TARGET: _("Targets"),
        FactKind.ACTUAL: _("Actuals"),
        FactKind.TASK: _("Tasks"),
        FactKind.MILESTONE: _("Milestones"),
        FactKind.CADENCE: _("Reporting and meetings"),
        FactKind.RULE: _("Rules"),
        FactKind.PROJECT: _("Projects"),
        FactKind.OUT_OF_SCOPE: _("Not imported: outside scope"),
    }


def _print_kinds(console: Console, reading: Reading) -> None:
    table = Table(title=_("Facts by kind"), title_justify="left")
    table.add_column(_("Kind"))
    table.add_column(_("Facts"), justify="right")
    counts = Counter(fact.kind for fact in reading.facts)
    for kind, name in kind_names().items():
        table.add_row(name, str(counts[kind]))
    table.add_section()
    table.add_row(_("All"), str(len(reading.facts)))
    console.print(table)


def _print_facts(console: Console, reading: Reading) -> None:
    table = Table(title=_("Facts"), title_justify="left")
    for heading in (_("Line"), _("Kind"), _("Words")):
        table.add_column(heading)
    names = kind_names()
    for fact in reading.facts:
        table.add_row(str(fact.line), names[fact.kind], escape(" ".join(fact.quote.split())))
    console.print(table)


def _print_discrepancies(console: Console, reading: Reading) -> None:
    found = reading.discrepancies
    if not found:
        console.print(_("Nothing in the document contradicts itself."), style="green")
        return
    headings = {
        "error": _("Does not add up"),
        "warning": _("Put right or worth a look"),
        "ok": _("Adds up"),
    }
    for severity, heading in headings.items():
        rows = [finding for finding in found if finding.severity == severity]
        if rows:
            console.print(f"\n{heading} ({len(rows)})", style=f"bold {COLOURS[severity]}", markup=False)
        for finding in rows:
            _print_finding(console, finding)


def _print_finding(console: Console, finding: Discrepancy) -> None:
    place = finding.places[0]
    line = _("line %(line)s") % {"line": place.line}
    quote = " ".join(place.quote.split())
    said = wording.discrepancy(finding.code, finding.params, finding.severity)
    console.print(f"  {line}  {said.text}", markup=False, soft_wrap=True, highlight=False)
    console.print(f"      {quote}", markup=False, style="dim", soft_wrap=True, highlight=False)


def _print_refused(console: Console, reading: Reading) -> None:
    if not reading.out_of_scope:
        return
    heading = _("Not imported: outside scope (%(count)s)") % {"count": len(reading.out_of_scope)}
    console.print(f"\n{heading}", style="bold", markup=False)
    for fact in reading.out_of_scope:
        line = _("line %(line)s") % {"line": fact.line}
        console.print(f"  {line}  {wording.reason(fact.fields['reason'])}", markup=False, highlight=False)
