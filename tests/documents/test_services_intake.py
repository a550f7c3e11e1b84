"""Handing documents in and having them read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jiedui.accounts.models import User
from jiedui.documents.enums import DocumentState
from jiedui.documents.errors import AlreadyAccepted, Unreadable
from jiedui.documents.models import DocumentBlock, FactRecord, Proposal, SourceDocument
from jiedui.documents.services import read_again, receive_document
from jiedui.documents.services.reading import read_stored
from jiedui.kernel.errors import NotAllowed
from jiedui.kernel.models import AuditRecord
from tests.conftest import World

TEXT = "海州市2019年消费扶贫工作方案\n\n一、目标\n\n2019年采购农产品总额不少于3亿元。\n".encode()


def test_a_document_is_kept_and_read_to_proposals(world: World) -> None:
    receipt = receive_document(
        actor=world.office, programme=world.programme, filename="方案.txt", content=TEXT
    )

    assert receipt.fresh
    assert receipt.document.state == DocumentState.REVIEW
    assert receipt.document.size == len(TEXT)
    assert receipt.document.blocks.count() > 0
    assert AuditRecord.objects.filter(action="document.receive", actor=world.office).count() == 1


def test_the_same_bytes_are_the_same_document(world: World) -> None:
    first = receive_document(actor=world.office, programme=world.programme, filename="a.txt", content=TEXT)
    second = receive_document(actor=world.lead, programme=world.programme, filename="b.txt", content=TEXT)

    assert (second.document.pk, second.fresh) == (first.document.pk, False)
    assert SourceDocument.objects.count() == 1


@pytest.mark.parametrize("who", ["giver", "receiver", "auditor", "nobody"])
def test_only_office_and_leads_hand_documents_in(world: World, who: str) -> None:
    actor: User = getattr(world, who)

    with pytest.raises(NotAllowed):
        receive_document(actor=actor, programme=world.programme, filename="a.txt", content=TEXT)

    assert SourceDocument.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, ".docx"),
        (b"%PDF-1.7 ...", "damaged"),
        (b"", "empty"),
        (b"  \n", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    world: World, content: bytes, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import translation

    monkeypatch.setenv("PATH", "")  # where LibreOffice is not installed
    with translation.override("en"), pytest.raises(Unreadable) as refusal:
        receive_document(actor=world.office, programme=world.programme, filename="old.doc", content=content)

    assert word in str(refusal.value)
    assert SourceDocument.objects.count() == 0


def test_reading_twice_gives_the_same_rows(world: World) -> None:
    document = receive_document(
        actor=world.office, programme=world.programme, filename="a.txt", content=TEXT
    ).document
    before = list(FactRecord.objects.values_list("number", "kind", "quote"))
    SourceDocument.objects.update(state=DocumentState.FAILED)
    document.refresh_from_db()

    read_again(actor=world.office, document=document)

    assert list(FactRecord.objects.values_list("number", "kind", "quote")) == before
    assert document.state == DocumentState.REVIEW
    assert Proposal.objects.count() == FactRecord.objects.filter(proposal__isnull=False).count()


def test_reading_leaves_a_document_in_review_alone(
    world: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    document = receive_document(
        actor=world.office, programme=world.programme, filename="a.txt", content=TEXT
    ).document

    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        read_stored(document)


def test_an_accepted_document_is_not_read_again(world: World) -> None:
    document = receive_document(
        actor=world.office, programme=world.programme, filename="a.txt", content=TEXT
    ).document
    document.state = DocumentState.ACCEPTED
    document.save()

    with pytest.raises(AlreadyAccepted):
        read_again(actor=world.office, document=document)


def test_a_lost_file_is_a_failure_in_words_not_a_crash(world: World) -> None:
    document = SourceDocument.objects.create(
        programme=world.programme, sha256="0" * 64, filename="a.txt", media_type="text/plain", size=1
    )

    read_stored(document)

    assert (document.state, document.error) == (DocumentState.FAILED, "missing")
    assert DocumentBlock.objects.count() == 0
