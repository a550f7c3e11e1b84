"""The store of files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from jiedui.kernel import storage
from jiedui.kernel.canonical import sha256_hex
from jiedui.kernel.errors import Invalid, NotFound


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.EVIDENCE_FOLDER = tmp_path / "evidence"
    return tmp_path


def test_a_file_is_kept_under_its_hash_and_read_back() -> None:
    stored = storage.put(b"hello", filename="a.txt", max_bytes=10)

    assert stored == storage.StoredFile(sha256_hex(b"hello"), 5, "text/plain")
    assert storage.get(stored.sha256) == b"hello"


def test_the_same_bytes_are_kept_once(folder: Path) -> None:
    storage.put(b"hello", filename="a.txt", max_bytes=10)
    storage.put(b"hello", filename="b.txt", max_bytes=10)

    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("data", [b"", b"x" * 11])
def test_an_empty_or_too_large_file_is_refused_and_not_kept(data: bytes, folder: Path) -> None:
    with pytest.raises(Invalid):
        storage.put(data, filename="a.txt", max_bytes=10)

    assert not (folder / "evidence").exists()


def test_the_type_is_told_by_the_bytes_not_the_name() -> None:
    assert storage.sniff(b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "a.txt") == "image/png"


def test_a_file_that_is_gone_is_not_found() -> None:
    with pytest.raises(NotFound):
        storage.get("0" * 64)
