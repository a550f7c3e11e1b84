"""The entry form: what people type is understood, mistakes are told beside the field, nothing typed is lost."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiedui.accounts.models import User
from jiedui.ledger import services
from jiedui.ledger.models import Entry
from jiedui.organisations.models import Pairing
from tests.conftest import World
from tests.console.ledger_desk import signed_in, url
from tests.ledger.acts import DECENT, KINDS, data, draft, snapshot, submitted
from tests.projects import works


def typed(world: World, **changes: Any) -> dict[str, Any]:
    """What somebody types into the form of a purchase."""
    return {
        "title": "食堂采购苹果",
        "occurred_on": "２０１９．７．３",
        "giver": world.east.pk,
        "receiver": world.county.pk,
        "workstream": "consumption",
        "amount": "1.2万",
        "buyer": "东城区机关食堂",
        "seller": "云岭果业合作社",
        "product": "花牛苹果",
        "channel": "canteen",
        "voucher_type": "invoice",
        "voucher_number": "NO.00017",
        "idempotency_key": str(uuid.uuid4()),
        **changes,
    }


def voucher(content: bytes = b"voucher no. 17", name: str = "voucher.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(user: User, world: World, kind: str = "purchase", **changes: Any) -> Any:
    """Fill in the form and save it."""
    return signed_in(user).post(url("entry-new", kind), typed(world, **changes))


def test_what_is_typed_becomes_a_draft(world: World) -> None:
    answer = send(world.giver, world)

    entry = Entry.objects.get()
    assert answer.url == url("entry", entry.pk)
    assert (entry.state, entry.amount, entry.occurred_on) == ("draft", Decimal("12000"), date(2019, 7, 3))
    assert (entry.giver, entry.receiver, entry.recorded_by) == (world.east, world.county, world.giver)
    assert entry.detail["voucher_number"] == "NO.00017"


def test_files_sent_with_the_form_are_attached_and_it_is_submitted(world: World) -> None:
    send(world.giver, world, **{"evidence-voucher": voucher(), "then": "submit"})

    entry = Entry.objects.get()
    assert entry.state == "submitted"
    assert [(item.purpose, item.filename) for item in entry.evidence.all()] == [("voucher", "voucher.txt")]


def test_without_its_voucher_it_stays_a_draft_and_says_what_is_missing(world: World) -> None:
    client = signed_in(world.giver)

    answer = client.post(url("entry-new", "purchase"), typed(world, then="submit"), follow=True)

    assert Entry.objects.get().state == "draft"
    assert "Saved as a draft, not submitted. Attach this first: Purchase voucher." in answer.content.decode()


def test_a_file_that_is_refused_leaves_the_draft_saved(world: World) -> None:
    client = signed_in(world.giver)
    sent = typed(world, **{"evidence-voucher": voucher(b"MZ\x90\x00", "invoice.exe")})

    answer = client.post(url("entry-new", "purchase"), sent, follow=True)

    assert Entry.objects.get().evidence.count() == 0
    assert "invoice.exe: The file cannot be taken" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"amount": "viel"}, "amount", "viel"),
        ({"amount": ""}, "amount", "required"),
        ({"amount": "-5"}, "amount", "greater than 0"),
        ({"occurred_on": "2019-13-40"}, "occurred_on", "2019-13-40"),
        ({"occurred_on": "2018-12-31"}, "occurred_on", "outside the programme"),
        ({"voucher_number": ""}, "voucher_number", "required"),
        ({"channel": "smoke signals"}, "channel", "smoke signals"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_on_top(
    world: World, changes: dict[str, str], field: str, words: str
) -> None:
    answer = send(world.giver, world, **changes)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert words in str(answer.context["form"].errors[field])
    assert f'href="#id_{field}"' in page
    assert "There is a problem" in page
    assert Entry.objects.count() == 0


def test_a_giver_is_offered_their_own_units_only(world: World) -> None:
    form = signed_in(world.giver).get(url("entry-new", "purchase")).context["form"]
    office = signed_in(world.office).get(url("entry-new", "purchase")).context["form"]

    assert list(form.fields["giver"].queryset) == [world.east]
    assert set(office.fields["giver"].queryset) == {
        world.city,
        world.east,
        world.west,
        world.commerce,
        world.office_unit,
    }
    assert world.east not in form.fields["receiver"].queryset


def test_a_giver_cannot_record_for_another_unit(world: World) -> None:
    answer = send(world.giver, world, giver=world.west.pk)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["giver"]
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("role", ["receiver", "auditor", "nobody"])
def test_who_may_not_record_gets_no_form(world: World, role: str) -> None:
    user = getattr(world, role)

    assert signed_in(user).get(url("entry-new", "purchase")).status_code == 403
    assert send(user, world).status_code == 403
    assert signed_in(user).post(url("entry-autosave", "purchase"), typed(world)).status_code == 403
    assert Entry.objects.count() == 0


def test_an_unknown_kind_is_not_found(world: World) -> None:
    assert signed_in(world.giver).get(url("entry-new", "blackmail")).status_code == 404


def test_receivers_paired_with_the_giver_come_first(world: World) -> None:
    Pairing.objects.create(giver=world.east, receiver=world.other_county, valid_from=date(2019, 1, 1))

    form = signed_in(world.giver).get(url("entry-new", "purchase")).context["form"]

    _empty, paired, others = form.fields["receiver"].choices
    assert paired == ("Paired with the giver", [(world.other_county.pk, "Shiquan")])
    assert world.county.pk in dict(others[1])
    assert form.fields["receiver"].widget.attrs["data-pairs"] == (
        f'{{"{world.east.pk}": [{world.other_county.pk}]}}'
    )


def test_the_same_form_sent_twice_records_once(world: World) -> None:
    client, sent = signed_in(world.giver), typed(world)

    first, second = (client.post(url("entry-new", "purchase"), sent) for _ in range(2))

    assert first.url == second.url
    assert Entry.objects.count() == 1


def test_the_same_form_sent_again_with_other_content_asks(world: World) -> None:
    client, sent = signed_in(world.giver), typed(world)
    client.post(url("entry-new", "purchase"), sent)

    answer = client.post(url("entry-new", "purchase"), {**sent, "amount": "5"})

    assert answer.status_code == 422
    assert "This form was saved once already." in answer.content.decode()
    assert Entry.objects.count() == 1


def autosave(client: Client, world: World, **changes: Any) -> str:
    answer = client.post(url("entry-autosave", "purchase"), typed(world, **changes))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_what_is_incomplete_is_kept_and_comes_back(world: World) -> None:
    client = signed_in(world.giver)

    said = autosave(client, world, amount="1.2", seller="", title="半句话")
    page = client.get(url("entry-new", "purchase"))

    assert "Kept at" in said
    assert Entry.objects.count() == 0
    assert page.context["form"]["title"].value() == "半句话"
    assert page.context["form"]["amount"].value() == "1.2"
    assert "This is what you typed until" in page.content.decode()


def test_what_was_kept_can_be_discarded(world: World) -> None:
    client = signed_in(world.giver)
    autosave(client, world, seller="", title="半句话")

    client.post(url("entry-new", "purchase"), {"then": "discard"})

    assert client.get(url("entry-new", "purchase")).context["form"]["title"].value() is None


def test_what_is_kept_is_nobody_elses(world: World) -> None:
    autosave(signed_in(world.giver), world, seller="", title="半句话")

    form = signed_in(world.office).get(url("entry-new", "purchase")).context["form"]

    assert form["title"].value() is None


def test_what_is_complete_saves_itself_as_a_draft_and_goes_on_as_that_draft(world: World) -> None:
    client = signed_in(world.giver)

    said = autosave(client, world, amount="5")
    entry = Entry.objects.get()
    autosave(client, world, amount="6", entry=entry.pk)
    client.post(url("entry-new", "purchase"), typed(world, amount="7", entry=entry.pk))

    assert f'value="{entry.pk}" hx-swap-oob="true"' in said
    assert [row.amount for row in Entry.objects.all()] == [Decimal("7")]


def test_saving_itself_never_spoils_the_draft(world: World) -> None:
    client, entry = signed_in(world.giver), draft(world)
    before = snapshot(entry)

    said = autosave(client, world, amount="nonsense", entry=entry.pk)

    assert "Not saved at" in said
    assert snapshot(entry) == before


def test_saving_itself_without_a_change_writes_nothing(world: World) -> None:
    from jiedui.kernel.models import AuditRecord

    client = signed_in(world.giver)
    autosave(client, world)
    entry, before = Entry.objects.get(), AuditRecord.objects.count()

    autosave(client, world, entry=entry.pk)

    assert AuditRecord.objects.count() == before


def test_a_draft_can_be_changed(world: World) -> None:
    entry = draft(world)
    client = signed_in(world.giver)

    page = client.get(url("entry-edit", entry.pk))
    client.post(url("entry-edit", entry.pk), typed(world, amount="88"))

    entry.refresh_from_db()
    assert page.context["form"]["amount"].value() == "12000.5"
    assert entry.amount == Decimal("88")


@pytest.mark.parametrize(
    ("role", "status"), [("other_giver", 404), ("nobody", 403), ("receiver", 403), ("auditor", 403)]
)
def test_a_draft_of_another_unit_cannot_be_changed(world: World, role: str, status: int) -> None:
    entry = draft(world)
    before = snapshot(entry)
    client = signed_in(getattr(world, role))

    assert client.get(url("entry-edit", entry.pk)).status_code == status
    assert client.post(url("entry-edit", entry.pk), typed(world, amount="1")).status_code == status
    assert snapshot(entry) == before


def test_a_submitted_entry_cannot_be_changed(world: World) -> None:
    entry = submitted(world)
    before = snapshot(entry)
    client = signed_in(world.giver)

    assert client.get(url("entry-edit", entry.pk)).status_code == 409
    assert client.post(url("entry-edit", entry.pk), typed(world, amount="1")).status_code == 409
    assert client.post(url("entry-autosave", "purchase"), typed(world, entry=entry.pk)).status_code == 409
    assert snapshot(entry) == before


def test_the_last_entry_can_be_copied_without_its_day_and_figures(world: World) -> None:
    services.update_entry(
        actor=world.giver, entry=(entry := draft(world)), data=data(world, title="食堂采购梨")
    )

    form = signed_in(world.giver).get(url("entry-new", "purchase"), {"copy": "last"}).context["form"]

    assert form["title"].value() == "食堂采购梨"
    assert (form["seller"].value(), form["receiver"].value()) == ("云岭果业合作社", world.county.pk)
    assert [form[name].value() for name in ("amount", "occurred_on", "voucher_number")] == [None, None, None]
    assert Entry.objects.get() == entry


@pytest.mark.parametrize(
    ("kind", "left_out", "taken"),
    [
        ("transfer", {"document_number"}, {"source": "district", "purpose": "industry"}),
        ("donation_cash", {"receipt_number"}, {"donor": "东城区建设集团"}),
        ("donation_in_kind", {"receipt_number", "quantity"}, {"goods": "棉衣"}),
        ("product_recognition", {"recognition_number"}, {"producer": "云岭果业合作社"}),
        ("workshop", set(DECENT), {"workshop": "云岭服装车间", "makes": "校服"}),
        ("placement", {"persons", *DECENT}, {"bucket": "nearby"}),
    ],
)
def test_a_copy_takes_no_number_of_a_paper_and_no_answer_about_a_place_of_work(
    world: World, kind: str, left_out: set[str], taken: dict[str, str]
) -> None:
    number = {"document_number": "津财〔2019〕7号"} if kind == "transfer" else {}
    draft(world, kind, detail=number)

    form = signed_in(world.giver).get(url("entry-new", kind), {"copy": "last"}).context["form"]

    assert {name for name in left_out if form[name].value() not in (None, "")} == set()
    assert {name: form[name].value() for name in taken} == taken


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_form_that_names_its_evidence(world: World, kind: str) -> None:
    page = signed_in(world.giver).get(url("entry-new", kind))

    assert page.status_code == 200
    assert any(slot.required for slot in page.context["slots"])
    for slot in page.context["slots"]:
        assert f'name="{slot.name}"' in page.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_recorded_proven_and_submitted_on_its_page(world: World, kind: str) -> None:
    client = signed_in(world.giver)
    meant = data(world, kind)
    slots = client.get(url("entry-new", kind)).context["slots"]

    answer = client.post(
        url("entry-new", kind),
        {**_as_typed(meant), **{slot.name: voucher() for slot in slots}, "then": "submit"},
    )

    entry = Entry.objects.get()
    assert answer.url == url("entry", entry.pk)
    assert (entry.kind, entry.state) == (kind, "submitted")
    assert {name: entry.detail[name] for name in meant["detail"]} == meant["detail"]
    assert entry.evidence.count() == len(slots)


def _as_typed(meant: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends for the content: units by number, lists line by line, a tick or nothing."""
    flat = {**meant, **meant["detail"]}
    del flat["detail"]
    units = {name: unit.pk for name, unit in flat.items() if hasattr(unit, "pk")}
    lists = {name: "\n".join(value) for name, value in flat.items() if isinstance(value, list)}
    return {name: value for name, value in (flat | units | lists).items() if value is not False}


def test_a_long_form_has_headings_and_calls_no_safeguard_optional(world: World) -> None:
    page = signed_in(world.giver).get(url("entry-new", "placement"), HTTP_ACCEPT_LANGUAGE="en")

    text = page.content.decode()
    assert [text.count(f"<h2>{heading}</h2>") for heading in ("The act", "Particulars", "Evidence")] == [
        1,
        1,
        1,
    ]
    assert "<h2>Safeguards: is this work free?</h2>" in text
    safeguards = text.partition("Safeguards: is this work free?")[2].partition("</fieldset>")[0]
    assert "optional" not in safeguards
    assert 'data-hint-for="id_fee"' in safeguards


def test_a_purchase_may_name_the_project_it_was_for(world: World) -> None:
    project = works.created(world)

    send(world.giver, world, project=project.pk)

    assert Entry.objects.get().project == project
