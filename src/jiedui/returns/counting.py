"""What the lines of returns count, read from the ledger as it stood at a number of its chain.

A *definition* says what is counted: an indicator's kind, measure, filter and arithmetic, or a kind's measure under
a filter. Every line keeps its own, so that its figure can be computed again whatever becomes of the indicator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from jiedui.kernel.canonical import canonical_json
from jiedui.ledger import kinds, postings, queries
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.rows import Row
from jiedui.ledger.series import Reading, Series, series_of
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Nature, Rollup
from jiedui.plans.headcounts import is_headcount_of_work
from jiedui.plans.models import Indicator, Programme, Workstream
from jiedui.safeguards.names import name_of
from jiedui.safeguards.queries import holds_of

Definition = dict[str, Any]
Span = tuple[datetime, datetime | None]
FIELDS = ("workstream_id", "kind", "measure", "filter", "over_time", "over_units", "nature")
SIDES = frozenset({"receiver", "giver"})
"""What narrows a definition to what one receiver got, of one giver: units by id."""

CHUNK = 2000


def definition_of(indicator: Indicator) -> Definition:
    """What an indicator counts now; empty where the ledger has no kind of help for it."""
    if not indicator.kind or indicator.as_stated:
        return {}
    return {name: getattr(indicator, name) for name in FIELDS}


def definition_of_measure(
    kind: str, measure: str, conditions: dict[str, Any], workstream: Workstream | None
) -> Definition:
    """What a kind's measure under a filter counts: distinct subjects where the measure has some, else a sum."""
    found = next((known.measure(measure) for known in kinds.members(kind)), None)
    rollup = Rollup.DISTINCT if found is not None and found.subject else Rollup.SUM
    return {
        "workstream_id": workstream.pk if workstream else None,
        "kind": kind,
        "measure": measure,
        "filter": conditions if workstream else {"workstream": postings.ANY, **conditions},
        "over_time": rollup.value,
        "over_units": rollup.value,
        "nature": Nature.FLOW.value,
    }


def narrowed(definition: Definition, receiver: OrgUnit, giver: OrgUnit | None = None) -> Definition:
    """The same of what one receiver's subtree got, from everybody or from one giver's subtree."""
    return {**definition, "receiver": receiver.pk, **({"giver": giver.pk} if giver else {})}


def unnarrowed(definition: Definition) -> Definition:
    """What a definition counts, whoever gave and received it."""
    return {name: value for name, value in definition.items() if name not in SIDES}


def receivers_in(definitions: Iterable[Definition]) -> list[OrgUnit]:
    """The receivers that definitions are narrowed to; no query where none is."""
    named = {definition["receiver"] for definition in definitions if "receiver" in definition}
    return list(OrgUnit.objects.filter(pk__in=named)) if named else []


def key_of(definition: Definition) -> str:
    """One text for one definition."""
    return canonical_json(definition).decode()


def counter_of(definition: Definition) -> Indicator:
    """An indicator that counts by the definition; it is no row of the database."""
    return Indicator(**definition)


def may_be_adjusted(definition: Definition) -> bool:
    """Whether a unit may put its own figure beside the ledger's: never where people are put to work."""
    return not is_headcount_of_work(definition.get("kind", ""))


def may_be_held(definition: Definition) -> bool:
    """Whether a hold on a workshop or recruiter can keep entries out of the figure."""
    return any(kind.hold_subjects is not None for kind in kinds.members(definition["kind"]))


@dataclass(frozen=True, slots=True)
class Place:
    """What one entry adds, and where the entry stands in the chain.

    ``holds`` are the times from which until which (None: until now) a hold on its workshop or recruiter kept it out
    of every figure.
    """

    row: Row
    sequence: int
    hash: str
    holds: tuple[Span, ...] = ()

    def counted(self, at: datetime | None) -> bool:
        """Whether no hold stood on it at a moment, or stands now."""
        if at is None:
            return all(lifted is not None for _raised, lifted in self.holds)
        return not any(raised <= at and (lifted is None or at < lifted) for raised, lifted in self.holds)


