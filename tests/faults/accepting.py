"""Acceptances killed at work, many at once and one by one: what was told to be accepted is, with all of its own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from jiedui.accounts.models import User
from jiedui.kernel import storage
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import chain, services
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import ChainHead, Entry, EntryEvidence, EvidenceFile, Posting
from jiedui.ledger.services.evidence import file_of
from jiedui.ledger.verification import CHECKS
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from tests.conftest import build_world
from tests.ledger import acts

MANY, SINGLE = 100, 6
INDICATORS = ("amount", "count")
ALL_OF_IT_EVERY = 5
"""Rounds after which the whole chain is verified, not only what the round appended."""


def prepare() -> dict[str, Any]:
    """Purchases: some submitted with one voucher for all, some still drafts that get a file of their own."""
    if not Programme.objects.exists():
        world = build_world()
        for measure in INDICATORS:
            acts.indicator(world, measure=measure, code=measure)
    head = ChainHead.objects.first() or ChainHead()
    drafts = [entry.pk for entry in _drafts(Entry.objects.count(), MANY + SINGLE)]
    told = _told(head.sequence)
    told.unlink(missing_ok=True)
    many, single = drafts[:MANY], drafts[MANY:]
    services.submit_entries(actor=_person("giver"), entries=_proven(many))
    return {"many": many, "single": single, "sequence": head.sequence, "hash": head.hash}


def _drafts(first: int, count: int) -> list[Entry]:
    programme = Programme.objects.get()
    common = {
        "programme": programme,
        "workstream": programme.workstreams.get(key="consumption"),
        "kind": "purchase",
        "giver": OrgUnit.objects.get(name="东城区"),
        "receiver": OrgUnit.objects.get(name="云岭县"),
        "title": "食堂采购苹果",
        "recorded_by": _person("giver"),
    }
    return Entry.objects.bulk_create(
        Entry(
            **common,
            occurred_on=date(2019, 7, 1 + number % 28),
            amount=Decimal(100 + number) + Decimal("0.50"),
            detail={**acts.DETAIL["purchase"], "voucher_number": f"NO.{number}", "recognition_number": ""},
        )
        for number in range(first, first + count)
    )


def _proven(pks: list[int]) -> list[Entry]:
    """The entries with one voucher for all of them."""
    file = file_of(services.store_evidence(filename="voucher.txt", content=b"voucher no. 17"))
    by = _person("giver")
    EntryEvidence.objects.bulk_create(
        EntryEvidence(entry_id=pk, file=file, filename="voucher.txt", purpose="voucher", added_by=by)
        for pk in pks
    )
    return [Entry(pk=pk) for pk in pks]


def _person(name: str) -> User:
    return User.objects.get(username=name)


def _told(sequence: int) -> Path:
    """Where the one who is killed writes down what it was told is accepted."""
    return Path(settings.DATA_FOLDER) / f"told-{sequence}.txt"


def act(context: dict[str, Any]) -> None:
    """Half of the single ones from file to acceptance, then the many at once, then the rest."""
    told = os.open(_told(context["sequence"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    half = SINGLE // 2
    for pk in context["single"][:half]:
        _bring(pk, told)
    if waiting := _waiting(context["many"]):
        services.accept_entries(actor=_person("lead"), entries=waiting)
    _write_down(told, *context["many"])
    for pk in context["single"][half:]:
        _bring(pk, told)


def _waiting(pks: list[int]) -> list[Entry]:
    return list(Entry.objects.filter(pk__in=pks, state=EntryState.SUBMITTED).order_by("pk"))


def _bring(pk: int, told: int) -> None:
    """Attach, submit and accept, as far as it has not been done."""
    entry = Entry.objects.get(pk=pk)
    if entry.state == EntryState.DRAFT:
        services.attach_evidence(
            actor=_person("giver"),
            entry=entry,
            filename=f"{pk}.txt",
            content=f"voucher of {pk}".encode(),
            purpose="voucher",
        )
        entry = services.submit_entry(actor=_person("giver"), entry=entry)
    if entry.state == EntryState.SUBMITTED:
        services.accept_entry(actor=_person("lead"), entry=entry)
    _write_down(told, pk)


def _write_down(told: int, *pks: int) -> None:
    os.write(told, "".join(f"{pk}\n" for pk in pks).encode())


def check(context: dict[str, Any]) -> list[str]:
    """Nothing is half there and nothing that was told is lost; what was not done can be done now, once."""
    problems = [*_whole(context)]
    act(context)
    problems += _whole(context)
    mine = Entry.objects.filter(pk__in=[*context["many"], *context["single"]])
    if left := mine.exclude(state=EntryState.ACCEPTED).count():
        problems.append(f"{left} could not be accepted afterwards")
    return problems


def _whole(context: dict[str, Any]) -> Iterator[str]:
    yield from _before(context)
    accepted = set(
        Entry.objects.filter(state=EntryState.ACCEPTED, sequence__gt=context["sequence"]).values_list(
            "pk", flat=True
        )
    )
    if 0 < len(accepted.intersection(context["many"])) < MANY:
        yield f"{len(accepted.intersection(context['many']))} of {MANY} are accepted"
    path = _told(context["sequence"])
    told = {int(line) for line in path.read_text().splitlines()} if path.exists() else set()
    if lost := told - accepted:
        yield f"told to be accepted, but are not: {sorted(lost)[:5]}"
    yield from _belongings({*context["many"], *context["single"]}, accepted)
    yield from _files(context["single"])
    yield from _verified(context["sequence"])


def _before(context: dict[str, Any]) -> Iterator[str]:
    """What was accepted before the round stands as it stood."""
    kept = Entry.objects.filter(state=EntryState.ACCEPTED, sequence__lte=context["sequence"]).count()
    if kept != context["sequence"]:
        yield f"{kept} entries of before, not {context['sequence']}"
    last = Entry.objects.filter(sequence=context["sequence"]).values_list("hash", flat=True).first()
    if (last or "") != context["hash"]:
        yield "the last entry of before is another"


def _belongings(mine: set[int], accepted: set[int]) -> Iterator[str]:
    """An accepted entry has its postings and one line in the log; another has neither."""
    posted = Counter(Posting.objects.filter(entry__in=mine).values_list("entry_id", flat=True))
    log = AuditRecord.objects.filter(action__in=chain.ACTIONS, subject_id__in=[str(pk) for pk in mine])
    noted = Counter(int(pk) for pk in log.values_list("subject_id", flat=True))
    for pk in sorted(mine):
        due = 1 if pk in accepted else 0
        if (posted[pk], noted[pk]) != (due * len(INDICATORS), due):
            yield f"#{pk} is half there: {posted[pk]} postings, {noted[pk]} lines in the log"


def _files(pks: list[int]) -> Iterator[str]:
    """Every file that is attached is in the store, whole, whether or not its entry was accepted."""
    for file in EvidenceFile.objects.filter(uses__entry__in=pks).distinct():
        if len(storage.get(file.sha256)) != file.size:
            yield f"{file} is not whole"


def _verified(sequence: int) -> Iterator[str]:
    appended = sequence // (MANY + SINGLE)
    since = 0 if appended % ALL_OF_IT_EVERY == 0 else sequence + 1
    for verify in CHECKS:
        for item in verify.differences(None, lambda _count: None, since=since):
            yield f"{item.subject}: {item.message}"
