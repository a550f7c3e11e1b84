"""Bringing in many: template, upload, report by cell, storing, own layouts, pasting, duplicates."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from jiedui.accounts.models import User
from jiedui.ledger import services
from jiedui.ledger.models import Entry, EvidenceFile, ImportBatch, MappingProfile
from tests.conftest import World
from tests.console.ledger_desk import signed_in, url
from tests.ledger import acts
from tests.ledger.acts import submitted
from tests.ledger.intake.broken import rewritten
from tests.ledger.intake.sheets import filled, purchase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hand_in(user: User, content: bytes, name: str = "采购.xlsx", kind: str = "purchase") -> Any:
    """Upload a file and follow to its page."""
    file = SimpleUploadedFile(name, content, content_type=XLSX)
    return signed_in(user).post(url("imports"), {"kind": kind, "file": file}, follow=True)


def batch_of(answer: Any) -> ImportBatch:
    """The import whose page was answered."""
    batch: ImportBatch = answer.context["batch"]
    return batch


def store(user: User, batch: ImportBatch, **sent: Any) -> Any:
    return signed_in(user).post(url("import-commit", batch.pk), sent, follow=True)


def voucher() -> SimpleUploadedFile:
    return SimpleUploadedFile("voucher.txt", b"voucher no. 17")


def said(answer: Any) -> str:
    """The page's text."""
    return str(answer.content.decode())


def mistaken(world: World) -> bytes:
    """Six rows, three of them wrong: a day, a unit and an amount."""
    rows = [purchase(number) for number in range(1, 7)]
    rows[1]["occurred_on"] = "昨天"
    rows[2]["receiver"] = "无此县"
    rows[4]["amount"] = Decimal("-5")
    return filled(world, "purchase", rows)


def test_the_template_comes_with_its_name(world: World) -> None:
    answer = signed_in(world.giver).get(url("import-template", "purchase"))

    assert answer["Content-Type"] == XLSX
    assert (
        "filename=\"purchase.xlsx\"; filename*=UTF-8''Purchase-haizhou-2019.xlsx"
        in answer["Content-Disposition"]
    )
    assert len(load_workbook(io.BytesIO(answer.content)).worksheets) == 4


def test_mistakes_are_told_with_their_cells_and_nothing_is_stored(world: World) -> None:
    answer = hand_in(world.giver, mistaken(world))

    view = answer.context["view"]
    assert [(found.cell, found.field) for found in view.problems] == [
        ("C5", "Day"),
        ("E6", "County of origin"),
        ("F8", "Amount (yuan)"),
    ]
    assert "3 mistakes have to be mended. Nothing is stored." in said(answer)
    assert "import-commit" not in said(answer) and "/store/" not in said(answer)
    assert Entry.objects.count() == 0


def test_the_mistakes_can_be_taken_along(world: World) -> None:
    batch = batch_of(hand_in(world.giver, mistaken(world)))

    lines = said(signed_in(world.giver).get(url("import-problems", batch.pk))).splitlines()

    assert lines[0] == '\ufeffSheet,Cell,Column,"What is wrong, and what to do"'
    assert len(lines) == 4
    assert ",F8,Amount (yuan)," in lines[3]


def test_storing_writes_what_was_promised(world: World) -> None:
    answer = hand_in(world.giver, filled(world, "purchase", [purchase(1), purchase(2)]))
    assert "This will write 2 new drafts, together" in said(answer)
    assert "24,001" in answer.context["view"].promise

    answer = store(world.giver, batch_of(answer), then="save")

    assert "Stored in the ledger." in said(answer)
    assert [entry.state for entry in Entry.objects.all()] == ["draft", "draft"]
    listed = signed_in(world.giver).get(url("ledger"), {"batch": batch_of(answer).pk})
    assert listed.context["totals"].count == 2
    assert "Entries brought in with" in said(listed)


