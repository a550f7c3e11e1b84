"""One voucher with several lines: shared fields once, an entry for each line, all of them or none."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiedui.accounts.models import User
from jiedui.ledger import checks, kinds
from jiedui.ledger.line_forms import BLANK_LINES, MOST_LINES
from jiedui.ledger.models import Entry, EvidenceFile
from tests.conftest import World
from tests.console.ledger_desk import signed_in, url
from tests.ledger import acts

Line = dict[str, str]
APPLES = {"product": "花牛苹果", "amount": "1.2万", "quantity": "800", "quantity_unit": "kg"}
PEPPERS = {"product": "花椒", "amount": "３,０００.５０"}


def typed(world: World, *lines: Line, **changes: Any) -> dict[str, Any]:
    """What somebody types into the form of a purchase with these lines; what is not said stays blank."""
    numbered = {f"line-{n}-{name}": value for n, line in enumerate(lines) for name, value in line.items()}
    return {
        "title": "第三季度食堂采购",
        "occurred_on": "2019.7.3",
        "giver": world.east.pk,
        "receiver": world.county.pk,
        "workstream": "consumption",
        "buyer": "东城区机关食堂",
        "seller": "云岭果业合作社",
        "channel": "canteen",
        "voucher_type": "invoice",
        "voucher_number": "NO.00017",
        "idempotency_key": str(uuid.uuid4()),
        "line-TOTAL_FORMS": str(max(BLANK_LINES, len(lines))),
        "line-INITIAL_FORMS": "0",
        **numbered,
        **changes,
    }


def send(user: User, sent: dict[str, Any], **options: Any) -> Any:
    return signed_in(user).post(url("entry-lines", "purchase"), sent, **options)


def voucher(content: bytes = b"voucher no. 17", name: str = "voucher.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_each_line_becomes_an_entry_with_what_the_lines_share(world: World) -> None:
    answer = send(world.giver, typed(world, APPLES, PEPPERS))

    assert answer.status_code == 302
    apples, peppers = Entry.objects.order_by("pk")
    assert (apples.title, peppers.title) == ("第三季度食堂采购：花牛苹果", "第三季度食堂采购：花椒")
    assert (apples.amount, peppers.amount) == (Decimal("12000"), Decimal("3000.50"))
    assert (apples.quantity, apples.quantity_unit) == (Decimal("800"), "kg")
    assert (peppers.quantity, peppers.quantity_unit) == (None, "")
    assert {entry.detail["voucher_number"] for entry in (apples, peppers)} == {"NO.00017"}
    assert {(entry.giver, entry.receiver, entry.state) for entry in (apples, peppers)} == {
        (world.east, world.county, "draft")
    }


def test_a_single_line_keeps_the_title_as_it_was_typed(world: World) -> None:
    send(world.giver, typed(world, APPLES))

    assert Entry.objects.get().title == "第三季度食堂采购"


def test_one_file_proves_every_line_and_they_are_submitted_together(world: World) -> None:
    sent = typed(world, APPLES, PEPPERS, **{"evidence-voucher": voucher(), "then": "submit"})

    answer = send(world.giver, sent, follow=True)

    entries = list(Entry.objects.all())
    assert [entry.state for entry in entries] == ["submitted", "submitted"]
    file = EvidenceFile.objects.get()
    assert [[use.file for use in entry.evidence.all()] for entry in entries] == [[file], [file]]
    assert "Submitted 2 lines." in answer.content.decode()


def test_without_the_voucher_all_stay_drafts_and_it_is_said_once_what_is_missing(world: World) -> None:
    answer = send(world.giver, typed(world, APPLES, PEPPERS, then="submit"), follow=True)

    assert [entry.state for entry in Entry.objects.all()] == ["draft", "draft"]
    page = answer.content.decode()
    assert page.count("Attach this first: Purchase voucher.") == 1
    assert "Saved as drafts, none submitted." in page


def test_a_refused_file_keeps_everything_out(world: World) -> None:
    sent = typed(world, APPLES, PEPPERS, **{"evidence-voucher": voucher(b"MZ\x90\x00", "invoice.exe")})

    answer = send(world.giver, sent)

    assert answer.status_code == 422
    assert "invoice.exe: The file cannot be taken" in answer.content.decode()
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("lines", "changes", "address", "words"),
    [
        ([APPLES, PEPPERS | {"amount": "viel"}], {}, "id_line-1-amount", "Line 2, Amount (yuan): “viel”"),
        ([APPLES, PEPPERS | {"amount": "-5"}], {}, "id_line-1-amount", "greater than 0"),
        ([APPLES, {"product": "花椒"}], {}, "id_line-1-amount", "required"),
        ([{"amount": "5"}], {}, "id_line-0-product", "required"),
        ([APPLES, PEPPERS], {"occurred_on": "2018-12-31"}, "id_occurred_on", "outside the programme"),
        ([APPLES, PEPPERS], {"seller": ""}, "id_seller", "required"),
        ([APPLES, PEPPERS], {"voucher_total": "15,000"}, "id_voucher_total", "15,000.50"),
        ([], {}, "error-summary-title", "Fill in at least one line."),
    ],
)
def test_a_mistake_is_told_with_its_line_and_nothing_is_written(
    world: World, lines: list[Line], changes: dict[str, str], address: str, words: str
) -> None:
    answer = send(world.giver, typed(world, *lines, **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    summary = page[page.index("error-summary") : page.index("<form id=")]
    assert address in summary
    assert words in summary
    assert summary.count("<li>") == 1
    assert Entry.objects.count() == 0


def test_the_voucher_s_total_may_be_as_printed(world: World) -> None:
    send(world.giver, typed(world, APPLES, PEPPERS, voucher_total="¥15,000.50元"))

    assert Entry.objects.count() == 2


def test_a_double_click_records_once(world: World) -> None:
    sent = typed(world, APPLES, PEPPERS)

    send(world.giver, sent)
    send(world.giver, sent)

    assert Entry.objects.count() == 2


def test_the_same_form_with_other_lines_is_not_taken_for_the_first(world: World) -> None:
    sent = typed(world, APPLES, PEPPERS)
    send(world.giver, sent)

    answer = send(world.giver, sent | {"line-1-amount": "4000"})

    assert answer.status_code == 422
    assert Entry.objects.count() == 2


def test_more_lines_than_a_voucher_may_have_are_refused(world: World) -> None:
    answer = send(world.giver, typed(world, *[APPLES] * (MOST_LINES + 1)))

    assert answer.status_code == 422
    assert Entry.objects.count() == 0


def test_lines_of_one_voucher_are_no_repetition_but_the_same_goods_are(world: World) -> None:
    send(world.giver, typed(world, APPLES, PEPPERS, **{"evidence-voucher": voucher(), "then": "submit"}))
    apples = Entry.objects.earliest("pk")
    assert checks.findings(apples) == []

    send(world.giver, typed(world, APPLES))

    again = Entry.objects.latest("pk")
    assert [found.key for found in checks.findings(again)] == ["same_voucher"]


def test_a_giver_cannot_record_lines_for_another_unit(world: World) -> None:
    answer = send(world.giver, typed(world, APPLES, giver=world.west.pk))

    assert answer.status_code == 422
    assert Entry.objects.count() == 0


def test_what_is_typed_is_kept_and_put_back_line_by_line(world: World) -> None:
    client = signed_in(world.giver)
    sent = typed(world, APPLES, {}, PEPPERS | {"amount": "viel"}, voucher_total="99")

    client.post(url("entry-lines-autosave", "purchase"), sent)
    page = client.get(url("entry-lines", "purchase")).content.decode()

    assert 'value="第三季度食堂采购"' in page
    assert 'name="line-0-product" value="花牛苹果"' in page
    assert 'name="line-2-amount" value="viel"' in page
    assert 'name="voucher_total" value="99"' in page
    assert Entry.objects.count() == 0

    client.post(url("entry-lines", "purchase"), {"then": "discard"})
    assert "花牛苹果" not in client.get(url("entry-lines", "purchase")).content.decode()


def test_a_kind_without_lines_has_no_such_page(world: World) -> None:
    assert signed_in(world.giver).get(url("entry-lines", "agreement")).status_code == 404
    assert signed_in(world.giver).get(url("entry-lines", "blackmail")).status_code == 404


@pytest.mark.parametrize("kind", [kind.key for kind in kinds.all_kinds() if kind.lines])
def test_every_kind_with_lines_has_its_form(world: World, kind: str) -> None:
    answer = signed_in(world.giver).get(url("entry-lines", kind))

    form = answer.context["form"]
    assert answer.status_code == 200
    assert tuple(form.lines.forms[0].fields) == kinds.get(kind).lines
    assert not set(form.shared.fields) & set(kinds.get(kind).lines)
    assert f"/new/{kind}/lines/" in signed_in(world.giver).get(url("entry-new", kind)).content.decode()


def test_a_file_attached_before_proves_every_line(world: World) -> None:
    file = acts.proven(world, detail={"voucher_number": "1"}).evidence.get()

    send(world.giver, typed(world, APPLES, PEPPERS, **{"again-voucher": [file.pk], "then": "submit"}))

    lines = Entry.objects.filter(title__startswith="第三季度")
    assert [(entry.state, entry.evidence.get().file_id) for entry in lines] == [
        ("submitted", file.file_id)
    ] * 2


def test_a_donation_receipt_with_several_goods_is_one_voucher(world: World) -> None:
    goods = (
        {"goods": "棉衣", "quantity": "300", "quantity_unit": "件", "amount": "6万"},
        {"goods": "棉被", "quantity": "120", "quantity_unit": "床", "amount": "3万"},
    )
    sent = typed(world, *goods, title="捐赠过冬物资") | {
        "donor_type": "enterprise",
        "donor": "海州商贸有限公司",
        "step": "received",
        "quality": "new",
        "valuation": "invoice",
        "received_by": "云岭县红十字会",
        "receipt_number": "JZ0042",
        "voucher_total": "9万",
    }
    page = signed_in(world.giver).get(url("entry-lines", "donation_in_kind"))
    answer = signed_in(world.giver).post(url("entry-lines", "donation_in_kind"), sent)

    assert page.status_code == 200
    assert answer.status_code == 302
    coats, quilts = Entry.objects.order_by("pk")
    assert (coats.title, quilts.title) == ("捐赠过冬物资：棉衣", "捐赠过冬物资：棉被")
    assert (coats.amount, coats.quantity_unit) == (Decimal("60000"), "件")
    assert (quilts.amount, quilts.quantity_unit) == (Decimal("30000"), "床")
    assert {entry.detail["receipt_number"] for entry in (coats, quilts)} == {"JZ0042"}
