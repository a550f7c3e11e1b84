"""Writing the planned year through the ledger's own services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from jiedui.accounts.models import User
from jiedui.cli.simulation.cast import Cast
from jiedui.cli.simulation.goods import voucher
from jiedui.cli.simulation.planning import Fate, Planned, Word, plan_year
from jiedui.cli.simulation.works import simulate_works
from jiedui.ledger import kinds
from jiedui.ledger import services as ledger
from jiedui.ledger.enums import Verdict
from jiedui.ledger.kinds.base import Needed
from jiedui.ledger.models import Entry
from jiedui.plans.models import Programme
from jiedui.plans.services import mark_synthetic

RETURN_REASON = "凭证不清晰，请重新上传。（模拟）"
REVERSAL_REASON = "重复登记，予以冲销。（模拟）"
DISPUTE_NOTE = "我方台账数字不同。（模拟）"


@dataclass(slots=True)
class Summary:
    """What was written, by kind and by how far it came; ``already`` entries were there before."""

    kinds: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    already: int = 0

    @property
    def total(self) -> int:
        """Entries written, reversals included."""
        return sum(self.kinds.values()) + self.fates[Fate.REVERSED]


def simulate_year(
    programme: Programme,
    *,
    seed: int = 1,
    volume: float = 1.0,
    on_progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Write a generated year in one transaction; nothing where the programme has generated entries already.

    Raises Invalid where nobody acts for the programme office.
    """
    summary = Summary(already=programme.entries.filter(synthetic=True).count())
    if summary.already:
        return summary
    cast = Cast()
    planned = plan_year(programme, seed=seed, volume=volume)
    with transaction.atomic():
        mark_synthetic(actor=None, programme=programme)
        planned = simulate_works(programme, planned, cast, seed=seed)
        for number, item in enumerate(planned, start=1):
            _write(programme, item, number, cast)
            summary.kinds[item.kind] += 1
            summary.fates[item.fate] += 1
            summary.words[item.word] += 1
            if on_progress:
                on_progress(number, len(planned))
    return summary


def _write(programme: Programme, item: Planned, number: int, cast: Cast) -> None:
    recorder, decider = cast.recorder(item.giver), cast.decider(item.workstream)
    entry = ledger.record_entry(
        actor=recorder,
        programme=programme,
        kind=item.kind,
        data={
            "giver": item.giver,
            "receiver": item.receiver,
            "workstream": item.workstream,
            "occurred_on": item.day,
            "title": item.made.title,
            "detail": item.made.detail,
            **item.figures,
            **({"project": item.project} if item.project else {}),
        },
        synthetic=True,
    )
    if item.fate is Fate.DRAFT:
        return
    _prove(entry, item, number, recorder)
    entry = ledger.submit_entry(actor=recorder, entry=entry)
    if item.fate is Fate.RETURNED:
        ledger.return_entry(actor=decider, entry=entry, reason=RETURN_REASON)
    elif item.fate is not Fate.SUBMITTED:
        entry = ledger.accept_entry(actor=decider, entry=entry)
        _afterwards(entry, item, cast)


def _prove(entry: Entry, item: Planned, number: int, recorder: User) -> None:
    """Attach the generated voucher in its own role and every other the kind asks for."""
    needed = kinds.get(entry.kind).evidence_needed(entry, Needed.SUBMISSION, Needed.ACCEPTANCE)
    for purpose in dict.fromkeys([item.made.purpose, *(rule.purpose for rule in needed)]):
        ledger.attach_evidence(
            actor=recorder,
            entry=entry,
            filename=f"SYNTHETIC-{number:05d}.txt",
            content=voucher(number, item.made.title, _facts(item)),
            purpose=purpose,
        )


def _afterwards(entry: Entry, item: Planned, cast: Cast) -> None:
    """What happens to an accepted entry."""
    if item.fate is Fate.REVERSED:
        ledger.reverse_entry(actor=cast.office, entry=entry, reason=REVERSAL_REASON)
        return
    confirmer = cast.confirmer(item.receiver)
    if confirmer is None or item.word is Word.NOTHING:
        return
    if item.word is Word.AGREED:
        ledger.confirm_entry(actor=confirmer, entry=entry, verdict=Verdict.AGREED)
        return
    ledger.confirm_entry(
        actor=confirmer, entry=entry, verdict=Verdict.DISPUTED, figure=_their_figure(item), note=DISPUTE_NOTE
    )


def _their_figure(item: Planned) -> Decimal | None:
    """What the receiver counted instead: a little less."""
    if "amount" in item.figures:
        return (Decimal(item.figures["amount"]) * Decimal("0.9")).quantize(Decimal(1))
    return Decimal(max(0, item.figures["persons"] - 1)) if "persons" in item.figures else None


def _facts(item: Planned) -> dict[str, str]:
    figures = {name: str(value) for name, value in item.figures.items()}
    return {"from": item.giver.name, "to": item.receiver.name, "day": item.day.isoformat(), **figures}