def test_one_voucher_submits_all_rows(world: World) -> None:
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [purchase(1), purchase(2)])))

    store(world.giver, batch, then="submit", **{"evidence-voucher": voucher()})

    file = EvidenceFile.objects.get()
    assert [entry.state for entry in Entry.objects.all()] == ["submitted", "submitted"]
    assert [entry.evidence.get().file for entry in Entry.objects.all()] == [file, file]


def test_submitting_without_its_voucher_stores_nothing(world: World) -> None:
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [purchase(1)])))

    answer = store(world.giver, batch, then="submit")

    assert "Attach this first: Purchase voucher." in said(answer)
    assert Entry.objects.count() == 0


def test_what_is_stored_as_drafts_is_submitted_later_with_one_voucher(world: World) -> None:
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [purchase(1), purchase(2)])))
    answer = store(world.giver, batch, then="save")
    assert "2 of them are drafts." in said(answer)

    answer = signed_in(world.giver).post(
        url("import-submit", batch.pk), {"evidence-voucher": voucher()}, follow=True
    )

    assert "Submitted 2 entries." in said(answer)
    assert [entry.state for entry in Entry.objects.all()] == ["submitted", "submitted"]


def test_the_same_file_again_changes_nothing_and_says_so(world: World) -> None:
    content = filled(world, "purchase", [purchase(1)])
    store(world.giver, batch_of(hand_in(world.giver, content)), then="save")

    answer = hand_in(world.giver, content)

    assert "Nothing has changed: every row is in the ledger already." in said(answer)
    assert "/store/" not in said(answer)
    assert Entry.objects.count() == 1


def test_an_altered_row_is_shown_before_and_after(world: World) -> None:
    content = filled(world, "purchase", [purchase(1)])
    store(world.giver, batch_of(hand_in(world.giver, content)), then="save")
    book = load_workbook(io.BytesIO(content))
    book.worksheets[0]["F4"] = 13000
    altered = io.BytesIO()
    book.save(altered)

    answer = hand_in(world.giver, altered.getvalue())

    (change,) = answer.context["view"].differences
    assert change.fields == (("Amount (yuan)", "12000.5", "13000"),)
    assert "This will change 1 draft." in said(answer)
    store(world.giver, batch_of(answer), then="save")
    assert Entry.objects.get().amount == Decimal("13000")


def test_two_who_store_the_same_import_one_is_told(world: World) -> None:
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [purchase(1)])))
    store(world.giver, batch, then="save")

    answer = store(world.giver, batch, then="save")

    assert "This cannot be done with the import any more: it is stored." in said(answer)
    assert Entry.objects.count() == 1


def test_a_cancelled_import_stores_nothing(world: World) -> None:
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [purchase(1)])))

    answer = signed_in(world.giver).post(url("import-act", batch.pk, "cancel"), follow=True)

    assert "It was cancelled. Nothing of it is stored." in said(answer)
    assert "cannot be done" in said(store(world.giver, batch, then="save"))
    assert Entry.objects.count() == 0


