"""What the people of the programme do to many generated entries at once: record, prove, submit, decide, confirm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any, TypeVar

from jiedui.accounts.models import User
from jiedui.cli.simulation.cast import Cast
from jiedui.cli.simulation.papers import voucher
from jiedui.cli.simulation.planning import Fate, Planned, Word
from jiedui.ledger import kinds
from jiedui.ledger import services as ledger
from jiedui.ledger.enums import Verdict
from jiedui.ledger.kinds.base import Needed
from jiedui.ledger.models import Entry
from jiedui.ledger.schemas import said_by
from jiedui.plans.models import Programme

RETURN_REASON = "凭证不清晰，请重新上传。（模拟）"
REVERSAL_REASON = "重复登记，予以冲销。（模拟）"
CORRECTION_REASON = "数字录入有误，予以更正。（模拟）"
DISPUTE_NOTE = "我方台账数字不同。（模拟）"
AT_ONCE = 8
"""Files stored side by side: the disk, not the processor, is what each waits for."""

T = TypeVar("T")
Numbered = tuple[int, Planned]


class Scribe:
    """Writes planned entries, each act by the one whose act it is."""

    def __init__(self, programme: Programme, cast: Cast) -> None:
        self.programme = programme
        self.cast = cast
        self._to_mend: dict[int, Entry] = {}

    def write(self, batch: Sequence[Numbered]) -> None:
        """Write the entries and bring each as far as planned, short of what is put right later."""
        written = self._recorded(batch)
        self._prove(written)
        submitted = [row for row in written if row[1].fate is not Fate.DRAFT]
        for recorder, rows in _by(submitted, lambda row: self.cast.recorder(row[1].giver)).items():
            ledger.submit_entries(actor=recorder, entries=_entries(rows))
        for decider, rows in _by(submitted, lambda row: self.cast.decider(row[1].workstream)).items():
            self._decide(decider, rows)
        self._confirm([row for row in submitted if row[1].word is not Word.NOTHING])

    def mend(self, number: int, item: Planned) -> None:
        """Take back, or correct, an entry that was written before."""
        entry = self._to_mend.pop(number)
        if item.fate is Fate.REVERSED:
            ledger.reverse_entry(actor=self.cast.office, entry=entry, reason=REVERSAL_REASON)
            return
        data: dict[str, Any] = said_by(entry)
        name = "amount" if data.get("amount") else "persons"
        data[name] = str(Decimal(data[name]) * 2) if name == "amount" else int(data[name]) + 1
        ledger.correct_entry(actor=self.cast.office, entry=entry, data=data, reason=CORRECTION_REASON)

    def _recorded(self, batch: Sequence[Numbered]) -> list[tuple[int, Planned, Entry]]:
        written: list[tuple[int, Planned, Entry]] = []
        for recorder, rows in _by(batch, lambda row: self.cast.recorder(row[1].giver)).items():
            drafts = [ledger.Draft(item.kind, _said(item)) for _number, item in rows]
            entries = ledger.record_entries(
                actor=recorder, programme=self.programme, drafts=drafts, synthetic=True
            )
            written += [(*row, entry) for row, entry in zip(rows, entries, strict=True)]
        return sorted(written, key=lambda row: row[0])

    def _prove(self, written: Sequence[tuple[int, Planned, Entry]]) -> None:
        """A file of its own for each entry that is handed in, in every role that its kind asks for."""
        proven = [row for row in written if row[1].fate is not Fate.DRAFT]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            files = pool.map(
                lambda row: ledger.store_evidence(filename=row[0], content=row[1]), map(_paper, proven)
            )
            stored = list(zip(proven, files, strict=True))
        for recorder, rows in _by(stored, lambda pair: self.cast.recorder(pair[0][1].giver)).items():
            ledger.attach_many(
                actor=recorder,
                attachments=[
                    ledger.Attachment(entry, file, purpose)
                    for (_number, item, entry), file in rows
                    for purpose in _purposes(item, entry)
                ],
            )

    def _decide(self, decider: User, rows: Sequence[tuple[int, Planned, Entry]]) -> None:
        back = [row for row in rows if row[1].fate is Fate.RETURNED]
        if back:
            ledger.return_entries(actor=decider, entries=_entries(back), reason=RETURN_REASON)
        taken = [row for row in rows if row[1].fate not in {Fate.RETURNED, Fate.SUBMITTED}]
        if taken:
            ledger.accept_entries(actor=decider, entries=_entries(taken))
        wrong = {Fate.REVERSED, Fate.CORRECTED}
        self._to_mend |= {number: entry for number, item, entry in taken if item.fate in wrong}

    def _confirm(self, rows: Sequence[tuple[int, Planned, Entry]]) -> None:
        for confirmer, spoken in _by(rows, lambda row: self.cast.confirmer(row[1].receiver)).items():
            if confirmer is None:
                continue
            agreed = [row for row in spoken if row[1].word is Word.AGREED]
            ledger.confirm_entries(actor=confirmer, entries=_entries(agreed))
            for _number, item, entry in spoken:
                if item.word is Word.DISPUTED:
                    ledger.confirm_entry(
                        actor=confirmer, entry=entry, verdict=Verdict.DISPUTED,
                        figure=_their_figure(item), note=DISPUTE_NOTE,
                    )  # fmt: skip


K = TypeVar("K", bound=Hashable)


def _by(rows: Iterable[T], who: Callable[[T], K]) -> dict[K, list[T]]:
    """The rows of each person, in the order in which they come."""
    found: defaultdict[K, list[T]] = defaultdict(list)
    for row in rows:
        found[who(row)].append(row)
    return found


def _entries(rows: Iterable[tuple[int, Planned, Entry]]) -> list[Entry]:
    return [entry for _number, _item, entry in rows]


def _said(item: Planned) -> dict[str, Any]:
    """The content as :func:`jiedui.ledger.services.record_entry` takes it."""
    return {
        "giver": item.giver,
        "receiver": item.receiver,
        "workstream": item.workstream,
        "occurred_on": item.day,
        "title": item.made.title,
        "detail": item.made.detail,
        **item.figures,
        **({"project": item.project} if item.project else {}),
    }


def _paper(row: tuple[int, Planned, Entry]) -> tuple[str, bytes]:
    number, item, _entry = row
    figures = {name: str(value) for name, value in item.figures.items()}
    facts = {"from": item.giver.name, "to": item.receiver.name, "day": item.day.isoformat(), **figures}
    return voucher(number, item.made.title, facts)


def _purposes(item: Planned, entry: Entry) -> list[str]:
    """The role of the generated voucher, and every other the kind asks for."""
    needed = kinds.get(entry.kind).evidence_needed(entry, Needed.SUBMISSION, Needed.ACCEPTANCE)
    return list(dict.fromkeys([item.made.purpose, *(rule.purpose for rule in needed)]))


def _their_figure(item: Planned) -> Decimal | None:
    """What the receiver counted instead: a little less."""
    if "amount" in item.figures:
        return (Decimal(item.figures["amount"]) * Decimal("0.9")).quantize(Decimal(1))
    return Decimal(max(0, item.figures["persons"] - 1)) if "persons" in item.figures else None
