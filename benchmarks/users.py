"""Fifty people at once on a real server: errors, and how long each page takes them.

    python -m tools.with_postgres .venv/bin/python benchmarks/users.py [--users 50] [--seconds 120] [--scale city]

The example programme with a generated year lies in the database, and the server runs as `jiedui up` runs it: granian
with two workers of four threads, the background worker, the clock. Each person is signed in as one of the example's
accounts, looks at a page, waits (exponentially, ``--pause`` seconds in the mean; 0 waits for nothing) and goes on: the
cockpit, the ledger's list and its pages, the explorer, the entries behind one of its figures, a unit, and the form of a
purchase, which is filled in and saved. A page counts from the request to its last byte. Anything but the page that was
asked for is an error and is printed. Connections are kept and nothing is read of a page but the links it leads to, so
that the people themselves cost little; their processor time is printed beside the server's.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CODE = "tianjin-2019"
ROOT = Path(__file__).resolve().parent.parent
AXES = ("giver:county", "receiver:province", "period:month", "receiver:county", "period:quarter")
BEHIND = re.compile(r'href="(/p/[^"]+/explore/entries/\?[^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
GIVERS = ("giver", "giver-")


@dataclass
class Told:
    """What happened, gathered from all people."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    until: float = 0.0


@dataclass
class Person:
    """Somebody who is signed in, with a connection that is kept."""

    name: str
    cookies: dict[str, str]
    port: int
    units: list[int]
    indicators: list[int]
    told: Told
    pause: float
    chance: random.Random
    behind: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Go from page to page until the time is over."""
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        acts = [self.cockpit] * 3 + [self.ledger] * 3 + [self.explore] * 3 + [self.drill] * 2 + [self.unit]
        if self.name.startswith(GIVERS):
            acts += [self.record] * 3
        time.sleep(self.chance.uniform(0, min(self.pause, 5)))
        while time.monotonic() < self.told.until:
            self.chance.choice(acts)()
            if self.pause:
                time.sleep(self.chance.expovariate(1 / self.pause))
        self.line.close()

    def cockpit(self) -> None:
        """The first page of the programme."""
        self.get("cockpit", f"/p/{CODE}/")

    def ledger(self) -> None:
        """A page of the list, sometimes narrowed."""
        chosen = self.chance.choice(({}, {"kind": "purchase"}, {"page": "3"}, {"state": "submitted"}))
        self.get("ledger", f"/p/{CODE}/ledger/?{urlencode(chosen)}")

    def unit(self) -> None:
        """One giver's page."""
        self.get("unit", f"/p/{CODE}/units/{self.chance.choice(self.units)}/")

    def explore(self) -> None:
        """A pivot of an indicator by two of the axes."""
        rows, columns = self.chance.sample(AXES, 2)
        if rows.split(":")[0] == columns.split(":")[0]:
            columns = ""
        asked = {"of": self.chance.choice(self.indicators), "rows": rows, "columns": columns}
        page = self.get("explore", f"/p/{CODE}/explore/?{urlencode(asked)}")
        self.behind = BEHIND.findall(page)[:40] or self.behind

    def drill(self) -> None:
        """The entries behind a figure of the last pivot."""
        if not self.behind:
            return self.explore()
        self.get("entries behind a figure", self.chance.choice(self.behind).replace("&amp;", "&"))
        return None

    def record(self) -> None:
        """Open the form of a purchase, fill it in, save it as a draft."""
        path = f"/p/{CODE}/ledger/new/purchase/"
        page = self.get("form", path)
        token = TOKEN.search(page)
        giver = re.search(r'name="giver"[^>]*?(?:value="(\d+)"|>.*?<option value="(\d+)")', page, re.DOTALL)
        receiver = re.search(r'<select name="receiver".*?<option value="(\d+)"', page, re.DOTALL)
        if not (token and giver and receiver):
            self.told.errors.append(f"{self.name}: no form of a purchase")
            return
        typed = {
            "csrfmiddlewaretoken": token[1],
            "title": "Apples for the canteen",
            "occurred_on": f"2019-0{self.chance.randint(1, 9)}-0{self.chance.randint(1, 9)}",
            "giver": giver[1] or giver[2],
            "receiver": receiver[1],
            "workstream": "consumption",
            "amount": str(self.chance.randint(100, 90_000)),
            "buyer": "Canteen",
            "seller": "Farm",
            "product": "Apples",
            "channel": "canteen",
            "voucher_type": "invoice",
            "voucher_number": uuid.uuid4().hex[:10],
            "idempotency_key": str(uuid.uuid4()),
        }
        self.ask("save an entry", "POST", path, urlencode(typed), expected=302)

    def get(self, what: str, path: str) -> str:
        """A page."""
        return self.ask(what, "GET", path)

    def answer(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """As a browser does it: where the server has closed a connection nobody used, on a new one.

        Granian closes it after thirty seconds, which one pause of twenty outlasts.
        """
        used = self.line.sock is not None
        try:
            self.line.request(method, path, body, headers)
            return self.line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self.line.close()
            if not used:
                raise
            self.line.request(method, path, body, headers)
            return self.line.getresponse()

    def ask(self, what: str, method: str, path: str, body: str | None = None, expected: int = 200) -> str:
        """One request, timed; anything unexpected is noted."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        try:
            answer = self.answer(method, path, body, headers)
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.told.errors.append(f"{self.name}: {method} {path}: {error!r}")
            self.line.close()
            return ""
        self.told.times[what].append((time.perf_counter() - began) * 1000)
        for name, value in re.findall(r"^(csrftoken|sessionid)=([^;]+)", "\n".join(_cookies(answer)), re.M):
            self.cookies[name] = value
        if answer.status != expected:
            self.told.errors.append(f"{self.name}: {method} {path}: {answer.status}")
        return content.decode("utf-8", "replace")


def _cookies(answer: http.client.HTTPResponse) -> list[str]:
    return answer.headers.get_all("Set-Cookie") or []


def people(count: int, port: int, told: Told, pause: float) -> list[Person]:
    """The example's accounts in turn, each with a session of its own."""
    from django.conf import settings
    from django.test import Client

    from jiedui.accounts.models import User
    from jiedui.organisations.models import OrgUnit
    from jiedui.plans.models import Indicator

    users = list(User.objects.filter(is_example=True, memberships__isnull=False).distinct().order_by("pk"))
    units = list(OrgUnit.objects.filter(memberships__role="giver").distinct().values_list("pk", flat=True))
    wanted = Indicator.objects.filter(workstream__programme__code=CODE, as_stated=False)
    indicators = list(wanted.values_list("pk", flat=True))
    found = []
    for number in range(count):
        user = users[number % len(users)]
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        cookies = {name: one.value for name, one in client.cookies.items()}
        chance = random.Random(number)  # noqa: S311
        found.append(Person(user.username, cookies, port, units, indicators, told, pause, chance))
    return found


def prepare(scale: str) -> None:
    """The example with its year, unless it is there."""
    from jiedui.plans.models import Programme

    def jiedui(*arguments: str) -> None:
        command = [sys.executable, "-m", "jiedui.cli.main", *arguments]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)

    if not Programme.objects.filter(code=CODE).exists():
        jiedui("load", f"examples/{CODE}")
        jiedui("simulate", *(["--scale", scale] if scale else []))


