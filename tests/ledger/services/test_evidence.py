"""Files as evidence."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.conf import settings
from PIL import Image
from pytest_django.fixtures import Settings

from jiedui.kernel import storage
from jiedui.kernel.errors import FileDamaged, FileRefused, Invalid, NotAllowed, NotFound, WrongState
from jiedui.kernel.uploads import clean_name
from jiedui.ledger import services
from jiedui.ledger.errors import AcceptedForEver, AttachedAlready
from jiedui.ledger.models import Entry, EntryEvidence, EvidenceFile
from tests.conftest import World
from tests.ledger import acts

PDF = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\ntrailer\n%%EOF\n"


def attach(world: World, entry: Entry, content: bytes, filename: str, **changes: object) -> EntryEvidence:
    arguments = {"actor": world.giver, "purpose": "voucher", **changes}
    return services.attach_evidence(entry=entry, filename=filename, content=content, **arguments)  # type: ignore[arg-type]


def office_file(main: str, *extra: str, types: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        for name in (main, *extra):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def picture(format: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), (10, 120, 90)).save(buffer, format, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("filename", "content", "media_type"),
    [
        ("发票.pdf", PDF, "application/pdf"),
        ("清单.csv", "品名,数量\n苹果,3\n".encode("gb18030"), "text/csv"),
        ("说明.txt", "苹果".encode(), "text/plain"),
        ("合同.docx", office_file("word/document.xml"), "application/vnd.openxmlformats"),
        (
            "表.xlsx",
            office_file("xl/workbook.xml", "xl/printerSettings/printerSettings1.bin"),
            "application/vnd.",
        ),
        ("a.JPG", picture(), "image/jpeg"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.webp", picture("WEBP"), "image/webp"),
    ],
)
def test_these_files_are_taken(world: World, filename: str, content: bytes, media_type: str) -> None:
    evidence = attach(world, acts.draft(world), content, filename)

    assert evidence.filename == filename
    assert evidence.file.media_type.startswith(media_type)
    assert len(storage.get(evidence.file.sha256)) == evidence.file.size


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.exe", b"MZ\x90"),
        ("a.zip", office_file("word/document.xml")),
        ("a.docm", office_file("word/document.xml")),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<p>"),
        ("noname", b"x"),
        ("a.txt", b"MZ\x90\x00"),
        ("a.txt", b"#!/bin/sh\nrm -rf /"),
        ("a.csv", b"a\0b"),
        ("a.txt", b"\xff\xfe\xff"),
        ("a.pdf", b"hello"),
        ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>")),
        ("a.png", picture("JPEG")),
        ("a.jpg", picture()[:60]),
        ("a.docx", b"PK\x03\x04 not really"),
        ("a.docx", office_file("xl/workbook.xml")),
        ("a.docx", office_file("word/document.xml", "word/vbaProject.bin")),
        ("a.docx", office_file("word/document.xml", types="macroEnabled")),
        ("a.xlsx", office_file("xl/workbook.xml", "xl/embeddings/oleObject1.bin")),
    ],
)
def test_these_files_are_refused_and_leave_nothing(world: World, filename: str, content: bytes) -> None:
    with pytest.raises(FileRefused):
        attach(world, acts.draft(world), content, filename)

    assert not EvidenceFile.objects.exists()


def test_a_picture_loses_its_place_and_camera(world: World) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"

    evidence = attach(world, acts.draft(world), picture(exif=exif, comment=b"someone"), "photo.jpg")

    kept = storage.get(evidence.file.sha256)
    assert b"SecretCamera" not in kept and b"someone" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.size, dict(image.getexif())) == ((40, 20), {})


def test_a_turned_picture_is_set_upright(world: World) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    evidence = attach(world, acts.draft(world), picture(exif=exif), "photo.jpg")

    with Image.open(io.BytesIO(storage.get(evidence.file.sha256))) as image:
        assert image.size == (20, 40)


def test_a_file_over_the_limit_or_empty_is_refused(world: World, settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 1 << 20
    entry = acts.draft(world)

    with pytest.raises(Invalid, match="1 MiB"):
        attach(world, entry, b"x" * ((1 << 20) + 1), "a.txt")
    with pytest.raises(Invalid):
        attach(world, entry, b"", "a.txt")
    assert not EntryEvidence.objects.exists()


def test_the_same_bytes_are_one_file_and_one_role_holds_it_once(world: World) -> None:
    entry, other = acts.draft(world), acts.draft(world)
    first = attach(world, entry, b"same", "a.txt")

    assert attach(world, entry, b"same", "b.txt") == first
    attach(world, other, b"same", "c.txt")
    attach(world, entry, b"same", "a.txt", purpose="other")

    assert EvidenceFile.objects.count() == 1
    assert EntryEvidence.objects.count() == 3


def test_an_entry_takes_so_many_files_and_no_more(world: World) -> None:
    entry = acts.draft(world)
    for number in range(settings.EVIDENCE_MAX_FILES):
        attach(world, entry, b"%d" % number, "a.txt")

    with pytest.raises(Invalid, match=str(settings.EVIDENCE_MAX_FILES)):
        attach(world, entry, b"one more", "a.txt")
    assert entry.evidence.count() == settings.EVIDENCE_MAX_FILES


def test_an_unknown_role_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        attach(world, acts.draft(world), b"x", "a.txt", purpose="roster")
    assert not EntryEvidence.objects.exists()


@pytest.mark.parametrize("who", ["other_giver", "lead", "receiver", "auditor", "nobody"])
def test_only_the_giver_and_the_office_attach_and_remove(world: World, who: str) -> None:
    entry = acts.proven(world)
    (evidence,) = entry.evidence.all()

    with pytest.raises(NotAllowed):
        attach(world, entry, b"x", "a.txt", actor=getattr(world, who))
    with pytest.raises(NotAllowed):
        services.remove_evidence(actor=getattr(world, who), evidence=evidence)

    assert list(entry.evidence.all()) == [evidence]


def test_evidence_can_be_added_until_the_entry_is_accepted_and_removed_while_it_is_a_draft(
    world: World,
) -> None:
    entry = acts.proven(world)
    extra = attach(world, entry, b"x", "a.txt")
    services.remove_evidence(actor=world.giver, evidence=extra)
    services.submit_entry(actor=world.giver, entry=entry)
    entry.refresh_from_db()
    attach(world, entry, b"y", "b.txt")
    first = entry.evidence.all()[0]
    with pytest.raises(WrongState):
        services.remove_evidence(actor=world.giver, evidence=first)
    assert entry.evidence.count() == 2

    services.accept_entry(actor=world.lead, entry=entry)

    for stale in (entry, Entry.objects.get(pk=entry.pk)):
        with pytest.raises(AcceptedForEver):
            attach(world, stale, b"z", "c.txt")
    with pytest.raises(AcceptedForEver):
        services.remove_evidence(actor=world.giver, evidence=first)
    assert entry.evidence.count() == 2


@pytest.mark.parametrize("who", ["office", "auditor", "lead", "giver", "receiver"])
def test_who_sees_the_entry_opens_its_evidence(world: World, who: str) -> None:
    (evidence,) = acts.proven(world).evidence.all()

    opened = services.open_evidence(getattr(world, who), evidence.pk)

    assert (opened.content, opened.media_type) == (b"voucher no. 17", "text/plain")


@pytest.mark.parametrize("who", ["other_giver", "nobody"])
def test_who_does_not_see_the_entry_does_not_open_its_evidence(world: World, who: str) -> None:
    (evidence,) = acts.proven(world).evidence.all()

    with pytest.raises(NotFound):
        services.open_evidence(getattr(world, who), evidence.pk)
    with pytest.raises(NotFound):
        services.open_evidence(world.office, evidence.pk + 1000)


def test_a_file_that_was_changed_in_the_store_is_not_opened(world: World) -> None:
    entry = acts.draft(world)
    evidence = attach(world, entry, b"to be damaged", "a.txt")
    storage.path_of(evidence.file.sha256).write_bytes(b"something else")

    with pytest.raises(FileDamaged):
        services.open_evidence(world.office, evidence.pk)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\a\\发票.pdf", "发票.pdf"),
        ("a\u202egpj.exe\n.txt", "agpj.exe.txt"),
        ("字" * 300 + ".pdf", "字" * 196 + ".pdf"),
    ],
)
def test_a_file_keeps_only_its_own_name(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_file_without_a_name_is_refused() -> None:
    with pytest.raises(Invalid):
        clean_name("..")


def test_who_attaches_a_file_that_is_there_is_told_so(world: World) -> None:
    entry = acts.draft(world)
    first = attach(world, entry, PDF, "发票.pdf")

    assert attach(world, entry, PDF, "另一名.pdf") == first
    with pytest.raises(AttachedAlready):
        attach(world, entry, PDF, "发票.pdf", actor=world.office)

    assert [evidence.filename for evidence in entry.evidence.all()] == ["发票.pdf"]
