"""Evidence on an entry's page: attached, opened and taken off by those who may, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiedui.accounts.models import User
from jiedui.ledger.models import Entry, EntryEvidence, EvidenceFile
from tests.conftest import World
from tests.console.ledger_desk import signed_in, url
from tests.console.test_ledger_form import typed
from tests.ledger.acts import accepted, draft, proven


def send(user: User, entry: Entry, name: str = "发票 17.txt", content: bytes = b"voucher no. 17") -> Any:
    """Attach a voucher on the page."""
    sent = {"evidence-voucher": SimpleUploadedFile(name, content)}
    return signed_in(user).post(url("evidence-add", entry.pk), sent, follow=True)


def test_a_voucher_is_attached_and_no_longer_missing(world: World) -> None:
    entry = draft(world)
    page = signed_in(world.giver).get(url("entry", entry.pk))
    assert [slot.rule.purpose for slot in page.context["slots"] if slot.missing] == ["voucher"]

    answer = send(world.giver, entry)

    assert [slot.rule.purpose for slot in answer.context["slots"] if slot.missing] == []
    assert "发票 17.txt" in answer.content.decode()


def test_a_refused_file_is_told_about(world: World) -> None:
    entry = draft(world)

    answer = send(world.giver, entry, "tool.exe", b"MZ\x90")

    assert EntryEvidence.objects.count() == 0
    assert "tool.exe: The file cannot be taken" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [("receiver", 403), ("auditor", 403), ("lead", 403), ("other_giver", 404), ("nobody", 403)],
)
def test_others_can_neither_attach_nor_take_off(world: World, role: str, status: int) -> None:
    entry = proven(world)
    item = entry.evidence.get()
    user = getattr(world, role)

    assert send(user, entry, "more.txt", b"more").status_code == status
    removed = signed_in(user).post(url("evidence-remove", entry.pk, item.pk))

    assert removed.status_code == status
    assert list(EntryEvidence.objects.all()) == [item]


def test_an_accepted_entry_keeps_its_evidence(world: World) -> None:
    entry = accepted(world)
    item = entry.evidence.get()

    assert send(world.giver, entry, "late.txt", b"late").status_code == 409
    assert signed_in(world.giver).post(url("evidence-remove", entry.pk, item.pk)).status_code == 409
    assert list(EntryEvidence.objects.all()) == [item]


def test_a_file_can_be_taken_off_a_draft(world: World) -> None:
    entry = proven(world)

    signed_in(world.giver).post(url("evidence-remove", entry.pk, entry.evidence.get().pk))

    assert EntryEvidence.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("giver", 200),
        ("receiver", 200),
        ("lead", 200),
        ("auditor", 200),
        ("office", 200),
        ("other_giver", 404),
        ("nobody", 403),
    ],
)
def test_a_file_opens_for_those_who_see_the_entry(world: World, role: str, status: int) -> None:
    entry = proven(world)

    answer = signed_in(getattr(world, role)).get(url("evidence", entry.pk, entry.evidence.get().pk))

    assert answer.status_code == status
    assert (answer.content == b"voucher no. 17") == (status == 200)


def test_a_file_is_only_ever_downloaded(world: World) -> None:
    entry = proven(world)

    answer = signed_in(world.giver).get(url("evidence", entry.pk, entry.evidence.get().pk))

    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''voucher.txt"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_not_found_under_another_entry(world: World) -> None:
    entry, other = proven(world), draft(world, detail={"voucher_number": "2"})

    answer = signed_in(world.giver).get(url("evidence", other.pk, entry.evidence.get().pk))

    assert answer.status_code == 404


def again(user: User, world: World, *files: EntryEvidence) -> Any:
    """Record a purchase whose voucher is one that was attached before."""
    marked = {"again-voucher": [file.pk for file in files]}
    return signed_in(user).post(url("entry-new", "purchase"), typed(world, **marked))


def test_a_file_attached_before_proves_another_entry(world: World) -> None:
    first = proven(world)
    page = signed_in(world.giver).get(url("entry-new", "purchase")).text
    assert f'name="again-voucher" value="{first.evidence.get().pk}"' in page

    again(world.giver, world, first.evidence.get())

    second = Entry.objects.exclude(pk=first.pk).get()
    assert (second.evidence.get().filename, second.evidence.get().purpose) == ("voucher.txt", "voucher")
    assert second.evidence.get().file_id == first.evidence.get().file_id
    assert EvidenceFile.objects.count() == 1


def test_each_file_is_offered_once_to_who_attached_it(world: World) -> None:
    for number in range(2):
        proven(world, detail={"voucher_number": str(number)})
    latest = EntryEvidence.objects.order_by("-pk")[0]

    offered = signed_in(world.giver).get(url("entry-new", "purchase")).context["recent"]
    assert offered == [latest]
    assert signed_in(world.office).get(url("entry-new", "purchase")).context["recent"] == []
    assert signed_in(world.giver).get(url("entry-lines", "purchase")).context["recent"] == [latest]


def test_a_file_one_may_not_see_is_not_attached(world: World) -> None:
    foreign = proven(world).evidence.get()

    answer = signed_in(world.other_giver).post(
        url("entry-new", "purchase"), typed(world, giver=world.west.pk, **{"again-voucher": [foreign.pk]})
    )

    assert answer.status_code == 404
    assert EntryEvidence.objects.count() == 1