def test_an_import_is_its_owner_s_alone(world: World) -> None:
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [purchase(1)])))

    assert signed_in(world.other_giver).get(url("import", batch.pk)).status_code == 404
    assert signed_in(world.office).post(url("import-commit", batch.pk)).status_code == 403
    assert "/store/" not in said(signed_in(world.office).get(url("import", batch.pk)))
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("picture.png", b"\x89PNG"),
        ("no.csv", b"\n"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(world: World, name: str, content: bytes) -> None:
    answer = hand_in(world.giver, content, name)

    assert answer.status_code == 422
    assert len(answer.context["form"].errors["file"]) == 1
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("role", ["receiver", "auditor", "nobody"])
def test_who_may_not_record_brings_nothing_in(world: World, role: str) -> None:
    user = getattr(world, role)

    assert signed_in(user).get(url("imports")).status_code == 403
    assert hand_in(user, filled(world, "purchase", [purchase(1)])).status_code == 403
    assert ImportBatch.objects.count() == 0


def own_ledger(channel: str = "食堂") -> bytes:
    """A district's own table: a title above, other headings, amounts in 万元."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["东城区消费帮扶台账"])
    sheet.append(
        [
            "序号",
            "名称",
            "采购日期",
            "帮扶单位",
            "产地",
            "金额（万元）",
            "采购方",
            "供货方",
            "品名",
            "方式",
            "发票号",
        ]
    )
    sheet.append(
        [
            1,
            "苹果",
            date(2019, 7, 3),
            "东城区",
            "云岭县",
            1.5,
            "机关食堂",
            "果业合作社",
            "苹果",
            channel,
            "F1",
        ]
    )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def columns_of(answer: Any) -> dict[str, Any]:
    """What the mapping page suggests, as its form sends it."""
    form = answer.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    return {"held": answer.context["file"].token, "header": answer.context["header_row"], **sent}


def test_an_own_layout_is_asked_once(world: World) -> None:
    answer = hand_in(world.giver, own_ledger(), "台账.xlsx")
    assert answer.redirect_chain[0][0].startswith(url("import-columns"))
    sent = columns_of(answer) | {"column-channel": "9", "constant-voucher_type": "invoice"}
    client = signed_in(world.giver)

    unsaid = client.post(url("import-columns"), sent)
    assert unsaid.status_code == 422
    assert list(unsaid.context["form"].errors) == ["value-channel-0"]
    assert "Say what “食堂” means." in said(unsaid)

    answer = client.post(url("import-columns"), sent | {"value-channel-0": "canteen"}, follow=True)
    store(world.giver, batch_of(answer), then="save")
    entry = Entry.objects.get()
    assert (entry.amount, entry.detail["channel"], entry.detail["voucher_type"]) == (
        Decimal("15000"),
        "canteen",
        "invoice",
    )

    assert MappingProfile.objects.get().unit == world.east
    again = hand_in(world.giver, own_ledger(), "台账2.xlsx")
    assert "Nothing has changed: every row is in the ledger already." in said(again)
    assert url("import-columns") in again.context["view"].columns_url


def test_a_required_field_needs_a_column_or_a_constant(world: World) -> None:
    answer = hand_in(world.giver, own_ledger(), "台账.xlsx")

    answer = signed_in(world.giver).post(url("import-columns"), columns_of(answer))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"column-channel", "column-voucher_type"}
    assert ImportBatch.objects.count() == 0


def test_a_made_up_file_is_not_found(world: World) -> None:
    assert signed_in(world.giver).get(url("import-columns"), {"held": "made:up"}).status_code == 404


def pasted(*rows: str) -> str:
    heading = (
        "Title\tDay\tGiving unit\tCounty of origin\tAmount (yuan)\tBuyer\tSeller\tProduct or service\tChannel"
    )
    return "\n".join([f"{heading}\tKind of voucher\tVoucher number", *rows])


GOOD = "苹果\t2019.7.3\tDongcheng\tYunling\t1.2万\t食堂\t合作社\t苹果\tcanteen\tinvoice\tP1"
BAD = "苹果\tyesterday\tDongcheng\tYunling\t-5\t食堂\t合作社\t苹果\tcanteen\tinvoice\tP2"


def paste(user: User, text: str, **options: Any) -> Any:
    return signed_in(user).post(url("import-paste", "purchase"), {"rows": text}, **options)


def test_pasted_rows_are_stored_like_a_file_s(world: World) -> None:
    answer = paste(world.giver, pasted(GOOD), follow=True)

    store(world.giver, batch_of(answer), then="save")

    assert Entry.objects.get().amount == Decimal("12000")


def test_mistakes_of_a_paste_come_back_in_their_cells(world: World) -> None:
    answer = paste(world.giver, pasted(GOOD, BAD))

    wrong = [(cell.column.name, cell.text) for row in answer.context["rows"] for cell in row if cell.error]
    assert answer.status_code == 422
    assert wrong == [("occurred_on", "yesterday"), ("amount", "-5")]
    assert "2 mistakes have to be mended." in said(answer)
    assert "Row 2, Amount (yuan): Enter a number greater than 0." in said(answer)
    assert ImportBatch.objects.get().state == "cancelled"
    assert Entry.objects.count() == 0


def test_a_paste_of_nothing_says_so(world: World) -> None:
    answer = paste(world.giver, pasted())

    assert answer.status_code == 422
    assert "There are no rows in the file." in said(answer)


def test_what_is_being_stored_shows_no_share_that_nobody_can_see(world: World) -> None:
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [purchase(1)])))
    checking, storing, lost = (
        _page_while(world, batch, state, minutes)
        for state, minutes in (("checking", 1), ("committing", 14), ("committing", 16))
    )

    assert '<progress max="100" value="40"' in checking
    assert '<progress max="100" aria-label' in storing
    assert "none of them is in the ledger" in storing
    assert "Begin again" not in checking + storing
    assert "Begin again" in lost


def _page_while(world: World, batch: ImportBatch, state: str, minutes: int) -> str:
    """The import's page while a worker, last heard of some minutes ago, is at it."""
    beat = timezone.now() - timedelta(minutes=minutes)
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, progress=40, beat_at=beat)
    return said(signed_in(world.giver).get(url("import", batch.pk)))


