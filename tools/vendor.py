"""Fetch the browser's libraries, pinned, and write only the files the console needs.

    python -m tools.vendor           fetch with ``npm pack`` and write the files and their manifest
    python -m tools.vendor --check   compare the files with the manifest, without network

Node is needed here only, never to run Jiedui. Each file's version, licence, source and SHA-256 are kept in
``vendor/manifest.json``; a test holds the files against it.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/jiedui/console/static/console/vendor"
MIT = (ROOT / "tools/vendor_mit.txt").read_text("utf-8")

# The icons in use; the sprite holds these and no others.
ICONS = [
    "alert-triangle",
    "arrow-back-up",
    "arrow-left",
    "arrow-right",
    "arrows-exchange",
    "bell",
    "bookmark",
    "book-2",
    "calendar",
    "chart-bar",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-check",
    "circle-x",
    "clipboard-list",
    "clock",
    "crane",
    "download",
    "edit",
    "external-link",
    "eye",
    "file-spreadsheet",
    "file-text",
    "filter",
    "history",
    "info-circle",
    "language",
    "layout-dashboard",
    "link",
    "lock",
    "map",
    "logout",
    "menu-2",
    "news",
    "notebook",
    "paperclip",
    "photo",
    "plus",
    "printer",
    "search",
    "send",
    "table",
    "target",
    "target-arrow",
    "trash",
    "upload",
    "user",
    "users-group",
    "x",
]


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package: what is taken from it (path in the package → name here) and under which licence."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    licence_file: str = ""
    notice: str = ""


# Tabler 1.4 and not later: from 1.5 on its colours are oklch(), which browsers older than 2023 (still common
# in county offices) do not know.
TABLER = Package(
    "@tabler/core", "1.4.0", "MIT",
    {"dist/css/tabler.min.css": "tabler.min.css"},
    notice="Copyright 2018-2025 The Tabler Authors\nCopyright 2018-2025 codecalm.net Paweł Kuna",
)  # fmt: skip
ICON_SET = Package("@tabler/icons", "3.51.0", "MIT", {}, licence_file="LICENSE")
ECHARTS = Package(
    "echarts", "6.1.0", "Apache-2.0",
    {"dist/echarts.min.js": "echarts.min.js", "NOTICE": "echarts.NOTICE"},
    licence_file="LICENSE",
)  # fmt: skip
HTMX = Package("htmx.org", "2.0.10", "0BSD", {"dist/htmx.min.js": "htmx.min.js"}, licence_file="LICENSE")
PACKAGES = (TABLER, ICON_SET, ECHARTS, HTMX)


def fetch(package: Package, folder: Path) -> tuple[Path, str]:
    """Unpack the package's published tarball; its folder and the tarball's SHA-256."""
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    tarball = folder / done.stdout.strip().splitlines()[-1]
    target = folder / package.name.replace("/", "-").lstrip("@")
    with tarfile.open(tarball) as archive:
        archive.extractall(target, filter="data")
    return target / "package", sha256(tarball.read_bytes())


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def without_source_map(content: bytes) -> bytes:
    """Drop the pointer to a source map that is not shipped (static file storage would look for it)."""
    return re.sub(rb"\n?/[/*][#@] sourceMappingURL=[^\n*]*(\*/)?\n?", b"\n", content)


def symbol(name: str, folder: Path) -> str:
    """One icon as a symbol of the sprite."""
    root = ElementTree.parse(folder / "icons/outline" / f"{name}.svg").getroot()  # noqa: S314
    paths = [child.get("d", "") for child in root if child.get("stroke") != "none"]
    shapes = "".join(f'<path d="{d}"/>' for d in paths)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def sprite(folder: Path) -> bytes:
    """All icons in use as one SVG file; stroke and colour come from the page's style sheet."""
    symbols = "\n".join(symbol(name, folder) for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'.encode()


def licence_text(package: Package, folder: Path) -> bytes:
    """The licence as shipped, or the standard text where the tarball forgot it."""
    if package.licence_file:
        return (folder / package.licence_file).read_bytes()
    return MIT.replace("{notice}", package.notice).encode()


def contents(package: Package, folder: Path) -> dict[str, bytes]:
    """File name → bytes, of everything taken from a package."""
    found = {name: without_source_map((folder / path).read_bytes()) for path, name in package.files.items()}
    if package is ICON_SET:
        found["icons.svg"] = sprite(folder)
    stem = package.name.removeprefix("@").replace("/", "-").removesuffix(".org")
    found[f"{stem}.LICENSE"] = licence_text(package, folder)
    return found


def vendor() -> None:
    """Fetch all packages and write files and manifest."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for old in VENDOR.iterdir():
        old.unlink()
    entries: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            unpacked, checksum = fetch(package, Path(folder))
            files = contents(package, unpacked)
            for name, content in files.items():
                (VENDOR / name).write_bytes(content)
            entries.append(entry(package, checksum, files))
            print(f"{package.name} {package.version}: {', '.join(files)}")
    text = json.dumps({"packages": entries}, ensure_ascii=False, indent=2)
    (VENDOR / "manifest.json").write_text(f"{text}\n", "utf-8")


def entry(package: Package, checksum: str, files: dict[str, bytes]) -> dict[str, Any]:
    """A package's lines in the manifest."""
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "source": f"https://registry.npmjs.org/{package.name}/{package.version}",
        "tarball_sha256": checksum,
        "files": {name: sha256(content) for name, content in sorted(files.items())},
    }


def differences() -> list[str]:
    """What does not agree between the files and the manifest; empty when all is well."""
    manifest = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
    expected = {n: s for package in manifest["packages"] for n, s in package["files"].items()}
    present = {p.name: sha256(p.read_bytes()) for p in VENDOR.iterdir() if p.name != "manifest.json"}
    names = sorted(expected.keys() | present.keys())
    return [name for name in names if expected.get(name) != present.get(name)]


if __name__ == "__main__":
    if "--check" in sys.argv:
        wrong = differences()
        print("\n".join(wrong) or "All vendored files agree with the manifest.")
        sys.exit(bool(wrong))
    vendor()
