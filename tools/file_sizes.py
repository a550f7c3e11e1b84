"""Fail if a source file is over 500 lines; name those over 300, which deserve a second look."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "tests", "e2e", "tools", "benchmarks")
SUFFIXES = {".py", ".html", ".css", ".js"}
LIMIT, LOOK_TWICE = 500, 300


def counted() -> list[tuple[int, Path]]:
    """(lines, path) of every source file that is ours."""
    files = [p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if p.suffix in SUFFIXES]
    ours = [p for p in files if not {"vendor", "migrations", "artifacts"} & set(p.parts)]
    return sorted(((len(p.read_text("utf-8").splitlines()), p) for p in ours), reverse=True)


def main() -> int:
    """Print the long ones; 1 if any is over the limit."""
    long = [(lines, path) for lines, path in counted() if lines > LOOK_TWICE]
    for lines, path in long:
        print(f"{lines:5} {path.relative_to(ROOT)}{'  OVER THE LIMIT' if lines > LIMIT else ''}")
    return 1 if any(lines > LIMIT for lines, _ in long) else 0


if __name__ == "__main__":
    sys.exit(main())
