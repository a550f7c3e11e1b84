"""Old Word files: through LibreOffice where it is installed, else with a word on what to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.utils import translation

from jiedui.documents.readers import UnreadableDocumentError, explain, open_document
from jiedui.documents.readers.legacy import PROGRAMS, SIGNATURE

INSTALLED = any(shutil.which(program) for program in PROGRAMS)
RTF = b"{\\rtf1\\ansi\\ansicpg936 \\u26041?\\u26696? 2019\\par \\u37319?\\u36141?100 \\u20803?\\par}"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The words are asked for in one language, whatever an earlier test left active."""
    with translation.override("zh-hans"):
        yield


def test_an_encrypted_office_file_is_told_from_an_old_one() -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        open_document(SIGNATURE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "plan.docx")
    assert refused.value.reason == "encrypted"


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableDocumentError) as refused:
        open_document(SIGNATURE + b"\0" * 600, "plan.doc")
    assert refused.value.reason == "legacy_format"
    assert ".docx" in explain(refused.value)


@pytest.mark.skipif(not INSTALLED, reason="LibreOffice is not installed")
def test_libreoffice_reads_an_old_format() -> None:
    assert [block.text for block in open_document(RTF, "plan.rtf").blocks] == ["方案 2019", "采购100 元"]


@pytest.mark.skipif(not INSTALLED, reason="LibreOffice is not installed")
@pytest.mark.parametrize("rest", [b"\0" * 600, b"0" * 600, b"\xa1\xb1\x1a\xe1" + b"0" * 600])
def test_what_libreoffice_cannot_open_or_would_take_for_text_is_damaged(rest: bytes) -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        open_document(SIGNATURE + rest, "plan.doc")
    assert refused.value.reason == "damaged"