def seconds_of(pid: int) -> float:
    """Processor time of a process and all that it started."""
    above, took = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        above[int(stat.parent.name)] = int(values[1])
        took[int(stat.parent.name)] = (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")

    def under(one: int) -> bool:
        return one == pid or (one in above and under(above[one]))

    return sum(took[one] for one in took if under(one))


def table(told: Told, took: float) -> None:
    """Print how long pages took, and what went wrong."""
    print(f"{'page':<28}{'count':>8}{'p50':>8}{'p95':>8}{'max':>8}   ms")
    everything = [one for times in told.times.values() for one in times]
    for name, times in [*sorted(told.times.items()), ("all", everything)]:
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        print(f"{name:<28}{len(times):>8}{statistics.median(times):>8.0f}{p95:>8.0f}{max(times):>8.0f}")
    print(f"{len(everything) / took:.1f} pages a second, {len(told.errors)} errors")
    for error in told.errors[:10]:
        print("   ", error)


def main() -> None:
    """Prepare, serve, let people in, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=10)
    parser.add_argument("--port", type=int, default=8931)
    parser.add_argument("--scale", default="", help="city: sixty thousand entries, which takes a while")
    given = parser.parse_args()
    os.environ.setdefault("JIEDUI_DATA", tempfile.mkdtemp(prefix="jiedui-bench-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiedui.settings"
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    prepare(given.scale)
    command = [sys.executable, "-m", "jiedui.cli.main", "up", "--no-browser", "--port", str(given.port)]
    server: Any = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        told = Told()
        guests = people(given.users, given.port, told, given.pause)
        connection.close()
        _wait(given.port)
        for warm in (Person.cockpit, Person.ledger, Person.explore):
            guests[0].line = http.client.HTTPConnection("127.0.0.1", given.port, timeout=120)
            warm(guests[0])
        told.times.clear()
        began, own, served = time.monotonic(), time.process_time(), seconds_of(server.pid)
        told.until = began + given.seconds
        threads = [threading.Thread(target=guest.run) for guest in guests]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - began
        print(f"{connection.vendor}, {given.users} people, {given.pause:g} s between pages")
        table(told, took)
        print(
            f"processor: people {(time.process_time() - own) / took:.2f} of a core,"
            f" server {(seconds_of(server.pid) - served) / took:.2f} without the database"
        )
    finally:
        server.terminate()
        server.wait()
    if told.errors:
        raise SystemExit(1)


def _wait(port: int) -> None:
    for _attempt in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=2).connect()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