class Counting:
    """The ledger as lines see it. Built once for many returns: at most one query over the postings and one
    pass over the entries.

    ``sequence`` is the last entry of the chain that is looked at, None for all; ``at`` (for what is computed from
    the entries) the moment whose holds on workshops and recruiters count, None for now. ``units`` narrow what is
    read to their subtrees. Definitions that are an indicator's own are read from its postings, any other is computed
    from the entries; with ``from_entries`` all are.
    """

    def __init__(
        self,
        programme: Programme,
        definitions: Iterable[Definition],
        *,
        until: date,
        sequence: int | None = None,
        units: Iterable[OrgUnit] = (),
        from_entries: bool = False,
    ) -> None:
        self.programme = programme
        self.until = until
        self.sequence = sequence
        self.units = list(units)
        self._places: defaultdict[tuple[str, int], list[Place]] = defaultdict(list)
        self._series: dict[tuple[str, int], Series] = {}
        plain = (unnarrowed(definition) for definition in definitions if definition)
        wanted = {key_of(definition): definition for definition in plain}
        self._counters = {key: counter_of(definition) for key, definition in wanted.items()}
        posted = {} if from_entries else self._posted(wanted)
        self._read_postings(posted)
        self._read_entries({key: self._counters[key] for key in wanted.keys() - set(posted.values())})

    def reading(
        self,
        definition: Definition,
        unit_id: int,
        first: date,
        last: date,
        *,
        sequence: int | None = None,
        at: datetime | None = None,
    ) -> Reading:
        """The figure of the unit's subtree from ``first`` to ``last``, up to a number of the chain.

        What a unit of the giving side gave, what one of the receiving side received; a definition that is narrowed
        to sides says whose it is itself.
        """
        if sequence is None and at is None:
            return self._series_of(definition, unit_id).at(first, last)
        # As of many moments: nothing is kept, or a year's returns would keep a year each.
        begin = date.min if definition["nature"] == Nature.STOCK else first
        places = self._of(definition, unit_id, sequence, at)
        rows = (place.row for place in places if begin <= place.row.day <= last)
        return series_of(self._counter(definition), rows).at(first, last)

    def behind(
        self,
        definition: Definition,
        unit_id: int,
        first: date,
        last: date,
        *,
        sequence: int | None = None,
        at: datetime | None = None,
    ) -> set[tuple[int, str]]:
        """Number and hash of the entries behind the figure of a period; of a stock, of all up to its end."""
        if definition["nature"] == Nature.STOCK:
            first = date.min
        places = self._of(definition, unit_id, sequence, at)
        return {(place.sequence, place.hash) for place in places if first <= place.row.day <= last}

    def _series_of(self, definition: Definition, unit_id: int) -> Series:
        where = (key_of(definition), unit_id)
        if where not in self._series:
            rows = (place.row for place in self._of(definition, unit_id, None, None))
            self._series[where] = series_of(self._counter(definition), rows)
        return self._series[where]

    def _counter(self, definition: Definition) -> Indicator:
        return self._counters[key_of(unnarrowed(definition))]

    def _of(
        self, definition: Definition, unit_id: int, sequence: int | None, at: datetime | None
    ) -> list[Place]:
        giver: int | None = definition.get("giver")
        places = self._places.get((key_of(unnarrowed(definition)), definition.get("receiver", unit_id)), [])
        return [
            place
            for place in places
            if (sequence is None or place.sequence <= sequence)
            and place.counted(at)
            and (giver is None or giver in _around(place.row.giver))
        ]

    def _posted(self, wanted: dict[str, Definition]) -> dict[int, str]:
        """Of the programme's indicators, those that count by a wanted definition: its key by their id."""
        found = Indicator.objects.filter(workstream__programme=self.programme, as_stated=False)
        keys = {indicator.pk: key_of(definition_of(indicator)) for indicator in found.exclude(kind="")}
        first: dict[str, int] = {}
        for pk, key in keys.items():
            if key in wanted:
                first.setdefault(key, pk)
        return {pk: key for key, pk in first.items()}

    def _within(self) -> Q:
        scope = Q()
        for unit in self.units:
            scope |= Q(giver__path__startswith=unit.path) | Q(receiver__path__startswith=unit.path)
        return scope

    def _read_postings(self, keys: dict[int, str]) -> None:
        if not keys:
            return
        found: QuerySet[Any, Any] = queries.postings_with_trust(
            Posting.objects.filter(self._within(), indicator_id__in=keys, day__lte=self.until)
        )
        if self.sequence is not None:
            found = found.filter(entry__sequence__lte=self.sequence)
        rows = found.order_by("entry__sequence").values_list(
            "indicator_id", "giver__path", "receiver__path", "day", "value", "subject", "entry_id",
            "entry__reverses_id", "evidenced", "verdict", "entry__sequence", "entry__hash",
        )  # fmt: skip
        for (
            indicator,
            giver,
            receiver,
            day,
            value,
            subject,
            entry,
            back,
            proven,
            verdict,
            place,
            seal,
        ) in rows.iterator(chunk_size=CHUNK):
            row = Row(
                indicator, giver, receiver, day, value, -1 if back else 1, proven,
                verdict == Verdict.AGREED, subject, entry, back,
            )  # fmt: skip
            self._put(keys[indicator], Place(row, place or 0, seal))

    def _read_entries(self, counters: dict[str, Indicator]) -> None:
        if not counters:
            return
        by_kind: defaultdict[str, list[tuple[str, Indicator]]] = defaultdict(list)
        for key, counter in counters.items():
            for kind in kinds.members(counter.kind):
                by_kind[kind.key].append((key, counter))
        holds = self._holds()
        for entry in self._entries(by_kind):
            spans = tuple(
                span
                for on, name in (postings.subjects_of(entry) if holds else ())
                for span in holds.get((on, name_of(name)), ())
            )
            for key, counter in by_kind[entry.kind]:
                # The holds of now are none of the past's business; the answers stand in the entry.
                for posting in postings.postings_of(entry, [counter], standing=()):
                    self._put(key, Place(_row(entry, posting), entry.sequence or 0, entry.hash, spans))

    def _holds(self) -> dict[tuple[str, str], list[Span]]:
        """When holds stood on each workshop and recruiter of the programme."""
        found: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
        for hold in holds_of(self.programme):
            found[hold.on, hold.key].append((hold.raised_at, hold.lifted_at))
        return found

    def _entries(self, by_kind: Iterable[str]) -> Iterator[Entry]:
        found = Entry.objects.filter(
            self._within(),
            programme=self.programme,
            state=EntryState.ACCEPTED,
            kind__in=list(by_kind),
            occurred_on__lte=self.until,
        ).select_related("workstream", "giver", "receiver")
        if self.sequence is not None:
            found = found.filter(sequence__lte=self.sequence)
        return queries.with_trust(found).order_by("sequence").iterator(chunk_size=CHUNK)

    def _put(self, key: str, place: Place) -> None:
        """Beside every unit around the giver and around the receiver; beside one around both only once."""
        for unit in _around(place.row.giver) | _around(place.row.receiver):
            self._places[key, unit].append(place)


def _around(path: str) -> set[int]:
    """The unit of a path and all above it."""
    return {int(unit) for unit in path.strip("/").split("/")}


def _row(entry: Any, posting: Posting) -> Row:
    """What one entry adds; the entry comes with its trust."""
    return Row(
        0, entry.giver.path, entry.receiver.path, posting.day, posting.value, -1 if entry.reverses_id else 1,
        entry.evidenced, entry.verdict == Verdict.AGREED, posting.subject, entry.pk, entry.reverses_id,
    )  # fmt: skip
