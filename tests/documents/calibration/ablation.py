"""How much a paper's score owes to words learned from it: ``python -m tests.documents.calibration.ablation [FOLDER]``.

For each labelled paper the rules are copied without those of their words that stand in it and in no other paper, and
the paper is read by both. FOLDER holds further papers as ``seeds/*.txt`` with labels as ``gold/*.jsonl``. Words are
the Chinese alternatives of the patterns; what an order of rules owes to a paper cannot be taken back.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jiedui

HELD_OUT = Path(__file__).parent.parent / "held_out"
ROOT = Path(__file__).parent.parent.parent.parent
WORD = re.compile(r'(?<=\|)[\u4e00-\u9fff]{2,}(?=[|)"])|(?<=[(:"])[\u4e00-\u9fff]{2,}(?=\|)')
NOTHING = "※※"
"""Stands in no paper."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A labelled paper and its text without white space."""

    text: Path
    labels: Path
    bare: str


def papers(more: Path | None) -> list[Paper]:
    """The labelled papers."""
    found = [(path, path.with_suffix(".jsonl")) for path in sorted(HELD_OUT.glob("*.txt"))]
    if more is not None:
        found += [
            (path, more / "gold" / f"{path.stem}.jsonl") for path in sorted((more / "seeds").glob("*.txt"))
        ]
    return [Paper(text, labels, re.sub(r"\s", "", text.read_text("utf-8"))) for text, labels in found]


def without_words(paper: Paper, others: str, source: Path) -> int:
    """Take the words that only this paper has out of the rules in a copy of the source; how many they were."""
    gone: set[str] = set()

    def kept(found: re.Match[str]) -> str:
        word = found.group()
        if word in others or word not in paper.bare:
            return word
        gone.add(word)
        return NOTHING

    rules = source / "jiedui" / "documents"
    for path in rules.rglob("*.py"):
        if "readers" not in path.relative_to(rules).parts:
            path.write_text(WORD.sub(kept, path.read_text("utf-8")), "utf-8")
    return len(gone)


def score(paper: Paper, source: Path) -> float:
    """The F1 over all kinds of what the rules in ``source`` read of a paper, in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "tests.documents.calibration.ablation",
        "--score",
        paper.text,
        paper.labels,
    ]
    environment = {**os.environ, "PYTHONPATH": str(source), "DJANGO_SETTINGS_MODULE": "jiedui.settings.test"}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return float(told.stdout)


def f1(text: Path, labels: Path) -> float:
    """The F1 over all kinds of what is read of a paper here."""
    import django

    django.setup()
    from jiedui.documents.readers import open_document
    from jiedui.documents.reading import read
    from tests.documents.held_out.matching import UNSCORED, family, load, pairs_of

    records, labelled = [fact.as_record() for fact in read(open_document(text)).facts], load(labels)
    kinds = {family(record) for record in (*records, *labelled)}
    pairs = [pair for kind in kinds for pair in pairs_of(records, labelled, kind)]
    matched = sum(label.get("scoring") != UNSCORED for _, label in pairs)
    wanted = sum(label.get("scoring") != UNSCORED for label in labelled)
    return 2 * matched / (wanted + len(records) - (len(pairs) - matched))


def report(more: Path | None) -> Iterator[str]:
    """A line for each paper."""
    yield "| paper | words | with | without |"
    yield "| --- | --: | --: | --: |"
    listed, own = papers(more), Path(jiedui.__file__).parent.parent
    for paper in listed:
        others = "\n".join(other.bare for other in listed if other is not paper)
        with tempfile.TemporaryDirectory(prefix="jiedui-ablation-") as name:
            source = Path(shutil.copytree(own, Path(name) / "src"))
            words = without_words(paper, others, source)
            yield f"| {paper.text.stem} | {words} | {score(paper, own):.3f} | {score(paper, source):.3f} |"


def main(arguments: list[str]) -> None:
    """Print the report, or, for :func:`score`, one number."""
    if arguments[:1] == ["--score"]:
        sys.stdout.write(f"{f1(Path(arguments[1]), Path(arguments[2]))}\n")
        return
    for line in report(Path(arguments[0]) if arguments else None):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
