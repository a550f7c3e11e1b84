"""The cockpit of a city: how many queries it takes, and how long the server works on it.

    python benchmarks/cockpit.py [--postings 100000] [--times 60]

The same page is asked for again and again through the whole stack but the network. Every tenth time an entry was
accepted before, into the chain, the postings and the log as ever. Two ways are compared: what was reckoned is kept
while nothing changes (as the server does), and reckoned anew each time. Both must show the same page. Times are of the
processor, so that another program on the machine does not count; p50, p95 and the slowest in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from standings import build

CHANGE_EVERY = 10
COUNTED = 2
DETAIL = {
    "buyer": "Canteen",
    "seller": "Farm",
    "product": "Apples",
    "channel": "canteen",
    "voucher_type": "invoice",
    "voucher_number": "17",
}


def prepare(postings: int) -> Any:
    """A programme with so many postings, and somebody of its office who is signed in."""
    from django.test import Client

    from jiedui.accounts.enums import Role
    from jiedui.accounts.models import Membership, User
    from jiedui.ledger import outbox
    from jiedui.ledger.models import ChainHead
    from jiedui.plans.models import Indicator, Programme

    programme: Any = build(postings)
    Programme.objects.filter(pk=programme.pk).update(reference_date="2019-09-30")
    Indicator.objects.filter(pk__in=Indicator.objects.values("pk")[:6]).update(headline=True)
    # Entries count for one to three figures, not for all ten that a purchase would count for otherwise.
    Indicator.objects.filter(pk__in=Indicator.objects.values("pk")[COUNTED:]).update(kind="service")
    ChainHead.objects.update_or_create(pk=1, defaults={"sequence": postings})
    outbox.note_begun()
    user = User.objects.create_user("office", password="office", display_name="Office")  # noqa: S106
    Membership.objects.create(user=user, unit=programme.giver, role=Role.OFFICE)
    client = Client()
    client.force_login(user)
    return client


def change() -> None:
    """An entry like the others is accepted."""
    from jiedui.ledger.models import Entry
    from jiedui.ledger.services.deciding import append_accepted

    like = Entry.objects.order_by("-pk")[0]
    entry = Entry.objects.create(
        programme=like.programme,
        workstream=like.workstream,
        kind=like.kind,
        giver=like.giver,
        receiver=like.receiver,
        occurred_on="2019-07-03",
        title=like.title,
        recorded_by=like.recorded_by,
        amount=12_000,
        detail=DETAIL,
        state="submitted",
    )
    entry.refresh_from_db()
    append_accepted(actor=like.recorded_by, entries=[entry], action="entry.accept")
    assert entry.postings.count() == COUNTED


def forget() -> None:
    """Let everything that was reckoned go."""
    from jiedui.progress import overview

    overview._kept.clear()


def pages(client: Any, times: int, *, anew: bool) -> Iterator[tuple[float, int, str]]:
    """Milliseconds, queries and the page, each time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(times):
        if anew:
            forget()
        elif number % CHANGE_EVERY == 0:
            change()
        with CaptureQueriesContext(connection) as queries:
            began = time.process_time()
            answer = client.get("/p/bench/")
            took = (time.process_time() - began) * 1000
        if answer.status_code != 200:
            raise SystemExit(f"the cockpit answered {answer.status_code}")
        yield (
            took,
            len(queries),
            re.sub(r'value="[^"]{20,}"|"X-CSRFToken": "[^"]+"', "", answer.content.decode()),
        )


def told(name: str, found: list[tuple[float, int, str]]) -> str:
    """A row of the table."""
    times = sorted(took for took, _queries, _page in found)
    p95 = statistics.quantiles(times, n=20)[-1]
    queries = statistics.mode(queries for _took, queries, _page in found)
    return f"{name:<32}{statistics.median(times):>8.0f}{p95:>8.0f}{times[-1]:>8.0f}{queries:>10}"


def main() -> None:
    """Build, ask both ways, check that they agree, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(JIEDUI_DATA=folder, DJANGO_SETTINGS_MODULE="jiedui.settings", JIEDUI_DEBUG="0")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        client = prepare(given.postings)
        client.get("/p/bench/")
        kept = list(pages(client, given.times, anew=False))
        still = [row for number, row in enumerate(kept) if number % CHANGE_EVERY]
        changed = [row for number, row in enumerate(kept) if number % CHANGE_EVERY == 0]
        anew = list(pages(client, max(6, given.times // 6), anew=True))
        if kept[-1][2] != anew[-1][2]:
            raise SystemExit("the two do not show the same page")
        print(f"{connection.vendor}, {given.postings} postings, {given.times} times")
        print(f"{'cockpit':<32}{'p50':>8}{'p95':>8}{'max':>8}{'queries':>10}")
        print(told("nothing changed since", still))
        print(told("the first after a change", changed))
        print(told("one change to nine views", kept))
        print(told("reckoned anew each time", anew))
        connection.close()


if __name__ == "__main__":
    main()
