"""``python -m tests.documents.calibration observe|seen PAPER … | fit | report``: how sure the reader may say it is.

``observe`` reads papers of ``held_out`` and appends what was right to ``observed.csv``. A paper is observed once,
before any rule is mended by it; whoever mends first must note it as ``seen``, which counts a tenth. ``fit`` makes the
table that the reader shows from all that was observed; ``report`` prints how well it holds on papers left out.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedui.settings.test")
django.setup()

from jiedui.documents import confidence  # noqa: E402
from tests.documents.calibration.fitting import Observed, best, fit, left_out  # noqa: E402
from tests.documents.calibration.judging import judged  # noqa: E402
from tests.documents.calibration.reliability import Told, bins, gap  # noqa: E402

OBSERVED = Path(__file__).parent / "observed.csv"
TABLE = Path(confidence.__file__).parent / "confidences.csv"
PAPERS = Path(__file__).parent.parent / "held_out"
COLUMNS = ("paper", "unseen", "kind", "evidence", "grade", "right", "wrong")


def observations() -> list[Observed]:
    """What was observed so far."""
    with OBSERVED.open(encoding="utf-8", newline="") as stream:
        return [
            Observed(
                row["paper"], row["unseen"] == "yes", (row["kind"], row["evidence"], row["grade"]),
                int(row["right"]), int(row["wrong"]),
            )
            for row in csv.DictReader(stream)
        ]  # fmt: skip


def observe(paper: str, text: Path, labels: Path, *, unseen: bool) -> None:
    """Append what is right in one paper."""
    told = judged(text, labels)
    with OBSERVED.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for key in sorted({key for key, _ in told}):
            writer.writerow([paper, "yes" if unseen else "no", *key, told[key, True], told[key, False]])


def table() -> str:
    """The table the reader shows, as ``confidences.csv`` has it."""
    observed = observations()
    lines = ["kind,evidence,grade,right,of,share"]
    for shown in fit(observed, best(observed)):
        lines.append(f"{','.join(shown.key)},{shown.right:g},{shown.of:g},{shown.share:.3f}")
    return "\n".join(lines) + "\n"


def held_out() -> list[Told]:
    """All facts of unseen papers with the share that the other papers give them."""
    observed = observations()
    return list(left_out(observed, best(observed)))


def report() -> str:
    """A table of reliability in Markdown."""
    lines = ["| shown | facts | right | found | 95 % interval |", "| --- | --: | --: | --: | --- |"]
    found = bins(held_out())
    for one in found:
        low, high = one.interval
        lines.append(
            f"| {one.shown:.0%} ({one.low:.0%} to {one.high:.0%}) | {one.of} | {one.right} | {one.found:.0%}"
            f" | {low:.0%} to {high:.0%} |"
        )
    return "\n".join([*lines, "", f"Mean distance: {gap(found):.3f}; strength: {best(observations())}", ""])


def main(command: str, *papers: str) -> None:
    """Do what the command says."""
    if command in ("observe", "seen"):
        for paper in papers:
            observe(paper, PAPERS / f"{paper}.txt", PAPERS / f"{paper}.jsonl", unseen=command == "observe")
    elif command == "fit":
        TABLE.write_text(table(), "utf-8")
    else:
        sys.stdout.write(report())


if __name__ == "__main__":
    main(*sys.argv[1:])
