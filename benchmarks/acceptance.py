"""Submitting, accepting and confirming many entries at once, beside one after the other.

    python benchmarks/acceptance.py [--entries 2000]

Purchases with one voucher each, on the embedded SQLite in a temporary folder or on DATABASE_URL. Both ways run the
same rules and write the same rows; afterwards the chain and the postings are verified.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

DETAIL = {
    "buyer": "机关食堂",
    "seller": "果业合作社",
    "product": "苹果",
    "channel": "canteen",
    "voucher_type": "invoice",
    "recognition_number": "",
}


@dataclass
class Stage:
    """A programme, who acts in it, and where drafts come from."""

    programme: Any
    workstream: Any
    giver: Any
    receiver: Any
    clerk: Any
    lead: Any
    county: Any
    file: Any

    def drafts(self, count: int, first: int) -> list[Any]:
        """So many drafts with a voucher each, numbered from ``first``."""
        from jiedui.ledger.models import Entry, EntryEvidence

        entries = Entry.objects.bulk_create(
            [
                Entry(
                    programme=self.programme,
                    workstream=self.workstream,
                    kind="purchase",
                    giver=self.giver,
                    receiver=self.receiver,
                    occurred_on=date(2019, 1 + n % 12, 1 + n % 28),
                    title=f"采购 {n}",
                    amount=Decimal(n % 9000 + 1),
                    detail={**DETAIL, "voucher_number": f"NO.{n:06d}"},
                    recorded_by=self.clerk,
                )
                for n in range(first, first + count)
            ],
            batch_size=1000,
        )
        EntryEvidence.objects.bulk_create(
            [
                EntryEvidence(
                    entry=e, file=self.file, filename="v.txt", purpose="voucher", added_by=self.clerk
                )
                for e in entries
            ],
            batch_size=1000,
        )
        return entries


def build() -> Stage:
    """The smallest programme in which a purchase goes all the way, with three indicators that count it."""
    from jiedui.accounts.enums import Role
    from jiedui.accounts.models import Membership, User
    from jiedui.kernel import storage
    from jiedui.ledger.models import EvidenceFile
    from jiedui.organisations.models import OrgUnit
    from jiedui.plans.models import Indicator, Programme, Workstream

    def plant(name: str, parent: Any = None) -> Any:
        unit = OrgUnit.objects.create(name=name, parent=parent, kind="county")
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        return unit

    def person(name: str, role: Any, unit: Any) -> Any:
        user = User.objects.create(username=name, display_name=name)
        Membership.objects.create(user=user, unit=unit, role=role)
        return user

    city, county = plant("City"), plant("County")
    district, bureau = plant("District", city), plant("Bureau", city)
    programme = Programme.objects.create(
        code="bench", name="Bench", giver=city, starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31)
    )
    workstream = Workstream.objects.create(
        programme=programme, key="consumption", name="Consumption", lead=bureau
    )
    for measure in ("amount", "count", "sellers"):
        Indicator.objects.create(
            workstream=workstream, code=measure, name=measure, unit="元", kind="purchase", measure=measure
        )
    stored = storage.put(b"voucher", filename="v.txt", max_bytes=100)
    file = EvidenceFile.objects.create(sha256=stored.sha256, size=stored.size, media_type=stored.media_type)
    people = (
        person("clerk", Role.GIVER, district),
        person("lead", Role.LEAD, bureau),
        person("county", Role.RECEIVER, county),
    )
    return Stage(programme, workstream, district, county, *people, file)


def rate(act: Callable[[], object], count: int) -> float:
    """Entries a second."""
    began = time.perf_counter()
    act()
    return count / (time.perf_counter() - began)


def measure(stage: Stage, single: Sequence[Any], many: Sequence[Any]) -> list[tuple[str, float, float]]:
    """Each act with its rates: one after the other, and at once."""
    from jiedui.ledger import services

    alone: dict[str, Callable[[Any], Any]] = {
        "submit": lambda entry: services.submit_entry(actor=stage.clerk, entry=entry),
        "accept": lambda entry: services.accept_entry(actor=stage.lead, entry=entry),
        "confirm": lambda entry: services.confirm_entry(actor=stage.county, entry=entry, verdict="agreed"),
    }
    together: dict[str, Callable[[], Any]] = {
        "submit": lambda: services.submit_entries(actor=stage.clerk, entries=many),
        "accept": lambda: services.accept_entries(actor=stage.lead, entries=many),
        "confirm": lambda: services.confirm_entries(actor=stage.county, entries=many),
    }
    return [
        (
            name,
            rate(lambda act=act: [act(entry) for entry in single], len(single)),  # type: ignore[misc]
            rate(together[name], len(many)),
        )
        for name, act in alone.items()
    ]


def main() -> None:
    """Build, time both ways, verify, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=2_000)
    count = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(JIEDUI_DATA=folder, DJANGO_SETTINGS_MODULE="jiedui.settings")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        from jiedui.ledger.verification import verify_chain, verify_postings

        stage = build()
        few = max(count // 10, 50)
        rows = measure(stage, stage.drafts(few, 0), stage.drafts(count, few))
        if wrong := [*verify_chain(None, lambda n: None), *verify_postings(None, lambda n: None)]:
            raise SystemExit(f"does not verify: {wrong[:3]}")
        print(f"{connection.vendor}: {few} entries one after the other, {count} at once")
        print(f"{'act':<10}{'one by one /s':>15}{'at once /s':>12}{'ratio':>8}")
        for name, slow, fast in rows:
            print(f"{name:<10}{slow:>15.0f}{fast:>12.0f}{fast / slow:>8.1f}")
        connection.close()


if __name__ == "__main__":
    main()
