"""Corrections and differences on the screens of the ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from jiedui.ledger import services
from jiedui.ledger.models import CorrectionRequest, Difference, Entry
from jiedui.plans.models import ApprovalBand
from tests.conftest import World
from tests.console.ledger_desk import listed, signed_in, url
from tests.ledger import acts


@pytest.fixture
def entry(world: World) -> Entry:
    """An accepted purchase of 12,000.50 yuan."""
    acts.indicator(world, code="amount")
    return acts.accepted(world)


def filled(entry: Entry, **changes: str) -> dict[str, Any]:
    """What the form of the entry posts, with some of it changed."""
    detail = entry.detail
    return {
        "title": entry.title,
        "occurred_on": entry.occurred_on.isoformat(),
        "giver": entry.giver_id,
        "receiver": entry.receiver_id,
        "workstream": "consumption",
        "amount": "12000.5",
        "quantity": "800",
        "quantity_unit": "kg",
        **{name: detail[name] for name in detail},
        **changes,
    }


def test_the_form_stands_with_what_was_accepted(world: World, entry: Entry) -> None:
    page = signed_in(world.office).get(url("entry-correct", entry.pk))

    assert page.status_code == 200
    assert page.context["form"]["amount"].value() == "12000.5"
    assert "花牛苹果" in page.text


def test_before_and_after_are_shown_before_anything_is_done(world: World, entry: Entry) -> None:
    page = signed_in(world.office).post(
        url("entry-correct", entry.pk), {**filled(entry, amount="1.1万"), "then": "check"}
    )

    (change,) = page.context["changes"]
    assert (change.before, change.after) == ("CNY 12,000.5", "CNY 11,000")
    assert "Correct it" in page.text
    assert Entry.objects.count() == 1


def test_the_office_corrects_with_reason_and_order(world: World, entry: Entry) -> None:
    answer = signed_in(world.office).post(
        url("entry-correct", entry.pk),
        {
            **filled(entry, amount="11000"),
            "then": "do",
            "reason": "发票误录",
            "document": SimpleUploadedFile("函.txt", b"order"),
        },
    )

    new = Entry.objects.get(corrects=entry)
    assert answer.status_code == 302
    assert answer["Location"] == url("entry", new.pk)
    assert new.amount == Decimal(11000)
    page = signed_in(world.receiver).get(url("entry", new.pk)).text
    assert f"This entry stands in the place of #{entry.pk}" in page
    assert "函.txt" in page
    assert "发票误录" in page


def test_the_story_is_the_same_from_each_of_the_three(world: World, entry: Entry) -> None:
    new = services.correct_entry(
        actor=world.office,
        entry=entry,
        data={**acts.data(world), "amount": "11000"},
        reason="发票误录",
    )
    reversal = Entry.objects.get(reverses=entry)
    client = signed_in(world.giver)

    stories = [client.get(url("entry", one.pk)).context["story"] for one in (entry, reversal, new)]

    told = [(chapter.number, chapter.action) for chapter in stories[0]]
    assert [[(c.number, c.action) for c in story] for story in stories] == [told] * 3
    assert told[-2:] == [(reversal.pk, "entry.reverse"), (new.pk, "entry.correct")]
    assert "12000.5 → 11000" in stories[0][-1].said


@pytest.mark.parametrize(
    ("changes", "said"),
    [({}, "Nothing differs"), ({"amount": "viel"}, "not a"), ({"amount": ""}, "required")],
)
def test_what_cannot_stand_is_said_on_the_form(
    world: World, entry: Entry, changes: dict[str, str], said: str
) -> None:
    page = signed_in(world.office).post(
        url("entry-correct", entry.pk), {**filled(entry, **changes), "then": "check"}
    )

    assert page.status_code == 422
    assert said in page.text
    assert Entry.objects.count() == 1


def test_without_a_reason_nothing_is_done(world: World, entry: Entry) -> None:
    page = signed_in(world.office).post(
        url("entry-correct", entry.pk), {**filled(entry, amount="1"), "then": "do", "reason": " "}
    )

    assert page.status_code == 422
    assert Entry.objects.count() == 1


def test_the_giver_asks_and_the_office_decides_on_the_entrys_page(world: World, entry: Entry) -> None:
    signed_in(world.giver).post(
        url("entry-correct", entry.pk),
        {
            **filled(entry, amount="11000"),
            "then": "do",
            "reason": "发票误录",
            "document": SimpleUploadedFile("函.txt", b"order"),
        },
    )
    request = CorrectionRequest.objects.get()
    office = signed_in(world.office)

    assert listed(world.office, waiting="corrections") == [entry.pk]
    page = office.get(url("entry", entry.pk))
    assert [change.label for change in page.context["asked"].changes] == ["Amount (yuan)"]
    assert office.get(url("correction-order", entry.pk, request.pk)).content == b"order"
    office.post(url("entry-act", entry.pk, "carry-out"))

    request.refresh_from_db()
    assert request.state == "done"
    assert Entry.objects.get(corrects=entry).amount == Decimal(11000)
    assert listed(world.office, waiting="corrections") == []


def test_a_declined_request_tells_who_asked(world: World, entry: Entry) -> None:
    signed_in(world.giver).post(url("entry-act", entry.pk, "ask-back"), {"reason": "重复"})

    signed_in(world.office).post(url("entry-act", entry.pk, "decline"), {"answer": "并未重复"})

    assert "并未重复" in signed_in(world.giver).get(url("entry", entry.pk)).text
    assert not Entry.objects.filter(reverses=entry).exists()


def test_a_difference_goes_its_way_on_the_entrys_page(world: World, entry: Entry) -> None:
    county, district = signed_in(world.receiver), signed_in(world.giver)
    county.post(url("entry-act", entry.pk, "dispute"), {"figure": "11000", "note": "少一车"})
    for who in (world.giver, world.receiver, world.lead, world.office):
        assert listed(who, waiting="differences") == [entry.pk]
    assert listed(world.other_giver, waiting="differences") == []
    assert listed(world.auditor, waiting="differences") == []

    district.post(url("entry-act", entry.pk, "reply"), {"text": "请看第二张送货单"})
    district.post(url("entry-act", entry.pk, "propose"), {"outcome": "corrected", "reason": "核对送货单"})
    page = county.get(url("entry", entry.pk)).text
    assert "请看第二张送货单" in page
    assert "Agree to the proposal" in page
    county.post(url("entry-act", entry.pk, "agree"), {"note": "同意"})
    signed_in(world.office).post(url("entry-act", entry.pk, "carry-out"))

    assert Difference.objects.get().outcome == "corrected"
    assert Entry.objects.get(corrects=entry).amount == Decimal(11000)
    assert listed(world.giver, waiting="differences") == []


def test_the_desk_counts_differences(world: World, entry: Entry) -> None:
    services.confirm_entry(actor=world.receiver, entry=entry, verdict="disputed", note="少一车")

    page = signed_in(world.giver).get(url("cockpit"))

    assert "in dispute between the two sides" in page.text


def test_an_act_without_its_difference_does_not_exist(world: World, entry: Entry) -> None:
    for act in ("reply", "propose", "agree", "carry-out", "decline"):
        data = {"text": "x", "outcome": "stands", "reason": "x", "answer": "x"}
        answer = signed_in(world.office).post(url("entry-act", entry.pk, act), data)
        assert answer.status_code == 404, act


def test_the_list_of_differences_asks_no_more_for_more_rows(
    world: World, entry: Entry, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entries = [entry, *(acts.accepted(world, detail={"voucher_number": f"N{n}"}) for n in range(4))]
    for one in entries:
        services.confirm_entry(actor=world.receiver, entry=one, verdict="disputed", note="少一车")
    client = signed_in(world.office)
    client.get(url("ledger"), {"waiting": "differences"})

    with django_assert_max_num_queries(40):
        page = client.get(url("ledger"), {"waiting": "differences"})
    assert "0 days" in page.text


def test_a_large_correction_is_asked_for_and_approved_in_turn(world: World, entry: Entry) -> None:
    ApprovalBand.objects.create(
        programme=world.programme, kind="", at_least=Decimal(10000), approvers=["lead", "office"]
    )
    posted = {**filled(entry, amount="11000"), "then": "do", "reason": "发票误录"}

    answer = signed_in(world.office).post(url("entry-correct", entry.pk), posted)

    assert (answer.status_code, answer["Location"]) == (302, url("entry", entry.pk))
    assert CorrectionRequest.objects.get().asked_by == world.office
    desk = signed_in(world.lead)
    assert listed(world.lead, waiting="corrections") == [entry.pk]
    page = desk.get(url("entry", entry.pk)).text
    assert "Approve the correction …" in page
    assert "Carry it out …" not in page
    done = desk.post(url("entry-act", entry.pk, "carry-out"), follow=True).text
    assert "Your approval is noted. Next to approve: programme office." in done
    assert not Entry.objects.filter(corrects=entry).exists()
    page = signed_in(world.office).get(url("entry", entry.pk)).text
    assert ("Carry it out …" in page, "Decline …" in page) == (False, True)
