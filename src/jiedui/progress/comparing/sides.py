"""What the givers claim beside what the receivers say, indicator by indicator and over all pairings.

Every posting is in exactly one of three parts: confirmed, in dispute, or not yet spoken on; a reversal is in the part
of what it takes back. In dispute stands the giver's figure; what the receiver says instead stands beside it, where it
gave a figure. Only entries the person may see are in it, as in the reconciliation of one pairing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from jiedui.accounts.policies import scope_of
from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.queries import entries_for, postings_with_trust
from jiedui.ledger.reconciliation import as_they_say, with_theirs
from jiedui.ledger.rows import ADDITIVE, QUANTUM, Row
from jiedui.ledger.series import series_of
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.queries import pairings_between
from jiedui.plans.models import Indicator, Programme, Workstream

Side = tuple[str, str]
"""Paths of a giver and a receiver."""
Instead = tuple[Side, Decimal]
"""Both sides, and the receiver's figure."""


@dataclass(frozen=True, slots=True)
class SideRow:
    """One indicator over everything, or between two units.

    ``theirs`` is what the receivers say instead of the part in dispute; None where none of them gave a figure.
    """

    indicator: Indicator
    giver: OrgUnit | None
    receiver: OrgUnit | None
    claimed: Decimal
    confirmed: Decimal
    disputed: Decimal
    silent: Decimal
    theirs: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """How much more the givers claim than the receivers, as in the reconciliation of one pairing."""
        return None if self.theirs is None else self.disputed - self.theirs

    @property
    def agreed(self) -> Decimal | None:
        """The confirmed share; None where nothing is claimed."""
        return self.confirmed / self.claimed if self.claimed else None


@dataclass(frozen=True, slots=True)
class Sides:
    """The rows in the order of the plan; for one indicator, its total and a row for each pairing."""

    start: date
    end: date
    rows: list[SideRow]
    total: SideRow | None
    own_only: bool
    """Whether it holds only what is the person's own to see."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A posting with the receiver's word on it."""

    row: Row
    verdict: str


def sides(
    user: Any,
    programme: Programme,
    *,
    start: date,
    end: date,
    workstream: Workstream | None = None,
    indicator: Indicator | None = None,
) -> Sides:
    """What was posted from ``start`` to ``end``: a row an indicator, or with ``indicator`` a row a pairing."""
    counted = Indicator.objects.filter(workstream__programme=programme, as_stated=False).exclude(kind="")
    if workstream is not None:
        counted = counted.filter(workstream=workstream)
    if indicator is not None:
        counted = counted.filter(pk=indicator.pk)
    indicators = {one.pk: one for one in counted.select_related("workstream")}
    postings = _postings(user, programme, start, end).filter(indicator__in=indicators)
    said: defaultdict[int, list[_Said]] = defaultdict(list)
    for one in (*_added(postings), *_single(postings)):
        said[one.row.indicator].append(one)
    instead = _instead(user, programme, indicators, start, end)
    own_only = not scope_of(user).sees_all
    wholes = [row for one in indicators.values() if (row := _row(one, None, said[one.pk], instead))]
    if indicator is None:
        return Sides(start, end, wholes, None, own_only)
    rows = _by_pairing(programme, indicator, said[indicator.pk], instead, start, end)
    return Sides(start, end, rows, wholes[0] if wholes else None, own_only)


def _postings(user: Any, programme: Programme, start: date, end: date) -> QuerySet[Any, Any]:
    found = Posting.objects.filter(indicator__workstream__programme=programme, day__range=(start, end))
    if not scope_of(user).sees_all:
        found = found.filter(entry__in=entries_for(user).filter(programme=programme).order_by().values("pk"))
    return postings_with_trust(found).order_by()


def _added(postings: QuerySet[Any, Any]) -> list[_Said]:
    """What simply adds up, added by the database."""
    rows = (
        postings.filter(ADDITIVE)
        .values_list("indicator_id", "giver__path", "receiver__path", "verdict")
        .annotate(Sum("value"))
    )
    return [
        _Said(Row(one, giver, receiver, date.min, value.quantize(QUANTUM), 1, False, False), verdict)
        for one, giver, receiver, verdict, value in rows
    ]