def test_the_tally_says_what_was_done_once_it_is(world: World) -> None:
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [purchase(1)])))
    before = said(signed_in(world.giver).get(url("import", batch.pk)))

    store(world.giver, batch, then="save")
    after = said(signed_in(world.giver).get(url("import", batch.pk)))

    assert "to be added" in before
    assert "to be added" not in after


@pytest.mark.parametrize("name", ["imports", "duplicates"])
def test_more_of_them_take_no_more_queries(world: World, name: str) -> None:
    submitted(world)
    client = Client()
    client.force_login(world.giver)

    def bring(number: int) -> None:
        row = purchase(number, title=f"再次登记{number}")
        row["detail"]["voucher_number"] = "NO.00017"
        batch = batch_of(hand_in(world.giver, filled(world, "purchase", [row])))
        store(world.giver, batch, then="save")

    bring(1)
    client.get(url(name))
    with CaptureQueriesContext(connection) as few:
        client.get(url(name))
    bring(2)
    bring(3)
    with CaptureQueriesContext(connection) as many:
        client.get(url(name))
    assert len(many) == len(few)


def test_a_row_of_an_accepted_entry_leads_to_its_correction(world: World) -> None:
    content = filled(world, "purchase", [purchase(1)])
    store(world.giver, batch_of(hand_in(world.giver, content)))
    entry = Entry.objects.get()
    acts.attach(world, entry)
    services.submit_entry(actor=world.giver, entry=entry)
    services.accept_entry(actor=world.lead, entry=entry)
    before = acts.snapshot(entry)

    answer = hand_in(world.giver, rewritten(content, F4=13000))

    link = f"{url('entry-correct', entry.pk)}?import={batch_of(answer).pk}&amp;row=4"
    assert link in said(answer)
    form = signed_in(world.giver).get(link.replace("&amp;", "&")).context["form"]
    assert (form["amount"].value(), form["title"].value()) == ("13000", entry.title)
    assert acts.snapshot(entry) == before


def test_only_what_a_file_says_of_the_entry_stands_in_its_correction(world: World) -> None:
    batch = batch_of(hand_in(world.giver, filled(world, "purchase", [purchase(1)])))
    entry = acts.accepted(world)

    answers = [
        signed_in(world.giver).get(f"{url('entry-correct', entry.pk)}?import={number}&row=4").status_code
        for number in (batch.pk, 9999, "x")
    ]

    assert answers == [404, 404, 404]
