"""All that the first page of a programme reckons, reckoned once for each state of the records.

Reading every posting and holding it against every target takes longer than anything else on that page. So what was
reckoned is kept in the process under a mark, and a page that finds the same mark shows it again. Whatever changes a
figure, a target, a task or a name is noted in the audit log in the same transaction, so the mark rests on the last rows
of the log: on more than one, because a transaction may end after another that noted something later. What is noted very
often and changes none of these is passed over. The ends of the tables that are read are in the mark, too.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Sum, Value
from django.db.models.functions import Coalesce

from jiedui.kernel.models import AuditRecord
from jiedui.ledger.models import Confirmation, EntryEvidence, Posting, PostingChange
from jiedui.ledger.series import Book
from jiedui.plans.models import Indicator, Milestone, Programme, Rule, Target, Task
from jiedui.progress.due import Agenda, agenda
from jiedui.progress.league import LeagueRow, WorkstreamPace, league_of, workstream_pace_of
from jiedui.progress.pace import Point
from jiedui.progress.reckoning import book_of, points_of, standings_in
from jiedui.progress.rules import RuleCheck, rules_in
from jiedui.progress.standing import Standing

KEPT = 8
"""Days of programmes whose figures are kept at a time, the ones asked for last."""

QUIET = (
    *("entry.record", "entry.update", "entry.submit", "entry.return", "entry.ask_correction"),
    *("user.sign_in", "user.sign_out", "view.save", "view.share", "view.remove", "export.export"),
    *(
        "return.write",
        "return.adjust",
        "return.submit",
        "return.accept",
        "return.take_up",
        "document.receive",
    ),
)
"""Acts that change nothing here."""

LAST = 500
"""So many of the log's rows are in the mark."""

READ = (Posting, Confirmation, EntryEvidence, Target, Indicator, Milestone, Rule, Task)
Mark = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Standings, paces, rules and what is due, at the close of a day. ``book`` answers for further days."""

    rows: list[Standing]
    book: Book
    workstreams: list[WorkstreamPace]
    league: list[LeagueRow]
    rules: list[RuleCheck]
    agenda: Agenda
    points: Mapping[int, list[Point]]
    """By indicator, the days by which shares of its targets are due."""


_kept: OrderedDict[Mark, Overview] = OrderedDict()
_lock = threading.Lock()


def overview(programme: Programme, *, on: date) -> Overview:
    """What stands at the close of ``on``. One query where it is known already, some ten where it is not."""
    mark = _mark(programme)
    if mark is None:
        return _reckon(programme, on)
    key = (programme.pk, on, *mark)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _reckon(programme, on)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _reckon(programme: Programme, on: date) -> Overview:
    book = book_of(programme, on)
    rows = standings_in(programme, book, on=on)
    return Overview(
        rows,
        book,
        workstream_pace_of(programme, rows),
        league_of(programme, rows),
        rules_in(programme, book, on=on),
        agenda(programme, on=on),
        points_of(programme),
    )


def _mark(programme: Programme) -> Mark | None:
    """What tells the records of now from those of before; None where nobody noted a change yet. One query."""
    last = AuditRecord.objects.exclude(action__in=QUIET).order_by("-id").values("id")[:LAST]
    noted = AuditRecord.objects.filter(id__in=last).order_by().annotate(all=Value(1)).values("all")
    found = (
        PostingChange.objects.order_by("-pk")
        .annotate(
            noted=Coalesce(noted.annotate(sum=Sum("id")).values("sum"), 0),
            **{f"last_{model._meta.model_name}": Coalesce(_end(model), 0) for model in READ},
        )
        .values_list("pk", "mark", "noted", *(f"last_{model._meta.model_name}" for model in READ))
        .first()
    )
    return None if found is None else (programme.reference_date, programme.giver_id, *found)


def _end(model: Any) -> Any:
    rows = model.objects.order_by().annotate(all=Value(1))
    return rows.values("all").annotate(end=Max("pk")).values("end")
