"""Pages a second by format, beside a peer on the same files; and what a page costs the longer a document is.

    python benchmarks/reader.py [--pages 40] [--scans 4]
    python benchmarks/reader.py --length [--most 2000] [--formats txt docx pdf]
    python benchmarks/reader.py --extract PLAN.txt [--times 5]

The files are the invented papers of the tests one after another, set as each format; a page is one of the same text as
A4. The peer turns a file into Markdown (MarkItDown) or recognises its pages (RapidOCR as its manual begins); neither
finds facts, so the reader is measured without (``read``) and with (``read, facts``). Every run is a process of its own:
one page first, so that everything is imported, then the file once; processor time and the clock for the file alone,
peak memory for the process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedui.settings.test")
FORMATS = ("txt", "html", "docx", "xlsx", "pdf", "scan")
OWN, FACTS, PEER = "read", "read, facts", "peer"
PEERS = {"scan": "RapidOCR"}
LENGTHS = (10, 50, 200, 500, 1000, 2000)
LETTERS = 750
"""Characters on a page of these papers, set as A4."""


def papers(pages: int) -> str:
    """So many pages of text."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "tests/documents/held_out").glob("*.txt"))]
    whole, size = [], 0
    for text in cycle(texts):
        if size >= pages * LETTERS:
            return "\n\n".join(whole)
        whole.append(text)
        size += len(text)
    raise AssertionError("no papers")


def written(form: str, pages: int) -> bytes:
    """That many pages as a file of a format."""
    from jiedui.documents.readers import open_document
    from tests.documents.rendering import docx_of, pdf_of
    from tests.documents.robustness.seeds import html_of, workbook_of

    text = papers(pages)
    if form == "txt":
        return text.encode()
    document = open_document(text.encode(), "paper.txt")
    if form == "scan":
        return scanned(pdf_of(document), pages)
    return {"html": html_of, "docx": docx_of, "xlsx": workbook_of, "pdf": pdf_of}[form](document)


def scanned(pdf: bytes, pages: int) -> bytes:
    """The first pages of a PDF file as pictures at 200 dpi."""
    from io import BytesIO

    import pypdfium2

    images = [
        page.render(scale=200 / 72).to_pil().convert("L")
        for page in islice(pypdfium2.PdfDocument(pdf), pages)
    ]
    stream = BytesIO()
    images[0].save(stream, "PDF", resolution=200, save_all=True, append_images=images[1:])
    return stream.getvalue()


def job(who: str, form: str) -> Callable[[Path], object]:
    """What is measured, with everything imported."""
    if who != PEER:
        import django

        django.setup()
        from jiedui.documents.readers import open_document
        from jiedui.documents.reading import read

        return open_document if who == OWN else lambda path: read(open_document(path))
    if form == "scan":
        return recognised()
    from markitdown import MarkItDown

    return MarkItDown(enable_plugins=False).convert_local


def recognised() -> Callable[[Path], object]:
    """The recognition engine by itself on every page."""
    import pypdfium2
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "error"})

    def all_pages(path: Path) -> list[object]:
        pages = pypdfium2.PdfDocument(path.read_bytes())
        return [engine(page.render(scale=200 / 72).to_numpy()[:, :, :3]) for page in pages]

    return all_pages


def once(who: str, form: str, path: Path) -> dict[str, float]:
    """The cost of one file in this process."""
    run = job(who, form)
    run(path.with_stem("first"))
    clock, cpu = time.perf_counter(), time.process_time()
    run(path)
    spent = {"clock": time.perf_counter() - clock, "cpu": time.process_time() - cpu}
    return {**spent, "mb": peak()}


def peak() -> float:
    """The most memory this process has held, in MB; what ``getrusage`` tells would begin with its parent's."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def write(folder: Path, form: str, pages: int) -> Path:
    """A file of so many pages, and one of a single page beside it."""
    suffix = "pdf" if form == "scan" else form
    (folder / f"first.{suffix}").write_bytes(written(form, 1))
    path = folder / f"paper.{suffix}"
    path.write_bytes(written(form, pages))
    return path


def measured(who: str, form: str, path: Path) -> dict[str, float]:
    """The cost of one file in a process of its own."""
    command = [sys.executable, __file__, "--one", who, form, str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return result


def by_format(folder: Path, pages: int, scans: int, formats: list[str]) -> Iterator[str]:
    """A line for each format and job."""
    yield "| format | pages | | pages/s | s of processor a page | peak MB |"
    yield "| --- | ---: | --- | ---: | ---: | ---: |"
    for form in formats:
        count = scans if form == "scan" else pages
        path = write(folder, form, count)
        for who in (OWN, FACTS, PEER):
            cost = measured(who, form, path)
            name = PEERS.get(form, "MarkItDown") if who == PEER else who
            yield (
                f"| {form} | {count} | {name} | {count / cost['clock']:,.1f} | {cost['cpu'] / count:.4f}"
                f" | {cost['mb']:.0f} |"
            )


def by_length(folder: Path, most: int, formats: list[str]) -> Iterator[str]:
    """A line for each length and format, with facts."""
    yield "| format | pages | s of processor | ms a page | beside the shortest | peak MB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for form in formats:
        first = 0.0
        for pages in (length for length in LENGTHS if length <= most):
            path = write(folder, form, pages)
            cost = measured(FACTS, form, path)
            each = cost["cpu"] / pages
            first = first or each
            yield (
                f"| {form} | {pages:,} | {cost['cpu']:.2f} | {1000 * each:.1f} | ×{each / first:.2f}"
                f" | {cost['mb']:.0f} |"
            )


def by_command(path: Path, times: int) -> Iterator[str]:
    """What ``jiedui extract`` costs on a paper, so many times, each a process of its own, as an operator runs it."""
    command = [str(Path(sys.executable).parent / "jiedui"), "extract", str(path), "--jsonl", os.devnull]
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    yield "| s of processor | peak MB |"
    yield "| ---: | ---: |"
    for _ in range(times):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=own)
        _, status, used = os.wait4(child.pid, 0)
        if status:
            raise SystemExit(f"jiedui extract {path} failed")
        yield f"| {used.ru_utime + used.ru_stime:.2f} | {used.ru_maxrss / 1024:.0f} |"


def main() -> None:
    """Print the table asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--scans", type=int, default=4)
    parser.add_argument("--length", action="store_true")
    parser.add_argument("--most", type=int, default=LENGTHS[-1])
    parser.add_argument("--formats", nargs="+", choices=FORMATS)
    parser.add_argument("--extract", type=Path, metavar="PLAN")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--one", nargs=3, metavar=("JOB", "FORMAT", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        who, form, path = options.one
        print(json.dumps(once(who, form, Path(path))))
        return
    if options.extract:
        for line in by_command(options.extract, options.times):
            print(line, flush=True)
        return
    import django

    django.setup()
    with tempfile.TemporaryDirectory(prefix="jiedui-bench-") as name:
        folder = Path(name)
        if options.length:
            lines = by_length(folder, options.most, options.formats or ["txt", "docx", "pdf"])
        else:
            lines = by_format(folder, options.pages, options.scans, options.formats or list(FORMATS))
        for line in lines:
            print(line, flush=True)


if __name__ == "__main__":
    main()