def _single(postings: QuerySet[Any, Any]) -> list[_Said]:
    """What is counted, or only the latest of which stands: entry by entry."""
    names = ("indicator_id", "giver__path", "receiver__path", "day", "value", "subject", "entry_id")
    rows = postings.exclude(ADDITIVE).values_list("verdict", *names, "entry__reverses_id")
    return [
        _Said(Row(one, giver, receiver, day, value, 1, False, False, subject, entry, back), verdict)
        for verdict, one, giver, receiver, day, value, subject, entry, back in rows
    ]


def _instead(
    user: Any, programme: Programme, indicators: Mapping[int, Indicator], start: date, end: date
) -> dict[int, list[Instead]]:
    """For each indicator the receivers' own figures of what they dispute, with the paths of both sides."""
    disputed: QuerySet[Any, Any] = with_theirs(
        entries_for(user).filter(
            programme=programme, state=EntryState.ACCEPTED, occurred_on__range=(start, end), reverses=None
        )
    ).filter(Q(verdict=Verdict.DISPUTED, reversed_by_id=None))
    entries = {entry.pk: entry for entry in disputed}
    found: defaultdict[int, list[Instead]] = defaultdict(list)
    posted = Posting.objects.filter(entry__in=entries, indicator__in=indicators).order_by("pk")
    for pk, indicator in posted.values_list("entry_id", "indicator_id") if entries else ():
        entry = entries[pk]
        theirs = _their_value(entry, indicators[indicator])
        if theirs is not None:
            found[indicator].append(((entry.giver.path, entry.receiver.path), theirs))
    return found


def _their_value(entry: Entry, indicator: Indicator) -> Decimal | None:
    """The receiver's figure in the indicator's measure; None where it gave words only, or what is counted has heads."""
    kind = kinds.get(entry.kind)
    measure, theirs = kind.measure(indicator.measure), as_they_say(entry)
    if measure is None or measure.subject is not None or theirs is None:
        return None
    return measure.value(theirs, kind.read(entry))


def _row(
    indicator: Indicator,
    pair: tuple[OrgUnit, OrgUnit] | None,
    mine: Sequence[_Said],
    instead: Mapping[int, list[Instead]],
) -> SideRow | None:
    """The parts of one indicator; None where it has no posting."""
    if not mine:
        return None
    parts = {part: _value(indicator, mine, part) for part in (None, Verdict.AGREED, Verdict.DISPUTED, "")}
    differing = instead.get(indicator.pk, ())
    theirs = sum((figure for _side, figure in differing), Decimal(0)) if differing else None
    giver, receiver = pair or (None, None)
    return SideRow(
        indicator, giver, receiver, parts[None], parts[Verdict.AGREED], parts[Verdict.DISPUTED], parts[""],
        theirs,
    )  # fmt: skip


def _value(indicator: Indicator, said: Iterable[_Said], part: str | None) -> Decimal:
    rows = [one.row for one in said if part is None or one.verdict == part]
    return series_of(indicator, rows).over(date.min, date.max).value


def _by_pairing(
    programme: Programme,
    indicator: Indicator,
    said: Iterable[_Said],
    instead: Mapping[int, list[Instead]],
    start: date,
    end: date,
) -> list[SideRow]:
    """A row for each pairing, with what lies in the subtrees of its two units; what lies in none stands for itself."""
    paired = [
        (one.giver.path, one.receiver.path)
        for one in pairings_between(start, end)
        if one.giver.path.startswith(programme.giver.path)
    ]
    of_pair: defaultdict[Side, list[_Said]] = defaultdict(list)
    theirs: defaultdict[Side, list[Instead]] = defaultdict(list)
    for one in said:
        of_pair[_outermost((one.row.giver, one.row.receiver), paired)].append(one)
    for one_instead in instead.get(indicator.pk, ()):
        theirs[_outermost(one_instead[0], paired)].append(one_instead)
    paths = {path for side in of_pair for path in side}
    units = {unit.path: unit for unit in OrgUnit.objects.filter(path__in=paths)}
    rows = [
        _row(indicator, (units[side[0]], units[side[1]]), of_pair[side], {indicator.pk: theirs[side]})
        for side in sorted(of_pair)
    ]
    return [row for row in rows if row is not None]


def _outermost(side: Side, paired: Iterable[Side]) -> Side:
    """The widest pairing that both lie in, so that a row is what the ledger lists between its units; else the two."""
    around = [
        pair for pair in paired if all(own.startswith(path) for own, path in zip(side, pair, strict=True))
    ]
    return min(around, key=lambda pair: (len(pair[0]), len(pair[1])), default=side)
