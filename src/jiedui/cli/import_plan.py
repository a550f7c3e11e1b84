"""``jiedui import-plan``: a plan document into a running programme, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from jiedui.documents import wording
from jiedui.documents.enums import DocumentState, Match, ProposedObject
from jiedui.documents.errors import Unreadable
from jiedui.documents.models import Proposal, SourceDocument
from jiedui.documents.review import Review, review_of
from jiedui.documents.services import (
    accept_document,
    accept_section,
    compare_document,
    found_programme,
    receive_document,
)
from jiedui.documents.telling import Role, tell
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.plans.models import Programme

MARKS = {"error": "✗", "warning": "!", "ok": "✓"}


def import_plan(
    file: Annotated[
        Path, typer.Argument(help="The plan: a Word, Excel or PDF file, a web page or plain text.")
    ],
    programme: Annotated[str, typer.Option(help="Code of the programme.")],
    accept: Annotated[bool, typer.Option("--accept", help="Write it into the plan.")] = False,
    create: Annotated[bool, typer.Option("--create", help="Found the programme first.")] = False,
    giver: Annotated[str, typer.Option(help="With --create: the giving territory, such as 天津市.")] = "",
    year: Annotated[int, typer.Option(help="With --create: the programme's year.")] = 0,
    name: Annotated[str, typer.Option(help="With --create: the programme's name.")] = "",
    brief: Annotated[bool, typer.Option("--brief", help="Counts instead of every proposal.")] = False,
) -> None:
    """Read a plan document and show what accepting it would write; with --accept, write it.

    Proposals that cannot be accepted as they are stay out and are listed; where figures do not agree, both
    are kept and noted. Decide otherwise on the review screen.
    """
    console = Console()
    found = _programme(programme, create, giver, year, name)
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True) as bar:
        bar.add_task(_("Reading the document"))
        document = _receive(found, file)
    _show(console, review_of(document), brief=brief)
    if accept and document.state == DocumentState.REVIEW:
        with Progress(
            SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True
        ) as bar:
            bar.add_task(_("Writing the plan"))
            accept_section(actor=None, document=document)
            outcome = accept_document(actor=None, document=document, leave_open_out=True)
        _show_outcome(console, outcome.counts)


def _programme(code: str, create: bool, giver: str, year: int, name: str) -> Programme:
    found = Programme.objects.select_related("giver").filter(code=code).first()
    if found:
        return found
    if not create:
        raise NotFound(
            _("There is no programme %(code)s. Add --create --giver NAME --year YYYY to found it."), code=code
        )
    if not giver or not year:
        raise Invalid(_("Founding a programme needs --giver and --year."))
    title = name or f"{giver}{year}年对口支援和协作"
    return found_programme(actor=None, code=code, name=title, giver=giver, first_year=year)


def _receive(programme: Programme, file: Path) -> SourceDocument:
    if not file.is_file():
        raise NotFound(_("There is no file %(file)s."), file=str(file))
    receipt = receive_document(
        actor=None, programme=programme, filename=file.name, content=file.read_bytes(), in_background=False
    )
    document = receipt.document
    if document.state == DocumentState.FAILED:
        raise Unreadable(wording.failure(document.error), address=file.name)
    if not receipt.fresh:
        document.programme = programme
        compare_document(document)
    return document


def _show(console: Console, review: Review, *, brief: bool) -> None:
    document = review.document
    console.print(Text(str(document), style="bold"), Text(document.doc_number, style="dim"))
    if document.state == DocumentState.ACCEPTED:
        console.print(Text(_("Accepted already. Compared with the plan as it stands:"), style="yellow"))
    for section in review.sections:
        if brief:
            continue
        console.print(_table(section.name or _("Pairings"), section.proposals))
    _show_findings(console, review)
    _show_counts(console, [p for section in review.sections for p in section.proposals])


def _table(title: str, proposals: list[Proposal]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="dim", box=None)
    for column in (_("Line"), _("Kind"), _("What"), _("Figure"), _("Who"), _("When"), _("Plan"), _("Note")):
        table.add_column(column, justify="right" if column == _("Line") else "left", overflow="fold")
    for proposal in sorted(proposals, key=lambda row: row.fact.number):
        told = tell(proposal)
        table.add_row(
            str(proposal.fact.line),
            str(ProposedObject(proposal.makes).label),
            Text(told.headline),
            Text(told.figure),
            Text("; ".join(_parties(role) for role in told.roles)),
            told.when,
            Text(f"{told.before} → {told.after}" if told.before else str(Match(proposal.match).label)),
            Text(" ".join(note.text for note in told.problems), style="red" if proposal.blocked else "dim"),
        )
    return table


def _parties(role: Role) -> str:
    """The names in a role, the role's word before them."""
    names = "、".join(party.text for party in role.parties)
    return f"{role.word} {names}".strip()


def _show_findings(console: Console, review: Review) -> None:
    for row in [*review.discrepancies, *review.agreeing]:
        said = wording.discrepancy(row.code, row.params, row.severity)
        lines = ", ".join(str(place["line"]) for place in row.places)
        style = {"error": "red", "warning": "yellow"}.get(row.severity, "dim")
        console.print(
            Text(f"{MARKS.get(row.severity, '·')} {said.title}: {said.text} ({lines})", style=style)
        )
    for fact in review.outside:
        told = _("Not imported, outside scope (line %(line)d): %(reason)s")
        reason = wording.reason(str(fact.fields.get("reason", "")))
        console.print(Text(told % {"line": fact.line, "reason": reason}, style="magenta"))


def _show_counts(console: Console, proposals: list[Proposal]) -> None:
    for match in Match:
        count = sum(proposal.match == match for proposal in proposals)
        if count:
            console.print(f"{match.label}: {count}")
    blocked = sum(proposal.blocked for proposal in proposals)
    if blocked:
        console.print(Text(_("cannot be accepted as they are: %(count)d") % {"count": blocked}, style="red"))


def _show_outcome(console: Console, counts: dict[str, int]) -> None:
    if not counts:
        console.print(_("Nothing changed: the plan says all of it already."))
        return
    words = wording.written(counts)
    console.print(Text(_("Written: %(what)s.") % {"what": words}, style="green"))
