"""``jiedui export-chain``: the chain as a file that can be verified without this software."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from jiedui.ledger import chain_export
from jiedui.ledger.models import ChainHead
from jiedui.ledger.queries import sequence_since


def export_chain(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    since: Annotated[str, typer.Option(help="Only from this number of the chain or this day on.")] = "",
) -> None:
    """Write everything that is hashed, as JSON lines. docs/verify_chain.py verifies the file offline."""
    first = max(sequence_since(since), 1)
    head = ChainHead.objects.first() or ChainHead()
    _write(file, first, max(head.sequence - first + 1, 0))
    console = Console(soft_wrap=True)
    words = {"first": first, "last": head.sequence, "file": file}
    console.print(_("Numbers %(first)d to %(last)d of the chain are in %(file)s.") % words, markup=False)
    if head.hash:
        console.print(_("Hash of the last: %(hash)s") % {"hash": head.hash}, markup=False, highlight=False)


def _write(file: Path, first: int, total: int) -> None:
    """Write beside and rename, so that a file of this name is always whole."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with (
            os.fdopen(handle, "wb") as out,
            Progress(*columns, console=Console(stderr=True), transient=True) as bar,
        ):
            task = bar.add_task(_("The chain of accepted entries"), total=total)
            out.writelines(chain_export.lines(since=first, advance=lambda count: bar.advance(task, count)))
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
