"""Submitting, accepting, returning and confirming many entries at once, in one transaction.

Each entry passes the same rules as it would alone, and what is written is the same to the byte. What is saved are
the queries: entries are read, chained, posted and noted some hundreds at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jiedui.accounts.models import User
from jiedui.kernel.batches import batched
from jiedui.kernel.errors import JieduiError, NotFound
from jiedui.ledger import chain
from jiedui.ledger.approvals import Bands, Course
from jiedui.ledger.checks import Examination, Finding
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.errors import SomeRefused
from jiedui.ledger.models import Entry
from jiedui.ledger.services.approving import note_approval
from jiedui.ledger.services.confirming import Standings, require_confirmable, write_words
from jiedui.ledger.services.deciding import (
    append_accepted,
    bring_about,
    given_reason,
    require_acceptable,
    require_returnable,
    require_submittable,
    write_returned,
    write_submitted,
)

BATCH = 500


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that could not be taken along, and why."""

    entry: int
    error: JieduiError


@dataclass(slots=True)
class Outcome:
    """The ids of the entries that were acted on, in the order given, and those refused.

    ``waiting``: those of ``done`` that the actor has approved and somebody else must approve, too.
    """

    done: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


Check = Callable[[Entry], object]
Write = Callable[[list[Entry]], object]


@transaction.atomic
def submit_entries(*, actor: User, entries: Iterable[Entry], sound_only: bool = False) -> Outcome:
    """:func:`submit_entry` for many. Raises SomeRefused unless ``sound_only``, and then nothing is changed."""
    found: dict[int, list[Finding]] = {}
    examination = Examination(())
    at = timezone.now()

    def read(some: list[Entry]) -> None:
        nonlocal examination
        examination = Examination(some)

    def check(entry: Entry) -> None:
        found[entry.pk] = require_submittable(actor, entry, examination)
        # The next one's checks look for its like among what is submitted, and that is this one, too.
        entry.state = EntryState.SUBMITTED

    def write(sound: list[Entry]) -> None:
        write_submitted(actor=actor, entries=sound, found=found, at=at)
        found.clear()

    rows = Entry.objects.prefetch_related("programme", "project__receiver", "evidence")
    rows = rows.prefetch_related("giver__codes", "receiver__codes")
    return _each(entries, rows, check, write, sound_only=sound_only, before=read)


@transaction.atomic
def accept_entries(*, actor: User, entries: Iterable[Entry], sound_only: bool = False) -> Outcome:
    """:func:`accept_entry` for many: they join the chain in the order given.

    Those that need another's approval yet are approved and left waiting. Raises SomeRefused unless ``sound_only``,
    and then nothing is changed.
    """
    bands = Bands()
    courses: dict[int, Course] = {}
    waiting: list[Entry] = []

    def check(entry: Entry) -> None:
        courses[entry.pk] = require_acceptable(actor, entry, bands.course_of(entry))

    def write(sound: list[Entry]) -> None:
        final: list[Entry] = []
        for entry in sound:
            last = note_approval(actor=actor, entry=entry, course=courses.pop(entry.pk))
            (final if last else waiting).append(entry)
        append_accepted(actor=actor, entries=final, action="entry.accept")
        for entry in final:
            bring_about(entry)

    rows = _decidable().prefetch_related(*chain.PROOF)
    outcome = _each(entries, rows, check, write, sound_only=sound_only, before=bands.read)
    outcome.waiting = [entry.pk for entry in waiting]
    return outcome


@transaction.atomic
def return_entries(
    *, actor: User, entries: Iterable[Entry], reason: str, sound_only: bool = False
) -> Outcome:
    """:func:`return_entry` for many, for one reason.

    Raises Invalid without a reason; SomeRefused unless ``sound_only``, and then nothing is changed.
    """
    said = given_reason(reason)

    bands = Bands()

    def check(entry: Entry) -> None:
        require_returnable(actor, entry, bands.course_of(entry))

    def write(sound: list[Entry]) -> None:
        write_returned(actor=actor, entries=sound, reason=said)

    return _each(entries, _decidable(), check, write, sound_only=sound_only, before=bands.read)


@transaction.atomic
def confirm_entries(
    *, actor: User, entries: Iterable[Entry], note: str = "", sound_only: bool = False
) -> Outcome:
    """:func:`confirm_entry` for many on which the receiver agrees; a dispute is about one entry.

    Raises SomeRefused unless ``sound_only``, and then nothing is changed.
    """
    standings = Standings(frozenset(), frozenset())

    def read(some: list[Entry]) -> None:
        nonlocal standings
        standings = Standings.of([entry.pk for entry in some])

    def check(entry: Entry) -> None:
        require_confirmable(actor, entry, standings)

    def write(sound: list[Entry]) -> None:
        write_words(actor=actor, entries=sound, verdict=Verdict.AGREED, note=note.strip())

    rows = Entry.objects.prefetch_related("receiver")
    return _each(entries, rows, check, write, sound_only=sound_only, before=read)


def _decidable() -> QuerySet[Entry]:
    # Many entries share few units: one object of each is read, not one for every entry.
    return Entry.objects.prefetch_related("workstream__lead", "programme__giver")


def _each(
    entries: Iterable[Entry],
    rows: QuerySet[Entry],
    check: Check,
    write: Write,
    *,
    sound_only: bool,
    before: Callable[[list[Entry]], None] = lambda some: None,
) -> Outcome:
    """Lock all, then check and write some at a time. Where all must be sound, a refusal takes back what was written."""
    outcome = Outcome()
    pks = list(dict.fromkeys(entry.pk for entry in entries))
    _lock(pks)
    for batch in batched(pks, BATCH):
        found = rows.in_bulk(batch)
        before(list(found.values()))
        sound = list(_sound(batch, found, check, outcome))
        if sound and (sound_only or not outcome.refused):
            write(sound)
        outcome.done += [entry.pk for entry in sound]
    if outcome.refused and not sound_only:
        raise SomeRefused(outcome.refused, of=len(pks))
    return outcome


def _lock(pks: Sequence[int]) -> None:
    """Hold all rows before the head of the chain is held, lowest first, so that no two acts wait for each other."""
    for batch in batched(sorted(pks), BATCH):
        rows = Entry.objects.select_for_update().filter(pk__in=batch).order_by("pk")
        list(rows.values_list("pk", flat=True))


def _sound(pks: Sequence[int], found: dict[int, Entry], check: Check, outcome: Outcome) -> Iterator[Entry]:
    for pk in pks:
        try:
            if pk not in found:
                raise NotFound
            check(found[pk])
        except JieduiError as error:
            outcome.refused.append(Refused(pk, error))
        else:
            yield found[pk]
