"""``jiedui load``: load a programme pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from jiedui.accounts.models import User
from jiedui.cli.packs import load_whole_pack
from jiedui.plans.packs import PackReport

NAMES = {
    "units": gettext_lazy("Units"),
    "aliases": gettext_lazy("Aliases"),
    "programmes": gettext_lazy("Programmes"),
    "revisions": gettext_lazy("Revisions of the plan"),
    "workstreams": gettext_lazy("Workstreams"),
    "indicators": gettext_lazy("Indicators"),
    "pairings": gettext_lazy("Pairings"),
    "targets": gettext_lazy("Targets"),
    "milestones": gettext_lazy("Milestones"),
    "tasks": gettext_lazy("Tasks"),
    "rules": gettext_lazy("Rules"),
    "projects": gettext_lazy("Projects"),
    "people": gettext_lazy("People"),
    "schedules": gettext_lazy("Schedules of returns"),
    "scorecards": gettext_lazy("Scorecards"),
}
MOST_SHOWN = 20


def load(path: Annotated[Path, typer.Argument(help="Folder of the pack.")]) -> None:
    """Load a programme pack: add what is missing, change nothing that is there.

    Every problem is named with its file and line, and then nothing is written.
    """
    console = Console()
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(_("Loading %(path)s …") % {"path": path}, total=None)
        report = load_whole_pack(
            path, on_progress=lambda done, total: progress.update(task, completed=done, total=total)
        )
    show(console, report)


def show(console: Console, report: PackReport) -> None:
    """Print what loading did."""
    if report.programme is not None:
        console.print(report.programme.label, style="bold", highlight=False)
    table = Table(header_style="bold")
    table.add_column("")
    table.add_column(_("Added"), justify="right")
    table.add_column(_("There already"), justify="right")
    for key, name in NAMES.items():
        if report.created[key] or report.unchanged[key]:
            table.add_row(str(name), str(report.created[key]), str(report.unchanged[key]))
    console.print(table)
    if report.changed_nothing:
        console.print(_("Everything was there already; nothing was changed."))
    _show_kept(console, report)
    if report.created["people"]:
        console.print(
            _("The people of a pack are example accounts: their passwords stand in its people.csv.")
        )
        count = User.objects.filter(is_example=True, is_active=True).count()
        words = {"count": count, "command": "jiedui close-examples"}
        console.print(_("Example accounts now: %(count)d. Before real use: %(command)s") % words)


def _show_kept(console: Console, report: PackReport) -> None:
    """What stands otherwise in the database than in the pack."""
    if not report.kept:
        return
    console.print(_("These stand otherwise in the database and were left as they are:"))
    for kept in report.kept[:MOST_SHOWN]:
        words = {"where": kept.where, "what": kept.what, "stored": kept.stored, "pack": kept.in_pack}
        console.print(
            _("  %(where)s  %(what)s: stored %(stored)s, in the pack %(pack)s") % words,
            markup=False,
            highlight=False,
        )
    if len(report.kept) > MOST_SHOWN:
        console.print(_("  … and %(count)d more") % {"count": len(report.kept) - MOST_SHOWN})
