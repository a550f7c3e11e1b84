"""All standings of a programme in one go, beside one Django aggregate per target.

    python benchmarks/standings.py [--postings 50000]

The peer is what a straightforward implementation does: for each target one ``aggregate(Sum)`` over the
postings of its indicator, unit subtree and period. Both run in this process on the same database
(embedded SQLite in a temporary folder, or DATABASE_URL); the values must agree. Median of five.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

FIRST, LAST, ON = date(2019, 1, 1), date(2019, 12, 31), date(2019, 9, 30)
UNITS, INDICATORS, MONTHS = 16, 10, 12


def build(postings: int) -> object:
    """A programme of 16 units and 10 indicators with yearly and monthly targets and so many postings."""
    from jiedui.accounts.models import User
    from jiedui.ledger.chain import FORMAT
    from jiedui.ledger.models import Entry, Posting
    from jiedui.organisations.models import OrgUnit
    from jiedui.plans.models import Indicator, Programme, Revision, Target, Workstream

    def plant(name: str, parent: OrgUnit | None = None) -> OrgUnit:
        unit = OrgUnit.objects.create(name=name, parent=parent, kind="county")
        OrgUnit.objects.filter(pk=unit.pk).update(path=f"{parent.path if parent else '/'}{unit.pk}/")
        unit.refresh_from_db()
        return unit

    city, county = plant("City"), plant("County")
    units = [plant(f"District {n}", city) for n in range(UNITS)]
    programme = Programme.objects.create(
        code="bench", name="Bench", giver=city, starts_on=FIRST, ends_on=LAST
    )
    workstream = Workstream.objects.create(programme=programme, key="w", name="W")
    revision = Revision.objects.create(programme=programme, number=1, title="Bench")
    actor = User.objects.create(username="bench", display_name="Bench")
    indicators = [
        Indicator.objects.create(
            workstream=workstream, code=f"i{n}", name=f"I{n}", unit="元", kind="purchase", measure="amount"
        )
        for n in range(INDICATORS)
    ]
    spans = [(FIRST, LAST), *((date(2019, m, 1), date(2019, m, 28)) for m in range(1, MONTHS + 1))]
    Target.objects.bulk_create(
        Target(indicator=i, unit=u, starts_on=a, ends_on=b, value=Decimal(10**6), revision=revision)
        for i in indicators
        for u in [city, *units]
        for a, b in spans
    )
    pick = random.Random(1)  # noqa: S311
    days = [FIRST + timedelta(days=pick.randrange(365)) for _ in range(postings)]
    entries = Entry.objects.bulk_create(
        [
            Entry(
                programme=programme,
                workstream=workstream,
                kind="purchase",
                receiver=county,
                giver=units[n % UNITS],
                occurred_on=day,
                title="Bench",
                recorded_by=actor,
                amount=Decimal(n % 9000 + 1),
                state="accepted",
                sequence=n + 1,
                chain_format=FORMAT,
                hash=f"{n:064x}",
            )
            for n, day in enumerate(days)
        ],
        batch_size=2000,
    )
    Posting.objects.bulk_create(
        [
            Posting(
                entry=e,
                indicator=indicators[n % INDICATORS],
                giver_id=e.giver_id,
                receiver=county,
                day=e.occurred_on,
                value=e.amount or Decimal(0),
            )
            for n, e in enumerate(entries)
        ],
        batch_size=2000,
    )
    return programme


def ours(programme: object) -> dict[int, Decimal]:
    """Every target's value by the programme's own reckoning (with pace, forecast and coverage besides)."""
    from jiedui.progress.standings import standings

    return {s.target.pk: s.value or Decimal(0) for s in standings(programme, on=ON)}  # type: ignore[arg-type]


def one_by_one(programme: object) -> dict[int, Decimal]:
    """Every target's value by one aggregate each (value only)."""
    from django.db.models import Sum

    from jiedui.ledger.models import Posting
    from jiedui.plans.models import Target

    found = {}
    for target in Target.objects.filter(indicator__workstream__programme=programme).select_related("unit"):
        rows = Posting.objects.filter(
            indicator_id=target.indicator_id,
            giver__path__startswith=target.unit.path,
            day__range=(target.starts_on, min(ON, target.ends_on)),
        )
        found[target.pk] = rows.aggregate(total=Sum("value"))["total"] or Decimal(0)
    return found


def median(run: Callable[[object], object], programme: object) -> float:
    """Seconds, median of five after one warm-up."""
    run(programme)
    times = []
    for _ in range(5):
        began = time.perf_counter()
        run(programme)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """Build, check that both agree, time both, print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=50_000)
    count = parser.parse_args().postings
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(JIEDUI_DATA=folder, DJANGO_SETTINGS_MODULE="jiedui.settings")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        programme = build(count)
        a, b = ours(programme), one_by_one(programme)
        if a != b:
            raise SystemExit("the two do not agree")
        fast, slow = median(ours, programme), median(one_by_one, programme)
        print(f"{connection.vendor}, {len(a)} targets, {count} postings")
        print(f"{'way':<28}{'s':>8}")
        print(f"{'standings()':<28}{fast:>8.3f}")
        print(f"{'one aggregate per target':<28}{slow:>8.3f}")
        print(f"ratio {slow / fast:.1f}")
        connection.close()


if __name__ == "__main__":
    main()
