"""Coverage-guided fuzzing of one reader (needs atheris): ``python -m tests.documents.robustness.fuzz FORMAT SECONDS``.

A folder named third keeps what was found, and the next run goes on from there.

Bytes go in, a document or a clear refusal must come out, in 30 seconds of processor time and 1 GB. Archives are
fuzzed by the content of their largest part, because a fuzzer that must first learn to write sound archives learns
nothing else.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import random
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import atheris
import django
from lxml import etree

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedui.settings.test")
with atheris.instrument_imports(include=["jiedui", "docx", "pdfplumber", "pdfminer", "trafilatura"]):
    django.setup()
    from jiedui.documents.readers import UnreadableDocumentError, explain, open_document
    from jiedui.documents.reading import read

from tests.documents.robustness.mutations import WORDS, part_of, spoil_elements
from tests.documents.robustness.seeds import PAPERS, seed
from tests.documents.robustness.trial import SECONDS

WEIGHT_MB = 200
"""What instrumented code and the fuzzer's own tables weigh: 250 MB before the first file, where readers alone are 120,
and more with every path that is found."""


def main(form: str, seconds: int, corpus: Path) -> None:
    """Fuzz that reader for so long, beginning with sound files; ends with status 77 at the first fault."""
    logging.disable()  # what is refused is logged, and most of these files are
    packed = form in WORDS
    corpus.mkdir(parents=True, exist_ok=True)
    for number in range(len(PAPERS)):
        whole = seed(form, number)
        (corpus / str(number)).write_bytes(part_of(whole, form) if packed else whole)
    template = seed(form, 0)

    def one(data: bytes) -> None:
        _try(_packed(template, form, data) if packed else data, f"fuzzed.{form}")

    # by the clock ten times as long: what else the machine does is no fault of the file
    limits = [
        f"-timeout={10 * SECONDS}",
        f"-rss_limit_mb={1024 + WEIGHT_MB}",
        "-max_len=400000",
        f"-max_total_time={seconds}",
    ]
    arguments = [sys.argv[0], *limits, f"-artifact_prefix={corpus}/", str(corpus)]
    if packed:
        atheris.Setup(arguments, one, custom_mutator=_well_formed)
    else:
        atheris.Setup(arguments, one)
    atheris.Fuzz()


def _well_formed(data: bytes, most: int, seed_of_chance: int) -> bytes:
    """Another part like this one, mostly well-formed still."""
    chance = random.Random(seed_of_chance)
    if chance.random() < 0.9:
        with contextlib.suppress(etree.XMLSyntaxError, ValueError):
            return spoil_elements(data, chance)[:most]
    return bytes(atheris.Mutate(data, most))


def _try(data: bytes, name: str) -> None:
    start = time.process_time()
    try:
        read(open_document(data, name))
    except UnreadableDocumentError as error:
        assert explain(error) != str(error), f"{error.reason} has no words"
    assert time.process_time() - start < SECONDS, "it took too long"


def _packed(template: bytes, form: str, content: bytes) -> bytes:
    """The template with the part that has the words exchanged."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == WORDS[form] else source.read(name))
    return stream.getvalue()


if __name__ == "__main__":
    kept = sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp(prefix=f"fuzz-{sys.argv[1]}-")
    main(sys.argv[1], int(sys.argv[2]), Path(kept))
