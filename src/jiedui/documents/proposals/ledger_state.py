"""What the ledger says already: figures that count, and entries on their way that will."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from jiedui.documents.proposals.drafts import Name, NewUnit
from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry
from jiedui.ledger.postings import counts
from jiedui.ledger.rows import added_rows, single_rows
from jiedui.ledger.series import Book
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Rollup
from jiedui.plans.models import Indicator, Programme

ZERO = Decimal(0)
ON_THEIR_WAY = (EntryState.DRAFT, EntryState.SUBMITTED, EntryState.RETURNED)


@dataclass(frozen=True, slots=True)
class Cut:
    """What a figure is of: an indicator, from givers to receivers (all, where none is named), over some days.

    Givers and receivers are paths in the tree; a unit still to be created has a path that no unit has.
    """

    indicator: Indicator
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    starts_on: date
    ends_on: date

    def lies_in(self, other: Cut) -> bool:
        """Whether everything this one counts from its givers to its receivers is counted by the other, too."""
        return (
            self.indicator.pk == other.indicator.pk
            and _within(self.givers, other.givers)
            and (not other.receivers or (bool(self.receivers) and _within(self.receivers, other.receivers)))
        )

    def meets(self, other: Cut) -> bool:
        """Whether an act of help may be counted by both."""
        return (
            self.indicator.pk == other.indicator.pk
            and _touch(self.givers, other.givers)
            and (not self.receivers or not other.receivers or _touch(self.receivers, other.receivers))
        )

    @property
    def depth(self) -> int:
        """How narrow it is: the narrower, the more."""
        return sum(
            min((path.count("/") for path in paths), default=0) for paths in (self.givers, self.receivers)
        )


class LedgerState:
    """The programme's ledger; of each indicator that is asked about, read once however many figures are compared."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._books: dict[int, Book] = {}
        self._entries: dict[str, list[Entry]] = {}

    def recorded(self, cut: Cut) -> Decimal:
        """The figure of accepted entries at the close of the cut's last day."""
        book = self._book(cut.indicator)
        series = [
            book.series(cut.indicator, int(giver.strip("/").rsplit("/", 1)[-1]), receiver)
            for giver in cut.givers
            if not is_new(giver)
            for receiver in (cut.receivers or ("",))
            if not is_new(receiver)
        ]
        return sum((one.at(cut.starts_on, cut.ends_on).value for one in series), ZERO)

    def waiting(self, cut: Cut) -> Decimal:
        """What drafts, submitted and returned entries will add once they are accepted; only where figures add up."""
        if not adds_up(cut.indicator):
            return ZERO
        entries = self._waiting(cut.indicator)
        return sum((_value(entry, cut.indicator) for entry in entries if _falls_in(entry, cut)), ZERO)

    def path_of(self, name: Name) -> str:
        """The path of a name's unit; of one still to be created, where it will stand."""
        if name.unit is not None:
            return self._paths[name.unit]
        assert name.new is not None
        return self._path_of_new(name.new)

    def _path_of_new(self, new: NewUnit) -> str:
        parent = new.parent
        above = (
            self._path_of_new(parent) if isinstance(parent, NewUnit) else self._paths.get(parent or 0, "/")
        )
        return f"{above}+{new.code or new.name}/"

    @cached_property
    def _paths(self) -> dict[int, str]:
        return dict(OrgUnit.objects.values_list("pk", "path"))

    def _book(self, indicator: Indicator) -> Book:
        if indicator.pk not in self._books:
            read = added_rows if adds_up(indicator) else single_rows
            self._books[indicator.pk] = Book(read(self.programme, self.programme.ends_on, indicator))
        return self._books[indicator.pk]

    def _waiting(self, indicator: Indicator) -> list[Entry]:
        if indicator.kind not in self._entries:
            keys = [kind.key for kind in kinds.members(indicator.kind)]
            rows = Entry.objects.filter(programme=self.programme, kind__in=keys, state__in=ON_THEIR_WAY)
            self._entries[indicator.kind] = list(rows.select_related("giver", "receiver", "workstream"))
        return self._entries[indicator.kind]


def adds_up(indicator: Indicator) -> bool:
    """Whether the indicator's figure is the plain sum of its entries."""
    return indicator.over_time == indicator.over_units == Rollup.SUM


def is_new(path: str) -> bool:
    """Whether the path is that of a unit still to be created."""
    return "+" in path


def _within(paths: Sequence[str], others: Sequence[str]) -> bool:
    return all(path.startswith(tuple(others)) for path in paths)


def _touch(paths: Sequence[str], others: Sequence[str]) -> bool:
    return any(one.startswith(other) or other.startswith(one) for one in paths for other in others)


def _falls_in(entry: Entry, cut: Cut) -> bool:
    return (
        cut.starts_on <= entry.occurred_on <= cut.ends_on
        and entry.giver.path.startswith(cut.givers)
        and (not cut.receivers or entry.receiver.path.startswith(cut.receivers))
        and counts(cut.indicator, entry)
    )


def _value(entry: Entry, indicator: Indicator) -> Decimal:
    kind = kinds.get(entry.kind)
    measure = kind.measure(indicator.measure)
    return measure.value(entry, kind.read(entry)) if measure else ZERO
