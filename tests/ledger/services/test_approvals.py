"""Amount bands, and who may not approve."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid, NotAllowed, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import queries, services, turns
from jiedui.ledger.errors import ApprovedAlready, AwaitsAnother, OwnEntry
from jiedui.ledger.models import Approval, ChainHead, Entry
from jiedui.plans import services as plans
from jiedui.plans.models import ApprovalBand, Programme
from tests.conftest import World, person
from tests.ledger import acts


@pytest.fixture
def second(world: World) -> User:
    """A second person of the office."""
    return person("second", (Role.OFFICE, world.office_unit))


@pytest.fixture
def banded(world: World) -> World:
    """From 100,000 yuan on the lead and the office, from 300,000 two of the office after the lead."""
    band(world, "100000", "lead", "office")
    band(world, "300000", "lead", "office", "office")
    return world


def band(world: World, at_least: str, *approvers: str, kind: str = "") -> ApprovalBand:
    return plans.set_approval_band(
        actor=world.office,
        programme=world.programme,
        at_least=Decimal(at_least),
        approvers=approvers,
        kind=kind,
    )


def accept(user: User, entry: Entry) -> Entry:
    return services.accept_entry(actor=user, entry=entry)


def untouched(entry: Entry, approvals: int = 0) -> bool:
    entry.refresh_from_db()
    return (
        entry.state == "submitted"
        and entry.approvals.count() == approvals
        and not ChainHead.objects.filter(sequence__gt=0).exists()
    )


def test_below_every_band_one_decision_is_enough(banded: World) -> None:
    entry = accept(banded.lead, acts.submitted(banded, "transfer", amount=Decimal("99999.99")))

    assert entry.state == "accepted"
    assert not Approval.objects.exists()


def test_the_lead_and_the_office_approve_in_turn(banded: World) -> None:
    entry = acts.submitted(banded, "transfer", amount=Decimal("100000"))

    assert accept(banded.lead, entry).state == "submitted"
    assert accept(banded.office, entry).state == "accepted"

    assert list(entry.approvals.values_list("role", "by__username")) == [
        ("lead", "lead"),
        ("office", "office"),
    ]
    log = AuditRecord.objects.filter(
        subject_type="ledger.entry", action__in=["entry.approve", "entry.accept"]
    )
    assert list(log.order_by("id").values_list("action", "actor__username")) == [
        ("entry.approve", "lead"),
        ("entry.accept", "office"),
    ]


def test_two_people_of_the_office_are_two(banded: World, second: User) -> None:
    entry = acts.submitted(banded, "transfer")  # 350,000
    accept(banded.lead, entry)
    accept(banded.office, entry)

    with pytest.raises(ApprovedAlready):
        accept(banded.office, entry)
    assert untouched(entry, approvals=2)

    assert accept(second, entry).state == "accepted"


def test_who_approved_first_cannot_approve_second(banded: World) -> None:
    both = person("both", (Role.LEAD, banded.commerce), (Role.OFFICE, banded.office_unit))
    entry = acts.submitted(banded, "transfer", amount=Decimal("100000"))
    accept(both, entry)

    with pytest.raises(ApprovedAlready):
        accept(both, entry)
    assert untouched(entry, approvals=1)


def test_the_office_waits_for_the_lead(banded: World) -> None:
    entry = acts.submitted(banded, "transfer")

    with pytest.raises(AwaitsAnother) as refused:
        accept(banded.office, entry)

    assert refused.value.params["role"] == Role.LEAD.label
    assert untouched(entry)


def test_a_lead_of_another_field_cannot_approve(banded: World) -> None:
    other = person("other-lead", (Role.LEAD, banded.east))
    entry = acts.submitted(banded, "transfer")

    with pytest.raises(NotAllowed) as refused:
        accept(other, entry)

    assert refused.value.code == "not_allowed"
    assert untouched(entry)


def entered_by_the_office(world: World, amount: str) -> Entry:
    data = acts.data(world, "transfer", amount=Decimal(amount))
    entry = services.record_entry(actor=world.office, programme=world.programme, kind="transfer", data=data)
    acts.attach(world, entry)
    return services.submit_entry(actor=world.giver, entry=entry)


def test_the_office_may_accept_its_own_where_nothing_says_otherwise(world: World) -> None:
    assert accept(world.office, entered_by_the_office(world, "350000")).state == "accepted"


def test_the_office_cannot_accept_its_own_where_the_programme_keeps_the_two_apart(
    world: World, second: User
) -> None:
    plans.separate_duties(actor=world.office, programme=world.programme, separate=True)
    entry = entered_by_the_office(world, "350000")

    with pytest.raises(OwnEntry):
        accept(world.office, entry)
    assert untouched(entry)

    assert accept(second, entry).state == "accepted"


def test_the_office_cannot_approve_its_own_in_a_band(world: World, second: User) -> None:
    band(world, "0", "office")
    entry = entered_by_the_office(world, "1")

    with pytest.raises(OwnEntry):
        accept(world.office, entry)
    assert untouched(entry)

    assert accept(second, entry).state == "accepted"


@pytest.mark.parametrize("act", ["changed", "submitted"])
def test_whoever_changed_or_submitted_it_entered_it_too(world: World, act: str) -> None:
    band(world, "0", "office")
    entry = acts.proven(world, "transfer")
    changer, submitter = (world.office, world.giver) if act == "changed" else (world.giver, world.office)
    data = acts.data(world, "transfer", amount=Decimal("9000000"))
    entry = services.update_entry(actor=changer, entry=entry, data=data)
    entry = services.submit_entry(actor=submitter, entry=entry)

    with pytest.raises(OwnEntry):
        accept(world.office, entry)
    assert untouched(entry)


def test_a_returned_entry_starts_anew(banded: World) -> None:
    entry = acts.submitted(banded, "transfer", amount=Decimal("100000"))
    accept(banded.lead, entry)
    services.return_entry(actor=banded.office, entry=entry, reason="凭证不清")
    services.submit_entry(actor=banded.giver, entry=entry)

    with pytest.raises(AwaitsAnother):
        accept(banded.office, entry)

    assert accept(banded.lead, entry).state == "submitted"
    assert accept(banded.office, entry).state == "accepted"
    assert entry.approvals.count() == 3


def test_an_accepted_entry_needs_no_more(banded: World) -> None:
    entry = acts.submitted(banded, "transfer", amount=Decimal("100000"))
    accept(banded.lead, entry)
    accept(banded.office, entry)

    with pytest.raises(NotAllowed):
        accept(banded.lead, entry)
    with pytest.raises(WrongState):
        accept(person("third", (Role.OFFICE, banded.office_unit)), entry)
    assert ChainHead.objects.get().sequence == 1


def test_a_band_of_the_kind_goes_before_one_of_any_kind(world: World, second: User) -> None:
    band(world, "100000", "lead", "office")
    band(world, "0", "office", kind="transfer")
    entry = acts.submitted(world, "transfer")

    assert accept(second, entry).state == "accepted"


def test_help_without_money_is_in_no_band(world: World) -> None:
    band(world, "0", "office", "office")

    assert accept(world.lead, acts.submitted(world, "secondment")).state == "accepted"


def test_what_one_has_approved_waits_for_one_no_longer(banded: World) -> None:
    entry = acts.submitted(banded, "transfer", amount=Decimal("100000"))
    assert list(queries.waiting_for(banded.lead).to_decide) == [entry]

    accept(banded.lead, entry)

    assert list(queries.waiting_for(banded.lead).to_decide) == []
    assert list(queries.waiting_for(banded.office).to_decide) == [entry]


def test_a_band_is_replaced_by_one_of_the_same_amount(world: World) -> None:
    band(world, "100000", "lead")
    band(world, "100000", "office")

    assert list(ApprovalBand.objects.values_list("approvers", flat=True)) == [["office"]]
    assert AuditRecord.objects.filter(action="programme.approval_band").first().changes == {  # type: ignore[union-attr]
        "approvers": [["lead"], ["office"]]
    }


@pytest.mark.parametrize(
    ("at_least", "approvers", "field"),
    [
        ("-1", ["office"], "at_least"),
        ("1", [], "approvers"),
        ("1", ["giver"], "approvers"),
        ("1", ["office"] * 4, "approvers"),
    ],
)
def test_a_band_that_says_nothing_is_refused(
    world: World, at_least: str, approvers: list[str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        band(world, at_least, *approvers)

    assert refused.value.address == field
    assert not ApprovalBand.objects.exists()


@pytest.mark.parametrize("role", ["lead", "giver", "auditor"])
def test_only_the_office_sets_bands(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        plans.set_approval_band(
            actor=getattr(world, role), programme=world.programme, at_least=Decimal(1), approvers=["office"]
        )
    with pytest.raises(NotAllowed):
        plans.separate_duties(actor=getattr(world, role), programme=world.programme, separate=True)
    assert not ApprovalBand.objects.exists()
    assert not Programme.objects.filter(separate_duties=True).exists()


def test_a_band_is_removed_with_its_trace(world: World) -> None:
    plans.remove_approval_band(actor=world.office, band=band(world, "5", "office"))

    assert not ApprovalBand.objects.exists()
    assert AuditRecord.objects.filter(action="programme.approval_band").first().changes == {  # type: ignore[union-attr]
        "kind": ["", None],
        "at_least": ["5", None],
        "approvers": [["office"], None],
    }


def test_the_page_says_who_must_still_approve(banded: World, client: Client) -> None:
    entry = acts.submitted(banded, "transfer", amount=Decimal("100000"))
    address = f"/p/{banded.programme.code}/ledger/{entry.pk}/"
    client.force_login(banded.lead)

    told = client.post(f"{address}accept/", HTTP_ACCEPT_LANGUAGE="en", follow=True).content.decode()

    assert "Your approval is noted. Next to approve: programme office." in told
    assert "still to approve" in told
    assert "Approvals this amount needs" in told
    assert f'action="{address}accept/"' not in told
    client.force_login(banded.office)
    assert f'action="{address}accept/"' in client.get(address).content.decode()


def decided_by(world: World, user: User) -> list[str]:
    return list(
        queries.waiting_for(user, world.programme).to_decide.values_list("title", flat=True).order_by("id")
    )


def test_an_entry_waits_for_those_whose_turn_it_is_alone(banded: World, second: User) -> None:
    band(banded, "1000", "office", kind="purchase")
    small = acts.submitted(banded, "transfer", amount=Decimal("99999.99"), title="小额")
    middle = acts.submitted(banded, "transfer", amount=Decimal("100000"), title="中额")
    acts.submitted(banded, "transfer", amount=Decimal("300000"), title="大额")
    acts.submitted(banded, "purchase", amount=Decimal("200000"), title="采购")
    acts.submitted(banded, "purchase", amount=Decimal("999"), title="小采购")
    acts.submitted(banded, "secondment", title="选派")
    assert decided_by(banded, banded.lead) == ["小额", "中额", "大额", "小采购", "选派"]
    assert decided_by(banded, banded.office) == ["小额", "采购", "小采购", "选派"]
    assert turns.waits_for(Entry.objects.all()) == {
        entry.pk: (Role.OFFICE if entry.title == "采购" else Role.LEAD)
        for entry in Entry.objects.filter(title__in=["中额", "大额", "采购"])
    }

    accept(banded.lead, middle)

    assert decided_by(banded, banded.lead) == ["小额", "大额", "小采购", "选派"]
    assert decided_by(banded, banded.office) == ["小额", "中额", "采购", "小采购", "选派"]
    assert decided_by(banded, second) == decided_by(banded, banded.office)
    accept(banded.office, small)
    assert decided_by(banded, banded.office) == ["中额", "采购", "小采购", "选派"]


def test_a_band_of_another_programme_holds_nothing_here(world: World) -> None:
    other = Programme.objects.create(
        code="other", name="另一计划", giver=world.city, office=world.office_unit,
        starts_on=world.programme.starts_on, ends_on=world.programme.ends_on,
    )  # fmt: skip
    plans.set_approval_band(actor=world.office, programme=other, at_least=Decimal(0), approvers=["lead"])
    entry = acts.submitted(world, "transfer")

    assert list(queries.waiting_for(world.office).to_decide) == [entry]
    assert turns.waits_for([entry]) == {}


def test_nobody_is_asked_to_decide_on_what_they_entered_where_the_two_are_kept_apart(
    world: World, second: User
) -> None:
    plans.separate_duties(actor=world.office, programme=world.programme, separate=True)
    entry = entered_by_the_office(world, "350000")

    assert decided_by(world, world.office) == []
    assert decided_by(world, second) == [entry.title]


def test_the_list_says_whom_an_entry_waits_for(banded: World, client: Client) -> None:
    acts.submitted(banded, "transfer", amount=Decimal("100000"))
    client.force_login(banded.office)
    address = f"/p/{banded.programme.code}/ledger/"

    assert "waits for: workstream lead" in client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert client.get(f"{address}?waiting=decide").context["page"].paginator.count == 0
