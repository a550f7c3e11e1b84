"""The vendored files are those of the manifest, byte for byte, and everything in them is ours to serve."""

from __future__ import annotations

import json
import re

from tests.conftest import ROOT
from tools.vendor import ICONS, PACKAGES, VENDOR, differences


def test_every_vendored_file_has_the_checksum_of_the_manifest() -> None:
    assert differences() == []


def test_a_changed_file_is_named(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for file in VENDOR.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "htmx.min.js").write_bytes(b"changed")
    (tmp_path / "stray.js").write_bytes(b"")
    monkeypatch.setattr("tools.vendor.VENDOR", tmp_path)
    assert differences() == ["htmx.min.js", "stray.js"]


def test_the_manifest_names_version_and_licence_of_what_the_script_pins() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
    stated = [(p["name"], p["version"], p["licence"]) for p in manifest["packages"]]
    assert stated == [(p.name, p.version, p.licence) for p in PACKAGES]
    for package in manifest["packages"]:
        assert any(name.endswith(".LICENSE") for name in package["files"]), package["name"]


def test_the_sprite_holds_every_icon_the_templates_use() -> None:
    used = set()
    for template in (ROOT / "src/jiedui/console/templates").rglob("*.html"):
        used |= set(re.findall(r'{% icon "([\w-]+)"', template.read_text("utf-8")))
    sprite = (VENDOR / "icons.svg").read_text("utf-8")
    assert used - {"x"} <= set(ICONS)
    assert all(f'id="{name}"' in sprite for name in ICONS)


def test_nothing_is_loaded_from_elsewhere() -> None:
    for sheet in (ROOT / "src/jiedui/console/static").rglob("*.css"):
        text = sheet.read_text("utf-8")
        assert "@import" not in text
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", text), sheet.name
