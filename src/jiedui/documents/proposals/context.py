"""What every proposer needs: the statements of the document, the names, the running programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiedui.documents.proposals.drafts import Draft, Known, Name
from jiedui.documents.proposals.ledger_state import LedgerState
from jiedui.documents.proposals.names import NameBook
from jiedui.documents.proposals.snapshot import Snapshot
from jiedui.organisations.divisions import squeeze
from jiedui.plans.models import Programme, Workstream


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact as a reviewer left it: its fields with the edits laid over them.

    What was ``rejected`` is still drafted, but nothing that comes after is held against it. ``words`` is the text of
    its paragraph or row up to the end of its quote.
    """

    number: int
    kind: str
    workstream: str
    fields: Mapping[str, Any]
    line: int
    quote: str = ""
    rejected: bool = False
    words: str = ""

    def text(self, field: str) -> str:
        """A field as text, without white space at its ends; ``""`` where it is not stated."""
        value = self.fields.get(field)
        return "" if value is None or isinstance(value, list | dict) else str(value).strip()

    def texts(self, field: str) -> list[str]:
        """A field that holds one or several names."""
        value = self.fields.get(field)
        values = value if isinstance(value, list) else [value] if value else []
        return [str(item).strip() for item in values if str(item).strip()]


@dataclass(slots=True)
class Context:
    """One comparison of a document with its programme.

    ``year`` stands in where a statement names none, ``until`` is the day the paper's figures stand for, ``source`` how
    the paper is called. ``taught_measures`` gives the indicator that a reviewer of an earlier paper took a measure and
    unit for, ``taught_revisions`` the code of the rule or the id of the milestone (its first version) that words were
    taken for.
    """

    programme: Programme
    snapshot: Snapshot
    book: NameBook
    year: int
    until: date | None = None
    source: str = ""
    taught_measures: Mapping[tuple[str, str], int] = field(default_factory=dict)
    taught_revisions: Mapping[tuple[str, str], int | str] = field(default_factory=dict)
    said: dict[Any, Draft] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    _ledger: LedgerState | None = None

    @property
    def ledger(self) -> LedgerState:
        """What the ledger says already."""
        if self._ledger is None:
            self._ledger = LedgerState(self.programme)
        return self._ledger

    def workstream(self, name: str) -> Workstream | None:
        """The field of work of that name, if the programme has it."""
        return self.snapshot.workstreams.get(name)

    def repeats(self, key: Any, draft: Draft) -> Draft | None:
        """The draft that says the same already; else this one is remembered as the first."""
        return None if (first := self.said.setdefault(key, draft)) is draft else first

    def line_of(self, draft: Draft) -> int:
        """Where the draft's fact stands."""
        return self.lines.get(draft.number, 0)


def name_problems(draft: Draft, names: Sequence[Name], *, needed: bool) -> None:
    """Note names that were not resolved; they block where the object cannot do without."""
    for name in names:
        if name.known == Known.AMBIGUOUS:
            draft.problem("ambiguous_name", name=name.text, blocking=needed)
        elif name.known == Known.UNKNOWN:
            draft.problem("unknown_needed" if needed else "unknown_name", name=name.text, blocking=needed)
        elif name.known == Known.GROUP and needed:
            draft.problem("group_name", name=name.text, blocking=True)


def same(text: str) -> str:
    """A text as it is compared."""
    return squeeze(text)
