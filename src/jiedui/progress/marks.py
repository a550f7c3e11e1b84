"""Telling whether the records are still those from which something was reckoned.

Two things are told apart. What *the plan* says, who is called what and what is due changes seldom, and then everything
is reckoned anew. *The ledger* changes all day, and says in its outbox what changed.

Whatever changes the plan is noted in the audit log in the same transaction. Its rows get their ids before their
transaction ends, so they come into sight out of order: what counts is the sum of all from some way before the last on.
What is noted often and changes no plan is passed over. The ends of the tables that are read are in the marks, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, Sum, Value
from django.db.models.functions import Coalesce

from jiedui.kernel.models import AuditRecord
from jiedui.ledger.changes import Seen
from jiedui.ledger.models import Confirmation, Posting, PostingChange
from jiedui.plans.models import Indicator, Milestone, Programme, Rule, Target, Task

QUIET_ABOUT = (
    *("assessment.", "entry.", "difference.", "duplicate.", "export.", "import.", "mapping."),
    *("question.", "score_appointment.", "score_line.", "scorecard.", "view."),
)
QUIET = (
    *(
        "user.sign_in",
        "user.sign_out",
        "entry",
        "return.write",
        "return.adjust",
        "return.submit",
        "return.accept",
    ),
    *("return.take_up", "document.receive"),
)
"""Acts that change no plan. What entries change is in the outbox."""

OVERLAP = 500
"""So many rows of the log may be written before a row with a smaller id comes into sight."""

LONGEST = 5_000
"""After so many further rows the mark begins anew, so that it is always quick to look at."""

OF_THE_PLAN = (Target, Indicator, Milestone, Rule, Task)
OF_THE_LEDGER = (Posting, Confirmation)


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands at a moment. ``base`` is the row of the log after which ``plan`` was taken."""

    base: int
    plan: tuple[Any, ...]
    ledger: tuple[int, ...]
    seen: Seen
    last: int

    @property
    def is_long(self) -> bool:
        """Whether so much was noted since that it is time for another base."""
        return self.last - self.base > LONGEST


def read_base() -> int:
    """Where the part of the log begins that is to be in a new mark. One query."""
    return max(0, (AuditRecord.objects.aggregate(last=Max("id"))["last"] or 0) - OVERLAP)


def read_marks(programme: Programme, base: int) -> Marks | None:
    """The marks of now; None where no posting was ever noted. One query."""
    columns = [*(f"end_of_{model._meta.model_name}" for model in (*OF_THE_PLAN, *OF_THE_LEDGER))]
    ends = {
        name: _or_none(_end(model))
        for name, model in zip(columns, (*OF_THE_PLAN, *OF_THE_LEDGER), strict=True)
    }
    found = (
        PostingChange.objects.order_by("-pk")
        .annotate(noted=_or_none(_noted(base)), logged=_or_none(_end(AuditRecord)), **ends)
        .values_list("pk", "mark", "logged", "noted", *columns)
        .first()
    )
    if found is None:
        return None
    pk, mark, logged, noted, *at = found
    plans = len(OF_THE_PLAN)
    plan = (programme.reference_date, programme.starts_on, programme.giver_id, noted, *at[:plans])
    return Marks(base, plan, tuple(at[plans:]), Seen(pk, mark), logged)


def _noted(base: int) -> Any:
    """The sum of what was noted after ``base`` and may have changed a plan."""
    about = Q(action__in=QUIET)
    for area in QUIET_ABOUT:
        about |= Q(action__startswith=area)
    return _one(AuditRecord.objects.filter(id__gt=base).exclude(about), Sum("id"))


def _end(model: Any) -> Any:
    return _one(model.objects.all(), Max("pk"))


def _one(rows: Any, what: Any) -> Any:
    """An aggregate of the rows as a subquery."""
    return rows.order_by().annotate(all=Value(1)).values("all").annotate(found=what).values("found")


def _or_none(subquery: Any) -> Any:
    return Coalesce(subquery, 0)
