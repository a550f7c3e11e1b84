"""How sure the reader may say it is: ``python -m tests.documents.calibration COMMAND``.

``observe ROUND PAPER …`` reads papers of ``held_out`` once, before any rule is mended by them, and keeps what was read
in ``first_readings``. ``regroup`` counts in ``observed.csv`` what was right in all that was kept, so that evidence can
be told apart anew. Whoever mended first notes a paper as ``seen PAPER …``, which counts little.
``fit`` makes the table that the reader shows; ``report`` prints how well it holds on rounds left out.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedui.settings.test")
django.setup()

from jiedui.documents import confidence  # noqa: E402
from jiedui.documents.readers import open_document  # noqa: E402
from jiedui.documents.reading import graded_facts  # noqa: E402
from tests.documents.calibration import first_readings  # noqa: E402
from tests.documents.calibration.fitting import Observed, best, fit, left_out  # noqa: E402
from tests.documents.calibration.judging import Told as Counts  # noqa: E402
from tests.documents.calibration.judging import judged  # noqa: E402
from tests.documents.calibration.reliability import Told, bins, gap  # noqa: E402

OBSERVED = Path(__file__).parent / "observed.csv"
TABLE = Path(confidence.__file__).parent / "confidences.csv"
PAPERS = Path(__file__).parent.parent / "held_out"
COLUMNS = ("paper", "round", "unseen", "kind", "evidence", "grade", "right", "wrong")
SEEN = "seen"
"""The round of papers by which rules were mended before they were observed."""


def observations() -> list[Observed]:
    """What was observed so far."""
    with OBSERVED.open(encoding="utf-8", newline="") as stream:
        return [
            Observed(
                row["paper"], row["round"], row["unseen"] == "yes", (row["kind"], row["evidence"], row["grade"]),
                int(row["right"]), int(row["wrong"]),
            )
            for row in csv.DictReader(stream)
        ]  # fmt: skip


def regrouped() -> Iterator[Observed]:
    """What was right in the first readings that were kept, by the groups of today."""
    for paper, which in first_readings.papers():
        document = open_document(PAPERS / f"{paper}.txt")
        context, facts = first_readings.load(document, which, paper)
        yield from _counted(paper, which, judged(context, facts, PAPERS / f"{paper}.jsonl"))


def seen(paper: Path, labels: Path) -> list[Observed]:
    """What is right in a paper by which rules were mended."""
    context, facts = graded_facts(open_document(paper))
    return list(_counted(paper.stem, SEEN, judged(context, facts, labels)))


def write(observed: list[Observed]) -> None:
    """Put observations in place of all that were."""
    with OBSERVED.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in observed:
            writer.writerow(
                [one.paper, one.round, "yes" if one.unseen else "no", *one.key, one.right, one.wrong]
            )


def _counted(paper: str, which: str, told: Counts) -> Iterator[Observed]:
    for key in sorted({key for key, _ in told}):
        yield Observed(paper, which, which != SEEN, key, told[key, True], told[key, False])


def table() -> str:
    """The table the reader shows, as ``confidences.csv`` has it."""
    observed = observations()
    lines = ["kind,evidence,grade,right,of,share"]
    for shown in fit(observed, best(observed)):
        lines.append(f"{','.join(shown.key)},{shown.right:g},{shown.of:g},{shown.share:.3f}")
    return "\n".join(lines) + "\n"


def held_out() -> list[Told]:
    """All facts of unseen papers with the share that the other rounds give them."""
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


def main(command: str, *given: str) -> None:
    """Do what the command says."""
    if command == "observe":
        for paper in given[1:]:
            first_readings.keep(given[0], paper, graded_facts(open_document(PAPERS / f"{paper}.txt"))[1])
    elif command == "seen":
        again = [one for paper in given for one in seen(PAPERS / f"{paper}.txt", PAPERS / f"{paper}.jsonl")]
        write([*(one for one in observations() if one.paper not in given), *again])
    elif command == "regroup":
        write([*(one for one in observations() if not one.unseen), *regrouped()])
    elif command == "fit":
        TABLE.write_text(table(), "utf-8")
    else:
        sys.stdout.write(report())


if __name__ == "__main__":
    main(*sys.argv[1:])
