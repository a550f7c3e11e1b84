"""Accepted returns against the ledger: each seal, each set of entries, each figure, as of its number in the chain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiedui.kernel.batches import batched
from jiedui.kernel.canonical import plain
from jiedui.ledger.models import Entry
from jiedui.ledger.rows import QUANTUM
from jiedui.ledger.verification import Advance, Check, Difference
from jiedui.plans.models import Programme
from jiedui.returns import sealing
from jiedui.returns.counting import Counting, definition_of, may_be_held
from jiedui.returns.enums import ReturnState
from jiedui.returns.figures import digest_of
from jiedui.returns.models import Return, ReturnLine
from jiedui.safeguards.queries import holds_of

BATCH = 500


def verify_returns(programme: Programme | None, advance: Advance, *, since: int = 0) -> Iterator[Difference]:
    """Accepted returns that were changed, or whose figures the ledger does not give as of their number.

    With ``since`` only those computed at or after that number of the chain.

    Every figure is computed twice: from the entries by the line's own definition, and from the postings where the
    indicator still counts by it. An indicator that counts otherwise by now is told and is no failure.
    """
    for one in [programme] if programme else Programme.objects.order_by("pk"):
        yield from _programme(one, advance, since)


def accepted_count(programme: Programme | None, since: int = 0) -> int:
    """How many returns there are to look at."""
    found = _accepted(since)
    return (found if programme is None else found.filter(schedule__programme=programme)).count()


def _accepted(since: int) -> QuerySet[Return]:
    return Return.objects.filter(state=ReturnState.ACCEPTED, sequence__gte=since)


def _programme(programme: Programme, advance: Advance, since: int) -> Iterator[Difference]:
    accepted = _accepted(since).filter(schedule__programme=programme)
    if not accepted.exists():
        return
    entries, posted = _countings(programme)
    moved = [moment for hold in holds_of(programme) for moment in (hold.raised_at, hold.lifted_at) if moment]
    hashes = dict(Entry.objects.exclude(sequence=None).values_list("sequence", "hash"))
    found = accepted.order_by("pk").prefetch_related(*sealing.SEALED, "lines__indicator")
    for batch in batched(found.iterator(chunk_size=BATCH), BATCH):
        for one in batch:
            if sealing.seal_of(one) != one.hash:
                yield _wrong(
                    one, _("The return was changed after it was accepted: its hash is not the one stored.")
                )
            if one.sequence and hashes.get(one.sequence) != one.chain_hash:
                yield _wrong(one, _("Number %(sequence)d of the chain is not the one it was computed from.") % {
                    "sequence": one.sequence}, "chain_hash")  # fmt: skip
            yield from _figures(one, entries, posted, moved)
        advance(len(batch))


def _countings(programme: Programme) -> tuple[Counting, Counting]:
    """The ledger read entry by entry, and by postings, for all definitions of accepted returns."""
    lines = ReturnLine.objects.filter(
        of__state=ReturnState.ACCEPTED, of__schedule__programme=programme
    ).values_list("definition", flat=True)
    definitions = [one for one in lines.iterator() if one]
    return (
        Counting(programme, definitions, until=date.max, from_entries=True),
        Counting(programme, definitions, until=date.max),
    )


def _figures(one: Return, entries: Counting, posted: Counting, moved: list[datetime]) -> Iterator[Difference]:
    """``moved`` are the moments at which holds were raised or lifted: postings follow them, the past does not."""
    behind: set[tuple[int, str]] = set()
    for line in one.lines.all():
        if not line.counted:
            continue
        behind |= entries.behind(
            line.definition,
            one.unit_id,
            one.starts_on,
            one.ends_on,
            sequence=one.sequence,
            at=one.submitted_at,
        )
        yield from _line(one, line, entries, _("The entries give"), at=one.submitted_at)
        if line.indicator is not None:
            if definition_of(line.indicator) == line.definition:
                if not (may_be_held(line.definition) and _after(one.submitted_at, moved)):
                    yield from _line(one, line, posted, _("The postings give"))
            else:
                message = _(
                    "“%(name)s” counts otherwise by now; the figure stands by the definition of then."
                )
                yield _wrong(one, message % {"name": line.name}, f"lines.{line.number}", noted=True)
    if digest_of(behind) != one.entries_digest:
        yield _wrong(one, _("The entries behind it are not those it was computed from."), "entries_digest")


def _after(at: datetime | None, moments: list[datetime]) -> bool:
    return at is not None and any(moment > at for moment in moments)


def _line(
    one: Return, line: ReturnLine, counting: Counting, who: str, *, at: datetime | None = None
) -> Iterator[Difference]:
    spans = {"value": one.starts_on, "cumulative": line.since or one.starts_on}
    for field, first in spans.items():
        reading = counting.reading(
            line.definition, one.unit_id, first, one.ends_on, sequence=one.sequence, at=at
        )
        now, stored = reading.value.quantize(QUANTUM), getattr(line, field)
        if now != stored:
            words = {"who": who, "now": plain(now), "name": line.name, "stored": plain(stored)}
            message = _("%(who)s %(now)s for “%(name)s”, the return says %(stored)s.") % words
            yield _wrong(one, message, f"lines.{line.number}.{field}")


def _wrong(one: Return, message: str, field: str = "", *, noted: bool = False) -> Difference:
    return Difference("returns", f"Return #{one.pk}", message, field, noted)


CHECK = Check("returns", verify_returns, narrows=True)
