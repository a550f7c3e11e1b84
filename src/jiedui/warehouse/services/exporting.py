"""Writing a file that somebody asked for: a small one while they wait, a large one in the background.

What is in it is decided when it is written, by what whoever asked may see then.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, JieduiError, WrongState
from jiedui.plans.models import Programme
from jiedui.warehouse.enums import ExportForm, ExportOf, ExportState
from jiedui.warehouse.exports import files
from jiedui.warehouse.exports.entries import entries_paper
from jiedui.warehouse.exports.flat import write_csv, write_parquet
from jiedui.warehouse.exports.paper import Paper
from jiedui.warehouse.exports.tables import long_paper, table_paper
from jiedui.warehouse.exports.workbooks import write_workbook
from jiedui.warehouse.forms import PivotForm
from jiedui.warehouse.models import Export
from jiedui.warehouse.pivots import answer
from jiedui.warehouse.queries import view_for

AT_ONCE = 2_000
"""So many rows are written while the person waits."""

BEAT = 1.0
"""Seconds between two notes of how far it is."""

WRITERS: dict[str, Callable[[Paper, Path, Callable[[int], object]], None]] = {
    ExportForm.XLSX: write_workbook,
    ExportForm.CSV: write_csv,
    ExportForm.PARQUET: write_parquet,
}


def export(*, actor: User, programme: Programme, query: str, of: str, form: str) -> Export:
    """Have a file written. Raises NotAllowed, Invalid."""
    require(actor, Action.SEE_ENTRIES)
    if of not in ExportOf.values or form not in ExportForm.values:
        raise Invalid(_("Choose what to export, and as what file."), address="form")
    pivot = PivotForm(QueryDict(query), programme=programme, user=actor)
    paper = _paper(pivot, of, form)
    with transaction.atomic():
        made = Export.objects.create(
            programme=programme,
            owner=actor,
            query=pivot.address.urlencode(),
            of=of,
            form=form,
            language=translation.get_language() or "zh-hans",
            title=paper.title,
            rows=paper.count,
        )
        audit.record(actor=actor, action="export.export", subject=made, title=paper.title, rows=paper.count)
    if paper.count <= AT_ONCE:
        _write(made, paper)
    else:
        from jiedui.warehouse.tasks import write_export

        write_export.enqueue(made.pk)
    return made


def write_stored(made: Export) -> None:
    """Write a file that waits, in the language of whoever asked. A refusal is kept in its words."""
    with translation.override(made.language):
        pivot = PivotForm(QueryDict(made.query), programme=made.programme, user=made.owner)
        try:
            _write(made, _paper(pivot, made.of, made.form))
        except JieduiError as error:
            made.state, made.error = ExportState.FAILED, getattr(error, "words", str(error))[:300]
            made.save(update_fields=["state", "error"])
    files.sweep()


def resume_export(made: Export) -> None:
    """Begin again with a file whose worker was lost. Raises WrongState."""
    if made.state not in {ExportState.WAITING, ExportState.WRITING}:
        raise WrongState(state=ExportState(made.state).label)
    from jiedui.warehouse.tasks import write_export

    write_export.enqueue(made.pk)


def _paper(pivot: PivotForm, of: str, form: str) -> Paper:
    table = answer(view_for(pivot.user), pivot.pivot, pivot.counted)
    if of == ExportOf.ENTRIES:
        return entries_paper(pivot, table)
    return long_paper(pivot, table) if form == ExportForm.PARQUET else table_paper(pivot, table, _("Total"))


def _write(made: Export, paper: Paper) -> None:
    _note(made, state=ExportState.WRITING, rows=paper.count, title=paper.title)
    with files.writing(made.form) as path:
        WRITERS[made.form](paper, path, _beats(made))
        size = path.stat().st_size
        _note(made, state=ExportState.DONE, written=paper.count, size=size, file=path.name)


def _beats(made: Export) -> Callable[[int], object]:
    """Notes how far it is, not oftener than once a second."""
    last = time.monotonic()

    def beat(written: int) -> None:
        nonlocal last
        if time.monotonic() - last > BEAT:
            last = time.monotonic()
            _note(made, written=written)

    return beat


def _note(made: Export, **said: object) -> None:
    for name, value in {**said, "beat_at": timezone.now()}.items():
        setattr(made, name, value)
    made.save(update_fields=[*said, "beat_at"])
