"""A year of the example from the first entry to the last frozen return: what it takes to write, to verify, to compare.

    python benchmarks/year.py [--entries 60000]
    python -m tools.with_postgres python benchmarks/year.py

Each step is a command of its own in a data folder of its own; seconds by the clock and of its processor time, and the
most memory it held. On PostgreSQL the server works in processes of its own, which are not seen.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
END = "2019-12-31"
CODE = "tianjin-2019"


def steps(entries: int) -> list[list[str]]:
    """The commands, in their order; a database server is not prepared by the first of them alone."""
    return [
        ["migrate"],
        ["load", str(ROOT / "examples" / CODE)],
        ["simulate", "--entries", str(entries), "--until", END, "--returns"],
        ["verify"],
        ["returns", "agree", "--programme", CODE],
    ]


def run(arguments: list[str], folder: Path) -> tuple[int, float, float, float]:
    """Exit status, seconds by the clock, processor seconds, MiB at most of one command; its words go into a file."""
    words = os.open(folder / f"{arguments[0]}.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    command = [sys.executable, "-m", "jiedui.cli.main", *arguments]
    begun = time.perf_counter()
    actions = [(os.POSIX_SPAWN_DUP2, words, 1), (os.POSIX_SPAWN_DUP2, words, 2)]
    pid = os.posix_spawn(sys.executable, command, os.environ, file_actions=actions)
    _pid, status, used = os.wait4(pid, 0)
    os.close(words)
    clock = time.perf_counter() - begun
    return os.waitstatus_to_exitcode(status), clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> int:
    """Run every step and print a row for each; 1 where one did not end well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=60_000)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="jiedui-year-"))
    os.environ["JIEDUI_DATA"] = str(folder / "data")
    failed = False
    print(f"{'':48}{'exit':>6}{'s':>10}{'cpu s':>10}{'MiB':>10}")
    for arguments in steps(given.entries):
        code, clock, worked, memory = run(arguments, folder)
        failed = failed or code != 0
        name = " ".join(arguments[:1] if arguments[0] == "load" else arguments)[:47]
        print(f"{name:48}{code:>6}{clock:>10.1f}{worked:>10.1f}{memory:>10.0f}", flush=True)
    print((folder / "simulate.txt").read_text("utf-8")[-120:].strip())
    print((folder / "returns.txt").read_text("utf-8")[-120:].strip())
    shutil.rmtree(folder)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
