"""Targets, and accepted entries with their postings, written straight into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiedui.ledger.chain import FORMAT
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.models import Confirmation, Entry, EntryEvidence, EvidenceFile, Posting
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator, Target
from tests.conftest import World


@dataclass
class Scene:
    """A world with one indicator and short ways to add targets and entries to it."""

    world: World
    purchases: Indicator
    _count: int = field(default=0)

    def indicator(self, code: str, **fields: Any) -> Indicator:
        """Another indicator, of the consumption workstream unless said otherwise."""
        fields.setdefault("workstream", self.world.consumption)
        fields.setdefault("kind", "purchase")
        fields.setdefault("measure", "amount")
        return Indicator.objects.create(code=code, name=code, unit=fields.pop("unit", "元"), **fields)

    def target(
        self, value: str, unit: OrgUnit | None = None, indicator: Indicator | None = None, **fields: Any
    ) -> Target:
        """A target for 2019 (or another period)."""
        fields.setdefault("starts_on", date(2019, 1, 1))
        fields.setdefault("ends_on", date(2019, 12, 31))
        return Target.objects.create(
            indicator=indicator or self.purchases,
            unit=unit or self.world.city,
            value=Decimal(value),
            revision=self.world.revision,
            **fields,
        )

    def entry(
        self,
        value: str,
        day: str,
        *,
        giver: OrgUnit | None = None,
        receiver: OrgUnit | None = None,
        indicator: Indicator | None = None,
        subject: str = "",
        evidence: bool = False,
        verdicts: tuple[Verdict, ...] = (),
        reverses: Entry | None = None,
        title: str = "采购云岭县苹果",
    ) -> Entry:
        """An accepted entry that posts ``value`` to the indicator."""
        indicator = indicator or self.purchases
        self._count += 1
        entry = Entry.objects.create(
            programme=self.world.programme,
            workstream=indicator.workstream,
            kind="purchase",
            giver=giver or self.world.east,
            receiver=receiver or self.world.county,
            occurred_on=date.fromisoformat(day),
            title=title,
            state=EntryState.ACCEPTED,
            recorded_by=self.world.office,
            sequence=self._count,
            chain_format=FORMAT,
            hash=f"{self._count:064d}",
            reverses=reverses,
        )
        Posting.objects.create(
            entry=entry,
            indicator=indicator,
            giver=entry.giver,
            receiver=entry.receiver,
            day=entry.occurred_on,
            value=Decimal(value),
            subject=subject,
        )
        if evidence:
            self.attach(entry)
        for verdict in verdicts:
            Confirmation.objects.create(
                entry=entry, verdict=verdict, unit=entry.receiver, by=self.world.receiver
            )
        return entry

    def attach(self, entry: Entry) -> None:
        """A file as evidence of the entry."""
        file = EvidenceFile.objects.create(sha256=f"{entry.pk:064x}", size=1, media_type="image/png")
        EntryEvidence.objects.create(
            entry=entry, file=file, filename="票据.png", purpose="voucher", added_by=self.world.office
        )

    def reverse(self, entry: Entry, value: str, day: str | None = None) -> Entry:
        """The reversal of an entry."""
        posting = entry.postings.get()
        return self.entry(
            value,
            day or entry.occurred_on.isoformat(),
            giver=entry.giver,
            receiver=entry.receiver,
            indicator=posting.indicator,
            subject=posting.subject,
            reverses=entry,
        )


@pytest.fixture
def scene(world: World) -> Scene:
    """The world with an indicator of purchases in yuan."""
    purchases = Indicator.objects.create(
        workstream=world.consumption,
        code="purchases",
        name="消费帮扶金额",
        name_en="Purchases",
        unit="元",
        kind="purchase",
        measure="amount",
        headline=True,
    )
    return Scene(world, purchases)
